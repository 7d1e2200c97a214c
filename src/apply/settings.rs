use std::time::Duration;

/// How a plan is applied.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Organizations at a time, from 1.
    pub parallelism: usize,
    /// How long to wait for an organization that another run works on.
    pub lock_timeout: Duration,
    /// How long a lost answer is looked up.
    pub read_back: Duration,
    /// How long the platform may take to show what was done.
    pub verify: Duration,
    /// `--exit-code`: manual or held steps that remain make exit 6.
    pub exit_code: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let timeouts = crate::manifest::Timeouts::default();
        Self {
            parallelism: 8,
            lock_timeout: Duration::ZERO,
            read_back: timeouts.read_back,
            verify: timeouts.verify,
            exit_code: false,
        }
    }
}

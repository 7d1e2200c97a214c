use crate::manifest::{Rate, Timeouts};
use crate::platform::Credentials;
use std::time::Duration;

/// What a client is told besides its profile.
#[derive(Debug)]
pub struct ClientSettings {
    /// What the platform is asked with.
    pub credentials: Credentials,
    /// Replaces the profile's base URL.
    pub base_url: Option<String>,
    /// Replaces the profile's rate.
    pub rate: Option<Rate>,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// The first wait between two tries of a call; each further one is twice as long, up to 5 s.
    pub first_wait: Duration,
    /// The shortest time between two log-ins of one credential.
    pub log_in_every: Duration,
}

impl ClientSettings {
    /// Everything as the profile says.
    #[must_use]
    pub fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            base_url: None,
            rate: None,
            timeouts: Timeouts::default(),
            first_wait: Duration::from_millis(200),
            log_in_every: Duration::from_secs(1),
        }
    }
}

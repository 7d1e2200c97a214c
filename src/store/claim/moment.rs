use std::time::Duration;

/// A moment by a run's own two clocks. Only differences between moments of one run mean anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Moment {
    /// The clock that never goes back, and may stand still while the machine sleeps.
    pub(in crate::store) steady: Duration,
    /// The clock that people set, and that goes on while the machine sleeps.
    pub(in crate::store) wall: Duration,
}

impl Moment {
    /// How long ago the other one was, by the clock that says it was longer: a lease ends too early rather than too late.
    pub(in crate::store) fn since(self, earlier: Self) -> Duration {
        let steady = self.steady.saturating_sub(earlier.steady);
        steady.max(self.wall.saturating_sub(earlier.wall))
    }
}

use std::time::Duration;
use tokio::time::{Instant, sleep};

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(2);

/// Pauses that double, within a bound: for reading again until the platform shows what was done.
/// The last pause ends at the bound, so that there is one look at the very end.
#[derive(Debug)]
pub(super) struct Waits {
    /// `None` where the bound is longer than the clock can count.
    deadline: Option<Instant>,
    next: Duration,
}

impl Waits {
    pub(super) fn within(bound: Duration) -> Self {
        Self { deadline: Instant::now().checked_add(bound), next: FIRST }
    }

    /// Pauses; `false`, at once, where the bound has passed.
    pub(super) async fn pause(&mut self) -> bool {
        let left =
            self.deadline.map_or(LONGEST, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return false;
        }
        sleep(self.next.min(left)).await;
        self.next = (self.next * 2).min(LONGEST);
        true
    }
}

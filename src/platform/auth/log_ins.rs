use crate::platform::PlatformError;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Log-ins without a successful call between.
const MOST: u32 = 5;

/// The log-ins of one credential since the platform last took a token of it: nobody is to be locked out by a tool that
/// keeps trying.
#[derive(Debug, Default)]
pub(crate) struct LogIns(Mutex<Made>);

#[derive(Debug, Default)]
struct Made {
    in_a_row: u32,
    last: Option<Instant>,
}

impl LogIns {
    /// Waits until `every` has passed since the last one. `name` is only for the message.
    ///
    /// # Errors
    /// Where they were of no use several times in a row.
    pub(crate) async fn turn(&self, name: &str, every: Duration) -> Result<(), PlatformError> {
        if !self.may_try_again() {
            let what = format!(
                "credential `{name}` logged in {MOST} times in a row, and nothing worked after it"
            );
            return Err(PlatformError::new(what).help(
                "look at the account in the console before you run again: it may be locked",
            ));
        }
        let last = self.made().last;
        if let Some(last) = last {
            sleep_until(last + every).await;
        }
        Ok(())
    }

    /// Whether it is not too often yet.
    pub(crate) fn may_try_again(&self) -> bool {
        self.made().in_a_row < MOST
    }

    /// One may have arrived, whatever came of it.
    pub(crate) fn sent(&self) {
        let mut made = self.made();
        made.in_a_row += 1;
        made.last = Some(Instant::now());
    }

    /// The platform took a token.
    pub(crate) fn worked(&self) {
        self.made().in_a_row = 0;
    }

    fn made(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn one_a_second_and_five_in_a_row() {
        let log_ins = LogIns::default();
        let begun = Instant::now();
        for number in 0..5 {
            log_ins.turn("acme", EVERY).await.unwrap();
            assert_eq!(begun.elapsed(), EVERY * number);
            log_ins.sent();
        }
        let error = log_ins.turn("acme", EVERY).await.unwrap_err();
        assert_eq!(
            error.what,
            "credential `acme` logged in 5 times in a row, and nothing worked after it"
        );
        assert!(error.help.unwrap().contains("it may be locked"));
        assert_eq!(begun.elapsed(), EVERY * 4, "being refused takes no time");
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_works_begins_anew_and_a_second_stays_a_second() {
        let log_ins = LogIns::default();
        for _ in 0..20 {
            let begun = Instant::now();
            for number in 0..4 {
                log_ins.turn("acme", EVERY).await.unwrap();
                assert!(begun.elapsed() >= EVERY * number);
                log_ins.sent();
            }
            log_ins.worked();
        }
        // Time that passed anyway counts.
        tokio::time::sleep(EVERY * 3).await;
        let begun = Instant::now();
        log_ins.turn("acme", EVERY).await.unwrap();
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_arrived_does_not_count() {
        let log_ins = LogIns::default();
        for _ in 0..20 {
            log_ins.turn("acme", EVERY).await.unwrap();
        }
        log_ins.sent();
        assert!(log_ins.may_try_again());
    }
}

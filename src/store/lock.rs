use super::{Holder, Stamp, Store, StoreError, Taken, TryLock};
use crate::model::OrganizationId;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Why a lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else works on the organization.
    #[error("locked by {by}")]
    Busy {
        /// Who, and since when.
        by: Stamp,
    },
    /// The store can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LockError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Busy { by: _ } => Some("wait for it to end, or wait here with `--lock-timeout`"),
            Self::Store(error) => error.help(),
        }
    }
}

/// Takes a lock, waiting at most `timeout` for somebody else to give it up; zero tries once.
/// `waiting` is told, once, whom it waits for.
///
/// # Errors
/// [`LockError`] where somebody still holds it, or the store can't be used.
pub async fn lock(
    store: &dyn Store,
    organization: OrganizationId,
    holder: &Holder,
    timeout: Duration,
    mut waiting: impl FnMut(&Stamp) + Send,
) -> Result<Taken, LockError> {
    // A timeout that the clock can't count is as long as can be.
    let deadline = Instant::now().checked_add(timeout);
    let mut pause = FIRST_PAUSE;
    let mut told = false;
    loop {
        let by = match store.try_lock(organization, holder).await? {
            TryLock::Taken(taken) => return Ok(taken),
            TryLock::Busy(by) => by,
        };
        let left =
            deadline.map_or(LONGEST_PAUSE, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return Err(LockError::Busy { by });
        }
        if !told {
            waiting(&by);
            told = true;
        }
        sleep(pause.min(left)).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

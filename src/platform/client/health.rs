use crate::model::OrganizationId;
use crate::platform::PlatformError;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// So many organizations that can't reach the platform at all speak for all others.
const ENOUGH: usize = 8;

/// While nothing has ever been answered, a connection is tried this often.
const FIRST_TRIES: u32 = 3;

/// How the platform fares, so that a thousand calls don't each wait in vain.
#[derive(Debug, Default)]
pub(super) struct Health {
    /// There was an answer, of whatever kind.
    answered: AtomicBool,
    /// A call used up its time, and there was no better answer since.
    hopeless: AtomicBool,
    /// Organizations that never reached it.
    unreachable: Mutex<BTreeSet<OrganizationId>>,
}

impl Health {
    /// Takes note of an answer.
    pub(super) fn answered(&self, status: u16) {
        self.answered.store(true, Ordering::Relaxed);
        if status != 429 {
            self.hopeless.store(false, Ordering::Relaxed);
        }
    }

    /// Takes note of a call that is not tried again, because there is no connection or the limit is used up.
    pub(super) fn gave_up(&self, organization: OrganizationId, connected: bool) {
        self.hopeless.store(true, Ordering::Relaxed);
        if !connected && !self.answered.load(Ordering::Relaxed) {
            self.unreachable().insert(organization);
        }
    }

    /// Whether a call that failed like that for the `tries`-th time is to be given up.
    pub(super) fn gives_up(&self, connected: bool, tries: u32) -> bool {
        self.hopeless.load(Ordering::Relaxed)
            || (!connected && !self.answered.load(Ordering::Relaxed) && tries >= FIRST_TRIES)
    }

    /// Fails where nobody could reach the platform.
    ///
    /// # Errors
    /// Names the host.
    pub(super) fn check(&self, host: &str) -> Result<(), PlatformError> {
        if self.answered.load(Ordering::Relaxed) || self.unreachable().len() < ENOUGH {
            return Ok(());
        }
        Err(PlatformError::new(format!(
            "`{host}` can't be reached: {ENOUGH} organizations tried, and this one wasn't"
        ))
        .help("is the platform up, and is the base URL right?")
        .unreachable(host, false))
    }

    /// The error of a call that found no connection: marked where no other call found one either.
    pub(super) fn mark(&self, error: PlatformError, host: &str) -> PlatformError {
        match self.answered.load(Ordering::Relaxed) {
            true => error,
            false => error.unreachable(host, true),
        }
    }

    fn unreachable(&self) -> std::sync::MutexGuard<'_, BTreeSet<OrganizationId>> {
        self.unreachable.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

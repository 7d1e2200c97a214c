use super::rules::Refusal;
use crate::model::{Email, UserId, UserStatus};
use crate::sandbox::state::State;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// So many wrong passwords for one address within [`WINDOW`], and it has to wait.
const MOST_FAILURES: u32 = 5;
const WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// Passwords, and who got theirs wrong lately.
#[derive(Debug)]
pub(super) struct Logins {
    /// One for everybody.
    password: SecretString,
    failures: Mutex<BTreeMap<Email, (u32, Timestamp)>>,
}

impl Logins {
    pub(super) fn new(password: SecretString) -> Self {
        Self { password, failures: Mutex::default() }
    }

    pub(super) const fn password(&self) -> &SecretString {
        &self.password
    }

    /// Who logs in with this password, for one who may have it: whoever has accepted an invitation anywhere.
    pub(super) fn check(
        &self,
        email: &Email,
        password: &str,
        account: Option<UserId>,
        now: Timestamp,
    ) -> Result<UserId, Refusal> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, (_, since)| now.duration_since(*since) < WINDOW);
        if let Some((MOST_FAILURES.., since)) = failures.get(email) {
            let left = WINDOW - now.duration_since(*since);
            return Err(Refusal::TooMany(left.as_secs().unsigned_abs().max(1)));
        }
        match account {
            Some(user) if password == self.password.expose_secret() => {
                failures.remove(email);
                Ok(user)
            }
            _ => {
                failures.entry(email.clone()).or_insert((0, now)).0 += 1;
                Err(Refusal::WrongPassword)
            }
        }
    }
}

/// The account of somebody who has accepted an invitation.
pub(super) fn account(state: &State, email: &Email) -> Option<UserId> {
    let mut users = state.organizations.values().filter_map(|it| it.user_by_email(email));
    users.find(|user| user.status == UserStatus::Active).map(|user| user.id)
}

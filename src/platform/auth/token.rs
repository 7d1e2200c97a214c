use super::jwt;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;

/// A token, and what it says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// The secret.
    pub(crate) secret: SecretString,
    /// The JWT's payload, where it is one.
    pub(crate) payload: Option<Value>,
    /// When it expires, where it says so.
    pub(crate) expires: Option<Timestamp>,
    /// When it is time for a new one; `None` where there is no way to get one, or no need.
    pub(super) due: Option<Instant>,
    /// Counts the tokens of one credential.
    pub(super) number: u64,
}

impl Token {
    /// A token that was given to us as it is; where its source can give another, it is due when it expires.
    pub(super) fn given(secret: SecretString, renewable: bool) -> Self {
        let payload = jwt::payload(secret.expose_secret());
        let expires = payload.as_ref().and_then(|payload| jwt::time(payload, "exp"));
        let left = expires.filter(|_| renewable).map(|it| positive(Timestamp::now(), it));
        Self { secret, payload, expires, due: left.and_then(in_time), number: 0 }
    }

    /// A token that was just made for us. How long it lives is counted from now, by the server's own clock.
    pub(super) fn fresh(secret: SecretString, lifetime: Duration) -> Self {
        let token = Self::given(secret, false);
        let issued = token.payload.as_ref().and_then(|payload| jwt::time(payload, "iat"));
        let lives = match (issued, token.expires) {
            (Some(issued), Some(expires)) => positive(issued, expires),
            (None, Some(expires)) => positive(Timestamp::now(), expires),
            (_, None) => lifetime,
        };
        Self { due: in_time(lives), ..token }
    }

    /// Whether it said itself that it is no longer good, clocks being a minute apart at most.
    pub(super) fn has_expired(&self) -> bool {
        let now = Timestamp::now();
        self.expires.is_some_and(|expires| positive(expires, now) > Duration::from_secs(60))
    }
}

fn positive(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or(Duration::ZERO)
}

/// A little before it expires: a tenth of its life, a minute at most. `None`: in no time that can be told.
fn in_time(lives: Duration) -> Option<Instant> {
    let early = (lives / 10).min(Duration::from_secs(60));
    Instant::now().checked_add(lives.saturating_sub(early))
}

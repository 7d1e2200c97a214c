use super::endpoint::Endpoint;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Token buckets: one per organization (or workspace, in the official API) and operation.
#[derive(Debug)]
pub(super) struct RateLimit {
    /// A second's worth, which is also what a full bucket holds; `None` is no limit.
    per_second: Option<NonZeroU32>,
    buckets: Mutex<BTreeMap<(Endpoint, u64), Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

/// What the headers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    /// Until the next token, where there was none.
    pub(super) wait: Option<Duration>,
}

impl RateLimit {
    pub(super) const fn new(per_second: Option<NonZeroU32>) -> Self {
        Self { per_second, buckets: Mutex::new(BTreeMap::new()) }
    }

    /// Takes a token, if there is one.
    pub(super) fn take(&self, endpoint: Endpoint, whose: u64, now: Instant) -> Option<Budget> {
        let limit = self.per_second?.get();
        let rate = f64::from(limit);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let full = Bucket { tokens: rate, at: now };
        let bucket = buckets.entry((endpoint, whose)).or_insert(full);
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.tokens = since.mul_add(rate, bucket.tokens).min(rate);
        bucket.at = now;
        if bucket.tokens < 1.0 {
            let wait = Duration::from_secs_f64((1.0 - bucket.tokens) / rate);
            return Some(Budget { limit, remaining: 0, wait: Some(wait) });
        }
        bucket.tokens -= 1.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and a u32"
        )]
        let remaining = bucket.tokens.floor() as u32;
        Some(Budget { limit, remaining, wait: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_is_worth_five_and_no_more() {
        let limit = RateLimit::new(NonZeroU32::new(5));
        let start = Instant::now();
        let take = |whose, ms| {
            limit.take(Endpoint::ListWorkspaces, whose, start + Duration::from_millis(ms)).unwrap()
        };
        let left: Vec<_> = (0..5).map(|_| take(1, 0).remaining).collect();
        assert_eq!(left, [4, 3, 2, 1, 0]);
        assert_eq!(take(1, 0).wait, Some(Duration::from_millis(200)));
        assert_eq!(take(2, 0).wait, None, "another organization has its own");
        assert_eq!(take(1, 200).wait, None, "a fifth of a second later there is one more");
        assert!(take(1, 200).wait.is_some());
    }

    #[test]
    fn no_limit_is_not_advertised() {
        assert_eq!(RateLimit::new(None).take(Endpoint::ListWorkspaces, 1, Instant::now()), None);
    }
}

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How fast one operation of one organization may be called: a token bucket, narrowed by what the platform
/// says of its own limit.
#[derive(Debug)]
pub(crate) struct Bucket {
    /// Whoever holds it is next; the others stand in line.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Tokens a second.
    rate: f64,
    /// How much of the platform's own limit is used.
    share: f64,
    /// Tokens there are, as of `at`.
    tokens: f64,
    at: Instant,
    /// Nothing goes out before.
    paused: Instant,
}

/// What the platform says of its limit (`X-RateLimit-*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Requests that it allows a second.
    pub(crate) limit: Option<u64>,
    /// Requests that are left now.
    pub(crate) remaining: Option<u64>,
}

impl Bucket {
    /// Allows `per_second` × `share` requests a second, and at once one less than that.
    pub(crate) fn new(per_second: f64, share: f64) -> Self {
        let now = Instant::now();
        let rate = slowest(per_second * share);
        let state = State { rate, share, tokens: burst(rate), at: now, paused: now };
        Self { turn: tokio::sync::Mutex::new(()), state: Mutex::new(state) }
    }

    /// Waits for a token; first come, first served.
    pub(crate) async fn take(&self) {
        let _turn = self.turn.lock().await;
        loop {
            let wait = self.state().take(Instant::now());
            match wait {
                None => return,
                Some(until) => sleep_until(until).await,
            }
        }
    }

    /// Lets nothing out for that long. A longer pause stays.
    pub(crate) fn pause(&self, wait: Duration) {
        let mut state = self.state();
        let now = Instant::now();
        state.paused = state.paused.max(now + wait);
        state.refill(now);
        state.tokens = state.tokens.min(0.0);
    }

    /// Takes note of what the platform says of its own limit; it can only make us slower.
    pub(crate) fn narrow(&self, budget: Budget) {
        let mut state = self.state();
        state.refill(Instant::now());
        if let Some(limit) = budget.limit.filter(|limit| *limit > 0) {
            state.rate = slowest(state.rate.min(limit as f64 * state.share));
            state.tokens = state.tokens.min(burst(state.rate));
        }
        if let Some(remaining) = budget.remaining {
            state.tokens = state.tokens.min(remaining as f64);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes a token, or says when it is worth looking again.
    fn take(&mut self, now: Instant) -> Option<Instant> {
        if now < self.paused {
            return Some(self.paused);
        }
        self.refill(now);
        // A hair under one token is one: time is counted in whole milliseconds.
        if self.tokens >= 0.999 {
            self.tokens -= 1.0;
            return None;
        }
        Some(now + Duration::from_secs_f64((1.0 - self.tokens) / self.rate))
    }

    /// Tokens come while nothing is paused.
    fn refill(&mut self, now: Instant) {
        let from = self.at.max(self.paused);
        let passed = now.saturating_duration_since(from).as_secs_f64();
        self.tokens = (self.tokens + passed * self.rate).min(burst(self.rate));
        self.at = now;
    }
}

/// One less than a second's worth: the platform counts on its own clock, and a call may be late on the way.
fn burst(rate: f64) -> f64 {
    (rate - 1.0).max(1.0)
}

/// A rate of nothing would wait for ever.
fn slowest(rate: f64) -> f64 {
    if rate.is_finite() { rate.max(0.01) } else { 0.01 }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn seconds_for(bucket: &Bucket, calls: usize) -> f64 {
        let start = Instant::now();
        for _ in 0..calls {
            bucket.take().await;
        }
        start.elapsed().as_secs_f64()
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_of_one_less_than_a_seconds_worth_then_the_rate() {
        let bucket = Bucket::new(5.0, 1.0);
        assert!(seconds_for(&bucket, 4).await < 0.001);
        let rest = seconds_for(&bucket, 100).await;
        assert!((19.9..20.2).contains(&rest), "{rest}");
    }

    #[tokio::test(start_paused = true)]
    async fn headroom_is_left_unused() {
        let bucket = Bucket::new(10.0, 0.5);
        assert!(seconds_for(&bucket, 4).await < 0.001);
        let rest = seconds_for(&bucket, 50).await;
        assert!((9.9..10.2).contains(&rest), "{rest}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_platform_narrows_it_and_never_widens_it() {
        let bucket = Bucket::new(5.0, 1.0);
        bucket.narrow(Budget { limit: Some(100), remaining: Some(99) });
        assert!(seconds_for(&bucket, 4).await < 0.001);
        bucket.narrow(Budget { limit: Some(2), remaining: None });
        let rest = seconds_for(&bucket, 20).await;
        assert!((9.9..10.1).contains(&rest), "{rest}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_remains_caps_the_burst() {
        let bucket = Bucket::new(5.0, 1.0);
        bucket.narrow(Budget { limit: None, remaining: Some(1) });
        assert!(seconds_for(&bucket, 1).await < 0.001);
        let next = seconds_for(&bucket, 1).await;
        assert!((0.19..0.21).contains(&next), "{next}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_in_line_and_ends_without_a_burst() {
        let bucket = Bucket::new(5.0, 1.0);
        bucket.pause(Duration::from_secs(3));
        let four = seconds_for(&bucket, 4).await;
        assert!((3.7..3.9).contains(&four), "{four}");
    }
}

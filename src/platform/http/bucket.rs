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
    /// Whether the platform has said what remains.
    told: bool,
    /// When the first call went out: what others used up just before, a second gives back.
    begun: Option<Instant>,
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
    /// Allows `per_second` × `share` requests a second. At once goes one call, until the platform says what remains;
    /// where it doesn't, a second's worth less one from the second second on.
    pub(crate) fn new(per_second: f64, share: f64) -> Self {
        let now = Instant::now();
        let rate = slowest(per_second * share);
        let state =
            State { rate, share, tokens: 1.0, at: now, paused: now, told: false, begun: None };
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
        state.paused = state.paused.max(now.checked_add(wait).unwrap_or(now));
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
        if let Some(remaining) = budget.remaining.map(|remaining| remaining as f64) {
            let first = !std::mem::replace(&mut state.told, true);
            let most = if first { burst(state.rate) } else { state.tokens };
            state.tokens = most.min(remaining);
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
            self.begun.get_or_insert(now);
            return None;
        }
        Some(now + Duration::from_secs_f64((1.0 - self.tokens) / self.rate))
    }

    /// Tokens come while nothing is paused.
    fn refill(&mut self, now: Instant) {
        let from = self.at.max(self.paused);
        let passed = now.saturating_duration_since(from).as_secs_f64();
        let second = Duration::from_secs(1);
        let warm = self.begun.is_some_and(|begun| now.duration_since(begun) >= second);
        let most = if self.told || warm { burst(self.rate) } else { 1.0 };
        self.tokens = (self.tokens + passed * self.rate).min(most);
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

    /// The platform has said that a second's worth is there.
    fn told(per_second: f64, share: f64) -> Bucket {
        let bucket = Bucket::new(per_second, share);
        bucket.narrow(Budget { limit: None, remaining: Some(1000) });
        bucket
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_until_the_platform_says_what_remains() {
        let bucket = Bucket::new(5.0, 1.0);
        assert!(seconds_for(&bucket, 1).await < 0.001);
        bucket.narrow(Budget { limit: Some(5), remaining: Some(3) });
        assert!(seconds_for(&bucket, 3).await < 0.001);
        let rest = seconds_for(&bucket, 100).await;
        assert!((19.9..20.2).contains(&rest), "{rest}");
    }

    #[tokio::test(start_paused = true)]
    async fn where_it_says_nothing_a_seconds_worth_less_one_from_the_second_second_on() {
        let bucket = Bucket::new(5.0, 1.0);
        let five = seconds_for(&bucket, 5).await;
        assert!((0.79..0.81).contains(&five), "{five}");
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert!(seconds_for(&bucket, 4).await < 0.001);
        let next = seconds_for(&bucket, 1).await;
        assert!((0.19..0.21).contains(&next), "{next}");
    }

    #[tokio::test(start_paused = true)]
    async fn headroom_is_left_unused() {
        let bucket = told(10.0, 0.5);
        assert!(seconds_for(&bucket, 4).await < 0.001);
        let rest = seconds_for(&bucket, 50).await;
        assert!((9.9..10.2).contains(&rest), "{rest}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_platform_narrows_it_and_never_widens_it() {
        let bucket = told(5.0, 1.0);
        bucket.narrow(Budget { limit: Some(100), remaining: Some(99) });
        assert!(seconds_for(&bucket, 4).await < 0.001);
        bucket.narrow(Budget { limit: Some(2), remaining: None });
        let rest = seconds_for(&bucket, 20).await;
        assert!((9.9..10.1).contains(&rest), "{rest}");
        bucket.narrow(Budget { limit: Some(u64::MAX), remaining: Some(u64::MAX) });
        let rest = seconds_for(&bucket, 2).await;
        assert!((0.9..1.1).contains(&rest), "{rest}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_remains_caps_the_burst() {
        let bucket = told(5.0, 1.0);
        bucket.narrow(Budget { limit: None, remaining: Some(1) });
        assert!(seconds_for(&bucket, 1).await < 0.001);
        let next = seconds_for(&bucket, 1).await;
        assert!((0.19..0.21).contains(&next), "{next}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_in_line_and_ends_without_a_burst() {
        let bucket = told(5.0, 1.0);
        bucket.pause(Duration::from_secs(3));
        let four = seconds_for(&bucket, 4).await;
        assert!((3.7..3.9).contains(&four), "{four}");
    }
}

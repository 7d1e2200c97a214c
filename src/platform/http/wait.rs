use backon::{BackoffBuilder, ConstantBuilder, ExponentialBackoff, ExponentialBuilder};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use std::time::Duration;

/// The shortest wait between two tries, whatever an answer asks for.
const SHORTEST: Duration = Duration::from_millis(100);

/// Dates as HTTP writes them; a weekday that doesn't fit its date is passed over.
const DATES: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// What an answer asks us to wait: `Retry-After` in seconds, or as a date, which counts from the answer's own
/// `Date` where it has one. `None` where it asks nothing, or nothing readable.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        let longest = if seconds > 0.0 { Some(Duration::MAX) } else { None };
        return Duration::try_from_secs_f64(seconds).ok().or(longest);
    }
    let until = DATES.parse_timestamp(text).ok()?;
    let sent = headers.get(DATE).and_then(|date| date.to_str().ok());
    let sent = sent.and_then(|date| DATES.parse_timestamp(date).ok());
    let wait = until.duration_since(sent.unwrap_or(now));
    Some(wait.unsigned_abs()).filter(|_| wait.is_positive()).or(Some(Duration::ZERO))
}

/// How long a call waits between its tries, and when it gives up.
#[derive(Debug)]
pub(crate) struct Patience {
    /// For the first repetition, which even a try that used up all the time leaves room for.
    whole: Option<Duration>,
    left: Duration,
    growing: ExponentialBackoff,
}

impl Patience {
    /// Gives up after `deadline`. The first wait is about `first`, each further one twice as long, to 5 s.
    pub(crate) fn new(deadline: Duration, first: Duration) -> Self {
        let growing = ExponentialBuilder::default()
            .with_min_delay(first)
            .with_max_delay(Duration::from_secs(5))
            .without_max_times()
            .with_jitter();
        Self { whole: Some(deadline), left: deadline, growing: growing.build() }
    }

    /// Takes note of time that a try took. Waiting in line for one's turn is not counted.
    pub(crate) fn spend(&mut self, time: Duration) {
        self.left = self.left.saturating_sub(time);
    }

    /// How long to wait before the next try.
    ///
    /// # Errors
    /// Where that would outlast the deadline.
    pub(crate) fn next(&mut self, asked: Option<Duration>) -> Result<Duration, GaveUp> {
        let left = self.whole.take().unwrap_or(self.left);
        if let Some(asked) = asked.filter(|asked| *asked >= left && *asked > SHORTEST) {
            return Err(GaveUp::Asked(asked));
        }
        let wait = match asked.filter(|asked| *asked > SHORTEST) {
            // What is asked for has room; the little more may not have.
            Some(asked) => jittered(asked).min(left),
            None => self.growing.next().unwrap_or(left).max(SHORTEST),
        };
        if asked.is_none_or(|asked| asked <= SHORTEST) && wait >= left {
            return Err(GaveUp::Spent);
        }
        self.spend(wait);
        Ok(wait)
    }
}

/// Why a call is not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GaveUp {
    /// The time is used up.
    Spent,
    /// The platform asks for a wait that is longer than what is left.
    Asked(Duration),
}

/// A tenth longer at most, so that many who were told the same don't come back at once.
fn jittered(wait: Duration) -> Duration {
    let more = ConstantBuilder::default().with_delay(wait / 20).with_jitter().build().next();
    wait.saturating_add(more.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(retry_after_is: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, retry_after_is.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        retry_after(&headers, "2026-11-23T10:00:00Z".parse().unwrap())
    }

    #[test]
    fn seconds_or_a_date() {
        assert_eq!(asked("7", None), Some(Duration::from_secs(7)));
        assert_eq!(asked("Mon, 23 Nov 2026 10:00:30 GMT", None), Some(Duration::from_secs(30)));
        assert_eq!(asked("Mon, 23 Nov 2026 09:00:00 GMT", None), Some(Duration::ZERO));
        let its_own = Some("Mon, 23 Nov 2026 11:59:58 GMT");
        assert_eq!(asked("Mon, 23 Nov 2026 12:00:00 GMT", its_own), Some(Duration::from_secs(2)));
        assert_eq!(asked("soon", None), None);
        assert_eq!(asked("-1", None), None);
        assert_eq!(asked("0", None), Some(Duration::ZERO));
        assert_eq!(asked("0.5", None), Some(Duration::from_millis(500)));
        for huge in ["18446744073709551615", "18446744073709551616", "1e300", "inf"] {
            assert!(asked(huge, None).unwrap() > Duration::from_secs(1 << 60), "{huge}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn waits_at_least_what_is_asked_and_little_more() {
        let mut patience = Patience::new(Duration::from_secs(30), Duration::from_millis(200));
        let wait = patience.next(Some(Duration::from_secs(10))).unwrap();
        assert!((10.0..=11.0).contains(&wait.as_secs_f64()), "{wait:?}");
    }

    #[test]
    fn gives_up_where_the_wait_outlasts_the_deadline() {
        let mut patience = Patience::new(Duration::from_secs(30), Duration::from_millis(200));
        assert!(patience.next(Some(Duration::from_secs(1))).is_ok());
        patience.spend(Duration::from_secs(20));
        for asked in [Duration::from_secs(10), Duration::MAX] {
            assert_eq!(patience.next(Some(asked)), Err(GaveUp::Asked(asked)));
        }
        assert!(patience.next(Some(Duration::from_secs(1))).is_ok());
    }

    #[test]
    fn a_first_try_that_took_all_the_time_is_repeated_once() {
        let mut patience = Patience::new(Duration::from_secs(30), Duration::from_millis(200));
        patience.spend(Duration::from_secs(30));
        assert!(patience.next(None).is_ok());
        assert_eq!(patience.next(None), Err(GaveUp::Spent));
    }

    #[test]
    fn waits_grow_and_end() {
        let mut patience = Patience::new(Duration::from_secs(30), Duration::from_millis(200));
        let waits: Vec<_> = std::iter::from_fn(|| patience.next(None).ok()).collect();
        assert!((5..30).contains(&waits.len()), "{waits:?}");
        assert!(waits.iter().sum::<Duration>() < Duration::from_secs(30));
        assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(10)));
    }

    #[test]
    fn nothing_that_is_asked_makes_the_tries_many() {
        for asked in [Duration::ZERO, Duration::from_nanos(1)] {
            let mut patience = Patience::new(Duration::from_secs(2), Duration::from_millis(1));
            let waits: Vec<_> =
                std::iter::from_fn(|| patience.next(Some(asked)).ok()).take(100).collect();
            assert!(waits.len() <= 20, "{}", waits.len());
            assert!(waits.iter().sum::<Duration>() <= Duration::from_secs(2));
        }
    }
}

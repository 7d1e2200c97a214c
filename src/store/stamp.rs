use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// Who takes locks: one run of rolecall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    /// The machine's name.
    pub host: String,
    /// The process.
    pub pid: u32,
    /// The run, as in the journal.
    pub run: String,
    /// When the run began.
    #[schemars(with = "String")]
    pub since: Timestamp,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, pid, run, since } = self;
        write!(f, "run {run} (process {pid} on {host}) since {since:.0}")
    }
}

/// What the holder of a lock leaves beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    /// Who took the lock.
    pub holder: Holder,
    /// Whether it was given up in good order. A holder that died leaves `false`.
    pub released: bool,
    /// When it was written by an object store's clock, in whole seconds since 1970.
    #[serde(skip)]
    pub written: Option<Duration>,
}

/// Who held a lock last, as it can be seen without taking it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// Nobody ever did.
    Never,
    /// This run.
    Lease(Lease),
    /// Whoever did before this time by an object store's clock; nothing else is known.
    Before(Duration),
    /// Somebody of whom nothing is known.
    Unreadable,
}

impl Stamp {
    /// Reads a lease.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).map_or(Self::Unreadable, Self::Lease)
    }

    /// Whether nobody held the lock between two looks: what was observed after the first one still stands
    /// at the second. Where the first shows a holder (alive or dead) it can't be told.
    #[must_use]
    pub fn undisturbed(&self, later: &Self) -> bool {
        match self {
            Self::Never => *later == Self::Never,
            Self::Before(time) => match later {
                Self::Never => true,
                Self::Lease(Lease { holder: _, released, written }) => {
                    *released && written.is_some_and(|written| written < *time)
                }
                Self::Before(_) | Self::Unreadable => false,
            },
            Self::Lease(lease) => lease.released && self == later,
            Self::Unreadable => false,
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lease(lease) => lease.holder.fmt(f),
            Self::Never | Self::Before(_) | Self::Unreadable => f.write_str("another run"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lease(run: &str, released: bool) -> Stamp {
        let since = "2026-11-23T18:00:00Z".parse().expect("a time");
        let holder = Holder { host: "ci".to_owned(), pid: 7, run: run.to_owned(), since };
        Stamp::Lease(Lease { holder, released, written: None })
    }

    #[test]
    fn only_a_released_lease_that_is_still_there_shows_that_nobody_came() {
        assert!(Stamp::Never.undisturbed(&Stamp::Never));
        assert!(lease("a", true).undisturbed(&lease("a", true)));
        assert!(!Stamp::Never.undisturbed(&lease("a", true)));
        assert!(!lease("a", true).undisturbed(&lease("b", true)));
        assert!(!lease("a", false).undisturbed(&lease("a", false)));
        assert!(!lease("a", false).undisturbed(&lease("a", true)));
        assert!(!Stamp::Unreadable.undisturbed(&Stamp::Unreadable));
    }

    #[test]
    fn a_lock_that_was_written_before_the_store_said_its_time_shows_that_nobody_came() {
        let seconds = Duration::from_secs;
        let written = |at: Option<u64>| match lease("a", true) {
            Stamp::Lease(lease) => Stamp::Lease(Lease { written: at.map(seconds), ..lease }),
            other => other,
        };
        let before = Stamp::Before(seconds(100));
        assert!(before.undisturbed(&Stamp::Never));
        assert!(before.undisturbed(&written(Some(99))));
        assert!(!before.undisturbed(&written(Some(100))), "in the same second it can't be told");
        assert!(!before.undisturbed(&written(None)));
        assert!(!before.undisturbed(&lease("a", false)));
    }

    #[test]
    fn a_holder_says_who_where_and_since_when() {
        assert_eq!(
            lease("r1", false).to_string(),
            "run r1 (process 7 on ci) since 2026-11-23T18:00:00Z"
        );
    }
}

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::fmt;

/// A document that a run leaves, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// A run's report.
    Report(String),
    /// A plan, by its id.
    Plan(String),
}

impl Document {
    /// Its path in a store: `plans/<id without sha256:>.json`.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Report(run) => format!("reports/{run}.json"),
            Self::Plan(id) => format!("plans/{}.json", id.trim_start_matches("sha256:")),
        }
    }
}

/// A log to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewLog<'a> {
    /// The run, whose name begins with its time.
    pub run: &'a str,
    /// The beginning of its plan's id.
    pub plan: &'a str,
    /// When it begins.
    pub time: Timestamp,
}

/// A log that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogName {
    /// What it is called.
    pub name: String,
    /// When its run began, where the name says it.
    pub began: Option<Timestamp>,
}

impl LogName {
    /// Reads when a run began from the name of its log, or of its report.
    pub(super) fn new(name: &str) -> Self {
        let time = name.split_once('Z').map(|(time, _)| time);
        let parsed = time.and_then(|time| DateTime::strptime("%Y%m%dT%H%M%S%.f", time).ok());
        let began = parsed.and_then(|it| Offset::UTC.to_timestamp(it).ok());
        Self { name: name.to_owned(), began }
    }
}

/// The lines of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogBytes {
    /// All that are there, in order.
    pub bytes: Vec<u8>,
    /// Parts that should be there and aren't.
    pub missing: Vec<String>,
}

/// Whether the rest of a log is wanted, by its first lines.
pub type Wanted<'a> = &'a (dyn Fn(&[u8]) -> bool + Send + Sync);

/// How much was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Journals.
    pub journals: usize,
    /// Reports.
    pub reports: usize,
    /// Plans.
    pub plans: usize,
}

/// A kind of request that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub request: CheckedRequest,
    /// Why it doesn't work.
    pub trouble: Option<String>,
}

/// A kind of request that a run makes to an object store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckedRequest {
    /// Writing an object.
    Create,
    /// Writing one only where there is none.
    ConditionalCreate,
    /// Replacing one only where it is as it was seen.
    ConditionalReplace,
    /// Listing.
    List,
    /// Deleting.
    Delete,
}

impl fmt::Display for CheckedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::ConditionalCreate => "conditional create",
            Self::ConditionalReplace => "conditional replace",
            Self::List => "list",
            Self::Delete => "delete",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_when_a_run_began() {
        let began = |name: &str| LogName::new(name).began.map(|it| it.to_string());
        assert_eq!(began("20261125T225246Z-7-ab").as_deref(), Some("2026-11-25T22:52:46Z"));
        assert_eq!(
            began("20261125T225246.123Z-0123456789ab.jsonl").as_deref(),
            Some("2026-11-25T22:52:46.123Z")
        );
        assert_eq!(began("notes.jsonl"), None);
        assert_eq!(began("Zebra"), None);
    }

    #[test]
    fn plans_are_named_by_their_digest() {
        assert_eq!(Document::Plan("sha256:ab".to_owned()).path(), "plans/ab.json");
    }
}

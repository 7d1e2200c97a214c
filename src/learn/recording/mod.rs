//! Recordings of browser sessions: HAR 1.2 as Chrome, Edge, Firefox, Safari, Playwright and mitmproxy write it, read
//! leniently and in bounded memory. What is odd is counted and named, never fatal.
//!
//! | file | idea |
//! |---|---|
//! | `har` | a file as a stream of entries |
//! | `shorten` | texts that nobody needs whole, cut on the way in |
//! | `entry` | one entry, whatever is missing |
//! | `content` | bodies: JSON, forms, and what can't be read |
//! | `marks` | which entries have to do with a script |
//! | `sort` | entries of several files and tabs in one order |

mod content;
mod entry;
mod har;
mod marks;
mod shorten;
mod sort;

pub use content::Content;
pub use har::HarError;
pub use marks::Marks;

use entry::Entry;
use jiff::Timestamp;
use sort::sorted;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// No answer that is needed is longer; a list has pages.
const LONGEST: usize = 2 << 20;

/// How much is kept of all recordings together.
const KEPT: usize = 24 << 20;

/// One request and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// When it began, where the recording says.
    pub at: Option<Timestamp>,
    /// In capitals.
    pub method: String,
    /// Scheme, host and port.
    pub origin: String,
    /// Decoded segments of the path.
    pub path: Vec<String>,
    /// Decoded query parameters.
    pub query: Vec<(String, String)>,
    /// Headers of the request, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body of the request.
    pub body: Content,
    /// HTTP status.
    pub status: u16,
    /// Body of the answer.
    pub answer: Content,
}

/// All that has to do with a script, in order of time.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// Requests to the API.
    pub exchanges: Vec<Exchange>,
    /// Scheme, host and port of the API.
    pub origin: String,
    /// How many entries were passed over, by reason.
    pub passed_over: BTreeMap<PassedOver, usize>,
}

/// Why an entry has nothing to say.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PassedOver {
    /// It is no entry of HAR.
    Odd,
    /// It never got an answer, or got it from a cache.
    Unanswered,
    /// A preflight.
    Preflight,
    /// It went to another host.
    OtherHost,
    /// A picture, a script, a style, a page.
    Static,
    /// A message of telemetry, or a stream.
    Telemetry,
    /// Nothing of the script is in it.
    Unrelated,
    /// The same entry was there already.
    Twice,
    /// The recording holds more than can be looked at.
    TooMuch,
}

impl PassedOver {
    /// For people.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Odd => "no entries of HAR",
            Self::Unanswered => "without an answer of their own",
            Self::Preflight => "preflights",
            Self::OtherHost => "to other hosts",
            Self::Static => "pictures, scripts and pages",
            Self::Telemetry => "telemetry and streams",
            Self::Unrelated => "that have nothing to do with the script",
            Self::Twice => "recorded twice",
            Self::TooMuch => "too long to be looked at",
        }
    }
}

/// What a first reading finds: where the API is, and which of its paths say something of the script.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// How many entries had values of the script in them, by origin.
    origins: BTreeMap<String, usize>,
    /// Kinds of paths whose answers do, by origin.
    paths: BTreeSet<(String, String)>,
    /// When the first entry began.
    pub first: Option<Timestamp>,
    /// When the last one began.
    pub last: Option<Timestamp>,
    /// Whether a file ended in the middle.
    pub is_cut: bool,
    /// How many entries there were.
    pub entries: usize,
}

impl Overview {
    /// Reads a recording for the first time.
    ///
    /// # Errors
    /// Where it is no HAR, or can't be read.
    pub fn read(&mut self, file: impl Read, marks: &Marks) -> Result<(), HarError> {
        let is_cut = har::entries(file, |entry| {
            self.entries += 1;
            let Some(entry) = entry else { return };
            if entry.passed_over().is_some() {
                return;
            }
            if let Some(at) = entry.at {
                self.first = Some(self.first.map_or(at, |first| first.min(at)));
                self.last = Some(self.last.map_or(at, |last| last.max(at)));
            }
            let answers = marks.are_in(&entry.answer.text);
            if answers || entry.asks(marks) {
                *self.origins.entry(entry.origin.clone()).or_default() += 1;
            }
            if answers || marks.have_id_in(&entry.answer.text) {
                self.paths.insert((entry.origin.clone(), kin(&entry.path())));
            }
        })?;
        self.is_cut |= is_cut;
        Ok(())
    }

    /// Where the API is: where most values of the script went to, or the one of this host.
    #[must_use]
    pub fn origin(&self, host: Option<&str>) -> Option<&str> {
        let fits = |origin: &str| {
            let name = origin.split_once("://").map_or(origin, |(_, rest)| rest);
            host.is_none_or(|host| name == host || name.split(':').next() == Some(host))
        };
        let fitting = self.origins.iter().filter(|(origin, _)| fits(origin));
        fitting.max_by_key(|(_, count)| **count).map(|(origin, _)| origin.as_str())
    }

    /// The hosts that values of the script went to.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.origins.keys().map(String::as_str)
    }
}

/// A path without what may be ids in it: lists of other workspaces are of the same kind.
fn kin(path: &str) -> String {
    let is_value = |segment: &str| segment.contains(|c: char| c.is_ascii_digit() || c == '@');
    let segments = path.split('/').map(|segment| if is_value(segment) { "*" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// Reads recordings for the second time, and keeps what there is to learn from.
#[derive(Debug)]
pub struct Collector<'a> {
    overview: &'a Overview,
    marks: &'a Marks,
    origin: String,
    kept: usize,
    found: Vec<(usize, Exchange)>,
    passed_over: BTreeMap<PassedOver, usize>,
    number: usize,
}

impl<'a> Collector<'a> {
    /// Of what goes to this origin.
    #[must_use]
    pub fn new(overview: &'a Overview, marks: &'a Marks, origin: &str) -> Self {
        Self {
            overview,
            marks,
            origin: origin.to_owned(),
            kept: 0,
            found: Vec::new(),
            passed_over: BTreeMap::new(),
            number: 0,
        }
    }

    /// Reads one recording.
    ///
    /// # Errors
    /// Where it is no HAR, or can't be read.
    pub fn read(&mut self, file: impl Read) -> Result<(), HarError> {
        har::entries(file, |entry| {
            self.number += 1;
            match self.take(entry) {
                Ok(exchange) => self.found.push((self.number, exchange)),
                Err(why) => *self.passed_over.entry(why).or_default() += 1,
            }
        })
        .map(|_| ())
    }

    fn take(&mut self, entry: Option<Entry>) -> Result<Exchange, PassedOver> {
        let entry = entry.ok_or(PassedOver::Odd)?;
        if let Some(why) = entry.passed_over() {
            return Err(why);
        }
        if entry.origin != self.origin {
            return Err(PassedOver::OtherHost);
        }
        let known = self.overview.paths.contains(&(entry.origin.clone(), kin(&entry.path())));
        // Of a change, even an id alone may say whom it is about.
        if !known && entry.method == "GET" && !entry.asks(self.marks) {
            return Err(PassedOver::Unrelated);
        }
        let size = entry.answer.text.len() + entry.body.text.len();
        if size > LONGEST || self.kept + size > KEPT {
            return Err(PassedOver::TooMuch);
        }
        self.kept += size;
        Ok(entry.exchange())
    }

    /// All that was kept, in order of time.
    #[must_use]
    pub fn finish(self) -> Recording {
        let Self { origin, found, mut passed_over, .. } = self;
        let (exchanges, twice) = sorted(found);
        if twice > 0 {
            passed_over.insert(PassedOver::Twice, twice);
        }
        Recording { exchanges, origin, passed_over }
    }
}

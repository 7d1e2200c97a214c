//! The snapshot file, `rolecall.snapshot/v1`.

use crate::cli::versioned;
use crate::cli::{error, files};
use anyhow::{Context as _, Error, Result};
use rolecall::model::Snapshot;
use schemars::JsonSchema;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

/// The format that this version writes and reads.
pub(crate) const FORMAT: &str = "rolecall.snapshot/v1";

/// What the platform said, of some organizations.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SnapshotFile {
    /// `rolecall.snapshot/v1`.
    pub(crate) format: String,
    /// By id.
    pub(crate) organizations: Vec<Snapshot>,
}

impl SnapshotFile {
    /// A file of these, which are sorted by id.
    pub(crate) fn new(organizations: Vec<Snapshot>) -> Self {
        Self { format: FORMAT.to_owned(), organizations }
    }

    /// The file's text.
    pub(crate) fn to_json(&self) -> String {
        versioned::text(self)
    }
}

/// What becomes of each snapshot of a file, or of its text.
type Take<'t, T> = dyn FnMut(T) -> Result<()> + 't;

/// No snapshot is longer: that of 100,000 organizations of 20 people has not one GiB.
const LONGEST: u64 = 4 << 30;

/// Reads a file of many organizations, one in memory at a time, in the file's order.
pub(crate) fn each<T: DeserializeOwned>(path: &Path, take: &mut Take<'_, T>) -> Result<()> {
    const BUFFER: usize = 1 << 20;
    let file = File::open(path).map_err(|error| files::cant_read(path, error))?;
    let length = file.metadata().map_err(|error| files::cant_read(path, error))?.len();
    if length > LONGEST {
        return Err(error::failed(
            format!("{} is larger than 4 GiB", path.display()),
            "make a snapshot of fewer organizations: `rolecall snapshot --org NAME --out FILE`",
        ));
    }
    // A device has no length.
    let mut reader = BufReader::with_capacity(BUFFER, file.take(LONGEST));
    let begin = std::io::BufRead::fill_buf(&mut reader);
    let begin = begin.map_err(|error| files::cant_read(path, error))?;
    // UTF-8 with a byte order mark begins with the mark; UTF-16 is small enough to be read whole.
    let mark = if begin.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let wide = begin.starts_with(&[0xff, 0xfe]) || begin.starts_with(&[0xfe, 0xff]);
    let mut failed = None;
    let seed = Whole { take, failed: &mut failed };
    let read = if wide {
        let text = files::read(path)?;
        seed.deserialize(&mut serde_json::Deserializer::from_str(&text))
    } else {
        std::io::copy(&mut reader.by_ref().take(mark), &mut std::io::sink())
            .map_err(|error| files::cant_read(path, error))?;
        let mut text = serde_json::Deserializer::from_reader(reader);
        seed.deserialize(&mut text).and_then(|()| text.end())
    };
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(()),
        (None, Err(source)) => {
            let error = versioned::Unreadable::Malformed { what: "snapshot", source };
            Err(Error::new(error)).with_context(|| files::cant_use(path))
        }
    }
}

/// The whole file. An error of whoever takes snapshots is kept apart from what is wrong with the file.
struct Whole<'w, 't, T> {
    take: &'w mut Take<'t, T>,
    failed: &'w mut Option<Error>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Whole<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Whole<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a snapshot file")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        use serde::de::Error as _;
        let mut format = None;
        let mut organizations = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" if format.is_none() => {
                    let found: String = map.next_value()?;
                    if found != FORMAT {
                        let what =
                            format!("the file says `{found}`; this rolecall reads `{FORMAT}`");
                        return Err(M::Error::custom(what));
                    }
                    format = Some(found);
                }
                // The format comes first, as rolecall writes it: nothing of another one is taken.
                "organizations" if format.is_some() && !organizations => {
                    organizations = true;
                    map.next_value_seed(All { take: &mut *self.take, failed: &mut *self.failed })?;
                }
                "organizations" if format.is_none() => {
                    return Err(M::Error::custom("`format` doesn't stand before `organizations`"));
                }
                key => return Err(M::Error::custom(format!("unexpected field `{key}`"))),
            }
        }
        match organizations {
            true => Ok(()),
            false => Err(M::Error::missing_field("organizations")),
        }
    }
}

/// Its organizations.
struct All<'w, 't, T> {
    take: &'w mut Take<'t, T>,
    failed: &'w mut Option<Error>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for All<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for All<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of snapshots")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut all: S) -> Result<(), S::Error> {
        use serde::de::Error as _;
        while let Some(snapshot) = all.next_element()? {
            if let Err(error) = (self.take)(snapshot) {
                *self.failed = Some(error);
                return Err(S::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

//! The snapshot file, `rolecall.snapshot/v1`.

use crate::cli::versioned;
use crate::cli::{error, files};
use anyhow::{Error, Result};
use rolecall::model::Snapshot;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Cursor, Read};
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

/// No snapshot is longer: that of 100,000 organizations of 20 people has not one GiB.
const LONGEST: u64 = 4 << 30;

/// Opens a snapshot file as UTF-8 without a byte order mark.
pub(super) fn open(path: &Path) -> Result<Box<dyn Read + Send>> {
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
    let begin = reader.fill_buf().map_err(|error| files::cant_read(path, error))?;
    // UTF-8 with a byte order mark begins with the mark; UTF-16 is small enough to be read whole.
    if begin.starts_with(&[0xff, 0xfe]) || begin.starts_with(&[0xfe, 0xff]) {
        return Ok(Box::new(Cursor::new(files::read(path)?)));
    }
    if begin.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    Ok(Box::new(reader))
}

/// Says what is wrong first in a snapshot file, and where.
pub(super) fn check(path: &Path) -> Result<()> {
    read(BufReader::new(open(path)?)).map_err(|source| {
        let error = versioned::Unreadable::Malformed { what: "snapshot", source };
        Error::new(error).context(files::cant_use(path))
    })
}

/// Reads all of a file, and keeps nothing of it.
pub(super) fn read(from: impl Read) -> serde_json::Result<()> {
    let mut text = serde_json::Deserializer::from_reader(from);
    Whole.deserialize(&mut text)?;
    text.end()
}

/// The whole file.
struct Whole;

impl<'de> DeserializeSeed<'de> for Whole {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole {
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
                    map.next_value_seed(All)?;
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

/// Its organizations, one in memory at a time.
struct All;

impl<'de> DeserializeSeed<'de> for All {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for All {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of snapshots")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut all: S) -> Result<(), S::Error> {
        while all.next_element::<Snapshot>()?.is_some() {}
        Ok(())
    }
}

use super::chain::Chain;
use super::record::{Entry, FORMAT, Record};
use crate::model::Fields;
use schemars::JsonSchema;
use serde::Serialize;

/// A journal as it was read: the records up to the first that does not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalFile {
    /// The records that fit, in order.
    pub records: Vec<Record>,
    /// Whether that is all of them.
    pub integrity: Integrity,
}

/// Whether a journal is as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Integrity {
    /// Every digest fits, and its last record is `end`.
    Whole,
    /// Every digest fits, and `end` is missing: the run was killed or still goes on, or the end was cut off.
    Unended,
    /// The last line was cut short, as by a power cut; what stands before it is whole.
    Torn,
    /// From this line on it is not what was written.
    Broken {
        /// From 1.
        line: usize,
        /// What does not fit.
        why: String,
    },
}

/// Why a file is not a journal that can be read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// It says another format.
    #[error("the file says `{found}`; this rolecall reads `{FORMAT}`")]
    Format {
        /// What it says.
        found: String,
    },
}

impl JournalFile {
    /// Reads a journal's bytes and checks its chain.
    ///
    /// # Errors
    /// [`JournalError`] where the first whole line says another format, or none.
    pub fn read(bytes: &[u8]) -> Result<Self, JournalError> {
        let (whole, rest) = match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => bytes.split_at(end + 1),
            None => (&[][..], bytes),
        };
        check_format(whole)?;
        let mut chain = Chain::default();
        let mut records = Vec::new();
        let lines = whole.strip_suffix(b"\n").unwrap_or_default();
        let lines = lines.split(|byte| *byte == b'\n').filter(|_| !whole.is_empty());
        for (index, line) in lines.enumerate() {
            let record = serde_json::from_slice::<Record>(line).map_err(|error| error.to_string());
            let ended = records.last().is_some_and(is_end);
            match record.and_then(|record| chain.check(&record, ended).map(|()| record)) {
                Ok(record) => records.push(record),
                Err(why) => {
                    let integrity = Integrity::Broken { line: index + 1, why };
                    return Ok(Self { records, integrity });
                }
            }
            chain.advance(line);
        }
        let integrity = match records.last() {
            _ if !rest.is_empty() => Integrity::Torn,
            Some(last) if is_end(last) => Integrity::Whole,
            _ => Integrity::Unended,
        };
        Ok(Self { records, integrity })
    }
}

impl JournalFile {
    /// The same, where parts of it are known to be missing: then that is why it does not fit.
    #[must_use]
    pub fn without(mut self, missing: &[String]) -> Self {
        if let (Some(first), Integrity::Broken { why, .. }) = (missing.first(), &mut self.integrity)
        {
            *why = format!("{first} is missing: {why}");
        }
        self
    }
}

const fn is_end(record: &Record) -> bool {
    matches!(record.entry, Entry::End { .. })
}

fn check_format(whole: &[u8]) -> Result<(), JournalError> {
    let Some(first) = whole.split(|byte| *byte == b'\n').next().filter(|_| !whole.is_empty())
    else {
        return Ok(());
    };
    let fields = std::str::from_utf8(first).ok().and_then(|first| Fields::of(first).ok());
    let found = fields.unwrap_or_default().format();
    if found == FORMAT { Ok(()) } else { Err(JournalError::Format { found }) }
}

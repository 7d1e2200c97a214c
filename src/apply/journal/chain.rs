use super::record::{Entry, Format, Record};
use crate::model::sha256;
use jiff::Timestamp;

/// Where a journal stands: what the next record's number and digest have to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain {
    seq: u64,
    previous: Option<String>,
}

impl Chain {
    /// The next record.
    pub(super) fn link(&self, run: &str, time: Timestamp, entry: Entry) -> Record {
        let (seq, previous) = (self.seq + 1, self.previous.clone());
        Record { format: Format::V1, seq, previous, run: run.to_owned(), time, entry }
    }

    /// Whether this is the next record; there is none after the end.
    pub(super) fn check(&self, record: &Record, ended: bool) -> Result<(), String> {
        if ended {
            return Err("it stands after the end".to_owned());
        }
        if record.seq != self.seq + 1 {
            return Err(format!("record {} follows record {}", record.seq, self.seq));
        }
        if record.previous != self.previous {
            return Err("its digest of the record before does not fit".to_owned());
        }
        Ok(())
    }

    /// Goes on from a line, given without its line break.
    pub(super) fn advance(&mut self, line: &[u8]) {
        self.seq += 1;
        self.previous = Some(sha256(line));
    }
}

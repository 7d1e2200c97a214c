//! The journal, `rolecall.journal/v1`: what was about to be done, and what came of it.
//!
//! One file per run, one record a line, each with the digest of the line before. It is history and evidence,
//! not state: a re-run needs none of it.
//!
//! | file | idea |
//! |---|---|
//! | `record` | what a record says, as one flat object a line |
//! | `chain` | numbers and digests, from one line to the next |
//! | `writer` | one writer for all organizations; an intent is on disk before its call |
//! | `reader` | checks the chain, recognises a torn last line and a missing end |
//! | `history` | runs and steps, with filters |
//! | `replay` | from the records of a journal to what its run did |

mod chain;
mod history;
mod reader;
mod record;
mod replay;
mod writer;

pub use history::{
    AttemptHistory, Filter, History, RunHistory, StepHistory, history, known_organizations,
};
pub use reader::{Integrity, JournalError, JournalFile};
pub use record::{End, Entry, FORMAT, Format, Record, Start, StartedOrganization};
pub(super) use record::{describe, object};
pub use writer::Journal;

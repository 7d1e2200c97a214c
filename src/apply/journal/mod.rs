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
//! | `history` | what runs and steps did |
//! | `replay` | from the records of a journal to what its run did |
//! | `select` | all journals of a store, and the steps that are asked for |

mod chain;
mod history;
mod reader;
mod record;
mod replay;
mod select;
mod writer;

pub use history::{AttemptHistory, History, RunHistory, StepHistory};
pub use reader::{Integrity, JournalError, JournalFile};
pub use record::{End, Entry, FORMAT, Format, Record, Start, StartedOrganization};
pub(super) use record::{describe, object};
pub use select::{Filter, history, known_organizations};
pub use writer::Journal;

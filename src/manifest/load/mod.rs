//! All files → the Project and what is wanted of each organization.
//!
//! | file | does |
//! |---|---|
//! | `whole` | all files at once, and everything that may be wrong with them |
//! | `declared` | what organizations are read with: the Project and the groups |
//! | `make` | a document → an organization |
//! | `apart` | the same on all cores and an organization at a time, where nothing is wrong |

mod apart;
mod declared;
mod make;
mod whole;

#[cfg(test)]
mod tests;

pub(super) use make::Made;
pub(super) use whole::add_up;
#[cfg(test)]
pub(super) use whole::spec_of;

use super::diagnostic::Report;
use super::{Loaded, SourceFile};
use jiff::civil::Date;
use std::num::NonZeroUsize;

/// Reads manifests and adds them up. `today` is what `dataExported` is compared with.
///
/// The files are all of the Project: an organization may refer to a group in any of them.
#[must_use]
pub fn load(files: &[SourceFile], today: Date) -> Loaded {
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    // To say all that is wrong takes all documents; as long as nothing is, each is given up when it was read.
    apart::load(files, today, cores)
        .unwrap_or_else(|| add_up(Report::new(files), files, today, &mut |_| {}))
}

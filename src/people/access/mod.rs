//! Who may get in where: a row for each person, organization and workspace, from what the platform says or from what
//! the manifests say.
//!
//! | file | idea |
//! |---|---|
//! | `row` | one row, and an organization's rows |
//! | `live` | rows of a snapshot, each with the line that gives it |
//! | `wanted` | rows of the manifests |
//! | `sums` | what they add up to |

mod live;
mod row;
mod sums;
mod wanted;

pub use live::of_snapshot;
pub use row::{How, OrganizationAccess, Row, Standing};
pub use sums::{OrganizationSums, Sums, Total};
pub use wanted::of_manifests;

use crate::model::text::compared;
use crate::model::{Email, WorkspaceName};
use crate::plan::Staff;
use jiff::{Timestamp, ToSpan};
use wildmatch::WildMatch;

/// Which rows are wanted, and what they are read with.
#[derive(Clone, Debug, Default)]
pub struct Question {
    person: Option<WildMatch>,
    workspace: Option<WildMatch>,
    /// Only people who were not seen since then.
    unseen_since: Option<Timestamp>,
    /// The reseller's own people; `None` where the Project doesn't say.
    staff: Option<Staff>,
}

impl Question {
    /// Everybody, everywhere; `staff` is the reseller's own people, where the Project says who that is.
    #[must_use]
    pub fn of(staff: Option<Staff>) -> Self {
        Self { staff, ..Self::default() }
    }

    /// Only people whose address fits a glob.
    #[must_use]
    pub fn person(self, glob: &str) -> Self {
        Self { person: Some(WildMatch::new(&compared(glob))), ..self }
    }

    /// Only workspaces whose name fits a glob.
    #[must_use]
    pub fn workspace(self, glob: &str) -> Self {
        Self { workspace: Some(WildMatch::new(&compared(glob))), ..self }
    }

    /// Only people who were not seen for so many days before `now`.
    #[must_use]
    pub fn unseen_for(self, days: u32, now: Timestamp) -> Self {
        let since = now.checked_sub((i64::from(days) * 24).hours());
        Self { unseen_since: Some(since.unwrap_or(Timestamp::MIN)), ..self }
    }

    fn asks_for_person(&self, email: &Email) -> bool {
        self.person.as_ref().is_none_or(|pattern| pattern.matches(email.canonical()))
    }

    fn asks_for_workspace(&self, name: &WorkspaceName) -> bool {
        self.workspace.as_ref().is_none_or(|pattern| pattern.matches(&name.key()))
    }

    fn is_staff(&self, email: &Email) -> Option<bool> {
        self.staff.as_ref().map(|staff| staff.has(email))
    }
}

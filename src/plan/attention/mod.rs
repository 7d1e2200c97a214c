//! What a reviewer is there to catch: the changes that deserve a look before all others.
//!
//! | file | owns |
//! |---|---|
//! | `notice` | one thing that deserves a look |
//! | `context` | what notices are found by |
//! | `shared` | notices that several actions share |
//! | `planned` | what a plan does that deserves a look, for one organization |
//! | `drifted` | the same of what the platform has and the manifests don't say |
//! | `rank` | all organizations together: worst first, alike ones in one line |
//!
//! Both kinds of notices are found while planning, since names, domains and contacts stand in the snapshot and the
//! manifests alone. The formats draw the result and decide nothing.

mod context;
mod drifted;
mod notice;
mod planned;
mod rank;
mod shared;

pub(in crate::plan) use context::ReviewContext;
pub use context::Staff;
pub use notice::{AttentionKind, Notice};
pub(crate) use rank::{rank, rank_notices};
pub(in crate::plan) use shared::lookalike;

use super::{OrganizationPlan, Refusal, Settings};
use crate::model::text::thousands;
use crate::model::{Desired, Email, OrganizationId, Slug, Snapshot, WorkspaceName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// So many lines a reader is shown; what is more is counted.
pub const MOST_LINES: usize = 20;

/// One line of what to look at first: alike things, of one organization or of many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attention {
    /// Why.
    pub kind: AttentionKind,
    /// Where, by name.
    #[schemars(with = "Vec<String>")]
    pub organizations: Vec<Slug>,
    /// Whom it is about, by address; empty where it is about nobody.
    #[schemars(with = "Vec<String>")]
    pub people: Vec<Email>,
    /// Workspaces, by name; empty where it is about none.
    #[schemars(with = "Vec<String>")]
    pub workspaces: Vec<WorkspaceName>,
    /// The line. Names are as they are: escape it where it is shown.
    pub text: String,
}

/// An organization that could not be read or planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// `metadata.name`.
    #[schemars(with = "String")]
    pub name: Slug,
    /// The platform's id.
    pub id: OrganizationId,
    /// Why. May quote the platform: escape it where it is shown.
    pub error: String,
}

impl Unread {
    /// What is to be looked at first of it.
    fn notice(&self) -> Notice {
        Notice::unread(&self.error)
    }
}

/// From which side an organization is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// What a plan does.
    #[default]
    Plan,
    /// What the platform has and the manifests don't say.
    Drift,
}

/// What a reviewer should look at first in one organization, the worst first. Of a plan that is refused nothing runs, so
/// that this is all there is to say of it.
#[must_use]
pub fn attention(
    desired: &Desired,
    snapshot: &Snapshot,
    settings: &Settings,
    plan: &OrganizationPlan,
) -> Vec<Notice> {
    let context = ReviewContext { desired, snapshot, staff: &settings.staff };
    match (settings.side, &plan.refused) {
        (Side::Drift, _) => drifted::drifted(&context, &plan.steps),
        (Side::Plan, None) => planned::planned(&context, plan),
        (Side::Plan, Some(Refusal { rule: _, counted, allowed })) => {
            let notice = Notice::new(AttentionKind::Refused, "Refused, so none of it runs");
            let one = |number: u64, one, many| if number == 1 { one } else { many };
            let (people, are) = (one(*counted, "person", "people"), one(*allowed, "is", "are"));
            vec![notice.saying(format!(
                "{} {people} would lose something, {} {are} allowed",
                thousands(*counted),
                thousands(*allowed)
            ))]
        }
    }
}

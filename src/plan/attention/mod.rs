//! What a reviewer is there to catch: the changes that deserve a look before all others.
//!
//! | file | owns |
//! |---|---|
//! | `planned` | what a plan does that deserves a look, for one organization |
//! | `drifted` | the same of what the platform has and the manifests don't say |
//! | `rank` | all organizations together: worst first, alike ones in one line |
//!
//! Both kinds of notices are found while planning, since names, domains and contacts stand in the snapshot and the
//! manifests alone. The formats draw the result and decide nothing.

mod drifted;
mod planned;
mod rank;

pub(crate) use rank::{rank, rank_notices};

use super::{OrganizationPlan, Refusal, Settings, StepId, WorkspaceRef};
use crate::model::{
    Desired, Email, OrganizationId, Slug, Snapshot, WorkspaceName, WorkspaceUser, matches_any,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wildmatch::WildMatch;

/// So many lines a reader is shown; what is more is counted.
pub const MOST_LINES: usize = 20;

/// Why something deserves a look, the worst first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AttentionKind {
    /// A workspace is deleted with its data, or is to be once that is allowed.
    WorkspaceDeleted,
    /// Somebody is given a role in the organization above member, or a higher one.
    OrganizationPower,
    /// Somebody is made an owner of a workspace.
    WorkspaceOwner,
    /// Somebody loses all access, or is no longer an admin or an owner.
    AccessLost,
    /// Nobody takes over somebody's contacts.
    ContactsUnassigned,
    /// The organization gets another name, and only its id says which organization it is.
    OrganizationRenamed,
    /// The first person of a domain that nobody in the organization has.
    NewDomain,
    /// A text that may not be what it looks like: letters of several scripts in one word.
    Lookalike,
    /// A contact limit below the contacts there are.
    LimitBelowContacts,
    /// What a lint says of something that the plan changes.
    Lint,
    /// Somebody is freed of a restriction.
    RestrictionLifted,
    /// The actor gets access itself.
    OwnAccess,
    /// A safety rule refuses the organization's plan, so nothing of it runs.
    Refused,
    /// The organization could not be read, so nothing is known of it.
    Unread,
}

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

/// One thing in one organization that deserves a look.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Why.
    pub kind: AttentionKind,
    /// Whether it is about one of the reseller's own people, who come after others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub staff: bool,
    /// What is the same in alike ones: `Made admin of the organization`.
    pub what: String,
    /// Whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Email>,
    /// The workspace it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceName>,
    /// What else there is to say: `with 114 contacts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The steps that do it; none for what is there already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepId>,
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

impl Notice {
    /// Of an organization that could not be read, with the reason.
    pub(crate) fn unread(error: &str) -> Self {
        Self::new(AttentionKind::Unread, "Could not be read").saying(error)
    }

    fn new(kind: AttentionKind, what: impl Into<String>) -> Self {
        Self {
            kind,
            staff: false,
            what: what.into(),
            person: None,
            workspace: None,
            detail: None,
            steps: Vec::new(),
        }
    }

    fn at(self, workspace: &WorkspaceName) -> Self {
        Self { workspace: Some(workspace.clone()), ..self }
    }

    /// Adds what else there is to say.
    fn saying(mut self, more: impl Into<String>) -> Self {
        let more = more.into();
        self.detail = Some(self.detail.map_or(more.clone(), |before| format!("{before}, {more}")));
        self
    }
}

/// Who belongs to the reseller, by globs; nobody where the Project doesn't say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Staff(Vec<WildMatch>);

impl Staff {
    /// By the Project's `staff`.
    #[must_use]
    pub fn new(globs: &[String]) -> Self {
        Self(globs.iter().map(|glob| WildMatch::new(&glob.to_lowercase())).collect())
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn has(&self, person: &Email) -> bool {
        matches_any(&self.0, person)
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
    let setting = Setting { desired, snapshot, staff: &settings.staff };
    match (settings.side, &plan.refused) {
        (Side::Drift, _) => drifted::drifted(&setting, &plan.steps),
        (Side::Plan, None) => planned::planned(&setting, &plan.steps, &plan.access),
        (Side::Plan, Some(Refusal { rule: _, counted, allowed })) => {
            let notice = Notice::new(AttentionKind::Refused, "Refused, so nothing of it runs");
            let one = |number: u64, one, many| if number == 1 { one } else { many };
            let (people, are) = (one(*counted, "person", "people"), one(*allowed, "is", "are"));
            vec![notice.saying(format!(
                "{counted} {people} would lose something, {allowed} {are} allowed"
            ))]
        }
    }
}

/// What both sides look at: the organization as it is wanted and as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    pub(super) desired: &'a Desired,
    pub(super) snapshot: &'a Snapshot,
    pub(super) staff: &'a Staff,
}

impl Setting<'_> {
    /// A notice about somebody.
    fn about(&self, kind: AttentionKind, what: impl Into<String>, person: &Email) -> Notice {
        let (staff, person) = (self.staff.has(person), Some(person.clone()));
        Notice { staff, person, ..Notice::new(kind, what) }
    }

    /// Contacts of a workspace that is there, where the platform says.
    fn contacts(&self, workspace: &WorkspaceRef) -> Option<u64> {
        let mut all = self.snapshot.workspaces.items.iter();
        all.find(|it| Some(it.id) == workspace.id).and_then(|it| it.contacts)
    }

    /// Whether somebody is there and has accepted. Where the organization's list can't tell, the workspaces' do.
    fn has_accepted(&self, person: &Email) -> bool {
        let Snapshot { users, workspaces, .. } = self.snapshot;
        if let Some(user) = users.items.iter().find(|user| user.email == *person) {
            return user.is_active();
        }
        let lists = workspaces.items.iter().flat_map(|it| &it.users.items);
        let mut found = lists.filter(|user| user.email == *person).peekable();
        found.peek().is_some() && found.all(WorkspaceUser::is_active)
    }

    /// Domains of everybody who is there.
    fn domains(&self) -> BTreeSet<&str> {
        let Snapshot { users, workspaces, .. } = self.snapshot;
        let people = users.items.iter().map(|user| &user.email);
        let lists = workspaces.items.iter().flat_map(|it| &it.users.items);
        people.chain(lists.map(|user| &user.email)).map(domain).collect()
    }
}

/// What comes after the `@`, in the form in which addresses are compared.
fn domain(email: &Email) -> &str {
    let canonical = email.canonical();
    canonical.rsplit_once('@').map_or(canonical, |(_, domain)| domain)
}

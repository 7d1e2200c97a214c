use super::{
    Email, Lint, OrganizationId, OrganizationRole, Restrictions, Slug, Source, WorkspaceField,
    WorkspaceFields, WorkspaceId, WorkspaceName, WorkspaceRole,
};
use jiff::civil::Date;
use litemap::LiteMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use wildmatch::WildMatch;

/// What the manifests add up to for one organization. Left out is `None`: not managed.
#[derive(Clone, Debug)]
pub struct Desired {
    /// `metadata.name`.
    pub name: Slug,
    /// The platform's id.
    pub id: OrganizationId,
    /// Where the organization is declared.
    pub source: Source,
    /// Its name on the platform.
    pub display_name: Option<Sourced<String>>,
    /// Which of the Project's credentials is used.
    pub credentials: String,
    /// Organization users as listed. Somebody listed only in a workspace is a member, and is *not* in here.
    pub users: Option<LiteMap<Email, DesiredUser>>,
    /// Whose listing among the organization's users has ended by its date. Whoever is listed besides is in `users` too.
    pub ended: BTreeMap<Email, Ended>,
    /// Workspaces, sorted by name. No two have one name (ignoring case) or one id.
    pub workspaces: Vec<DesiredWorkspace>,
    /// Workspaces to delete, sorted by name.
    pub retired: Vec<RetiredWorkspace>,
    /// Who takes over the contacts of somebody who leaves.
    pub departures: BTreeMap<Email, Departure>,
    /// By the old address: who it is now. The old address is listed nowhere.
    pub hand_overs: BTreeMap<Email, HandOver>,
    /// What rolecall may touch.
    pub policy: Policy,
    /// How careful to be.
    pub safety: Safety,
    /// Until when invitations are held, and of whom.
    pub embargo: Option<Embargo>,
    /// A pending invitation older than this many days is sent again.
    pub resend_after_days: Option<u32>,
    /// What is allowed and seldom meant.
    pub lints: Vec<Lint>,
}

/// A value and the place that said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub source: Source,
}

/// Somebody listed among the organization's users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesiredUser {
    /// Role in the organization.
    pub role: OrganizationRole,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// The line that lists them.
    pub source: Source,
}

/// A line that gave somebody something, up to a day that is over: as if it weren't there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The last day.
    pub until: Date,
    /// The line.
    pub source: Source,
}

/// A workspace that is to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesiredWorkspace {
    /// Its name.
    pub name: WorkspaceName,
    /// Pins identity, so that a changed name is a rename.
    pub id: Option<WorkspaceId>,
    /// The name it had; counts only while no workspace has the new one.
    pub former_name: Option<WorkspaceName>,
    /// Fields that are managed, besides its name.
    pub fields: Vec<Sourced<WorkspaceField>>,
    /// What it has once it is created, where nothing else is said.
    pub created_with: WorkspaceFields,
    /// Credential that reads this workspace, where a profile reads with one.
    pub credentials: Option<String>,
    /// Who has access, where that is managed. An empty map is nobody.
    pub users: Option<LiteMap<Email, DesiredAccess>>,
    /// Whose listing has ended by its date. Whoever is listed besides is in `users` too.
    pub ended: BTreeMap<Email, Ended>,
    /// The line that lists the workspace.
    pub source: Source,
}

/// Somebody listed in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesiredAccess {
    /// Role in the workspace.
    pub role: WorkspaceRole,
    /// `None`: not managed. Never `Some` of a non-empty set for an owner (RC112). Few have one, and a fleet has millions
    /// of these.
    pub restrictions: Option<Box<Restrictions>>,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// The line that lists them.
    pub source: Source,
}

/// A workspace to delete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetiredWorkspace {
    /// Its name.
    pub name: WorkspaceName,
    /// Its id, where it is pinned.
    pub id: Option<WorkspaceId>,
    /// The day its data was exported.
    pub data_exported: Date,
    /// The line that retires it.
    pub source: Source,
}

/// Who takes over the contacts of somebody who leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The receiver.
    pub reassign_to: Email,
    /// The line that says so.
    pub source: Source,
}

/// An address that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The new address, which is listed.
    pub to: Email,
    /// The line that says so.
    pub source: Source,
}

/// What rolecall may touch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Nobody is removed or revoked; roles and hand-overs still change.
    pub additive: bool,
    /// People who are never changed, and still counted in R1, R3 and R4.
    pub ignore: Vec<WildMatch>,
}

impl Policy {
    /// Whether this person is never changed.
    #[must_use]
    pub fn ignores(&self, email: &Email) -> bool {
        matches_any(&self.ignore, email)
    }
}

/// Whether one of the globs fits the address, both in lower case.
pub(crate) fn matches_any(globs: &[WildMatch], email: &Email) -> bool {
    globs.iter().any(|glob| glob.matches(email.canonical()))
}

/// How careful to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safety {
    /// Accepted admins that are always kept (R1).
    pub min_admins: u32,
    /// How many people may lose something in one plan.
    pub max_removals: MaxRemovals,
    /// Reviewed exceptions.
    pub waivers: Vec<Waiver>,
}

/// How many people may lose something in one plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum MaxRemovals {
    /// The larger of 3 and 25% of the live users.
    #[default]
    Default,
    /// So many.
    People(u32),
    /// A percentage of the live users (pending included), rounded down; no floor.
    Percent(u32),
}

impl MaxRemovals {
    /// Reads `12` or `25%`.
    ///
    /// # Errors
    /// [`InvalidMaxRemovals`] for anything else, or more than 100%.
    pub fn parse(text: &str) -> Result<Self, InvalidMaxRemovals> {
        match text.strip_suffix('%') {
            Some(percent) => match percent.parse() {
                Ok(percent @ 0..=100) => Ok(Self::Percent(percent)),
                _ => Err(InvalidMaxRemovals),
            },
            None => text.parse().map(Self::People).map_err(|_| InvalidMaxRemovals),
        }
    }

    /// The number that is allowed among so many live users.
    #[must_use]
    pub fn allowed(self, live_users: usize) -> u64 {
        let users = live_users as u64;
        match self {
            Self::Default => (users / 4).max(3),
            Self::People(number) => u64::from(number),
            Self::Percent(percent) => users * u64::from(percent) / 100,
        }
    }
}

/// A text that is no removal budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a removal budget is a number of people, or a percentage like `25%`")]
pub struct InvalidMaxRemovals;

impl fmt::Display for MaxRemovals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::People(number) => write!(f, "{number}"),
            Self::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}
impl TryFrom<String> for MaxRemovals {
    type Error = InvalidMaxRemovals;
    fn try_from(text: String) -> Result<Self, InvalidMaxRemovals> {
        if text == "default" { Ok(Self::Default) } else { Self::parse(&text) }
    }
}
impl From<MaxRemovals> for String {
    fn from(budget: MaxRemovals) -> Self {
        budget.to_string()
    }
}

/// A reviewed exception to the removal budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// How many people may lose something.
    pub removals: u32,
    /// The last day on which it counts.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Where named: it counts only while nobody else loses anything.
    pub people: Option<Vec<Email>>,
    /// The line that says so.
    pub source: Source,
}

/// Until when invitations are held.
#[derive(Clone, Debug, PartialEq)]
pub struct Embargo {
    /// The first day on which invitations may go out.
    pub free_from: Date,
    /// Globs of people who are never held.
    pub staff: Vec<WildMatch>,
    /// The line that says so.
    pub source: Source,
}

impl Embargo {
    /// Whether an invitation of this person is held on that day.
    #[must_use]
    pub fn holds(&self, email: &Email, today: Date) -> bool {
        today < self.free_from && !matches_any(&self.staff, email)
    }
}

/// Whether access that lasts until this day, itself included, is over by another one.
#[must_use]
pub fn is_over(until: Option<Date>, day: Date) -> bool {
    until.is_some_and(|until| until < day)
}

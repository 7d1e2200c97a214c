use super::{
    ContactLimit, Email, OrganizationId, OrganizationRole, Restrictions, Seen, UserId, UserStatus,
    WorkspaceFields, WorkspaceId, WorkspaceName, WorkspaceRole,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the platform said of one organization at one time.
///
/// Users are sorted by e-mail and workspaces by name, whatever order the server answered in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapshot {
    /// The organization.
    pub id: OrganizationId,
    /// Whose credential read it; `None` where no credential says and no `actor` is set.
    pub actor: Option<Email>,
    /// The organization itself; `None` where the profile can't read it, so that limits are unknown.
    pub organization: Option<Organization>,
    /// Everybody in the organization, pending people too.
    #[serde(deserialize_with = "super::account::once")]
    pub users: Collection<OrganizationUser>,
    /// All workspaces.
    pub workspaces: Collection<Workspace>,
    /// Requests that it took.
    pub reads: u32,
}

/// The organization's own fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organization {
    /// Its name; `None` where the platform didn't say.
    pub name: Option<String>,
    /// State of the subscription, as the platform says it (`ACTIVE`, `TRIAL`, …).
    pub status: Option<String>,
    /// Whether contact limits are available.
    pub is_reseller_partner: Option<bool>,
    /// What the subscription allows.
    pub limits: Limits,
}

/// What the subscription allows; `None` is no limit, or one that the platform doesn't tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// Workspaces.
    pub workspaces: Option<u64>,
    /// Organization users, pending ones too (`rules.md`, Seats, inferred).
    pub users: Option<u64>,
    /// Whether the platform doesn't tell all of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_told: bool,
}

/// A list as it was read, and how far it can be trusted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Collection<T> {
    /// How far it can be trusted.
    pub completeness: Completeness,
    /// Whether somebody who has not accepted would be in it. The official API doesn't show them.
    pub shows_pending: bool,
    /// What was seen.
    pub items: Vec<T>,
}

/// How far a list can be trusted (R8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", tag = "is", deny_unknown_fields)]
pub enum Completeness {
    /// As many distinct ids as the total said.
    Complete,
    /// It did not add up, or a read on assumed evidence answered 404: nothing is removed on its strength.
    Partial {
        /// What did not add up.
        why: String,
    },
    /// The profile never shows it whole: what is in it is there, and absence from it proves nothing.
    #[serde(alias = "notObserved")]
    OutOfSight,
    /// Nobody has asked for it (yet).
    NotRead,
}

/// A list that this run could not read in full.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Incomplete {
    /// Which. Has names in it: escape it where it is shown.
    pub collection: String,
    /// What did not add up.
    pub why: String,
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} could not be read in full: {}", self.collection, self.why)
    }
}

const ORGANIZATION_USERS: &str = "the organization's users";
const WORKSPACES: &str = "the workspaces";

impl Snapshot {
    /// What this run found not to be whole, and why (R8); sorted, whatever order the server answered in.
    #[must_use]
    pub fn incomplete(&self) -> Vec<Incomplete> {
        let Self { users, workspaces, .. } = self;
        let own = [
            (ORGANIZATION_USERS.to_owned(), &users.completeness),
            (WORKSPACES.to_owned(), &workspaces.completeness),
        ];
        let inside = workspaces.items.iter().map(|workspace| {
            (format!("the users of {}", workspace.name), &workspace.users.completeness)
        });
        let found = own.into_iter().chain(inside).filter_map(|(collection, completeness)| {
            let Completeness::Partial { why } = completeness else { return None };
            Some(Incomplete { collection, why: why.clone() })
        });
        let mut found: Vec<_> = found.collect();
        found.sort();
        found
    }

    /// What the profile never shows, each once, however many workspaces it is so in.
    #[must_use]
    pub fn out_of_sight(&self) -> Vec<String> {
        let Self { id: _, actor: _, organization, users, workspaces, reads: _ } = self;
        let hidden = |completeness: &Completeness| *completeness == Completeness::OutOfSight;
        let lists = || workspaces.items.iter().map(|workspace| &workspace.users);
        let all = [
            ("the organization's own fields", organization.is_none()),
            (ORGANIZATION_USERS, hidden(&users.completeness)),
            (
                "who has not accepted yet, among the organization's users",
                !hidden(&users.completeness) && !users.shows_pending,
            ),
            (WORKSPACES, hidden(&workspaces.completeness)),
            ("the users of workspaces", lists().any(|users| hidden(&users.completeness))),
            (
                "who has not accepted yet, among the users of workspaces",
                lists().any(|users| !hidden(&users.completeness) && !users.shows_pending),
            ),
        ];
        let hidden = all.into_iter().filter(|(_, hidden)| *hidden);
        hidden.map(|(what, _)| what.to_owned()).collect()
    }

    /// Nothing of an organization, to ask about facts with what is put into it.
    #[must_use]
    pub const fn not_read(id: OrganizationId) -> Self {
        Self {
            id,
            actor: None,
            organization: None,
            users: Collection::not_read(),
            workspaces: Collection::not_read(),
            reads: 0,
        }
    }

    /// The workspace with this id, as far as it was read.
    #[must_use]
    pub fn workspace(&self, id: WorkspaceId) -> Option<&Workspace> {
        self.workspaces.items.iter().find(|workspace| workspace.id == id)
    }
}

impl Workspace {
    /// What of it can be set, as far as it was read.
    #[must_use]
    pub fn fields(&self) -> WorkspaceFields {
        WorkspaceFields {
            name: Some(self.name.clone()),
            timezone: self.timezone.clone(),
            contact_limit: self.contact_limit,
        }
    }

    /// A workspace of which nothing is known but that it is there.
    #[must_use]
    pub const fn not_read(id: WorkspaceId, name: WorkspaceName) -> Self {
        Self {
            id,
            name,
            timezone: None,
            contact_limit: None,
            contacts: None,
            created_at: None,
            users: Collection::not_read(),
        }
    }
}

impl OrganizationUser {
    /// Whether the invitation was accepted, as far as the platform says.
    #[must_use]
    pub fn is_active(&self) -> bool {
        is_active(self.status.as_ref())
    }

    /// Whether the invitation waits to be accepted.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.is(UserStatus::Pending))
    }
}

impl WorkspaceUser {
    /// Whether the invitation was accepted, as far as the platform says.
    #[must_use]
    pub fn is_active(&self) -> bool {
        is_active(self.status.as_ref())
    }
}

fn is_active(status: Option<&Seen<UserStatus>>) -> bool {
    status.is_none_or(|status| status.is(UserStatus::Active))
}

impl<T> Collection<T> {
    /// The same of something else.
    #[must_use]
    pub fn map<U>(self, of: impl FnMut(T) -> U) -> Collection<U> {
        let Self { completeness, shows_pending, items } = self;
        Collection { completeness, shows_pending, items: items.into_iter().map(of).collect() }
    }

    /// A list that adds up and shows pending people.
    #[must_use]
    pub const fn complete(items: Vec<T>) -> Self {
        Self { completeness: Completeness::Complete, shows_pending: true, items }
    }

    /// A list that the profile can't read.
    #[must_use]
    pub const fn out_of_sight() -> Self {
        Self { completeness: Completeness::OutOfSight, shows_pending: false, items: Vec::new() }
    }

    /// A list that nobody asked for.
    #[must_use]
    pub const fn not_read() -> Self {
        Self { completeness: Completeness::NotRead, shows_pending: false, items: Vec::new() }
    }

    /// Whether absence from it proves anything about accepted people.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.completeness == Completeness::Complete
    }
}

/// Somebody in the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganizationUser {
    /// The platform's id.
    pub id: UserId,
    /// The address.
    pub email: Email,
    /// Role in the organization.
    pub role: Seen<OrganizationRole>,
    /// Whether the invitation was accepted; `None` where the profile doesn't say, so that whoever is in the
    /// list has.
    pub status: Option<Seen<UserStatus>>,
    /// When the last invitation went out.
    #[schemars(with = "Option<String>")]
    pub invited_at: Option<Timestamp>,
    /// When they were last seen; `None` where the platform doesn't say. Moves by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub last_active: Option<Timestamp>,
}

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workspace {
    /// The platform's id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: WorkspaceName,
    /// IANA name; `None` where the platform didn't say.
    pub timezone: Option<String>,
    /// `None` where the platform didn't say.
    pub contact_limit: Option<ContactLimit>,
    /// How many contacts there are; moves by itself.
    pub contacts: Option<u64>,
    /// When it was made.
    #[schemars(with = "Option<String>")]
    pub created_at: Option<Timestamp>,
    /// Who was given access to it. Organization admins reach it all the same.
    #[serde(deserialize_with = "super::account::once")]
    pub users: Collection<WorkspaceUser>,
}

/// Somebody with access to a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkspaceUser {
    /// The platform's id, the same as in the organization.
    pub id: UserId,
    /// The address.
    pub email: Email,
    /// Role in the workspace.
    pub role: Seen<WorkspaceRole>,
    /// Whether the invitation was accepted; `None` where the profile doesn't say.
    pub status: Option<Seen<UserStatus>>,
    /// Known restrictions; `None` where the profile doesn't say.
    pub restrictions: Option<Restrictions>,
    /// Words among the restrictions that the contract doesn't have: shown, and this access is left alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_restrictions: Vec<String>,
    /// When they were last seen; `None` where the platform doesn't say. Moves by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub last_active: Option<Timestamp>,
}

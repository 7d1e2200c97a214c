//! What the sandbox knows: the content of a `rolecall.sandbox/v1` file (DESIGN §7).

mod check;
mod ids;
mod keyed;
mod load;
mod make;
mod outline;
mod schema;

pub use check::Contradiction;
pub use load::StateError;
pub use outline::{Outline, OutlineOrganization, OutlineUser, OutlineWorkspace};

use crate::model::{
    Email, OrganizationId, OrganizationRole, Restrictions, UserId, UserStatus, WorkspaceId,
    WorkspaceRole,
};
use ids::LastIds;
use jiff::Timestamp;
use keyed::Keyed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the file format, in its `format` field.
pub const FORMAT: &str = "rolecall.sandbox/v1";

/// All organizations, and the e-mails that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Sandbox state (rolecall.sandbox/v1)")]
pub struct State {
    #[schemars(schema_with = "schema::format")]
    format: String,
    /// Who `platform: sandbox` logs in as.
    #[schemars(schema_with = "schema::email")]
    pub actor: Email,
    /// By id; a list in the file.
    #[serde(with = "keyed")]
    #[schemars(with = "Vec<Organization>")]
    pub organizations: BTreeMap<OrganizationId, Organization>,
    /// Every invitation e-mail, in the order it was sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<SentEmail>,
    /// The highest ids ever given, so that the id of something deleted is never given again.
    #[serde(default)]
    pub(in crate::sandbox) last_ids: LastIds,
}

/// An organization, its subscription, its people and its workspaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organization {
    /// `orgid` on the wire.
    #[schemars(with = "u64")]
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// State of the subscription (`rules.md`, Subscription states): `ACTIVE`, `TRIAL ENDED`, …
    pub status: String,
    /// Whether contact limits can be switched on.
    pub is_reseller_partner: bool,
    /// What the subscription allows. Left out: anything, and the console doesn't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// By id; a list in the file.
    #[serde(with = "keyed")]
    #[schemars(with = "Vec<User>")]
    pub users: BTreeMap<UserId, User>,
    /// By id; a list in the file.
    #[serde(with = "keyed")]
    #[schemars(with = "Vec<Workspace>")]
    pub workspaces: BTreeMap<WorkspaceId, Workspace>,
}

/// What a subscription allows; `null` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Workspaces.
    pub workspaces: Option<u64>,
    /// Organization users, pending ones too (`rules.md`, Seats, inferred).
    pub users: Option<u64>,
}

/// Somebody in an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct User {
    /// Unique in the organization.
    #[schemars(with = "u64")]
    pub id: UserId,
    /// Unique in the organization, ignoring case.
    #[schemars(schema_with = "schema::email")]
    pub email: Email,
    /// Role in the organization.
    #[schemars(schema_with = "schema::organization_role")]
    pub role: OrganizationRole,
    /// Whether the invitation was accepted.
    #[schemars(schema_with = "schema::user_status")]
    pub status: UserStatus,
    /// When the last invitation went out.
    #[serde(default)]
    #[schemars(schema_with = "schema::time")]
    pub invited_at: Option<Timestamp>,
    /// Known once the invitation was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Known once the invitation was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Last seen in the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::time")]
    pub last_active_at: Option<Timestamp>,
}

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workspace {
    /// Unique over all organizations.
    #[schemars(with = "u64")]
    pub id: WorkspaceId,
    /// Unique in the organization, ignoring case.
    pub name: String,
    /// IANA name; `UTC` where left out.
    #[serde(default = "utc")]
    pub timezone: String,
    /// `null` where the limit is switched off.
    pub contact_limit: Option<u64>,
    /// How many contacts there are.
    pub contacts: u64,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::time")]
    pub created_at: Option<Timestamp>,
    /// By user; a list in the file.
    #[serde(with = "keyed")]
    #[schemars(with = "Vec<Access>")]
    pub users: BTreeMap<UserId, Access>,
}

/// What one person may do in one workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Access {
    /// A user of the organization.
    #[schemars(with = "u64")]
    pub user: UserId,
    /// Role in the workspace.
    #[schemars(schema_with = "schema::workspace_role")]
    pub role: WorkspaceRole,
    /// Empty for owners.
    #[serde(default)]
    #[schemars(schema_with = "schema::restrictions")]
    pub restrictions: Restrictions,
    /// How many contacts are assigned to them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub contacts: u64,
}

/// An invitation e-mail that went out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SentEmail {
    /// To join this organization.
    #[schemars(with = "u64")]
    pub organization: OrganizationId,
    /// To whom.
    #[schemars(schema_with = "schema::email")]
    pub email: Email,
    /// Why.
    pub kind: EmailKind,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
}

/// Why an e-mail went out.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum EmailKind {
    /// Somebody new was invited.
    Invitation,
    /// A pending invitation was sent again.
    Resend,
}

impl State {
    /// A state with no organization.
    #[must_use]
    pub fn new(actor: Email) -> Self {
        Self {
            format: FORMAT.to_owned(),
            actor,
            organizations: BTreeMap::new(),
            emails: Vec::new(),
            last_ids: LastIds::default(),
        }
    }
}

impl Organization {
    /// What the subscription allows.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits.unwrap_or_default()
    }

    /// Who has this address, ignoring case.
    #[must_use]
    pub fn user_by_email(&self, email: &Email) -> Option<&User> {
        self.users.values().find(|user| user.email == *email)
    }
}

impl Keyed for Organization {
    type Key = OrganizationId;
    fn key(&self) -> OrganizationId {
        self.id
    }
}
impl Keyed for User {
    type Key = UserId;
    fn key(&self) -> UserId {
        self.id
    }
}
impl Keyed for Workspace {
    type Key = WorkspaceId;
    fn key(&self) -> WorkspaceId {
        self.id
    }
}
impl Keyed for Access {
    type Key = UserId;
    fn key(&self) -> UserId {
        self.user
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn utc() -> String {
    "UTC".to_owned()
}

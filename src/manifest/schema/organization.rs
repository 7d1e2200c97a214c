use super::common::{
    Address, ContactLimit, Day, Glob, Id, Name, OrganizationRoleWord, RestrictionWord, Safety,
    Slug, Text, Timezone, WorkspaceRoleWord, words,
};
use crate::manifest::organization::UsersPolicy;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

/// An organization of the platform: who is in it and in its workspaces, with which role. What is left out is not
/// managed.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct OrganizationSpec {
    /// The platform's id of the organization. Organizations are referred to, never created.
    id: Id,
    /// Its name on the platform. Left out: not managed.
    name: Option<Name>,
    /// A name from the Project's `credentials`. Left out: `default`.
    credentials: Option<Text>,
    /// Users of the organization. Somebody listed only in a workspace is a member. Left out: not managed.
    users: Option<Vec<User>>,
    /// Workspaces that are to exist. One that no manifest names is reported, and never touched.
    workspaces: Option<Vec<Workspace>>,
    /// Workspaces to delete, with all their data. It needs `--allow-workspace-deletion` besides.
    retired_workspaces: Option<Vec<Retired>>,
    /// Who takes over the contacts of somebody who leaves.
    departures: Option<Vec<Departure>>,
    /// What rolecall may touch.
    policy: Option<Policy>,
    /// How careful to be.
    safety: Option<Safety>,
    /// When people are invited.
    invitations: Option<Invitations>,
}

/// Somebody in the organization, or a group of people.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["email"] }, { "required": ["group"] }]))]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct User {
    /// Who.
    email: Option<Address>,
    /// The name of a Group. An e-mail in the same list beats it.
    group: Option<Slug>,
    /// The role in the organization.
    role: OrganizationRoleWord,
    /// The address used before: same access, handed over once the new one has accepted.
    former_email: Option<Address>,
}

/// A workspace that is to exist.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Workspace {
    /// Its name.
    name: Name,
    /// The platform's id. It pins identity, so that a changed name is a rename.
    id: Option<Id>,
    /// The name it had: the other way to say rename.
    former_name: Option<Name>,
    /// Its time zone. One that is created without gets the Project's.
    timezone: Option<Timezone>,
    /// How many contacts it takes.
    contact_limit: Option<ContactLimit>,
    /// The credential that reads this workspace, where a profile reads with one for each.
    credentials: Option<Text>,
    /// Who has access. Left out: not managed; an empty list is nobody.
    users: Option<Vec<Access>>,
}

/// Somebody in a workspace, or a group of people.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["email"] }, { "required": ["group"] }]))]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Access {
    /// Who.
    email: Option<Address>,
    /// The name of a Group. An e-mail in the same list beats it.
    group: Option<Slug>,
    /// The role in the workspace.
    role: WorkspaceRoleWord,
    /// What they are kept from; an owner has none. Left out: not managed.
    restrictions: Option<Vec<RestrictionWord>>,
}

/// A workspace to delete.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Retired {
    /// Its name.
    name: Name,
    /// The platform's id.
    id: Option<Id>,
    /// The day its data was exported: not in the future.
    data_exported: Day,
}

/// Who takes over the contacts of somebody who leaves.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Departure {
    /// Who leaves.
    email: Address,
    /// Who takes over.
    reassign_contacts_to: Address,
}

/// What rolecall may touch.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Policy {
    /// `additive`: nobody is removed or revoked, roles and hand-overs still change. Left out: `authoritative`.
    users: Option<UsersPolicyWord>,
    /// People who are never changed, and still counted.
    ignore: Option<Vec<Glob>>,
}

/// When people are invited.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Invitations {
    /// The first day on which invitations go out.
    not_before: Option<Day>,
    /// A pending invitation older than this many days is sent again.
    #[schemars(range(min = 1, max = 3650))]
    resend_after_days: Option<u32>,
}

struct UsersPolicyWord;

impl JsonSchema for UsersPolicyWord {
    fn schema_name() -> Cow<'static, str> {
        "UsersPolicy".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        words(UsersPolicy::ALL)
    }
}

use crate::model::{
    ContactLimit, Email, NewAccess, Operation, OrganizationRole, Restrictions, Seen, Workspace,
    WorkspaceName, WorkspaceRef, WorkspaceRole,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Role and restrictions in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Role.
    pub role: Seen<WorkspaceRole>,
    /// Restrictions; empty for an owner.
    pub restrictions: Restrictions,
}

/// Fields of a workspace that change; the others are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceFields {
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<WorkspaceName>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Contact limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_limit: Option<ContactLimit>,
}

impl WorkspaceFields {
    /// The same fields of a workspace as they are; `None` also where the platform didn't say.
    #[must_use]
    pub fn of(&self, live: &Workspace) -> Self {
        let Self { name, timezone, contact_limit } = self;
        Self {
            name: name.as_ref().map(|_| live.name.clone()),
            timezone: timezone.as_ref().and(live.timezone.clone()),
            contact_limit: contact_limit.and(live.contact_limit),
        }
    }

    /// Whether a field that both have is another one there. Outer space makes no other name.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> bool {
        let Self { name, timezone, contact_limit } = self;
        let trimmed = |name: &WorkspaceName| name.as_str().trim().to_owned();
        differ(name.as_ref().map(trimmed), other.name.as_ref().map(trimmed))
            || differ(timezone.as_ref(), other.timezone.as_ref())
            || differ(*contact_limit, other.contact_limit)
    }

    /// The first field that this has and the other hasn't.
    #[must_use]
    pub fn missing_in(&self, other: &Self) -> Option<&'static str> {
        let Self { name, timezone, contact_limit } = self;
        let lacks = |here: bool, there: bool| here && !there;
        if lacks(name.is_some(), other.name.is_some()) {
            Some("name")
        } else if lacks(timezone.is_some(), other.timezone.is_some()) {
            Some("time zone")
        } else if lacks(contact_limit.is_some(), other.contact_limit.is_some()) {
            Some("contact limit")
        } else {
            None
        }
    }
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

impl fmt::Display for WorkspaceFields {
    /// "is called Support, has the time zone UTC".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, timezone, contact_limit } = self;
        let name = name.as_ref().map(|name| format!("is called {name}"));
        let zone = timezone.as_ref().map(|zone| format!("has the time zone {zone}"));
        let limit = contact_limit.map(|limit| format!("has the contact limit {limit}"));
        let parts: Vec<String> = [name, zone, limit].into_iter().flatten().collect();
        f.write_str(&parts.join(", "))
    }
}

/// What a step does. One call of the platform each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Renames the organization.
    UpdateOrganization {
        /// The name it has.
        before: String,
        /// The name it gets.
        after: String,
    },
    /// Creates a workspace.
    CreateWorkspace {
        /// Its name.
        name: WorkspaceName,
        /// IANA zone.
        timezone: String,
    },
    /// Changes a workspace's fields; `before` and `after` have the same ones.
    UpdateWorkspace {
        /// Which.
        workspace: WorkspaceRef,
        /// As it is; a field that the platform didn't tell is `None`.
        before: WorkspaceFields,
        /// As it gets.
        after: WorkspaceFields,
    },
    /// Deletes a workspace and all its data.
    DeleteWorkspace {
        /// Which. The id is always known.
        workspace: WorkspaceRef,
        /// How many contacts go with it, where the platform says.
        contacts: Option<u64>,
    },
    /// Gives people access to a workspace and invites whoever is new.
    AddWorkspaceUsers {
        /// Which.
        workspace: WorkspaceRef,
        /// Sorted by e-mail, never empty.
        users: Vec<NewAccess>,
    },
    /// Changes somebody's role or restrictions in a workspace.
    ChangeWorkspaceAccess {
        /// Which.
        workspace: WorkspaceRef,
        /// Who.
        email: Email,
        /// As it is.
        before: Access,
        /// As it gets.
        after: Access,
    },
    /// Takes somebody's access to a workspace away.
    RevokeWorkspaceAccess {
        /// Which.
        workspace: WorkspaceRef,
        /// Who.
        email: Email,
        /// As it is.
        before: Access,
        /// Who gets their contacts there; `None`: they become unassigned.
        reassign_to: Option<Email>,
    },
    /// Invites somebody with an organization role.
    InviteOrganizationUser {
        /// Who.
        email: Email,
        /// Role.
        role: OrganizationRole,
    },
    /// Changes somebody's organization role.
    ChangeOrganizationRole {
        /// Who.
        email: Email,
        /// As it is.
        before: Seen<OrganizationRole>,
        /// As it gets.
        after: OrganizationRole,
    },
    /// Removes somebody from the organization.
    RemoveOrganizationUser {
        /// Who.
        email: Email,
        /// Their role.
        before: Seen<OrganizationRole>,
        /// Whether it is an invitation that is revoked.
        pending: bool,
    },
    /// Sends a pending invitation again.
    ResendInvitation {
        /// To whom.
        email: Email,
        /// When the last one went out.
        invited_at: Timestamp,
    },
}

impl Action {
    /// The word in plans and journals.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::UpdateOrganization { .. } => "update_organization",
            Self::CreateWorkspace { .. } => "create_workspace",
            Self::UpdateWorkspace { .. } => "update_workspace",
            Self::DeleteWorkspace { .. } => "delete_workspace",
            Self::AddWorkspaceUsers { .. } => "add_workspace_users",
            Self::ChangeWorkspaceAccess { .. } => "change_workspace_access",
            Self::RevokeWorkspaceAccess { .. } => "revoke_workspace_access",
            Self::InviteOrganizationUser { .. } => "invite_organization_user",
            Self::ChangeOrganizationRole { .. } => "change_organization_role",
            Self::RemoveOrganizationUser { .. } => "remove_organization_user",
            Self::ResendInvitation { .. } => "resend_invitation",
        }
    }

    /// The platform operation that does it.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::UpdateOrganization { .. } => Operation::UpdateOrganization,
            Self::CreateWorkspace { .. } => Operation::CreateWorkspace,
            Self::UpdateWorkspace { .. } => Operation::UpdateWorkspace,
            Self::DeleteWorkspace { .. } => Operation::DeleteWorkspace,
            Self::AddWorkspaceUsers { .. } => Operation::AddWorkspaceUsers,
            Self::ChangeWorkspaceAccess { .. } => Operation::ChangeWorkspaceAccess,
            Self::RevokeWorkspaceAccess { .. } => Operation::RevokeWorkspaceAccess,
            Self::InviteOrganizationUser { .. } => Operation::InviteOrganizationUser,
            Self::ChangeOrganizationRole { .. } => Operation::ChangeOrganizationRole,
            Self::RemoveOrganizationUser { .. } => Operation::RemoveOrganizationUser,
            Self::ResendInvitation { .. } => Operation::ResendInvitation,
        }
    }

    /// The workspace it is about.
    #[must_use]
    pub fn workspace(&self) -> Option<WorkspaceRef> {
        match self {
            Self::CreateWorkspace { name, timezone: _ } => {
                Some(WorkspaceRef { name: name.clone(), id: None })
            }
            Self::UpdateWorkspace { workspace, .. }
            | Self::DeleteWorkspace { workspace, .. }
            | Self::AddWorkspaceUsers { workspace, .. }
            | Self::ChangeWorkspaceAccess { workspace, .. }
            | Self::RevokeWorkspaceAccess { workspace, .. } => Some(workspace.clone()),
            Self::UpdateOrganization { .. }
            | Self::InviteOrganizationUser { .. }
            | Self::ChangeOrganizationRole { .. }
            | Self::RemoveOrganizationUser { .. }
            | Self::ResendInvitation { .. } => None,
        }
    }

    /// The one person it is about; a batch has several and answers `None`.
    #[must_use]
    pub const fn email(&self) -> Option<&Email> {
        match self {
            Self::ChangeWorkspaceAccess { email, .. }
            | Self::RevokeWorkspaceAccess { email, .. }
            | Self::InviteOrganizationUser { email, .. }
            | Self::ChangeOrganizationRole { email, .. }
            | Self::RemoveOrganizationUser { email, .. }
            | Self::ResendInvitation { email, .. } => Some(email),
            Self::UpdateOrganization { .. }
            | Self::CreateWorkspace { .. }
            | Self::UpdateWorkspace { .. }
            | Self::DeleteWorkspace { .. }
            | Self::AddWorkspaceUsers { .. } => None,
        }
    }

    /// Everybody it is about.
    pub fn people(&self) -> impl Iterator<Item = &Email> {
        let batch = match self {
            Self::AddWorkspaceUsers { workspace: _, users } => users.as_slice(),
            _ => &[],
        };
        self.email().into_iter().chain(batch.iter().map(|user| &user.email))
    }

    /// Who is sent an invitation by it.
    pub fn invites(&self) -> impl Iterator<Item = &Email> {
        let batch = match self {
            Self::AddWorkspaceUsers { workspace: _, users } => users.as_slice(),
            _ => &[],
        };
        let single = match self {
            Self::InviteOrganizationUser { email, role: _ }
            | Self::ResendInvitation { email, .. } => Some(email),
            _ => None,
        };
        single.into_iter().chain(batch.iter().filter(|user| user.invites).map(|user| &user.email))
    }
}

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A logical operation of the platform; a profile says how each goes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    /// Name, state and limits of the organization.
    GetOrganization,
    /// Renames the organization.
    UpdateOrganization,
    /// Everybody in the organization.
    ListOrganizationUsers,
    /// Invites somebody with an organization role.
    InviteOrganizationUser,
    /// Changes an organization role.
    ChangeOrganizationRole,
    /// Removes somebody from the organization, or revokes an invitation.
    RemoveOrganizationUser,
    /// Sends a pending invitation again.
    ResendInvitation,
    /// All workspaces.
    ListWorkspaces,
    /// Creates a workspace.
    CreateWorkspace,
    /// Gives people access to a workspace, inviting whoever is new.
    AddWorkspaceUsers,
    /// Name, time zone or contact limit of a workspace.
    UpdateWorkspace,
    /// Deletes a workspace and all its data.
    DeleteWorkspace,
    /// Who has access to a workspace.
    ListWorkspaceUsers,
    /// Role or restrictions in a workspace.
    ChangeWorkspaceAccess,
    /// Takes access to a workspace away.
    RevokeWorkspaceAccess,
}

impl Operation {
    /// All of them, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::GetOrganization,
        Self::UpdateOrganization,
        Self::ListOrganizationUsers,
        Self::InviteOrganizationUser,
        Self::ChangeOrganizationRole,
        Self::RemoveOrganizationUser,
        Self::ResendInvitation,
        Self::ListWorkspaces,
        Self::CreateWorkspace,
        Self::AddWorkspaceUsers,
        Self::UpdateWorkspace,
        Self::DeleteWorkspace,
        Self::ListWorkspaceUsers,
        Self::ChangeWorkspaceAccess,
        Self::RevokeWorkspaceAccess,
    ];

    /// The name in profiles and in `doctor`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::GetOrganization => "getOrganization",
            Self::UpdateOrganization => "updateOrganization",
            Self::ListOrganizationUsers => "listOrganizationUsers",
            Self::InviteOrganizationUser => "inviteOrganizationUser",
            Self::ChangeOrganizationRole => "changeOrganizationRole",
            Self::RemoveOrganizationUser => "removeOrganizationUser",
            Self::ResendInvitation => "resendInvitation",
            Self::ListWorkspaces => "listWorkspaces",
            Self::CreateWorkspace => "createWorkspace",
            Self::AddWorkspaceUsers => "addWorkspaceUsers",
            Self::UpdateWorkspace => "updateWorkspace",
            Self::DeleteWorkspace => "deleteWorkspace",
            Self::ListWorkspaceUsers => "listWorkspaceUsers",
            Self::ChangeWorkspaceAccess => "changeWorkspaceAccess",
            Self::RevokeWorkspaceAccess => "revokeWorkspaceAccess",
        }
    }

    /// Whether it only reads.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(
            self,
            Self::GetOrganization
                | Self::ListOrganizationUsers
                | Self::ListWorkspaces
                | Self::ListWorkspaceUsers
        )
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// How sure we are of one operation's wire format (`console-api.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Evidence {
    /// Recorded passing against the real service in a public test run.
    Verified,
    /// Seen in a public client, not known to have run.
    Observed,
    /// Nobody has published it; the shape follows the style of the verified ones.
    Assumed,
    /// The API can't do it.
    Unsupported,
}

/// What a profile can do of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    /// How sure we are.
    pub evidence: Evidence,
    /// Whether the refusal that means "already so" is known.
    pub knows_already_so: bool,
    /// What a person clicks instead, in order, with the placeholders `{email}`, `{workspace}`, `{role}`,
    /// `{restrictions}`, `{name}`, `{timezone}`, `{contactLimit}` and `{reassignTo}`.
    pub clicks: Vec<String>,
}

/// What a profile can do: all that planning knows of the platform's API.
#[derive(Clone, Debug, PartialEq)]
pub struct Capabilities {
    /// The profile's name.
    pub profile: String,
    /// An operation that is not in here is unsupported.
    pub operations: BTreeMap<Operation, Capability>,
    /// Requests a second that are allowed, per organization and operation.
    pub requests_per_second: f64,
}

impl Capabilities {
    /// How sure we are of this operation.
    #[must_use]
    pub fn evidence(&self, operation: Operation) -> Evidence {
        self.operations.get(&operation).map_or(Evidence::Unsupported, |it| it.evidence)
    }
}

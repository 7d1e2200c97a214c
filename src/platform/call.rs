use crate::model::{
    Email, Operation, OrganizationRole, Restrictions, UserId, WorkspaceId, WorkspaceName,
    WorkspaceRole,
};
use crate::plan::{NewAccess, WorkspaceFields};

/// One write with every id resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in `plan::Action`, with ids for names")]
pub enum Call {
    UpdateOrganization {
        name: String,
    },
    CreateWorkspace {
        name: WorkspaceName,
        timezone: String,
    },
    UpdateWorkspace {
        workspace: WorkspaceId,
        fields: WorkspaceFields,
    },
    DeleteWorkspace {
        workspace: WorkspaceId,
    },
    AddWorkspaceUsers {
        workspace: WorkspaceId,
        users: Vec<NewAccess>,
    },
    ChangeWorkspaceAccess {
        workspace: WorkspaceId,
        user: UserId,
        role: Option<WorkspaceRole>,
        restrictions: Option<Restrictions>,
    },
    RevokeWorkspaceAccess {
        workspace: WorkspaceId,
        user: UserId,
        reassign_to: Option<UserId>,
    },
    InviteOrganizationUser {
        email: Email,
        role: OrganizationRole,
    },
    ChangeOrganizationRole {
        user: UserId,
        role: OrganizationRole,
    },
    RemoveOrganizationUser {
        user: UserId,
    },
    ResendInvitation {
        user: UserId,
    },
}

impl Call {
    /// The operation of the profile that makes it.
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
}

/// What came of one call.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The platform said success.
    Done(Answer),
    /// It refused with the words that mean "already so". For a batch: at least one of them is already there,
    /// and what of the others was done has to be read.
    AlreadySo,
    /// It refused; nothing happened.
    Refused(Refused),
    /// Nothing can have happened: never reached the platform, or was turned away at its limit until the deadline.
    NotSent {
        /// Why.
        why: String,
    },
    /// The answer was lost, cut short or no answer of the contract: the write may have happened.
    Unknown {
        /// Why.
        why: String,
    },
}

/// Ids that an answer told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Of a workspace just created.
    pub workspace: Option<WorkspaceId>,
    /// Of somebody just invited.
    pub user: Option<UserId>,
}

/// A refusal of the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// HTTP status.
    pub status: u16,
    /// What the platform said.
    pub message: String,
    /// What to do about it, where that is known (role may not, trial ended, not in this organization, …).
    pub help: Option<String>,
}

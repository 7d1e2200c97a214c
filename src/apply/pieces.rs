//! What a step wants, cut into pieces that can be found again in another plan: by what is to be, not by
//! number, wave or what was before. A batch is one piece per person, an update one per field.

use crate::model::{
    ContactLimit, Email, OrganizationRole, Restrictions, Seen, WorkspaceId, WorkspaceRole,
};
use crate::plan::{Access, Action, WorkspaceFields};
use jiff::Timestamp;

/// One thing that a step wants. Workspaces go by the key of their name: one that the applied plan creates has
/// an id only afterwards.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    OrganizationName(String),
    Workspace(String),
    WorkspaceName(String, String),
    WorkspaceTimezone(String, String),
    WorkspaceLimit(String, ContactLimit),
    NoWorkspace(Option<WorkspaceId>),
    Member(String, Email),
    Access(String, Email, Seen<WorkspaceRole>, Restrictions),
    NoAccess(String, Email),
    Invited(Email),
    Role(Email, OrganizationRole),
    NotInOrganization(Email),
    InvitedAfter(Email, Timestamp),
}

impl Piece {
    /// The person it is about, for pieces of a batch.
    pub(super) fn of_batch(&self) -> Option<&Email> {
        match self {
            Self::Member(_, email) => Some(email),
            _ => None,
        }
    }
}

/// What a step wants.
pub(super) fn pieces(action: &Action) -> Vec<Piece> {
    match action {
        Action::UpdateOrganization { before: _, after } => {
            vec![Piece::OrganizationName(after.clone())]
        }
        Action::CreateWorkspace { name, timezone: _ } => vec![Piece::Workspace(name.key())],
        Action::UpdateWorkspace { workspace, before: _, after } => {
            let WorkspaceFields { name, timezone, contact_limit } = after;
            let key = || workspace.name.key();
            let name = name.as_ref().map(|name| Piece::WorkspaceName(key(), name.to_string()));
            let zone = timezone.as_ref().map(|it| Piece::WorkspaceTimezone(key(), it.clone()));
            let limit = contact_limit.map(|limit| Piece::WorkspaceLimit(key(), limit));
            name.into_iter().chain(zone).chain(limit).collect()
        }
        Action::DeleteWorkspace { workspace, contacts: _ } => {
            vec![Piece::NoWorkspace(workspace.id)]
        }
        Action::AddWorkspaceUsers { workspace, users } => {
            let piece = |email: &Email| Piece::Member(workspace.name.key(), email.clone());
            users.iter().map(|user| piece(&user.email)).collect()
        }
        Action::ChangeWorkspaceAccess { workspace, email, before: _, after } => {
            let Access { role, restrictions } = after.clone();
            vec![Piece::Access(workspace.name.key(), email.clone(), role, restrictions)]
        }
        Action::RevokeWorkspaceAccess { workspace, email, .. } => {
            vec![Piece::NoAccess(workspace.name.key(), email.clone())]
        }
        Action::InviteOrganizationUser { email, role: _ } => vec![Piece::Invited(email.clone())],
        Action::ChangeOrganizationRole { email, before: _, after } => {
            vec![Piece::Role(email.clone(), *after)]
        }
        Action::RemoveOrganizationUser { email, .. } => {
            vec![Piece::NotInOrganization(email.clone())]
        }
        Action::ResendInvitation { email, invited_at } => {
            vec![Piece::InvitedAfter(email.clone(), *invited_at)]
        }
    }
}

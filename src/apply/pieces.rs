//! What a step wants, cut into pieces that can be found again in another plan: by what is to be, not by
//! number, wave or what was before. A batch has pieces per person, an update one per field; who is added or
//! invited is also wanted in that role, so that another role comes out as a change that is left.

use crate::model::{
    ContactLimit, Email, OrganizationRole, Restrictions, Seen, WorkspaceId, WorkspaceRole,
};
use crate::plan::{Access, Action, NewAccess, WorkspaceFields};
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
    Access(String, Email, Seen<WorkspaceRole>),
    Restricted(String, Email, Restrictions),
    NoAccess(String, Email),
    Invited(Email),
    Role(Email, OrganizationRole),
    NotInOrganization(Email),
    InvitedAfter(Email, Timestamp),
}

impl Piece {
    /// The person it is about, for pieces that a batch can have.
    pub(super) const fn of_batch(&self) -> Option<&Email> {
        match self {
            Self::Member(_, email) | Self::Access(_, email, _) | Self::Restricted(_, email, _) => {
                Some(email)
            }
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
        Action::CreateWorkspace { name, timezone } => {
            let zone = Piece::WorkspaceTimezone(name.key(), timezone.clone());
            vec![Piece::Workspace(name.key()), zone]
        }
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
            users.iter().flat_map(|user| member(&workspace.name.key(), user)).collect()
        }
        Action::ChangeWorkspaceAccess { workspace, email, before, after } => {
            let (key, email) = (|| workspace.name.key(), || email.clone());
            let Access { role, restrictions } = after.clone();
            let role = (role != before.role).then(|| Piece::Access(key(), email(), role));
            let restrictions = (restrictions != before.restrictions)
                .then(|| Piece::Restricted(key(), email(), restrictions));
            role.into_iter().chain(restrictions).collect()
        }
        Action::RevokeWorkspaceAccess { workspace, email, .. } => {
            vec![Piece::NoAccess(workspace.name.key(), email.clone())]
        }
        Action::InviteOrganizationUser { email, role } => {
            vec![Piece::Invited(email.clone()), Piece::Role(email.clone(), *role)]
        }
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

fn member(workspace: &str, user: &NewAccess) -> [Piece; 3] {
    let NewAccess { email, role, restrictions, invites: _ } = user;
    let (key, email) = (|| workspace.to_owned(), || email.clone());
    [
        Piece::Member(key(), email()),
        Piece::Access(key(), email(), Seen::Known(*role)),
        Piece::Restricted(key(), email(), restrictions.clone()),
    ]
}

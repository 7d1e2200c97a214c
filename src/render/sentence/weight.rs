use crate::model::{OrganizationRole, Seen, WorkspaceRole};
use crate::plan::{AccessNote, Action, NewAccess};

/// How much hangs on whom a change is about; the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Somebody becomes an admin of any kind or an owner, or rises otherwise.
    Power,
    /// Somebody or something goes, or has a lower role.
    Loss,
    /// Somebody joins with an ordinary role.
    Gain,
    /// All else: fields, restrictions, reminders.
    Plain,
}

impl Weight {
    /// Of a step; for a batch, of each person see [`Weight::of_new`].
    pub(crate) fn of(action: &Action) -> Self {
        match action {
            Action::InviteOrganizationUser { email: _, role } => match role {
                OrganizationRole::Member => Self::Gain,
                _ => Self::Power,
            },
            Action::ChangeOrganizationRole { email: _, before, after } => {
                match organization_rises(before, &Seen::Known(*after)) {
                    true => Self::Power,
                    false => Self::Loss,
                }
            }
            Action::ChangeWorkspaceAccess { workspace: _, email: _, before, after } => {
                if before.role == after.role {
                    Self::Plain
                } else if workspace_rises(&before.role, &after.role) {
                    Self::Power
                } else {
                    Self::Loss
                }
            }
            Action::RevokeWorkspaceAccess { .. }
            | Action::RemoveOrganizationUser { .. }
            | Action::DeleteWorkspace { .. } => Self::Loss,
            Action::AddWorkspaceUsers { .. } => Self::Gain,
            Action::UpdateOrganization { .. }
            | Action::CreateWorkspace { .. }
            | Action::UpdateWorkspace { .. }
            | Action::ResendInvitation { .. } => Self::Plain,
        }
    }

    /// Of somebody who joins a workspace.
    pub(crate) fn of_new(user: &NewAccess) -> Self {
        if user.role == WorkspaceRole::Owner { Self::Power } else { Self::Gain }
    }

    /// Of what a reviewer should not miss.
    pub(crate) const fn of_note(note: &AccessNote) -> Self {
        match note {
            AccessNote::ReachesEverything
            | AccessNote::BecomesOnlyOwner { .. }
            | AccessNote::BecomesOnlyAdmin => Self::Power,
            AccessNote::LosesEverything | AccessNote::NoLongerReachesEverything => Self::Loss,
        }
    }
}

/// Whether the platform gives somebody power that the manifests don't, which this step would take back.
pub(crate) fn is_power_to_take_back(action: &Action) -> bool {
    match action {
        Action::RemoveOrganizationUser { email: _, before, pending: _ } => {
            !before.is(OrganizationRole::Member)
        }
        Action::ChangeOrganizationRole { email: _, before, after } => {
            organization_rises(&Seen::Known(*after), before)
        }
        Action::RevokeWorkspaceAccess { workspace: _, email: _, before, reassign_to: _ } => {
            before.role.known().is_none_or(|role| *role == WorkspaceRole::Owner)
        }
        Action::ChangeWorkspaceAccess { workspace: _, email: _, before, after } => {
            before.role != after.role && workspace_rises(&after.role, &before.role)
        }
        _ => false,
    }
}

/// Whether the second role of an organization may do anything that the first may not. A role that nobody knows could
/// be any.
fn organization_rises(from: &Seen<OrganizationRole>, to: &Seen<OrganizationRole>) -> bool {
    match (from.known(), to.known()) {
        (_, Some(OrganizationRole::Member)) | (Some(OrganizationRole::Admin), Some(_)) => false,
        _ => from != to,
    }
}

fn workspace_rises(from: &Seen<WorkspaceRole>, to: &Seen<WorkspaceRole>) -> bool {
    match (from.known(), to.known()) {
        (Some(from), Some(to)) => to.rank() > from.rank(),
        (_, Some(WorkspaceRole::Agent)) => false,
        _ => true,
    }
}

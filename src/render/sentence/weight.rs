use crate::model::{OrganizationRole, Seen, WorkspaceRole};
use crate::plan::{
    AccessNote, Action, ChangeOrganizationRole, ChangeWorkspaceAccess, InviteOrganizationUser,
    NewAccess,
};

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
            Action::InviteOrganizationUser(InviteOrganizationUser { email: _, role }) => match role
            {
                OrganizationRole::Member => Self::Gain,
                _ => Self::Power,
            },
            Action::ChangeOrganizationRole(ChangeOrganizationRole { email: _, before, after }) => {
                match after.rises_from(before) {
                    true => Self::Power,
                    false => Self::Loss,
                }
            }
            Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
                workspace: _,
                email: _,
                before,
                after,
            }) => {
                if before.role == after.role {
                    Self::Plain
                } else if workspace_rises(&before.role, &after.role) {
                    Self::Power
                } else {
                    Self::Loss
                }
            }
            Action::RevokeWorkspaceAccess(_)
            | Action::RemoveOrganizationUser(_)
            | Action::DeleteWorkspace(_) => Self::Loss,
            Action::AddWorkspaceUsers(_) => Self::Gain,
            Action::UpdateOrganization(_)
            | Action::CreateWorkspace(_)
            | Action::UpdateWorkspace(_)
            | Action::ResendInvitation(_) => Self::Plain,
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

fn workspace_rises(from: &Seen<WorkspaceRole>, to: &Seen<WorkspaceRole>) -> bool {
    match (from.known(), to.known()) {
        (Some(from), Some(to)) => to.rank() > from.rank(),
        (_, Some(WorkspaceRole::Agent)) => false,
        _ => true,
    }
}

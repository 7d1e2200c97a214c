use crate::model::{OrganizationRole, Seen, WorkspaceRole};

/// What a change means for whom it is about; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Impact {
    /// Somebody becomes an admin of any kind or an owner, or rises otherwise.
    GainsPower,
    /// Somebody or something goes, or has a lower role.
    Loses,
    /// Somebody joins with an ordinary role.
    Joins,
    /// All else: fields, restrictions, reminders.
    Other,
}

impl Impact {
    /// Of an invitation to the organization.
    pub(crate) const fn of_invitation(role: OrganizationRole) -> Self {
        match role {
            OrganizationRole::Member => Self::Joins,
            _ => Self::GainsPower,
        }
    }

    /// Of another role in the organization.
    pub(crate) fn of_organization_role(
        before: &Seen<OrganizationRole>,
        after: OrganizationRole,
    ) -> Self {
        if after.rises_from(before) { Self::GainsPower } else { Self::Loses }
    }

    /// Of joining a workspace.
    pub(crate) fn of_joining(role: WorkspaceRole) -> Self {
        if role == WorkspaceRole::Owner { Self::GainsPower } else { Self::Joins }
    }

    /// Of another role in a workspace. A role that nobody knows could be any.
    pub(crate) fn of_workspace_role(
        before: &Seen<WorkspaceRole>,
        after: &Seen<WorkspaceRole>,
    ) -> Self {
        let rises = match (before.known(), after.known()) {
            _ if before == after => return Self::Other,
            (Some(before), Some(after)) => after.rank() > before.rank(),
            (_, Some(WorkspaceRole::Agent)) => false,
            _ => true,
        };
        if rises { Self::GainsPower } else { Self::Loses }
    }
}

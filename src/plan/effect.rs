//! What a step does to people and data.

use super::{Access, Action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of thing a step does.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Something new is there.
    Create,
    /// Somebody gets access.
    Grant,
    /// Something is different.
    Change,
    /// Somebody loses access.
    Revoke,
    /// Data is gone.
    Destroy,
    /// An e-mail goes out, and nothing else.
    Notify,
}

/// Whether a step can be taken back.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Reversible {
    /// By the opposite step.
    Yes,
    /// By the opposite step, but who had which contacts is lost.
    LosesData,
    /// Not: an e-mail can't be unsent, a deleted workspace is gone.
    No,
}

impl Action {
    /// What kind of thing it does.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        match self {
            Self::CreateWorkspace { .. } => Effect::Create,
            Self::AddWorkspaceUsers { .. } | Self::InviteOrganizationUser { .. } => Effect::Grant,
            Self::UpdateOrganization { .. }
            | Self::UpdateWorkspace { .. }
            | Self::ChangeWorkspaceAccess { .. }
            | Self::ChangeOrganizationRole { .. } => Effect::Change,
            Self::RevokeWorkspaceAccess { .. } | Self::RemoveOrganizationUser { .. } => {
                Effect::Revoke
            }
            Self::DeleteWorkspace { .. } => Effect::Destroy,
            Self::ResendInvitation { .. } => Effect::Notify,
        }
    }

    /// Whether it can be taken back.
    #[must_use]
    pub fn reversible(&self) -> Reversible {
        match self {
            Self::UpdateOrganization { .. }
            | Self::CreateWorkspace { .. }
            | Self::UpdateWorkspace { .. }
            | Self::ChangeWorkspaceAccess { .. }
            | Self::ChangeOrganizationRole { .. } => Reversible::Yes,
            Self::AddWorkspaceUsers { workspace: _, users } => {
                if users.iter().any(|user| user.invites) { Reversible::No } else { Reversible::Yes }
            }
            Self::RevokeWorkspaceAccess { .. } => Reversible::LosesData,
            Self::RemoveOrganizationUser { email: _, before: _, pending } => {
                if *pending {
                    Reversible::No
                } else {
                    Reversible::LosesData
                }
            }
            Self::DeleteWorkspace { .. }
            | Self::InviteOrganizationUser { .. }
            | Self::ResendInvitation { .. } => Reversible::No,
        }
    }

    /// Whether somebody has less afterwards, or data is gone: revocations, deletions, and changes of role or
    /// restrictions that are not plainly upward.
    pub(crate) fn takes_away(&self) -> bool {
        match self {
            Self::ChangeOrganizationRole { email: _, before, after } => {
                before.known().is_none_or(|before| after.rank() <= before.rank())
            }
            Self::ChangeWorkspaceAccess { workspace: _, email: _, before, after } => {
                before.narrows_to(after)
            }
            _ => matches!(self.effect(), Effect::Revoke | Effect::Destroy),
        }
    }
}

impl Access {
    /// Whether the role is a lower one afterwards, or another one that nobody knows.
    pub(crate) fn is_demotion_to(&self, after: &Self) -> bool {
        match (self.role.known(), after.role.known()) {
            (Some(before), Some(after)) => after.rank() < before.rank(),
            _ => self.role != after.role,
        }
    }

    /// Whether the role is a lower one afterwards, or there are more restrictions.
    pub(crate) fn narrows_to(&self, after: &Self) -> bool {
        self.is_demotion_to(after) || !after.restrictions.is_subset(&self.restrictions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Restriction, Seen, WorkspaceRole};

    fn access(role: WorkspaceRole, restrictions: &[Restriction]) -> Access {
        Access { role: Seen::Known(role), restrictions: restrictions.iter().copied().collect() }
    }

    #[test]
    fn access_narrows_by_role_or_by_restrictions() {
        use WorkspaceRole::{Agent, Manager, Owner};
        let mine = [Restriction::ShowOnlyMine];
        assert!(access(Owner, &[]).narrows_to(&access(Manager, &[])));
        assert!(access(Agent, &[]).narrows_to(&access(Agent, &mine)));
        assert!(access(Agent, &[]).narrows_to(&access(Manager, &mine)));
        assert!(!access(Agent, &mine).narrows_to(&access(Agent, &[])));
        assert!(!access(Agent, &mine).narrows_to(&access(Owner, &[])));
    }
}

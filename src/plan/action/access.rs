use crate::model::{Restrictions, Seen, WorkspaceRole};
use crate::plan::Shown;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Role and restrictions in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Role.
    pub role: Seen<WorkspaceRole>,
    /// Restrictions. `None`: before, the platform doesn't say; after, they may be any.
    pub restrictions: Option<Restrictions>,
}

impl From<Access> for Shown {
    fn from(Access { role, restrictions }: Access) -> Self {
        Self::Access { role, restrictions }
    }
}

impl Access {
    /// Whether the role is known to be owner.
    pub(crate) fn is_owner(&self) -> bool {
        self.role.is(WorkspaceRole::Owner)
    }

    /// Whether the role is a lower one afterwards, or another one that nobody knows.
    pub(crate) fn is_demotion_to(&self, after: &Self) -> bool {
        match (self.role.known(), after.role.known()) {
            (Some(before), Some(after)) => after.rank() < before.rank(),
            _ => self.role != after.role,
        }
    }

    /// Restrictions that there are more afterwards, as far as the platform says which there are.
    pub(crate) fn gained(&self, after: &Self) -> Restrictions {
        match (&self.restrictions, &after.restrictions) {
            (Some(before), Some(after)) => after - before,
            (None, Some(after)) => after.clone(),
            (_, None) => Restrictions::new(),
        }
    }

    /// Restrictions that there are no more afterwards.
    pub(crate) fn lost(&self, after: &Self) -> Restrictions {
        match (&self.restrictions, &after.restrictions) {
            (Some(before), Some(after)) => before - after,
            _ => Restrictions::new(),
        }
    }

    /// Whether the role is a lower one afterwards, or there are more restrictions.
    pub(crate) fn narrows_to(&self, after: &Self) -> bool {
        self.is_demotion_to(after) || !self.gained(after).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Restriction;

    fn access(role: WorkspaceRole, restrictions: &[Restriction]) -> Access {
        Access {
            role: Seen::Known(role),
            restrictions: Some(restrictions.iter().copied().collect()),
        }
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

use crate::model::{Email, Snapshot, UserId, WorkspaceId, WorkspaceName};
use crate::plan::{Action, OrganizationPlan};
use std::collections::{BTreeMap, BTreeSet};

/// Ids that calls need: what the snapshot told of people in the plan, and what answers tell later.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    users: BTreeMap<Email, UserId>,
    /// Only of workspaces that this run created: the plan carries the ids of all others.
    workspaces: BTreeMap<String, WorkspaceId>,
}

impl Ids {
    pub(super) fn of(plan: &OrganizationPlan, snapshot: &Snapshot) -> Self {
        let mut needed = BTreeSet::new();
        for step in plan.automatic() {
            needed.extend(step.action.people());
            if let Action::RevokeWorkspaceAccess { reassign_to: Some(to), .. } = &step.action {
                needed.insert(to);
            }
        }
        let organization = snapshot.users.items.iter().map(|user| (&user.email, user.id));
        let workspaces = snapshot.workspaces.items.iter().flat_map(|it| &it.users.items);
        let users = workspaces.map(|user| (&user.email, user.id)).chain(organization);
        let users = users.filter(|(email, _)| needed.contains(email));
        Self {
            users: users.map(|(email, id)| (email.clone(), id)).collect(),
            workspaces: BTreeMap::new(),
        }
    }

    pub(super) fn user(&self, email: &Email) -> Option<UserId> {
        self.users.get(email).copied()
    }

    pub(super) fn workspace(&self, name: &WorkspaceName) -> Option<WorkspaceId> {
        self.workspaces.get(&name.key()).copied()
    }

    pub(super) fn learn_user(&mut self, email: &Email, id: UserId) {
        self.users.insert(email.clone(), id);
    }

    pub(super) fn learn_workspace(&mut self, name: &WorkspaceName, id: WorkspaceId) {
        self.workspaces.insert(name.key(), id);
    }
}

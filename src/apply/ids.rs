use crate::model::{Email, Snapshot, UserId, Workspace, WorkspaceId, WorkspaceName};
use crate::plan::{Action, OrganizationPlan};
use std::collections::{BTreeMap, BTreeSet};

/// Ids that calls need: what the snapshot told of people in the plan, and what answers tell later.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    users: BTreeMap<Email, UserId>,
    /// Only of workspaces that this run created: the plan carries the ids of all others.
    workspaces: BTreeMap<String, WorkspaceId>,
    /// Workspaces that were there before: none of them is one that this run created, whatever its name is, or
    /// was in a read that lags behind a rename.
    old_workspaces: BTreeSet<WorkspaceId>,
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
            old_workspaces: snapshot.workspaces.items.iter().map(|it| it.id).collect(),
        }
    }

    pub(super) fn user(&self, email: &Email) -> Option<UserId> {
        self.users.get(email).copied()
    }

    pub(super) fn workspace(&self, name: &WorkspaceName) -> Option<WorkspaceId> {
        self.workspaces.get(&name.key()).copied()
    }

    /// The workspace of this name that this run created, in a list that was read again.
    pub(super) fn find_created<'a>(
        &self,
        name: &WorkspaceName,
        list: &'a [Workspace],
    ) -> Option<&'a Workspace> {
        let fits =
            |it: &&Workspace| it.name.key() == name.key() && !self.old_workspaces.contains(&it.id);
        list.iter().find(fits)
    }

    pub(super) fn learn_user(&mut self, email: &Email, id: UserId) {
        self.users.insert(email.clone(), id);
    }

    pub(super) fn learn_workspace(&mut self, name: &WorkspaceName, id: WorkspaceId) {
        self.workspaces.insert(name.key(), id);
    }
}

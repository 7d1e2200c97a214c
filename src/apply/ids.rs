use super::current::Already;
use crate::model::{Email, Snapshot, UserId, Workspace, WorkspaceId, WorkspaceName};
use crate::plan::{
    Action, CollectionName, Fact, OrganizationPlan, RevokeWorkspaceAccess, WorkspaceRef, concerned,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a run has to know of an organization besides its plan: ids that the snapshot told of people in the plan,
/// ids that answers tell later, and which workspaces were there before.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    users: BTreeMap<Email, UserId>,
    /// Only of workspaces that this run created: the plan carries the ids of all others.
    created: BTreeMap<String, WorkspaceId>,
    /// What of the snapshot [concerns](concerned) the plan: which workspaces were there, whether their lists show who
    /// has not accepted, and what the rules need.
    before: Snapshot,
}

impl Ids {
    pub(super) fn of(plan: &OrganizationPlan, already: &Already, snapshot: &Snapshot) -> Self {
        let mut needed = BTreeSet::new();
        for step in plan.automatic() {
            needed.extend(step.action.people());
            if let Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
                reassign_to: Some(to),
                ..
            }) = &step.action
            {
                needed.insert(to);
            }
        }
        let organization = snapshot.users.items.iter().map(|user| (&user.email, user.id));
        let workspaces = snapshot.workspaces.items.iter().flat_map(|live| &live.users.items);
        let users = workspaces.map(|user| (&user.email, user.id)).chain(organization);
        let users = users.filter(|(email, _)| needed.contains(email));
        let users = users.map(|(email, id)| (email.clone(), id)).collect();
        Self { users, created: already.created.clone(), before: concerned(plan, snapshot) }
    }

    pub(super) const fn before(&self) -> &Snapshot {
        &self.before
    }

    pub(super) fn user(&self, email: &Email) -> Option<UserId> {
        self.users.get(email).copied()
    }

    pub(super) fn workspace(&self, name: &WorkspaceName) -> Option<WorkspaceId> {
        self.created.get(&name.key()).copied()
    }

    /// The fact with the ids that are known by now.
    pub(super) fn resolve(&self, fact: &Fact) -> Fact {
        fact.clone().with_ids(|name| self.workspace(name))
    }

    /// What has to be read for these facts. Of a workspace that is to be gone, nothing but that.
    pub(super) fn rests_on(&self, facts: &[Fact]) -> BTreeSet<CollectionName> {
        let all = facts.iter().flat_map(|fact| self.resolve(fact).rests_on(&self.before));
        let gone: BTreeSet<_> = facts.iter().filter_map(deleted).collect();
        all.map(|collection| match collection {
            CollectionName::WorkspaceUsers(workspace) if gone.contains(&workspace.id) => {
                CollectionName::Workspaces
            }
            collection => collection,
        })
        .collect()
    }

    /// The workspaces, by id, whose users have to be read for these facts.
    pub(super) fn workspaces_of(&self, facts: &[Fact]) -> BTreeMap<WorkspaceId, WorkspaceRef> {
        let workspaces =
            self.rests_on(facts).into_iter().filter_map(|collection| match collection {
                CollectionName::WorkspaceUsers(workspace) => Some((workspace.id?, workspace)),
                _ => None,
            });
        workspaces.collect()
    }

    /// The workspace of this name that this run created, in a list that was read again. None of those that were
    /// there before is it, whatever its name is, or was in a read that lags behind a rename.
    pub(super) fn find_created<'a>(
        &self,
        name: &WorkspaceName,
        list: &'a [Workspace],
    ) -> Option<&'a Workspace> {
        list.iter().find(|live| live.name.key() == name.key() && !self.is_old(live))
    }

    /// What was read, without the workspaces that were there before.
    pub(super) fn without_old(&self, snapshot: &Snapshot) -> Snapshot {
        let mut snapshot = snapshot.clone();
        snapshot.workspaces.items.retain(|live| !self.is_old(live));
        snapshot
    }

    fn is_old(&self, workspace: &Workspace) -> bool {
        self.before.workspace(workspace.id).is_some()
    }

    /// Takes the ids of workspaces that these facts are about and that have none yet.
    pub(super) fn learn_created(&mut self, facts: &[Fact], snapshot: &Snapshot) {
        for workspace in facts.iter().filter_map(|fact| fact.workspace()) {
            let unknown = workspace.id.is_none() && self.workspace(&workspace.name).is_none();
            let found =
                unknown.then(|| self.find_created(&workspace.name, &snapshot.workspaces.items));
            if let Some(id) = found.flatten().map(|live| live.id) {
                self.learn_workspace(&workspace.name, id);
            }
        }
    }

    pub(super) fn learn_user(&mut self, email: &Email, id: UserId) {
        self.users.insert(email.clone(), id);
    }

    pub(super) fn learn_workspace(&mut self, name: &WorkspaceName, id: WorkspaceId) {
        self.created.insert(name.key(), id);
    }
}

fn deleted(fact: &Fact) -> Option<Option<WorkspaceId>> {
    match fact {
        Fact::NoWorkspace(workspace) => Some(workspace.id),
        _ => None,
    }
}

use super::State;
use crate::model::{UserId, WorkspaceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The highest ids ever given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::sandbox) struct LastIds {
    #[serde(default)]
    user: u64,
    #[serde(default)]
    workspace: u64,
}

impl LastIds {
    /// Takes note of somebody who is deleted: nobody gets their id again.
    pub(in crate::sandbox) fn user_gone(&mut self, id: UserId) {
        self.user = self.user.max(id.get());
    }

    /// Takes note of a workspace that is deleted: none gets its id again.
    pub(in crate::sandbox) fn workspace_gone(&mut self, id: WorkspaceId) {
        self.workspace = self.workspace.max(id.get());
    }
}

impl State {
    /// The next user id: one above every one that there is or was.
    pub(in crate::sandbox) fn next_user(&mut self) -> UserId {
        let there = self.organizations.values().filter_map(|it| it.users.keys().next_back());
        let last = there.map(|id| id.get()).max().unwrap_or(0).max(self.last_ids.user);
        self.last_ids.user = last.saturating_add(1);
        UserId::new(self.last_ids.user)
    }

    /// The next workspace id: one above every one that there is or was.
    pub(in crate::sandbox) fn next_workspace(&mut self) -> WorkspaceId {
        let there = self.organizations.values().filter_map(|it| it.workspaces.keys().next_back());
        let last = there.map(|id| id.get()).max().unwrap_or(0).max(self.last_ids.workspace);
        self.last_ids.workspace = last.saturating_add(1);
        WorkspaceId::new(self.last_ids.workspace)
    }
}

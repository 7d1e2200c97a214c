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

impl State {
    /// The next user id: one above every one that there is or was.
    pub(in crate::sandbox) fn next_user(&mut self) -> UserId {
        self.note_ids();
        self.last_ids.user = self.last_ids.user.saturating_add(1);
        UserId::new(self.last_ids.user)
    }

    /// The next workspace id: one above every one that there is or was.
    pub(in crate::sandbox) fn next_workspace(&mut self) -> WorkspaceId {
        self.note_ids();
        self.last_ids.workspace = self.last_ids.workspace.saturating_add(1);
        WorkspaceId::new(self.last_ids.workspace)
    }

    /// Takes note of the ids that there are, before one of them is gone: none is given again.
    pub(in crate::sandbox) fn note_ids(&mut self) {
        let LastIds { user, workspace } = &mut self.last_ids;
        for there in self.organizations.values() {
            *user = there.users.keys().next_back().map_or(*user, |id| id.get().max(*user));
            *workspace = there
                .workspaces
                .keys()
                .next_back()
                .map_or(*workspace, |id| id.get().max(*workspace));
        }
    }
}

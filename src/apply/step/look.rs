use super::Turn;
use crate::apply::progress::Waiting;
use crate::apply::proof::{self, Verdict};
use crate::apply::waits::Waits;
use crate::model::{Email, WorkspaceId};
use crate::plan::{Action, NewAccess, Step};
use crate::platform::{Execute, Observe, PlatformError};

impl<P: Observe + Execute> Turn<'_, P> {
    /// Reads until the platform shows that the step was done, or the bound passes. Only the last look
    /// decides: an earlier one may have been of a platform that lags.
    pub(super) async fn look_up(&self, step: &Step) -> Verdict {
        self.progress.waiting(&self.target.name, &Waiting::ReadBack { step });
        let mut waits = Waits::within(self.settings.read_back);
        loop {
            let verdict = self.look(&step.action).await;
            if verdict == Verdict::Shows || !waits.pause().await {
                return verdict;
            }
        }
    }

    /// Who of a batch is there, read until all are or the bound passes: a verdict for each.
    pub(super) async fn look_for_all(
        &self,
        step: &Step,
        workspace: WorkspaceId,
        batch: &[NewAccess],
    ) -> Vec<(NewAccess, Verdict)> {
        self.progress.waiting(&self.target.name, &Waiting::ReadBack { step });
        let mut waits = Waits::within(self.settings.read_back);
        loop {
            let seen = self.look_for(workspace, batch).await;
            if seen.iter().all(|(_, verdict)| *verdict == Verdict::Shows) || !waits.pause().await {
                return seen;
            }
        }
    }

    /// Who of a batch is there now.
    pub(super) async fn look_for(
        &self,
        workspace: WorkspaceId,
        batch: &[NewAccess],
    ) -> Vec<(NewAccess, Verdict)> {
        let list = self.platform.workspace_users(self.target, workspace).await;
        let verdict = |email: &Email| match &list {
            Ok(list) => proof::member(email, list),
            Err(error) => unreadable(error),
        };
        batch.iter().map(|user| (user.clone(), verdict(&user.email))).collect()
    }

    async fn look(&self, action: &Action) -> Verdict {
        let target = self.target;
        let verdict = match action {
            Action::UpdateOrganization { before: _, after } => {
                let snapshot = self.platform.observe(target).await;
                snapshot.map(|snapshot| proof::organization(&snapshot, after))
            }
            Action::CreateWorkspace { .. }
            | Action::UpdateWorkspace { .. }
            | Action::DeleteWorkspace { .. } => {
                let list = self.platform.workspaces(target).await;
                list.map(|list| {
                    let id = self.known(action);
                    let found = match action {
                        Action::CreateWorkspace { name, timezone: _ } => {
                            self.ids().find_created(name, &list.items)
                        }
                        _ => list.items.iter().find(|it| Some(it.id) == id),
                    };
                    proof::workspace(action, found, &list)
                })
            }
            Action::AddWorkspaceUsers { .. }
            | Action::ChangeWorkspaceAccess { .. }
            | Action::RevokeWorkspaceAccess { .. } => {
                let Some(id) = self.known(action) else {
                    return Verdict::CannotTell("the workspace is not known".to_owned());
                };
                let list = self.platform.workspace_users(target, id).await;
                list.map(|list| proof::workspace_user(action, &list))
            }
            Action::InviteOrganizationUser { .. }
            | Action::ChangeOrganizationRole { .. }
            | Action::RemoveOrganizationUser { .. }
            | Action::ResendInvitation { .. } => {
                let list = self.platform.organization_users(target).await;
                list.map(|list| proof::organization_user(action, &list))
            }
        };
        verdict.unwrap_or_else(|error| unreadable(&error))
    }

    /// The id of the workspace that a step is about, where it is known.
    fn known(&self, action: &Action) -> Option<WorkspaceId> {
        let workspace = action.workspace()?;
        workspace.id.or_else(|| self.ids().workspace(&workspace.name))
    }
}

fn unreadable(error: &PlatformError) -> Verdict {
    Verdict::CannotTell(format!("reading it again failed: {error}"))
}

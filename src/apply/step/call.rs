use super::Turn;
use crate::apply::waits::Waits;
use crate::model::{Email, Operation, Placeholder, UserId, WorkspaceId, WorkspaceRef};
use crate::plan::Action;
use crate::platform::{Call, Execute, Observe, PlatformError};

impl<P: Observe + Execute> Turn<'_, P> {
    /// The call that does it, with the ids that its request needs. What neither the snapshot nor an answer told is
    /// looked up.
    pub(super) async fn call(&self, action: &Action) -> Result<Call, String> {
        let operation = action.operation();
        let mut values = action.values();
        let uses = |it| self.platform.capabilities().uses(operation, it);
        let mut place = None;
        if let Some(workspace) = &mut values.workspace {
            if operation == Operation::DeleteWorkspace && workspace.id.is_none() {
                return Err("a workspace is deleted only by its id".to_owned());
            }
            place = Some(self.workspace(workspace).await?);
            workspace.id = place;
        }
        if let Some(user) = values.user.as_mut().filter(|_| uses(Placeholder::User)) {
            user.id = Some(self.user(&user.email, place).await?);
        }
        if let Some(user) = values.reassign_to.as_mut().filter(|_| uses(Placeholder::ReassignTo)) {
            user.id = Some(self.user(&user.email, place).await?);
        }
        Ok(Call { operation, values })
    }

    /// A workspace's id: from the plan, from the answer that created it, or read by name.
    async fn workspace(&self, workspace: &WorkspaceRef) -> Result<WorkspaceId, String> {
        let WorkspaceRef { name, id } = workspace;
        let known = id.or_else(|| self.ids().workspace(name));
        if let Some(id) = known {
            return Ok(id);
        }
        let mut waits = Waits::within(self.settings.read_back);
        loop {
            let list = self.platform.workspaces(self.target).await;
            let found = list.map(|list| self.ids().find_created(name, &list.items).map(|it| it.id));
            if let Ok(Some(id)) = found {
                self.ids().learn_workspace(name, id);
                return Ok(id);
            }
            if !waits.pause().await {
                return Err(not_found(&format!("workspace {}", name.quoted()), found.err()));
            }
        }
    }

    /// A user's id: from the snapshot, from the answer that invited them, or read by e-mail.
    async fn user(&self, email: &Email, workspace: Option<WorkspaceId>) -> Result<UserId, String> {
        let known = self.ids().user(email);
        if let Some(id) = known {
            return Ok(id);
        }
        let mut waits = Waits::within(self.settings.read_back);
        loop {
            let found = self.find_user(email, workspace).await;
            if let Ok(Some(id)) = found {
                self.ids().learn_user(email, id);
                return Ok(id);
            }
            if !waits.pause().await {
                return Err(not_found(email.as_str(), found.err()));
            }
        }
    }

    async fn find_user(
        &self,
        email: &Email,
        workspace: Option<WorkspaceId>,
    ) -> Result<Option<UserId>, PlatformError> {
        let target = self.target;
        if let Some(workspace) = workspace {
            let list = self.platform.workspace_users(target, workspace).await?;
            Ok(list.items.iter().find(|user| user.email == *email).map(|user| user.id))
        } else {
            let list = self.platform.organization_users(target).await?;
            Ok(list.items.iter().find(|user| user.email == *email).map(|user| user.id))
        }
    }
}

fn not_found(what: &str, error: Option<PlatformError>) -> String {
    match error {
        Some(error) => format!("{what} could not be looked up: {error}"),
        None => format!("{what} is not there"),
    }
}

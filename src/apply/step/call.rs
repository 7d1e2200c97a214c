use super::Turn;
use crate::apply::waits::Waits;
use crate::model::{Email, UserId, WorkspaceId};
use crate::plan::{Access, Action, WorkspaceRef};
use crate::platform::{Call, Execute, Observe, PlatformError};

impl<P: Observe + Execute> Turn<'_, P> {
    /// The call that does it, every name an id. What neither the snapshot nor an answer told is looked up.
    pub(super) async fn call(&self, action: &Action) -> Result<Call, String> {
        Ok(match action {
            Action::UpdateOrganization { before: _, after } => {
                Call::UpdateOrganization { name: after.clone() }
            }
            Action::CreateWorkspace { name, timezone } => {
                Call::CreateWorkspace { name: name.clone(), timezone: timezone.clone() }
            }
            Action::UpdateWorkspace { workspace, before: _, after } => Call::UpdateWorkspace {
                workspace: self.workspace(workspace).await?,
                fields: after.clone(),
            },
            Action::DeleteWorkspace { workspace, contacts: _ } => {
                let id = workspace.id.ok_or("a workspace is deleted only by its id")?;
                Call::DeleteWorkspace { workspace: id }
            }
            Action::AddWorkspaceUsers { workspace, users } => Call::AddWorkspaceUsers {
                workspace: self.workspace(workspace).await?,
                users: users.clone(),
            },
            Action::ChangeWorkspaceAccess { workspace, email, before, after } => {
                let workspace = self.workspace(workspace).await?;
                let Access { role, restrictions } = after;
                let changed = *role != before.role;
                let known = role.known().copied().ok_or("the role is not one of the contract");
                Call::ChangeWorkspaceAccess {
                    workspace,
                    user: self.user(email, Some(workspace)).await?,
                    role: if changed { Some(known?) } else { None },
                    restrictions: (*restrictions != before.restrictions)
                        .then(|| restrictions.clone()),
                }
            }
            Action::RevokeWorkspaceAccess { workspace, email, before: _, reassign_to } => {
                let workspace = self.workspace(workspace).await?;
                let user = self.user(email, Some(workspace)).await?;
                let reassign_to = match reassign_to {
                    Some(to) => Some(self.user(to, Some(workspace)).await?),
                    None => None,
                };
                Call::RevokeWorkspaceAccess { workspace, user, reassign_to }
            }
            Action::InviteOrganizationUser { email, role } => {
                Call::InviteOrganizationUser { email: email.clone(), role: *role }
            }
            Action::ChangeOrganizationRole { email, before: _, after } => {
                Call::ChangeOrganizationRole { user: self.user(email, None).await?, role: *after }
            }
            Action::RemoveOrganizationUser { email, .. } => {
                Call::RemoveOrganizationUser { user: self.user(email, None).await? }
            }
            Action::ResendInvitation { email, invited_at: _ } => {
                Call::ResendInvitation { user: self.user(email, None).await? }
            }
        })
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
                return Err(not_found(&format!("the workspace {name}"), found.err()));
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

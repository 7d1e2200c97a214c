//! Workspaces that have a credential of their own, as the official API needs one for each.

use super::ask::Ask;
use super::{Client, claims};
use crate::model::{Collection, Operation, Workspace, WorkspaceId, WorkspaceName};
use crate::platform::profile::Filled;
use crate::platform::{PlatformError, Target, TargetWorkspace};

impl Client {
    /// The workspaces that have a credential of their own, where the profile can't list any: as many as are
    /// known, and absence among them proves nothing.
    pub(super) async fn declared_workspaces(
        &self,
        target: &Target,
    ) -> Result<Collection<Workspace>, PlatformError> {
        let mut items: Vec<Workspace> = Vec::new();
        for declared in &target.workspaces {
            let Some(id) = self.declared_id(target, declared).await? else { continue };
            if items.iter().all(|it| it.id != id) {
                items.push(Workspace {
                    users: Collection::out_of_sight(),
                    ..Workspace::not_read(id, declared.name.clone())
                });
            }
        }
        if items.is_empty() {
            return Ok(Collection::out_of_sight());
        }
        Ok(Collection { items, ..Collection::out_of_sight() })
    }

    /// Where a workspace's id isn't pinned, its token may say it.
    async fn declared_id(
        &self,
        target: &Target,
        declared: &TargetWorkspace,
    ) -> Result<Option<WorkspaceId>, PlatformError> {
        if declared.id.is_some() {
            return Ok(declared.id);
        }
        let Some(ask) = self.ask(target, Operation::ListWorkspaceUsers, Filled::default()) else {
            return Ok(None);
        };
        let ask = Ask { credential: &declared.credentials, ..ask };
        let token = self.token(&ask, None).await?;
        Ok(claims::workspace(ask.service(), &token))
    }

    /// The workspace's entry with a credential of its own: by id, else by name, else by what the token says.
    pub(super) async fn own_credential<'a>(
        &self,
        target: &'a Target,
        workspace: WorkspaceId,
        name: Option<&WorkspaceName>,
    ) -> Result<Option<&'a TargetWorkspace>, PlatformError> {
        let by_id = target.workspaces.iter().find(|it| it.id == Some(workspace));
        if by_id.is_some() {
            return Ok(by_id);
        }
        let unpinned = || target.workspaces.iter().filter(|it| it.id.is_none());
        if let Some(name) = name {
            return Ok(unpinned().find(|it| it.name.key() == name.key()));
        }
        for declared in unpinned() {
            if self.declared_id(target, declared).await? == Some(workspace) {
                return Ok(Some(declared));
            }
        }
        Ok(None)
    }
}

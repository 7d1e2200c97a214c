use super::Client;
use super::ask::Ask;
use super::claims;
use super::decode::Item;
use super::pages::Answered;
use crate::model::{
    Capabilities, Collection, Completeness, Email, Operation, Organization, OrganizationUser,
    Placeholder, Snapshot, Workspace, WorkspaceId, WorkspaceName, WorkspaceUser,
};
use crate::platform::profile::{CredentialScope, Filled};
use crate::platform::{Observe, PlatformError, Target, TargetWorkspace};
use futures::stream::{StreamExt as _, TryStreamExt as _, iter};
use std::sync::atomic::AtomicU32;

/// Lists of workspace users that are read at a time; the rate allows about as many a second.
const AT_A_TIME: usize = 5;

impl Observe for Client {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn observe(&self, target: &Target) -> Result<Snapshot, PlatformError> {
        let reads = AtomicU32::new(0);
        let (organization, mut users, mut workspaces) = futures::try_join!(
            self.read_organization(target, &reads),
            self.list_organization_users(target, &reads),
            self.workspaces_with_users(target, &reads),
        )?;
        let actor = self.actor(target).await?;
        users.items.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
        workspaces.items.sort_by_cached_key(|it| (it.name.key(), it.id));
        let reads = reads.into_inner();
        Ok(Snapshot { id: target.id, actor, organization, users, workspaces, reads })
    }

    async fn organization(&self, target: &Target) -> Result<Option<Organization>, PlatformError> {
        self.read_organization(target, &AtomicU32::new(0)).await
    }

    async fn organization_users(
        &self,
        target: &Target,
    ) -> Result<Collection<OrganizationUser>, PlatformError> {
        let mut users = self.list_organization_users(target, &AtomicU32::new(0)).await?;
        users.items.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
        Ok(users)
    }

    async fn workspaces(&self, target: &Target) -> Result<Collection<Workspace>, PlatformError> {
        let mut workspaces = self.list_workspaces(target, &AtomicU32::new(0)).await?;
        workspaces.items.sort_by_cached_key(|it| (it.name.key(), it.id));
        Ok(workspaces)
    }

    async fn workspace_users(
        &self,
        target: &Target,
        workspace: WorkspaceId,
    ) -> Result<Collection<WorkspaceUser>, PlatformError> {
        self.list_workspace_users(target, workspace, None, &AtomicU32::new(0)).await
    }
}

impl Client {
    /// Who acts for this organization, where its token or the Project says.
    ///
    /// # Errors
    /// Where the credential can't be got. One that the profile has no use for isn't tried.
    pub async fn actor(&self, target: &Target) -> Result<Option<Email>, PlatformError> {
        let declared = self.settings.credentials.actor(&target.credentials).map(Email::seen);
        let Some(ask) = self.any_ask(target) else { return Ok(declared) };
        let token = self.token(&ask, None).await?;
        Ok(claims::actor(ask.service(), &token).or(declared))
    }

    pub(super) async fn read_organization(
        &self,
        target: &Target,
        reads: &AtomicU32,
    ) -> Result<Option<Organization>, PlatformError> {
        let Some(ask) = self.ask(target, Operation::GetOrganization, Filled::default()) else {
            return Ok(None);
        };
        match self.read(&ask, reads).await? {
            Answered::NoSuchThing(_) => Ok(None),
            Answered::Answer(value) => {
                Item { wire: ask.wire, value: &value }.organization().map(Some)
            }
        }
    }

    pub(super) async fn list_organization_users(
        &self,
        target: &Target,
        reads: &AtomicU32,
    ) -> Result<Collection<OrganizationUser>, PlatformError> {
        match self.ask(target, Operation::ListOrganizationUsers, Filled::default()) {
            None => Ok(Collection::out_of_sight()),
            Some(ask) => self.list(&ask, reads, |item| item.organization_user()).await,
        }
    }

    pub(super) async fn list_workspaces(
        &self,
        target: &Target,
        reads: &AtomicU32,
    ) -> Result<Collection<Workspace>, PlatformError> {
        match self.ask(target, Operation::ListWorkspaces, Filled::default()) {
            None => self.declared_workspaces(target).await,
            Some(ask) => self.list(&ask, reads, |item| item.workspace()).await,
        }
    }

    /// The workspaces that have a credential of their own, where the profile can't list any: as many as are
    /// known, and absence among them proves nothing.
    async fn declared_workspaces(
        &self,
        target: &Target,
    ) -> Result<Collection<Workspace>, PlatformError> {
        let mut items: Vec<Workspace> = Vec::new();
        for declared in &target.workspaces {
            let Some(id) = self.declared_id(target, declared).await? else { continue };
            if items.iter().all(|it| it.id != id) {
                items.push(Workspace {
                    id,
                    name: declared.name.clone(),
                    timezone: None,
                    contact_limit: None,
                    contacts: None,
                    created_at: None,
                    users: Collection::out_of_sight(),
                });
            }
        }
        if items.is_empty() {
            return Ok(Collection::out_of_sight());
        }
        let why = format!(
            "`{}` can't list workspaces: only those with a credential of their own are known",
            self.capabilities.profile
        );
        let completeness = Completeness::Partial { why };
        Ok(Collection { completeness, shows_pending: false, items })
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
        Ok(claims::workspace(ask.service(), &token).map(WorkspaceId::new))
    }

    async fn workspaces_with_users(
        &self,
        target: &Target,
        reads: &AtomicU32,
    ) -> Result<Collection<Workspace>, PlatformError> {
        let Collection { completeness, shows_pending, items } =
            self.list_workspaces(target, reads).await?;
        let filled = iter(items).map(|workspace| async move {
            let name = Some(&workspace.name);
            let users = self.list_workspace_users(target, workspace.id, name, reads).await?;
            Ok::<_, PlatformError>(Workspace { users, ..workspace })
        });
        let items = filled.buffered(AT_A_TIME).try_collect().await?;
        Ok(Collection { completeness, shows_pending, items })
    }

    pub(super) async fn list_workspace_users(
        &self,
        target: &Target,
        workspace: WorkspaceId,
        name: Option<&WorkspaceName>,
        reads: &AtomicU32,
    ) -> Result<Collection<WorkspaceUser>, PlatformError> {
        let values = Filled::default().with(Placeholder::Workspace, workspace.get());
        let Some(mut ask) = self.ask(target, Operation::ListWorkspaceUsers, values) else {
            return Ok(Collection::out_of_sight());
        };
        if ask.request.credential == CredentialScope::Workspace {
            let Some(declared) = self.own_credential(target, workspace, name).await? else {
                return Ok(Collection::out_of_sight());
            };
            ask.credential = &declared.credentials;
            ask.workspace = Some(workspace);
        }
        let mut users = self.list(&ask, reads, |item| item.workspace_user()).await?;
        users.items.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
        Ok(users)
    }

    /// The workspace's entry with a credential of its own: by id, else by name, else by what the token says.
    async fn own_credential<'a>(
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

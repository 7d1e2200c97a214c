use super::Client;
use super::claims;
use super::decode::Item;
use super::pages::Answered;
use crate::model::{
    Capabilities, Collection, Email, Operation, Organization, OrganizationUser, Snapshot,
    Workspace, WorkspaceId, WorkspaceUser,
};
use crate::platform::profile::Filled;
use crate::platform::{Observe, PlatformError, Target};
use std::sync::atomic::AtomicU32;

impl Observe for Client {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn observe(&self, target: &Target) -> Result<Snapshot, PlatformError> {
        let reads = AtomicU32::new(0);
        let (organization, users, workspaces) = futures::join!(
            self.read_organization(target, &reads),
            self.list_organization_users(target, &reads),
            self.workspaces_with_users(target, &reads),
        );
        // Of several that fail the first here is told, not the first in time, so that a plan names the same each time.
        let (organization, mut users, mut workspaces) = (organization?, users?, workspaces?);
        let actor = self.actor(target).await?;
        self.join_ids(&mut users.items, &mut workspaces.items);
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
        self.workspace_users_alone(target, workspace).await
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
        match (claims::actor(ask.service(), &token), declared) {
            (Some(says), Some(declared)) if says != declared => {
                let credential = &target.credentials;
                Err(PlatformError::new(format!(
                    "the Project says that credential `{credential}` is {declared}, and its token says {says}"
                ))
                .help(format!("correct `actor` under `credentials.{credential}`, or take it out")))
            }
            (says, declared) => Ok(says.or(declared)),
        }
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
}

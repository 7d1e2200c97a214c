//! The lists of one organization.

use super::Client;
use super::pages::proves_itself;
use crate::model::{
    Collection, Completeness, Email, Field, Operation, OrganizationUser, Placeholder, UserId,
    Workspace, WorkspaceId, WorkspaceName, WorkspaceUser,
};
use crate::platform::profile::{CredentialScope, Filled};
use crate::platform::{ListedOrganization, PlatformError, Target};
use futures::stream::{StreamExt as _, TryStreamExt as _, iter};
use std::sync::atomic::AtomicU32;

/// Lists of workspace users that are read at a time; the rate allows about as many a second.
const AT_A_TIME: usize = 5;

/// How often workspaces are read, with their users, that change meanwhile.
const READINGS: usize = 4;

/// A workspace, with how many users it has, where the list of workspaces tells it.
type Counted = (Workspace, Option<u64>);

impl Client {
    /// The organizations that this credential sees; `None` where the profile can't tell.
    ///
    /// # Errors
    /// Where the read failed, after its repetitions.
    pub async fn organizations(
        &self,
        target: &Target,
    ) -> Result<Option<Collection<ListedOrganization>>, PlatformError> {
        let Some(ask) = self.ask(target, Operation::ListOrganizations, Filled::default()) else {
            return Ok(None);
        };
        let mut found = self.list(&ask, &AtomicU32::new(0), |item| item.listed()).await?;
        found.items.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(Some(found))
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
        Ok(self.list_counted_workspaces(target, reads).await?.map(|(workspace, _)| workspace))
    }

    async fn list_counted_workspaces(
        &self,
        target: &Target,
        reads: &AtomicU32,
    ) -> Result<Collection<Counted>, PlatformError> {
        match self.ask(target, Operation::ListWorkspaces, Filled::default()) {
            None => Ok(self.declared_workspaces(target).await?.map(|workspace| (workspace, None))),
            Some(ask) => {
                let counted = |item: super::decode::Item<'_>| {
                    Ok((item.workspace()?, item.number(Field::Users)))
                };
                self.list(&ask, reads, counted).await
            }
        }
    }

    /// Between the list of workspaces and the list of a workspace's users, somebody may delete it, which then isn't found,
    /// or give access to it, and the number of users doesn't add up. All is read again where the list of workspaces has
    /// changed.
    pub(super) async fn workspaces_with_users(
        &self,
        target: &Target,
        reads: &AtomicU32,
    ) -> Result<Collection<Workspace>, PlatformError> {
        let counts = |listed: &Collection<Counted>| -> Vec<_> {
            listed.items.iter().map(|(workspace, count)| (workspace.id, *count)).collect()
        };
        let mut listed = self.list_counted_workspaces(target, reads).await?;
        for _ in 1..READINGS {
            let counted = counts(&listed);
            let read = self.with_users(target, listed, reads).await;
            let may_have_moved = match &read {
                Ok(read) => read.items.iter().any(|workspace| {
                    matches!(workspace.users.completeness, Completeness::Partial { .. })
                }),
                Err(error) => error.not_found,
            };
            if !may_have_moved {
                return read;
            }
            listed = self.list_counted_workspaces(target, reads).await?;
            if counts(&listed) == counted {
                return read;
            }
        }
        self.with_users(target, listed, reads).await
    }

    async fn with_users(
        &self,
        target: &Target,
        listed: Collection<Counted>,
        reads: &AtomicU32,
    ) -> Result<Collection<Workspace>, PlatformError> {
        let Collection { completeness, shows_pending, items } = listed;
        let filled = iter(items).map(|(workspace, count)| async move {
            let name = Some(&workspace.name);
            let users = self.list_workspace_users(target, workspace.id, name, (count, reads));
            Ok::<_, PlatformError>(Workspace { users: users.await?, ..workspace })
        });
        let items = filled.buffered(AT_A_TIME).try_collect().await?;
        Ok(Collection { completeness, shows_pending, items })
    }

    /// `count` is how many there are as the list of workspaces says.
    pub(super) async fn list_workspace_users(
        &self,
        target: &Target,
        workspace: WorkspaceId,
        name: Option<&WorkspaceName>,
        (count, reads): (Option<u64>, &AtomicU32),
    ) -> Result<Collection<WorkspaceUser>, PlatformError> {
        let values = Filled::default().with(Placeholder::Workspace, workspace.json());
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
        ask.expected = count;
        let mut users = self.list(&ask, reads, |item| item.workspace_user()).await?;
        users.items.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
        Ok(users)
    }

    /// Who has access to one workspace, read by itself: where the list doesn't prove itself, with how many there are
    /// to be; where it has no ids and others have, with those.
    ///
    /// Those lists are read anew for it, whole, though it is about one workspace and often one person: this is what
    /// looks at the effect of a write, and a number or an id from before that write would make a list whole that isn't,
    /// or give somebody who was invited anew the id of before. No console that was seen tells them of one workspace alone.
    pub(super) async fn workspace_users_alone(
        &self,
        target: &Target,
        workspace: WorkspaceId,
    ) -> Result<Collection<WorkspaceUser>, PlatformError> {
        let reads = AtomicU32::new(0);
        let ask = self.ask(target, Operation::ListWorkspaceUsers, Filled::default());
        let mut count = None;
        if ask.as_ref().is_some_and(|ask| !proves_itself(ask))
            && self.tells(Operation::ListWorkspaces, Field::Users)
        {
            let all = self.list_counted_workspaces(target, &reads).await?.items;
            count = all.into_iter().find(|(it, _)| it.id == workspace).and_then(|(_, it)| it);
        }
        let list = self.list_workspace_users(target, workspace, None, (count, &reads));
        let mut users = list.await?;
        if self.ids_of_workspace_users_are_elsewhere() {
            let all = self.list_organization_users(target, &reads).await?.items;
            let all: Vec<_> = all.iter().map(|user| (&user.email, user.id)).collect();
            users.items.iter_mut().for_each(|user| known(&all, &user.email, &mut user.id));
        }
        Ok(users)
    }

    /// Gives everybody the id that another list tells, where their own has none.
    pub(super) fn join_ids(&self, users: &mut [OrganizationUser], workspaces: &mut [Workspace]) {
        if self.ids_of_workspace_users_are_elsewhere() {
            let all: Vec<_> = users.iter().map(|user| (&user.email, user.id)).collect();
            let access = workspaces.iter_mut().flat_map(|workspace| &mut workspace.users.items);
            access.for_each(|user| known(&all, &user.email, &mut user.id));
        } else if self.tells(Operation::ListWorkspaceUsers, Field::Id)
            && !self.tells(Operation::ListOrganizationUsers, Field::Id)
        {
            let access = workspaces.iter().flat_map(|workspace| &workspace.users.items);
            let mut all: Vec<_> = access.map(|user| (&user.email, user.id)).collect();
            all.sort();
            all.dedup();
            users.iter_mut().for_each(|user| known(&all, &user.email, &mut user.id));
        }
    }

    fn ids_of_workspace_users_are_elsewhere(&self) -> bool {
        self.tells(Operation::ListOrganizationUsers, Field::Id)
            && !self.tells(Operation::ListWorkspaceUsers, Field::Id)
    }

    /// Whether the answer of an operation tells this, as far as the profile says.
    fn tells(&self, operation: Operation, field: Field) -> bool {
        let request = self.wire(operation).and_then(|wire| wire.request.as_ref());
        request.is_some_and(|request| request.answer.has(field))
    }
}

/// The one id that goes with an address; of two nobody knows which.
fn known(all: &[(&Email, UserId)], email: &Email, id: &mut UserId) {
    let mut fitting = all.iter().filter(|(other, _)| *other == email);
    if let (Some((_, only)), None) = (fitting.next(), fitting.next()) {
        *id = *only;
    }
}

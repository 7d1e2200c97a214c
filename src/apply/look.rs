//! Reading again what facts rest on, and asking them.

use super::ids::Ids;
use crate::model::{Collection, Snapshot, Workspace, WorkspaceId};
use crate::plan::{Answer, CannotTell, CollectionName, Fact, WorkspaceRef};
use crate::platform::{Observe, PlatformError, Target};
use futures::stream::{StreamExt as _, iter};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Lists of workspace users that are read at a time.
const AT_A_TIME: usize = 5;

/// What was read, and what could not be.
pub(super) struct Look {
    pub(super) snapshot: Snapshot,
    /// The first read that failed. What rests on it can't be told.
    pub(super) error: Option<PlatformError>,
}

impl Look {
    /// Everything, where it can be read.
    pub(super) async fn at_all<P: Observe>(platform: &P, target: &Target) -> Self {
        match platform.observe(target).await {
            Ok(snapshot) => Self { snapshot, error: None },
            Err(error) => Self { snapshot: Snapshot::not_read(target.id), error: Some(error) },
        }
    }

    /// Reads what these facts rest on, each list once.
    pub(super) async fn at<P: Observe>(
        platform: &P,
        target: &Target,
        ids: &Mutex<Ids>,
        facts: &[Fact],
    ) -> Self {
        let known = || ids.lock().unwrap_or_else(PoisonError::into_inner);
        let needed = known().rests_on(facts);
        let wanted = |collection| needed.contains(&collection);
        let (organization, users, workspaces) = futures::join!(
            when(wanted(CollectionName::Organization), platform.organization(target)),
            when(wanted(CollectionName::Users), platform.organization_users(target)),
            when(wanted(CollectionName::Workspaces), platform.workspaces(target)),
        );
        let mut look = Self { snapshot: Snapshot::not_read(target.id), error: None };
        look.snapshot.organization = look.keep(organization).flatten();
        if let Some(users) = look.keep(users) {
            look.snapshot.users = users;
        }
        if let Some(list) = look.keep(workspaces) {
            look.list(list);
            known().learn_created(facts, &look.snapshot);
        }
        let needed: BTreeMap<WorkspaceId, WorkspaceRef> = known().workspaces_of(facts);
        let lists = iter(needed).map(async |(id, workspace)| {
            (id, workspace, platform.workspace_users(target, id).await)
        });
        let mut unread = false;
        for (id, workspace, users) in lists.buffered(AT_A_TIME).collect::<Vec<_>>().await {
            match look.keep(Some(users)) {
                Some(users) => look.workspace(id, workspace).users = users,
                None => unread = true,
            }
        }
        // Where a workspace's users can't be read, the list of workspaces may show that it is gone.
        if unread && !wanted(CollectionName::Workspaces) {
            let list = platform.workspaces(target).await;
            if let Some(list) = look.keep(Some(list)) {
                look.list(list);
            }
        }
        look
    }

    /// What was read says of a fact. A workspace that the run created is known by its id, or as the only one of its
    /// name that was not there before.
    pub(super) fn ask(&self, ids: &Mutex<Ids>, fact: &Fact) -> Answer {
        let ids = ids.lock().unwrap_or_else(PoisonError::into_inner);
        let fact = ids.resolve(fact);
        match fact.workspace() {
            Some(WorkspaceRef { id: None, .. }) => fact.ask(&ids.without_old(&self.snapshot)),
            _ => fact.ask(&self.snapshot),
        }
    }

    /// Why a fact can't be told, in words, with the read that failed.
    pub(super) fn why(&self, why: &CannotTell) -> String {
        match (why, &self.error) {
            (CannotTell::NotRead { .. }, Some(error)) => format!("{why}: {error}"),
            _ => why.to_string(),
        }
    }

    fn keep<T>(&mut self, read: Option<Result<T, PlatformError>>) -> Option<T> {
        match read? {
            Ok(read) => Some(read),
            Err(error) => {
                self.error.get_or_insert(error);
                None
            }
        }
    }

    /// Takes a list of workspaces in, and keeps what was read of their users.
    fn list(&mut self, list: Collection<Workspace>) {
        let read = std::mem::replace(&mut self.snapshot.workspaces, list).items;
        for workspace in &mut self.snapshot.workspaces.items {
            workspace.users = Collection::not_read();
        }
        for Workspace { id, name, users, .. } in read {
            self.workspace(id, WorkspaceRef { name, id: Some(id) }).users = users;
        }
    }

    /// A workspace whose users could be read is there, whether or not a list that lags shows it.
    fn workspace(&mut self, id: WorkspaceId, workspace: WorkspaceRef) -> &mut Workspace {
        let items = &mut self.snapshot.workspaces.items;
        let place = items.iter().position(|live| live.id == id).unwrap_or_else(|| {
            items.push(Workspace::not_read(id, workspace.name));
            items.len() - 1
        });
        &mut items[place]
    }
}

/// Reads, where it is wanted.
async fn when<T>(
    wanted: bool,
    read: impl Future<Output = Result<T, PlatformError>>,
) -> Option<Result<T, PlatformError>> {
    if wanted { Some(read.await) } else { None }
}

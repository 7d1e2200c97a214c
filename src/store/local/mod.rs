//! The store as files under `<project>/.rolecall/`: `locks/`, `journal/`, `reports/` and `plans/`. Folders are 0700, files 0600.
//!
//! A lock is the operating system's lock on `locks/<name>.lock`, and nothing else decides: when its holder
//! dies, it is free at once. `locks/<name>.json` beside it says who holds it, for people. Neither file is
//! ever deleted, since a lock on a deleted file would guard nothing.

mod documents;
mod files;
mod lock;
mod log;

pub(super) use files::create_folder;
pub(crate) use files::{create_anew, nothing_else, open_kept, patiently, read_regular};

use super::{
    Check, Document, Holder, Log, LogBytes, LogName, NewLog, Pruned, Records, Stamp, Store,
    StoreError, TryLock, Wanted,
};
use crate::model::OrganizationId;
use camino::Utf8PathBuf;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::Timestamp;
use std::io;

/// Locks and journals as files.
#[derive(Clone, Debug)]
pub struct LocalStore {
    root: Utf8PathBuf,
}

impl LocalStore {
    /// A store in that folder, which is made when something is first written.
    #[must_use]
    pub fn new(root: impl Into<Utf8PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn locks(&self) -> Utf8PathBuf {
        self.root.join("locks")
    }

    fn journals(&self) -> Utf8PathBuf {
        self.root.join("journal")
    }
}

fn lock_name(organization: OrganizationId) -> String {
    format!("organization-{organization}")
}

impl Store for LocalStore {
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async { Ok(()) }.boxed()
    }

    fn try_lock<'a>(
        &'a self,
        organization: OrganizationId,
        holder: &'a Holder,
    ) -> BoxFuture<'a, Result<TryLock, StoreError>> {
        let (folder, name, holder) = (self.locks(), lock_name(organization), holder.clone());
        blocking(move || lock::try_lock(&folder, &name, holder)).boxed()
    }

    fn stamp(&self, organization: OrganizationId) -> BoxFuture<'_, Result<Stamp, StoreError>> {
        let (folder, name) = (self.locks(), lock_name(organization));
        blocking(move || lock::stamp(&folder, &name)).boxed()
    }

    fn create_log<'a>(
        &'a self,
        log: &'a NewLog<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Log>, StoreError>> {
        let time = log.time.strftime("%Y%m%dT%H%M%S%.3fZ").to_string();
        let (folder, name) = (self.journals(), format!("{time}-{}", log.plan));
        blocking(move || log::create(&folder, &name)).boxed()
    }
}

impl Records for LocalStore {
    fn examine(&self) -> BoxFuture<'_, Vec<Check>> {
        async { Vec::new() }.boxed()
    }

    fn logs(&self) -> BoxFuture<'_, Result<Vec<LogName>, StoreError>> {
        let folder = self.journals();
        blocking(move || {
            log::names(&folder).map(|names| names.iter().map(|name| LogName::new(name)).collect())
        })
        .boxed()
    }

    fn read_log<'a>(
        &'a self,
        name: &'a str,
        wanted: Wanted<'a>,
    ) -> BoxFuture<'a, Result<Option<LogBytes>, StoreError>> {
        let path = self.journals().join(name);
        async move {
            let bytes = blocking(move || {
                let failed =
                    |error| StoreError::new(format!("can't read the journal {path}"), error);
                files::read(&path).map_err(failed)
            });
            let bytes = bytes.await?;
            Ok(wanted(&bytes).then(|| LogBytes { bytes, missing: Vec::new() }))
        }
        .boxed()
    }

    fn keep<'a>(
        &'a self,
        document: &'a Document,
        bytes: &'a [u8],
    ) -> BoxFuture<'a, Result<String, StoreError>> {
        let (path, bytes) = (self.root.join(document.path()), bytes.to_vec());
        blocking(move || documents::keep(&path, &bytes)).boxed()
    }

    fn kept<'a>(&'a self, document: &'a Document) -> BoxFuture<'a, Result<Vec<u8>, StoreError>> {
        let path = self.root.join(document.path());
        blocking(move || {
            files::read(&path).map_err(|error| StoreError::new(format!("can't read {path}"), error))
        })
        .boxed()
    }

    fn prune(&self, before: Timestamp) -> BoxFuture<'_, Result<Pruned, StoreError>> {
        let root = self.root.clone();
        blocking(move || documents::prune(&root, before)).boxed()
    }
}

/// Runs file work off the threads that wait for the network.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(StoreError::new("file work was cut short", io::Error::other(error))),
    }
}

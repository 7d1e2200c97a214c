//! The store as files under `<project>/.rolecall/`: `locks/` and `journal/`. Folders are 0700, files 0600.
//!
//! A lock is the operating system's lock on `locks/<name>.lock`, and nothing else decides: when its holder
//! dies, it is free at once. `locks/<name>.json` beside it says who holds it, for people. Neither file is
//! ever deleted, since a lock on a deleted file would guard nothing.

mod files;
mod lock;
mod log;

pub(crate) use files::{create_anew, nothing_else, open_kept, patiently, read_regular};

use super::{Holder, Log, Stamp, Store, StoreError, TryLock};
use camino::Utf8PathBuf;
use futures::FutureExt as _;
use futures::future::BoxFuture;
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

impl Store for LocalStore {
    fn try_lock<'a>(
        &'a self,
        name: &'a str,
        holder: &'a Holder,
    ) -> BoxFuture<'a, Result<TryLock, StoreError>> {
        let (folder, name, holder) = (self.locks(), name.to_owned(), holder.clone());
        blocking(move || lock::try_lock(&folder, &name, holder)).boxed()
    }

    fn stamp<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Stamp, StoreError>> {
        let (folder, name) = (self.locks(), name.to_owned());
        blocking(move || lock::stamp(&folder, &name)).boxed()
    }

    fn create_log<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Box<dyn Log>, StoreError>> {
        let (folder, name) = (self.journals(), name.to_owned());
        blocking(move || log::create(&folder, &name)).boxed()
    }

    fn logs(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        let folder = self.journals();
        blocking(move || log::names(&folder)).boxed()
    }

    fn read_log<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<u8>, StoreError>> {
        let path = self.journals().join(name);
        blocking(move || {
            files::read(&path)
                .map_err(|error| StoreError::new(format!("can't read the journal {path}"), error))
        })
        .boxed()
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

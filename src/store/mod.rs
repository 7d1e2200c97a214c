//! Locks, journals, reports and plans: as files, or as objects in a bucket. Does not know what is in them.
//!
//! | file | idea |
//! |---|---|
//! | `error` | what went wrong, where, and what to do |
//! | `stamp` | who holds a lock, and whether anybody held it since |
//! | `lock` | waiting for a lock with a bound |
//! | `documents` | names of what is kept |
//! | `local` | files under `.rolecall/`: the operating system's locks, logs that are on disk |
//! | `claim` | when a lock in a bucket is ours: pure |
//! | `bucket` | objects: conditional writes, leases that are renewed, logs in batches |

mod bucket;
mod claim;
mod documents;
mod error;
mod local;
mod lock;
mod stamp;

pub use bucket::{BucketSettings, BucketStore, Learn, Variables};
pub use claim::{LOCK_FORMAT, LockFormat, LockRecord, LockState, Term};
pub use documents::{Check, CheckedRequest, Document, LogBytes, LogName, NewLog, Pruned, Wanted};
pub use error::StoreError;
pub use local::LocalStore;
pub(crate) use local::{create_anew, nothing_else, open_kept, patiently, read_regular};
pub use lock::{LockError, lock};
pub use stamp::{Holder, Lease, Stamp};

use crate::model::OrganizationId;
use futures::future::BoxFuture;
use jiff::Timestamp;

/// Where a run keeps its locks and its journal.
pub trait Store: Send + Sync {
    /// Makes sure that locks mean something there. To be asked before anything is observed that is to be changed.
    ///
    /// # Errors
    /// [`StoreError`] where they don't, or the store can't be used.
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Tries once to take an organization's lock. Taking it leaves a lease that names the holder.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be used; that somebody else holds it is no error.
    fn try_lock<'a>(
        &'a self,
        organization: OrganizationId,
        holder: &'a Holder,
    ) -> BoxFuture<'a, Result<TryLock, StoreError>>;

    /// What can be said of who held the lock last, without taking it.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read.
    fn stamp(&self, organization: OrganizationId) -> BoxFuture<'_, Result<Stamp, StoreError>>;

    /// A new log.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be created.
    fn create_log<'a>(
        &'a self,
        log: &'a NewLog<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Log>, StoreError>>;
}

/// What runs left: journals, reports and plans.
pub trait Records: Store {
    /// Tries each kind of request that a run makes. Files have nothing to try.
    fn examine(&self) -> BoxFuture<'_, Vec<Check>>;

    /// All logs, sorted by name; empty where there never was one.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read.
    fn logs(&self) -> BoxFuture<'_, Result<Vec<LogName>, StoreError>>;

    /// The lines of a log; `None` where its first ones say that the rest isn't wanted.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be read.
    fn read_log<'a>(
        &'a self,
        name: &'a str,
        wanted: Wanted<'a>,
    ) -> BoxFuture<'a, Result<Option<LogBytes>, StoreError>>;

    /// Keeps a document, which is never replaced; answers where it is.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be written, or another one has its name.
    fn keep<'a>(
        &'a self,
        document: &'a Document,
        bytes: &'a [u8],
    ) -> BoxFuture<'a, Result<String, StoreError>>;

    /// A document that is kept.
    ///
    /// # Errors
    /// [`StoreError`] where it isn't there, or can't be read.
    fn kept<'a>(&'a self, document: &'a Document) -> BoxFuture<'a, Result<Vec<u8>, StoreError>>;

    /// Deletes journals and reports of runs that began before then, and plans that were written before. Locks stay.
    ///
    /// # Errors
    /// [`StoreError`] where something can't be deleted; some of it may be gone by then.
    fn prune(&self, before: Timestamp) -> BoxFuture<'_, Result<Pruned, StoreError>>;
}

/// What came of one try for a lock.
#[must_use]
pub enum TryLock {
    /// It is ours.
    Taken(Taken),
    /// Somebody else has it, and left this lease.
    Busy(Stamp),
}

/// A lock that was taken.
#[must_use]
pub struct Taken {
    /// Held until it is released or dropped.
    pub lock: Box<dyn Lock>,
    /// Who held it before.
    pub previous: Stamp,
}

/// A lock that is held. Dropping it gives it up.
pub trait Lock: Send + Sync {
    /// Whether something may begin now. A file lock always is held; a lease in an object store may have run out.
    fn is_held(&self) -> bool;

    /// The same, once it is known: a lease that has run out may yet be renewed, where nobody has taken it.
    fn held(&self) -> BoxFuture<'_, bool>;

    /// Why it could not be renewed, where that is so.
    fn trouble(&self) -> Option<StoreError> {
        None
    }

    /// Gives it up and says so in the lease.
    fn release(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// A list of lines that only grows.
pub trait Log: Send {
    /// Where it is, for people.
    fn location(&self) -> String;

    /// Whether lines that nobody waits for should wait for others: each call is an object.
    fn lingers(&self) -> bool;

    /// Keeps lines where [`Log::append`] couldn't; answers where, if there is another place.
    fn rescue(&mut self, lines: &[u8]) -> Option<String>;

    /// Adds whole lines. They will survive a power cut once this returns.
    ///
    /// # Errors
    /// [`StoreError`] where they may not: nothing may be added afterwards.
    fn append(&mut self, lines: Vec<u8>) -> BoxFuture<'_, Result<(), StoreError>>;
}

//! Locks, journals and plans on disk. Does not know what is in them.
//!
//! | file | idea |
//! |---|---|
//! | `error` | what went wrong, where, and what to do |
//! | `lease` | who holds a lock, and whether anybody held it since |
//! | `lock` | waiting for a lock with a bound |
//! | `local` | files under `.rolecall/`: the operating system's locks, logs that are on disk |
//!
//! The traits fit an object store as well: a lock is a conditional write, a lease what was written, and a log
//! a run of objects that are only ever created.

mod error;
mod lease;
mod local;
mod lock;

pub use error::StoreError;
pub use lease::{Holder, Lease, Stamp};
pub use local::LocalStore;
pub(crate) use local::{create_anew, nothing_else, open_kept, patiently, read_regular};
pub use lock::{LockError, lock};

use futures::future::BoxFuture;

/// Where locks and logs are kept.
pub trait Store: Send + Sync {
    /// Tries once to take a lock. Taking it leaves a lease that names the holder.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be used; that somebody else holds it is no error.
    fn try_lock<'a>(
        &'a self,
        name: &'a str,
        holder: &'a Holder,
    ) -> BoxFuture<'a, Result<TryLock, StoreError>>;

    /// Who held the lock last, without taking it.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read.
    fn stamp<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Stamp, StoreError>>;

    /// A new log. Where the name is taken, the log gets one with a number behind it.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be created.
    fn create_log<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Box<dyn Log>, StoreError>>;

    /// Names of all logs, sorted; empty where there never was one.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read.
    fn logs(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>>;

    /// The bytes of a log.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be read.
    fn read_log<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<u8>, StoreError>>;
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
    /// Whether it is still ours. A file lock always is; a lease in an object store may have run out.
    fn is_held(&self) -> bool;

    /// Gives it up and says so in the lease.
    fn release(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// A list of lines that only grows.
pub trait Log: Send {
    /// Where it is, for people.
    fn location(&self) -> String;

    /// Adds whole lines. They will survive a power cut once this returns.
    ///
    /// # Errors
    /// [`StoreError`] where they may not: nothing may be added afterwards.
    fn append(&mut self, lines: Vec<u8>) -> BoxFuture<'_, Result<(), StoreError>>;
}

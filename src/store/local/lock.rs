use super::files::{create_anew, create_folder, open_kept, patiently, read};
use crate::store::{Holder, Lease, Lock, Stamp, StoreError, Taken, TryLock};
use camino::{Utf8Path, Utf8PathBuf};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use std::fs::{File, TryLockError};
use std::io::{self, Write as _};

/// Held while the file is open; the operating system closes it for a process that dies.
struct FileLock {
    file: File,
    lease: Lease,
    lease_path: Utf8PathBuf,
}

pub(super) fn try_lock(
    folder: &Utf8Path,
    name: &str,
    holder: Holder,
) -> Result<TryLock, StoreError> {
    let path = folder.join(format!("{name}.lock"));
    let failed = |error| StoreError::new(format!("can't lock {path}"), error);
    create_folder(folder).map_err(failed)?;
    let file = open_kept(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return stamp(folder, name).map(TryLock::Busy),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let previous = stamp(folder, name)?;
    let lease = Lease { holder, released: false, written: None };
    let lease_path = lease_path(folder, name);
    write_lease(&lease_path, &lease).map_err(failed)?;
    let lock = Box::new(FileLock { file, lease, lease_path });
    Ok(TryLock::Taken(Taken { lock, previous }))
}

pub(super) fn stamp(folder: &Utf8Path, name: &str) -> Result<Stamp, StoreError> {
    let path = lease_path(folder, name);
    match patiently(|| read(&path)) {
        Ok(bytes) => Ok(Stamp::read(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Stamp::Never),
        Err(error) => Err(StoreError::new(format!("can't read the lease {path}"), error)),
    }
}

fn lease_path(folder: &Utf8Path, name: &str) -> Utf8PathBuf {
    folder.join(format!("{name}.json"))
}

/// Replaces the lease at one stroke, so that a reader never sees half of one.
fn write_lease(path: &Utf8Path, lease: &Lease) -> io::Result<()> {
    let fresh = path.with_extension("json.new");
    let mut file = create_anew(&fresh)?;
    file.write_all(&serde_json::to_vec(lease)?)?;
    drop(file);
    patiently(|| std::fs::rename(&fresh, path))
}

impl Lock for FileLock {
    fn is_held(&self) -> bool {
        true
    }

    fn held(&self) -> BoxFuture<'_, bool> {
        async { true }.boxed()
    }

    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        async move { drop(self) }.boxed()
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        self.lease.released = true;
        // Where this fails, the next run takes the holder for one that died and looks again: no harm.
        let _ = write_lease(&self.lease_path, &self.lease);
        let _ = self.file.unlock();
    }
}

use super::files::{create_anew, create_folder};
use crate::store::{LogName, Pruned, StoreError};
use camino::{Utf8DirEntry, Utf8Path};
use jiff::Timestamp;
use std::io::{self, Write as _};

/// Writes a document whole, first beside its place. Whoever writes one of this name writes the same.
pub(super) fn keep(path: &Utf8Path, bytes: &[u8]) -> Result<String, StoreError> {
    let written = || {
        create_folder(path.parent().ok_or(io::ErrorKind::NotFound)?)?;
        let fresh = path.with_extension(format!("json.{}", std::process::id()));
        let mut file = create_anew(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&fresh, path)
    };
    let failed = |error| StoreError::new(format!("can't write {path}"), error);
    written().map(|()| path.to_string()).map_err(failed)
}

/// Deletes what is older: runs by their names, plans by when they were written.
pub(super) fn prune(root: &Utf8Path, before: Timestamp) -> Result<Pruned, StoreError> {
    let by_name = |entry: &Utf8DirEntry| {
        LogName::new(entry.file_name()).began.is_some_and(|began| began < before)
    };
    let by_time = |entry: &Utf8DirEntry| {
        let written = entry.metadata().and_then(|it| it.modified()).ok();
        let written = written.and_then(|it| Timestamp::try_from(it).ok());
        written.is_some_and(|written| written < before)
    };
    Ok(Pruned {
        journals: remove(&root.join("journal"), by_name)?,
        reports: remove(&root.join("reports"), by_name)?,
        plans: remove(&root.join("plans"), by_time)?,
    })
}

fn remove(folder: &Utf8Path, is_old: impl Fn(&Utf8DirEntry) -> bool) -> Result<usize, StoreError> {
    let failed = |error| StoreError::new(format!("can't delete what is old in {folder}"), error);
    let entries = match folder.read_dir_utf8() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(failed(error)),
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if is_old(&entry) {
            std::fs::remove_file(entry.path()).map_err(failed)?;
            removed += 1;
        }
    }
    Ok(removed)
}

//! Files that verbs write and read. What holds e-mail addresses is readable by nobody else.

use anyhow::{Error, Result};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes the whole file anew, readable by its owner only (0600): first beside it, then in its place, so
/// that nobody ever sees half of it.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let failed = |source: io::Error| cant_write(path, source);
    let name = path.file_name().ok_or_else(|| failed(io::ErrorKind::IsADirectory.into()))?;
    let beside = path.with_file_name(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|source| {
        // What is left of it has addresses in it; that it can't be removed changes nothing about the error.
        let _ = std::fs::remove_file(&beside);
        failed(source)
    })
}

/// Writes a file that anybody may read.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|error| cant_write(path, error))
}

/// The error of a file or folder that can't be read.
pub(crate) fn cant_read(path: impl AsRef<Path>, error: io::Error) -> Error {
    Error::new(error).context(format!("can't read {}", path.as_ref().display()))
}

/// The error of a file or folder that can't be written.
pub(crate) fn cant_write(path: impl AsRef<Path>, error: io::Error) -> Error {
    Error::new(error).context(format!("can't write {}", path.as_ref().display()))
}

/// What went wrong with a file that is not what it should be.
pub(crate) fn cant_use(path: &Path) -> String {
    format!("{} can't be used", path.display())
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| cant_read(path, error))
}

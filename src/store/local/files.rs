use camino::Utf8Path;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;

/// Makes a folder and those above it, readable for nobody else. One that is there is left as it is.
pub(super) fn create_folder(path: &Utf8Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Options for files that nobody else may read: they name people.
pub(super) fn private() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the names in a folder survive a power cut.
pub(super) fn sync_folder(path: &Utf8Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

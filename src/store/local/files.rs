use camino::Utf8Path;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::time::Duration;

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

/// On Windows a file can't be replaced while somebody reads it, nor read while it is replaced: that is over at once.
/// Anything else fails as it does.
pub(crate) fn patiently<T>(mut action: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    /// Access denied, a sharing violation, a lock violation.
    const BUSY: [i32; 3] = [5, 32, 33];
    const TRIES: u32 = 100;
    for _ in 1..TRIES {
        match action() {
            Err(error)
                if cfg!(windows) && error.raw_os_error().is_some_and(|it| BUSY.contains(&it)) =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
    action()
}

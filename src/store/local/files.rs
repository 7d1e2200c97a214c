use camino::Utf8Path;
use std::fs::{DirBuilder, File, FileType, OpenOptions};
use std::io::{self, Read as _};
use std::time::Duration;

/// Makes a folder and those above it, readable for nobody else. One that is there is left as it is.
pub(in crate::store) fn create_folder(path: &Utf8Path) -> io::Result<()> {
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

/// A journal of 10,000 organizations has some hundred MB.
const LONGEST: u64 = 1 << 30;

/// Reads a file of the store: no link, device or pipe that somebody else put in its place.
pub(super) fn read(path: &Utf8Path) -> io::Result<Vec<u8>> {
    only_a_file(path.symlink_metadata()?.file_type())?;
    read_to(path, LONGEST)
}

/// Reads a regular file, or what a link to one leads to, up to 1 GiB.
pub(crate) fn read_regular(path: &Utf8Path) -> io::Result<Vec<u8>> {
    only_a_file(path.metadata()?.file_type())?;
    read_to(path, LONGEST)
}

/// An error where something is there that is no file: a link, a device or a pipe.
pub(crate) fn nothing_else(path: &Utf8Path) -> io::Result<()> {
    path.symlink_metadata().map_or(Ok(()), |there| only_a_file(there.file_type()))
}

/// Opens a file to write to, which stays as it is where it is there, and is no link, device or pipe.
pub(crate) fn open_kept(path: &Utf8Path) -> io::Result<File> {
    nothing_else(path)?;
    private().write(true).create(true).truncate(false).open(path)
}

/// Creates a file anew. Whatever was in its place, a link too, is taken away and not written to.
pub(crate) fn create_anew(path: &Utf8Path) -> io::Result<File> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => private().write(true).create_new(true).open(path),
    }
}

fn only_a_file(kind: FileType) -> io::Result<()> {
    match kind.is_file() {
        true => Ok(()),
        false => Err(io::Error::other("it is no regular file: remove it")),
    }
}

fn read_to(path: &Utf8Path, longest: u64) -> io::Result<Vec<u8>> {
    let too_long = || io::Error::other(format!("it is larger than {} GiB", longest >> 30));
    let file = File::open(path)?;
    if file.metadata()?.len() > longest {
        return Err(too_long());
    }
    // One that grows meanwhile can't get past that either.
    let mut bytes = Vec::new();
    file.take(longest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > longest { Err(too_long()) } else { Ok(bytes) }
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

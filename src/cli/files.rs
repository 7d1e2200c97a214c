//! Files that verbs write and read. What holds e-mail addresses is readable by nobody else.

use super::error;
use anyhow::{Context as _, Error, Result};
use rolecall::manifest::decode;
use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What one file may have: the plan of 10,000 organizations has some hundred MB.
pub(crate) const LONGEST: u64 = 1 << 30;

/// What a run reads of all files that it is given.
const MOST: u64 = 4 << 30;

/// Readable by its owner alone.
const PRIVATE: u32 = 0o600;

/// Writes the whole file anew, readable by its owner only.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let mut file = Growing::begin(path)?;
    file.append(text)?;
    file.finish()
}

/// A file that is written anew piece by piece, readable by its owner only: first beside its place, then in it, so that
/// nobody ever sees half of it. A device or a pipe is written to, and a link stays a link to what is written.
#[derive(Debug)]
pub(crate) struct Growing {
    path: PathBuf,
    file: File,
    /// `None` where what is there is written to.
    beside: Option<Beside>,
}

impl Growing {
    pub(crate) fn begin(path: &Path) -> Result<Self> {
        let there = fs::metadata(path).ok();
        let place = match (there, path.is_symlink()) {
            (Some(there), _) if !there.is_file() => Ok(None),
            (Some(_), true) => fs::canonicalize(path).map(Some),
            (None, true) => Ok(None),
            (_, false) => Ok(Some(path.to_owned())),
        };
        let begun = place.and_then(|place| match place {
            Some(place) => Beside::begin(&place, PRIVATE).map(|(it, file)| (Some(it), file)),
            None => {
                let mut options = OpenOptions::new();
                options.write(true).create(true).truncate(true);
                mode(&mut options, PRIVATE);
                options.open(path).map(|file| (None, file))
            }
        });
        let (beside, file) = begun.map_err(|error| cant_write(path, error))?;
        Ok(Self { path: path.to_owned(), file, beside })
    }

    pub(crate) fn append(&mut self, text: &str) -> Result<()> {
        self.file.write_all(text.as_bytes()).map_err(|error| cant_write(&self.path, error))
    }

    /// Puts it in its place.
    pub(crate) fn finish(self) -> Result<()> {
        let Self { path, file, beside } = self;
        let Some(beside) = beside else { return Ok(()) };
        let done = file.sync_all().and_then(|()| beside.replace());
        done.map_err(|error| cant_write(path, error))
    }
}

/// Puts a text in the place of what is there: first beside it, then in its place.
pub(crate) fn replace(path: &Path, text: &str, access: u32) -> io::Result<()> {
    Beside::write(path, text.as_bytes(), access)?.replace()
}

/// Writes a file that is not there yet; one that came meanwhile is not touched.
pub(crate) fn create(path: &Path, text: &str, access: u32) -> io::Result<()> {
    Beside::write(path, text.as_bytes(), access)?.create()
}

/// A file written whole beside the place that it is for. Where it comes to nothing, it goes again.
#[derive(Debug)]
pub(crate) struct Beside {
    from: PathBuf,
    to: PathBuf,
}

impl Beside {
    /// Writes it; what is in its place stays.
    pub(crate) fn write(path: &Path, bytes: &[u8], access: u32) -> io::Result<Self> {
        let (beside, mut file) = Self::begin(path, access)?;
        file.write_all(bytes).and_then(|()| file.sync_all())?;
        Ok(beside)
    }

    /// The same with nothing in it yet.
    fn begin(path: &Path, access: u32) -> io::Result<(Self, File)> {
        let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(format!(".{}", std::process::id()));
        let from = path.with_file_name(beside);
        // One of a run that was killed, where process numbers come again.
        let _ = fs::remove_file(&from);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        mode(&mut options, access);
        let file = options.open(&from)?;
        Ok((Self { from, to: path.to_owned() }, file))
    }

    /// Gives it the rights that another file has.
    pub(crate) fn like(self, other: &Metadata) -> io::Result<Self> {
        fs::set_permissions(&self.from, other.permissions())?;
        Ok(self)
    }

    /// Puts it in the place of what is there.
    pub(crate) fn replace(self) -> io::Result<()> {
        fs::rename(&self.from, &self.to)
    }

    /// Puts it in its place, where nothing is yet.
    pub(crate) fn create(self) -> io::Result<()> {
        // A link to a name that is taken fails, where a rename would replace it.
        fs::hard_link(&self.from, &self.to)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // What is left of it may have addresses in it; that it can't be removed changes nothing about an error.
        let _ = fs::remove_file(&self.from);
    }
}

fn mode(options: &mut OpenOptions, access: u32) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, access);
    #[cfg(not(unix))]
    let _ = (options, access);
}

/// Writes a file that anybody may read.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| cant_write(path, error))
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

/// Reads a text file that rolecall or somebody else wrote: UTF-8, with a byte order mark or without, or UTF-16 with
/// one. What is longer than 1 GiB is not read to its end, whatever it is.
pub(crate) fn read(path: &Path) -> Result<String> {
    let Some(bytes) = up_to(path, LONGEST).map_err(|error| cant_read(path, error))? else {
        let what = format!("{} is larger than 1 GiB", path.display());
        return Err(error::failed(what, "that is no file of rolecall"));
    };
    decode(bytes).with_context(|| format!("can't read {}", path.display()))
}

/// What is left of the bytes that all files of a run may have.
pub(crate) struct Room {
    left: u64,
}

impl Room {
    /// A run's.
    pub(crate) const fn whole() -> Self {
        Self { left: MOST }
    }

    #[cfg(test)]
    pub(crate) const fn of(left: u64) -> Self {
        Self { left }
    }

    /// Takes what a file has; `false` where that is more than is left.
    pub(crate) fn take(&mut self, bytes: u64) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// Takes what one of the files has that a run was given.
    pub(crate) fn take_of(&mut self, file: &Path, bytes: u64) -> Result<()> {
        if self.take(bytes) {
            return Ok(());
        }
        let what = format!("up to {}, the files have more than 4 GiB", file.display());
        Err(error::failed(what, "a run reads no more than that: give it fewer or smaller ones"))
    }
}

/// Refuses files, before one of them is read, that are too large together. What is too large by itself is told when its
/// turn comes; of what is no file, as a pipe or what is in the store, it shows only then how much there is.
pub(crate) fn fit_together(files: &[PathBuf], longest: u64) -> Result<()> {
    let mut room = Room::whole();
    let length = |file| fs::metadata(file).ok().map(|it| it.len()).filter(|it| *it <= longest);
    files.iter().try_for_each(|file| room.take_of(file, length(file).unwrap_or_default()))
}

/// The bytes of a file, device or pipe; `None` where it has more than `longest`: one that grows meanwhile can't get past
/// that either.
pub(crate) fn up_to(path: impl AsRef<Path>, longest: u64) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    if file.metadata()?.len() > longest {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(longest + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= longest).then_some(bytes))
}

use crate::sandbox::state::{State, StateError};
use crate::store::{create_anew, nothing_else, open_kept, patiently, read_regular};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{self, File};
use std::io::{self, Write as _};

/// A state file, shared by every sandbox that names it: `apply` in two terminals has one platform, not two.
#[derive(Debug)]
pub(super) struct StateFile {
    path: Utf8PathBuf,
    /// What the file had when it was last read or written.
    known: Option<Vec<u8>>,
}

/// Why a state or seed file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It can't be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: Utf8PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// It can't be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: Utf8PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// It is no state.
    #[error("{path} is not a usable sandbox state")]
    State {
        /// The file.
        path: Utf8PathBuf,
        /// Why.
        #[source]
        cause: StateError,
    },
}

impl StateFile {
    pub(super) const fn new(path: Utf8PathBuf) -> Self {
        Self { path, known: None }
    }

    /// Whether it can be locked once something is to be written.
    pub(super) fn check(&self) -> Result<(), FileError> {
        let path = with_suffix(&self.path, ".lock");
        nothing_else(&path).map_err(|cause| FileError::Write { path, cause })
    }

    /// Keeps other processes from writing for as long as the answer lives.
    pub(super) fn lock(&self) -> Result<File, FileError> {
        let path = with_suffix(&self.path, ".lock");
        let lock = || {
            make_folder(&path)?;
            let file = open_kept(&path)?;
            file.lock()?;
            Ok(file)
        };
        lock().map_err(|cause| FileError::Write { path: path.clone(), cause })
    }

    /// The state, if the file is there and has other bytes than were last seen.
    pub(super) fn load_if_changed(&mut self) -> Result<Option<State>, FileError> {
        let bytes = match patiently(|| read_regular(&self.path)) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(FileError::Read { path: self.path.clone(), cause }),
        };
        if self.known.as_ref() == Some(&bytes) {
            return Ok(None);
        }
        let state = parse(&self.path, &bytes)?;
        self.known = Some(bytes);
        Ok(Some(state))
    }

    /// Replaces the file in one piece: whoever reads it sees the old state or the new one.
    pub(super) fn save(&mut self, state: &State) -> Result<(), FileError> {
        let bytes = state.to_json().map_err(|cause| FileError::State {
            path: self.path.clone(),
            cause: StateError::Shape(cause),
        })?;
        replace(&self.path, &bytes)
            .map_err(|cause| FileError::Write { path: self.path.clone(), cause })?;
        self.known = Some(bytes);
        Ok(())
    }
}

/// Reads a seed.
pub(super) fn parse(path: &Utf8Path, bytes: &[u8]) -> Result<State, FileError> {
    State::parse(bytes).map_err(|cause| FileError::State { path: path.to_owned(), cause })
}

impl State {
    /// Reads a state from a file.
    ///
    /// # Errors
    /// [`FileError`]: it can't be read, or is no state.
    pub fn read(path: &Utf8Path) -> Result<Self, FileError> {
        let bytes =
            read_regular(path).map_err(|cause| FileError::Read { path: path.to_owned(), cause })?;
        parse(path, &bytes)
    }
}

fn replace(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    make_folder(path)?;
    let temporary = with_suffix(path, ".new");
    // One name is enough: who writes holds the lock. What a killed process left there is taken away.
    let mut file = create_anew(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    patiently(|| fs::rename(&temporary, path))
}

fn make_folder(path: &Utf8Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_str().is_empty() => fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

fn with_suffix(path: &Utf8Path, suffix: &str) -> Utf8PathBuf {
    Utf8PathBuf::from(format!("{path}{suffix}"))
}

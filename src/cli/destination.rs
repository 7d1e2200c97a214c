//! The file that a verb writes where it was told to: one argument, and one way to write it.

use super::files;
use anyhow::Result;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// What `--out` and `--report` name: a file, which nobody else may read, since it names people; or `-`, stdout.
#[derive(Clone, Debug)]
pub(crate) struct Destination(PathBuf);

impl From<OsString> for Destination {
    fn from(text: OsString) -> Self {
        Self(text.into())
    }
}

impl Destination {
    /// Whether it is stdout.
    pub(crate) fn is_stdout(&self) -> bool {
        self.0.as_os_str() == "-"
    }

    /// The file, for a command that reads it again.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes the whole file anew. What is there stays until the text is whole; a device, a pipe and what a link leads
    /// to is written to. The text has no secret in it: see [`super::printer::Printer::save`].
    pub(super) fn replace(&self, text: &str) -> Result<()> {
        files::write_private(&self.0, text)
    }

    /// The same, piece by piece: see [`super::printer::Printer::append`].
    pub(super) fn begin(&self) -> Result<files::Growing> {
        files::Growing::begin(&self.0)
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

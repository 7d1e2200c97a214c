//! Finding the Project, reading its manifests, and choosing organizations.

mod files;
mod select;

use super::error::Error;
use super::printer::Printer;
use super::settings::Settings;
use rolecall::manifest::{self, Diagnostic, Project, Severity, SourceFile};
use rolecall::model::Desired;
use std::path::{Path, PathBuf};

/// The name of the Project file.
const FILE: &str = "rolecall.yaml";

/// A Project's folder, read and checked.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The folder of `rolecall.yaml`; relative paths in it are relative to this.
    pub(crate) root: PathBuf,
    /// The Project.
    pub(crate) project: Project,
    /// Organizations that PATH and `--org` choose, by name.
    pub(crate) organizations: Vec<Desired>,
}

/// What a Project's folder holds, checked but not yet chosen from.
#[derive(Debug)]
pub(crate) struct Manifests {
    /// The folder of `rolecall.yaml`.
    pub(crate) root: PathBuf,
    /// The files.
    pub(crate) files: Vec<SourceFile>,
}

impl Manifests {
    /// Finds the Project and reads its files, without looking into them.
    pub(crate) fn read(paths: &[PathBuf], settings: &Settings) -> Result<Self, Error> {
        let root = find(paths, settings)?;
        let files = files::read_all(&root)?;
        Ok(Self { root, files })
    }
}

/// The folder of the Project file: from the first PATH, else from the settings' directory, upward.
fn find(paths: &[PathBuf], settings: &Settings) -> Result<PathBuf, Error> {
    let start = match paths.first() {
        Some(path) => select::existing(path)?,
        None => select::existing(&settings.directory)?,
    };
    let folder = if start.is_dir() { start.as_path() } else { start.parent().unwrap_or(&start) };
    let found = folder.ancestors().find(|folder| folder.join(FILE).is_file());
    found.map(Path::to_owned).ok_or_else(|| Error::NoProject { from: folder.to_owned() })
}

//! Finding the Project, reading its manifests, and choosing organizations.

mod files;
mod select;

use super::error::Error;
use super::printer::Printer;
use super::settings::Settings;
use camino::Utf8PathBuf;
use rolecall::manifest::{self, Document, Loaded, Project, Severity, SourceFile, escape};
use rolecall::model::Desired;
use std::path::PathBuf;

/// The name of the Project file.
const FILE: &str = "rolecall.yaml";

/// A Project's folder as it was read. Nothing is said of it yet.
#[derive(Debug)]
pub(crate) struct Manifests {
    root: Utf8PathBuf,
    /// What the files add up to.
    pub(crate) loaded: Loaded,
}

/// A sound Project, and the organizations that were asked for.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The folder of `rolecall.yaml`; relative paths in it are relative to this.
    pub(crate) root: Utf8PathBuf,
    /// The Project.
    pub(crate) project: Project,
    /// By name, never empty.
    pub(crate) organizations: Vec<Desired>,
    /// Platform manifests.
    pub(crate) platforms: Vec<Document>,
}

impl Manifests {
    /// Finds the Project and reads its files.
    pub(crate) fn read(paths: &[PathBuf], settings: &Settings) -> Result<Self, Error> {
        let root = find(paths, settings)?;
        let files: Vec<SourceFile> = files::read_all(&root)?;
        let today = settings.planning_time().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        Ok(Self { root, loaded: manifest::load(&files, today) })
    }

    /// The Project and the organizations that PATH and `--org` choose. Diagnostics are told on stderr; where one
    /// is an error, that is the end.
    pub(crate) fn open(
        self,
        paths: &[PathBuf],
        settings: &Settings,
        printer: &Printer,
    ) -> Result<Repository, Error> {
        let diagnostics = manifest::text(&self.loaded.diagnostics, printer.err().color);
        if !diagnostics.is_empty() {
            printer.stderr(&diagnostics);
        }
        self.tell_notes(printer);
        self.choose(paths, settings)
    }

    /// The Project and the organizations that PATH and `--org` choose, where nothing is wrong.
    pub(crate) fn choose(
        self,
        paths: &[PathBuf],
        settings: &Settings,
    ) -> Result<Repository, Error> {
        let Self { root, loaded } = self;
        let Loaded { project, organizations, platforms, diagnostics, notes } = loaded;
        let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
        if errors > 0 {
            return Err(Error::Manifests { errors });
        }
        let project = project.ok_or_else(|| Error::NoProjectDocument { file: root.join(FILE) })?;
        let organizations = select::choose(organizations, &root, paths, &settings.orgs)?;
        if organizations.is_empty() {
            let place = match paths {
                [] => root.to_string(),
                paths => paths.iter().map(|it| it.display().to_string()).collect::<Vec<_>>().join(", "),
            };
            return Err(Error::NoOrganizations { place, passed_over: notes.len() });
        }
        Ok(Repository { root, project, organizations, platforms })
    }

    /// Says what was passed over.
    pub(crate) fn tell_notes(&self, printer: &Printer) {
        for note in &self.loaded.notes {
            printer.talk(&format!("note: {}:{}: {}", escape(&note.file), note.line, note.message));
        }
    }
}

impl Repository {
    /// Finds, reads and checks everything that a verb needs which talks to the platform.
    pub(crate) fn open(
        paths: &[PathBuf],
        settings: &Settings,
        printer: &Printer,
    ) -> Result<Self, Error> {
        Manifests::read(paths, settings)?.open(paths, settings, printer)
    }

    /// A path of the Project file.
    pub(crate) fn path(&self, relative: &str) -> Utf8PathBuf {
        self.root.join(relative)
    }
}

/// The folder of the Project file: from the first PATH, else from the settings' directory, upward.
fn find(paths: &[PathBuf], settings: &Settings) -> Result<Utf8PathBuf, Error> {
    let start = select::existing(paths.first().unwrap_or(&settings.directory))?;
    let folder = if start.is_dir() { start.as_path() } else { start.parent().unwrap_or(&start) };
    let found = folder.ancestors().find(|folder| folder.join(FILE).is_file());
    found.map(ToOwned::to_owned).ok_or_else(|| Error::NoProject { from: folder.to_owned() })
}

//! Finding the Project, reading its manifests, and choosing organizations.

mod files;
mod outside;
mod select;
mod store;
mod text;

pub(crate) use select::existing;

use files::Found;

use super::args::Part;
use super::error;
use super::files::Room;
use super::printer::Printer;
use super::settings::Settings;
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use rolecall::manifest::proposal::{Proposal, Withheld, propose};
use rolecall::manifest::{
    self, Code, Diagnostic, Loaded, PROJECT_FILE, Project, Rendered, Severity, SourceFile, escape,
};
use rolecall::model::{Desired, Lint, NamePattern, Silenced, Slug};
use rolecall::platform::Profile;
use rolecall::render::diagnostics::Checkout;
use rolecall::store::Records;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A Project's folder as it was read. Nothing is said of it yet.
#[derive(Debug)]
pub(crate) struct Manifests {
    root: Utf8PathBuf,
    files: Vec<SourceFile>,
    /// What the files add up to.
    pub(crate) loaded: Loaded,
}

/// A sound Project, and the organizations that were asked for.
#[derive(Clone, Debug)]
pub(crate) struct Repository {
    /// The folder of `rolecall.yaml`; relative paths in it are relative to this.
    pub(crate) root: Utf8PathBuf,
    /// The Project.
    pub(crate) project: Project,
    /// By name.
    pub(crate) organizations: Vec<Desired>,
    /// Lints that are not told of them.
    pub(crate) silenced: Silenced,
    /// Its files; after [`Repository::without_texts`], those that may hold a Platform.
    pub(crate) files: Vec<SourceFile>,
    /// Digest of its manifests, once somebody asked for it.
    digest: OnceLock<String>,
}

/// What a proposed branch has that is not planned with.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    /// What counts only once it is merged.
    pub(crate) withheld: Vec<Withheld>,
    /// Manifests that are in no project, with paths from the repository's root.
    pub(crate) outside: Vec<String>,
}

impl Manifests {
    /// Finds the Project and reads its files.
    pub(crate) fn read(paths: &[PathBuf], settings: &Settings) -> Result<Self> {
        let root = find(given(paths, settings))?;
        let found = files::read_all(&root, &mut Room::whole())?;
        Ok(Self::of(root, found, settings))
    }

    /// Like [`Manifests::read`], with the manifests that the same folder of another checkout has, and what of that
    /// checkout is not among them.
    pub(crate) fn proposed(
        paths: &[PathBuf],
        proposed: &Path,
        settings: &Settings,
    ) -> Result<(Self, LeftOut)> {
        let root = find(given(paths, settings))?;
        let theirs = select::existing(proposed)?;
        let mut room = Room::whole();
        let outside = outside::outside(&root, &theirs, &mut room)?;
        let mut found = files::read_all(&root, &mut room)?;
        let theirs = files::read_all(&theirs, &mut room)?;
        let Proposal { files, withheld } = propose(found.files, theirs.files);
        found.files = files;
        found.notes = theirs.notes;
        found.unreadable.retain(|it| it.location.file == PROJECT_FILE);
        found.unreadable.extend(theirs.unreadable);
        Ok((Self::of(root, found, settings), LeftOut { withheld, outside }))
    }

    fn of(root: Utf8PathBuf, found: Found, settings: &Settings) -> Self {
        let Found { files, notes, unreadable } = found;
        let mut loaded = manifest::load(&files, settings.today());
        loaded.notes.extend(notes);
        if !unreadable.is_empty() {
            // What is missing may be in there.
            loaded.diagnostics.retain(|it| it.code != Code::UnknownReference);
        }
        loaded.diagnostics.extend(unreadable);
        loaded.diagnostics.extend(Profile::check(&files));
        loaded.diagnostics.sort_by(|a, b| place(a).cmp(&place(b)));
        Self { root, files, loaded }
    }

    /// The Project's folder.
    pub(crate) fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// All files, for the Platforms among them.
    pub(crate) fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Where the Project is in its repository.
    pub(crate) fn checkout(&self) -> Checkout {
        Checkout::new(&self.root, repository(&self.root))
    }

    /// Every organization without errors, as a plain manifest.
    pub(crate) fn rendered(&self, settings: &Settings) -> Vec<Rendered> {
        manifest::render(&self.files, settings.today()).0
    }

    /// The Project and the organizations that PATH and `--org` choose. Diagnostics are told on stderr; where one
    /// is an error, that is the end.
    pub(crate) fn open(
        self,
        paths: &[PathBuf],
        settings: &Settings,
        printer: &Printer,
    ) -> Result<Repository> {
        let diagnostics = self.of_chosen(&settings.orgs);
        let diagnostics = manifest::text(&diagnostics, printer.err().color);
        if !diagnostics.is_empty() {
            printer.stderr(&diagnostics);
        }
        self.tell_notes(printer);
        self.choose(paths, settings)
    }

    /// What there is to say, without lints of organizations that were not asked for.
    fn of_chosen(&self, names: &[NamePattern]) -> Vec<Diagnostic> {
        if names.is_empty() {
            return self.loaded.diagnostics.clone();
        }
        // Whether any of the organizations that a lint is about was asked for.
        let mut asked: BTreeMap<_, bool> = BTreeMap::new();
        for one in &self.loaded.organizations {
            let is_asked = names.iter().any(|name| name.matches(&one.name));
            for Lint { code, message, source, about: _ } in &one.lints {
                let lint = (*code, message.as_str(), source.file.as_str(), source.line);
                *asked.entry(lint).or_default() |= is_asked;
            }
        }
        let concerns = |it: &&Diagnostic| {
            let at = &it.location;
            let lint = (it.code.word(), it.message.as_str(), at.file.as_str(), at.line);
            asked.get(&lint).copied().unwrap_or(true)
        };
        self.loaded.diagnostics.iter().filter(concerns).cloned().collect()
    }

    /// The Project and the organizations that PATH and `--org` choose, where nothing is wrong.
    pub(crate) fn choose(self, paths: &[PathBuf], settings: &Settings) -> Result<Repository> {
        let passed_over = self.loaded.notes.len();
        let mut whole = self.sound()?;
        let all = std::mem::take(&mut whole.organizations);
        whole.organizations = select::choose(all, &whole.root, paths, &settings.orgs)?;
        if whole.organizations.is_empty() {
            let paths: Vec<_> = paths.iter().map(|it| it.display().to_string()).collect();
            let place = if paths.is_empty() { whole.root.to_string() } else { paths.join(", ") };
            let help = match passed_over {
                0 => {
                    "write one document with `apiVersion: rolecall/v1` and `kind: Organization` for each organization"
                }
                _ => {
                    "YAML without `apiVersion: rolecall/v1` is passed over: is this the right folder?"
                }
            };
            return Err(error::invalid(
                format!("no Organization or Client manifest in {place}"),
                help,
            ));
        }
        Ok(whole)
    }

    /// The Project with all its organizations, of which there may be none. Only errors are told.
    pub(crate) fn whole(self, printer: &Printer) -> Result<Repository> {
        if self.loaded.has_errors() {
            printer.stderr(&manifest::text(&self.loaded.diagnostics, printer.err().color));
        }
        self.sound()
    }

    /// The Project with all its organizations, where nothing is wrong.
    fn sound(self) -> Result<Repository> {
        let Self { root, files, loaded } = self;
        let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
        match loaded.diagnostics.iter().filter(is_error).count() {
            0 => {}
            errors => return Err(error::invalid_manifests(errors)),
        }
        let silenced = loaded.silenced();
        let project = loaded.project.ok_or_else(|| {
            error::invalid(
                format!("{} has no document with `kind: Project`", root.join(PROJECT_FILE)),
                "begin with: {apiVersion: rolecall/v1, kind: Project, metadata: {name: my-project}, spec: {platform: sandbox}}",
            )
        })?;
        let (organizations, digest) = (loaded.organizations, OnceLock::new());
        Ok(Repository { root, project, organizations, silenced, files, digest })
    }

    /// Where locks and journals are kept, also of a Project that something is wrong with.
    pub(crate) fn store(&self, settings: &Settings) -> Result<Box<dyn Records>> {
        match self.loaded.diagnostics.iter().find(|it| it.code == Code::NestedProject) {
            Some(it) => Err(nested(&self.root.join(&it.location.file), &self.root)),
            None => store::open(&self.root, self.loaded.project.as_ref(), settings, None),
        }
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
    pub(crate) fn open(paths: &[PathBuf], settings: &Settings, printer: &Printer) -> Result<Self> {
        Manifests::read(paths, settings)?.open(paths, settings, printer)
    }

    /// Digest of its manifests.
    pub(crate) fn digest(&self) -> &str {
        self.digest.get_or_init(|| manifest::digest(&self.files))
    }

    /// The same project with other manifests.
    pub(crate) fn with(&self, organizations: Vec<Desired>, files: Vec<SourceFile>) -> Self {
        let Self { root, project, silenced, .. } = self;
        let (root, project, silenced) = (root.clone(), project.clone(), silenced.clone());
        Self { root, project, organizations, silenced, files, digest: OnceLock::new() }
    }

    /// Without the texts that it was read from, for verbs that write no manifest: only Platforms are read again.
    pub(crate) fn without_texts(mut self) -> Self {
        self.digest();
        self.files.retain(Profile::may_be_in);
        self
    }

    /// What of it is in this part of the fleet.
    pub(crate) fn part(mut self, part: Part) -> Self {
        self.organizations.retain(|it| part.has(it.id));
        self
    }

    /// What runs left, for verbs that take no lock.
    pub(crate) fn store(&self, settings: &Settings) -> Result<Box<dyn Records>> {
        store::open(&self.root, Some(&self.project), settings, None)
    }

    /// The same, for locks on organizations of this platform.
    pub(crate) fn store_of(&self, settings: &Settings, platform: &str) -> Result<Box<dyn Records>> {
        store::open(&self.root, Some(&self.project), settings, Some(platform))
    }

    /// Reads a text file that somebody else wrote, up to the size that manifests may have.
    pub(crate) fn text(path: &Utf8Path) -> Result<String> {
        text::read(path)
    }

    /// A path under the Project's folder as manifests name it: relative, with forward slashes.
    pub(crate) fn shown(&self, path: &Utf8Path) -> String {
        files::relative(&self.root, path)
    }

    /// A path of the Project file.
    pub(crate) fn path(&self, relative: &str) -> Utf8PathBuf {
        self.root.join(relative)
    }
}

/// Where the search for the Project begins: at the first PATH, else in the settings' directory.
fn given<'a>(paths: &'a [PathBuf], settings: &'a Settings) -> &'a Path {
    paths.first().unwrap_or(&settings.directory)
}

/// The names of all organizations that the Project's files declare, whatever else is wrong with them. Only manifests
/// are read.
pub(crate) fn declared(directory: &Path) -> Result<BTreeSet<Slug>> {
    let found = files::read_all(&find(directory)?, &mut Room::whole())?;
    Ok(manifest::declared(&found.files))
}

/// The folder of the Project file: from the given file or folder upward.
///
/// # Errors
/// Where there is none, or another one above it: a pull request can bring the inner one, and through a link it can be
/// anywhere, so that the folders above the path as it is written count too.
fn find(given: &Path) -> Result<Utf8PathBuf> {
    let start = select::existing(given)?;
    let folder = if start.is_dir() { start.as_path() } else { start.parent().unwrap_or(&start) };
    let is_project = |folder: &&Utf8Path| folder.join(PROJECT_FILE).is_file();
    let mut projects = folder.ancestors().filter(is_project);
    let found = projects.next().ok_or_else(|| {
        error::invalid(
            format!("no `rolecall.yaml` in {folder} or in a folder above it"),
            "give the path of a project, or write a `rolecall.yaml` with `kind: Project` there",
        )
    })?;
    let as_written = select::as_written(given);
    let around = as_written.as_deref().map(Utf8Path::ancestors).into_iter().flatten();
    let around = around.filter(is_project).filter_map(|it| select::existing(it.as_std_path()).ok());
    match projects.map(ToOwned::to_owned).chain(around).find(|it| it != found) {
        Some(outer) => Err(nested(found, &outer)),
        None => Ok(found.to_owned()),
    }
}

fn nested(inner: &Utf8Path, outer: &Utf8Path) -> anyhow::Error {
    error::invalid(
        format!("{inner} is a Project inside of another one's folder, {outer}"),
        "remove it, or move it out of that folder: only the outer Project may name commands and files",
    )
}

/// The folder of the Git repository that a folder is in.
pub(crate) fn repository(folder: &Utf8Path) -> Option<&Utf8Path> {
    // In a worktree or a submodule it is a file.
    folder.ancestors().find(|folder| folder.join(".git").exists())
}

/// What diagnostics are sorted by.
fn place(it: &Diagnostic) -> (&str, u32, u32, rolecall::manifest::Code) {
    (&it.location.file, it.location.line, it.location.column, it.code)
}

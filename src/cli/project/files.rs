//! Reading the YAML files of a Project's folder.

use crate::cli::error;
use crate::cli::files::{Room, cant_read};
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use rolecall::manifest::{
    Code, Diagnostic, Exclude, Location, Note, PROJECT_FILE, Severity, SourceFile, decode, names_us,
};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;

/// The largest file that is read. A thousand people take about 100 KB, so what is larger is no manifest.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// What was found in a Project's folder.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Sorted by path.
    pub(super) files: Vec<SourceFile>,
    /// What was passed over, and that somebody may wonder about.
    pub(super) notes: Vec<Note>,
    /// Manifests that are no text.
    pub(super) unreadable: Vec<Diagnostic>,
}

/// All files with the endings of YAML under the folder, but what the Project excludes. Dot-folders are skipped. Links
/// are followed where they stay inside, and each file is read once, by its real path. What is no regular file is not
/// opened.
pub(super) fn read_all(root: &Utf8Path, room: &mut Room) -> Result<Found> {
    let exclude = match read(&root.join(PROJECT_FILE)) {
        Ok(text) => Exclude::of(&SourceFile { path: PROJECT_FILE.to_owned(), text }),
        // Why it can't be read is said when its turn comes.
        Err(_) => Exclude::default(),
    };
    let mut walk = Walk {
        root,
        exclude,
        found: Found::default(),
        seen: BTreeSet::new(),
        links: Vec::new(),
        room,
    };
    walk.folder(root)?;
    // Links come last, so that what they lead to is known by its own path.
    while let Some(link) = walk.links.pop() {
        walk.link(&link)?;
    }
    let mut found = walk.found;
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.notes.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}

/// The path under the Project's folder with forward slashes, the same on every machine.
pub(super) fn relative(root: &Utf8Path, path: &Utf8Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.components().map(|part| part.as_str()).collect();
    parts.join("/")
}

struct Walk<'r> {
    root: &'r Utf8Path,
    exclude: Exclude,
    found: Found,
    /// Files and folders, by their real paths.
    seen: BTreeSet<Utf8PathBuf>,
    links: Vec<Utf8PathBuf>,
    room: &'r mut Room,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Utf8Path) -> Result<()> {
        if !self.seen.insert(folder.to_owned()) {
            return Ok(());
        }
        let failed = |error| cant_read(folder, error);
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            match Utf8PathBuf::from_path_buf(entry.path()) {
                Ok(path) => paths.push((path, kind)),
                Err(path) => self.note(
                    folder,
                    format!("{} is passed over: its name is not UTF-8", path.display()),
                ),
            }
        }
        paths.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (path, kind) in paths {
            let name = path.file_name().unwrap_or_default();
            if name.starts_with('.') || self.exclude.covers(&relative(self.root, &path)) {
                continue;
            }
            if kind.is_symlink() {
                self.links.push(path);
            } else if kind.is_dir() {
                self.folder(&path)?;
            } else if kind.is_file() {
                self.file(&path)?;
            } else if is_yaml(&path) {
                self.note(&path, "passed over: it is no regular file");
            }
        }
        Ok(())
    }

    fn link(&mut self, link: &Utf8Path) -> Result<()> {
        let target =
            dunce::canonicalize(link).ok().and_then(|it| Utf8PathBuf::from_path_buf(it).ok());
        let kind = target.as_ref().and_then(|it| it.symlink_metadata().ok());
        let (Some(target), Some(kind)) = (target, kind) else {
            if is_yaml(link) {
                self.note(link, "passed over: it is a link that leads nowhere");
            }
            return Ok(());
        };
        let wanted = kind.is_dir() || is_yaml(link);
        if !target.starts_with(self.root) {
            if wanted {
                self.note(link, "passed over: it is a link that leads out of the project's folder");
            }
        } else if self.exclude.covers(&relative(self.root, &target)) {
        } else if kind.is_dir() {
            self.folder(&target)?;
        } else if kind.is_file() && is_yaml(link) {
            self.text(&target)?;
        } else if wanted {
            self.note(link, "passed over: it is a link to what is no regular file");
        }
        Ok(())
    }

    fn file(&mut self, path: &Utf8Path) -> Result<()> {
        if is_yaml(path) { self.text(path) } else { Ok(()) }
    }

    fn text(&mut self, path: &Utf8Path) -> Result<()> {
        if !self.seen.insert(path.to_owned()) {
            return Ok(());
        }
        let bytes = bytes(path)?;
        if !self.room.take(bytes.len() as u64) {
            return Err(error::invalid(
                format!("up to {path}, the YAML files have more than 4 GiB"),
                "leave out what is no manifest with `exclude` of the Project",
            ));
        }
        // What is somebody else's may be anything.
        let ours = names_us(&bytes);
        let file = relative(self.root, path);
        match text(bytes) {
            Ok(text) => self.found.files.push(SourceFile { path: file, text }),
            Err(unreadable) if ours => self.found.unreadable.push(unreadable.told(file)),
            Err(Unreadable { message, .. }) => {
                self.note(path, format!("passed over: {message}"));
            }
        }
        Ok(())
    }

    fn note(&mut self, path: &Utf8Path, message: impl Into<String>) {
        let (file, message) = (relative(self.root, path), message.into());
        self.found.notes.push(Note { file, line: 1, message });
    }
}

fn is_yaml(path: &Utf8Path) -> bool {
    path.extension()
        .is_some_and(|it| ["yaml", "yml"].iter().any(|yaml| it.eq_ignore_ascii_case(yaml)))
}

/// Reads a text file, up to the size that manifests may have.
pub(super) fn read(path: &Utf8Path) -> Result<String> {
    text(bytes(path)?).map_err(|Unreadable { message, help, .. }| {
        error::invalid(format!("{path}: {message}"), help)
    })
}

/// The bytes of a file, and one more than may be where it is larger, so that one that grows meanwhile can't get past
/// the cap.
fn bytes(path: &Utf8Path) -> Result<Vec<u8>> {
    let failed = |error| cant_read(path, error);
    let file = fs::File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len().min(MAX_BYTES);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Why a file is no text that is read.
struct Unreadable {
    code: Code,
    line: usize,
    message: String,
    help: &'static str,
}

impl Unreadable {
    /// As what is wrong with this file of the project.
    fn told(self, file: String) -> Diagnostic {
        let Self { code, line, message, help } = self;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let location = Location {
            file,
            line,
            column: 1,
            end_line: line,
            end_column: 1,
            label: None,
            excerpt: String::new(),
            excerpt_column: 1,
        };
        let (severity, help) = (Severity::Error, Some(help.to_owned()));
        Diagnostic { severity, code, message, help, location, related: Vec::new() }
    }
}

fn text(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("it is larger than {} MiB", MAX_BYTES / 1024 / 1024);
        let help = "split it, or move what is no manifest out of the project's folder";
        return Err(Unreadable { code: Code::TooBig, line: 1, message, help });
    }
    decode(bytes).map_err(|error| Unreadable {
        code: Code::Syntax,
        line: error.line(),
        message: error.to_string(),
        help: error.help(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_together_have_a_cap() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(dunce::canonicalize(folder.path()).unwrap()).unwrap();
        for name in ["a.yaml", "b.yml", "c.txt"] {
            fs::write(root.join(name), "x".repeat(100)).unwrap();
        }
        let mut room = Room::of(300);
        assert_eq!(read_all(&root, &mut room).unwrap().files.len(), 2);
        // Another folder of the same run has what is left.
        let error = read_all(&root, &mut room).unwrap_err().to_string();
        assert!(error.contains("b.yml") && error.contains("more than 4 GiB"), "{error}");
        assert_eq!(read_all(&root, &mut Room::of(200)).unwrap().files.len(), 2);
        assert!(read_all(&root, &mut Room::of(199)).is_err());
    }
}

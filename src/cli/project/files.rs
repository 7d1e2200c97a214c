//! Reading the YAML files of a Project's folder.

use super::text::{OneFile, Unreadable, read};
use crate::cli::error;
use crate::cli::files::{Room, cant_read};
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rolecall::manifest::{Diagnostic, Exclude, Note, PROJECT_FILE, SourceFile};
use std::collections::BTreeSet;
use std::fs;

/// So many files are read at a time.
const AT_A_TIME: usize = 64;

/// Fewer are not worth a thread.
const FEW: usize = 16;

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
        files: Vec::new(),
    };
    walk.folder(root)?;
    // Links come last, so that what they lead to is known by its own path.
    while let Some(link) = walk.links.pop() {
        walk.link(&link)?;
    }
    let Walk { mut found, files, .. } = walk;
    for some in files.chunks(AT_A_TIME) {
        let read: Vec<_> = match some.len() {
            0..FEW => some.iter().map(|path| OneFile::read(path)).collect(),
            _ => some.par_iter().map(|path| OneFile::read(path)).collect(),
        };
        for (path, file) in some.iter().zip(read) {
            found.take(path, relative(root, path), file?, room)?;
        }
    }
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
    /// Those that are read.
    files: Vec<Utf8PathBuf>,
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
                if is_yaml(&path) {
                    self.file(&path);
                }
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
            self.file(&target);
        } else if wanted {
            self.note(link, "passed over: it is a link to what is no regular file");
        }
        Ok(())
    }

    fn file(&mut self, path: &Utf8Path) {
        if self.seen.insert(path.to_owned()) {
            self.files.push(path.to_owned());
        }
    }

    fn note(&mut self, path: &Utf8Path, message: impl Into<String>) {
        self.found.note(relative(self.root, path), message);
    }
}

impl Found {
    /// Takes a file; `name` is its path as manifests give it.
    fn take(
        &mut self,
        path: &Utf8Path,
        name: String,
        file: OneFile,
        room: &mut Room,
    ) -> Result<()> {
        let OneFile { length, ours, text } = file;
        if !room.take(length) {
            return Err(error::invalid(
                format!("up to {path}, the YAML files have more than 4 GiB"),
                "leave out what is no manifest with `exclude` of the Project",
            ));
        }
        match text {
            Ok(text) => self.files.push(SourceFile { path: name, text }),
            Err(unreadable) if ours => self.unreadable.push(unreadable.told(name)),
            Err(Unreadable { message, .. }) => self.note(name, format!("passed over: {message}")),
        }
        Ok(())
    }

    fn note(&mut self, file: String, message: impl Into<String>) {
        self.notes.push(Note { file, line: 1, message: message.into() });
    }
}

fn is_yaml(path: &Utf8Path) -> bool {
    path.extension()
        .is_some_and(|it| ["yaml", "yml"].iter().any(|yaml| it.eq_ignore_ascii_case(yaml)))
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

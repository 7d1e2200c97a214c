//! Manifests that a verb changes: shown as a diff, and written all or none.

use super::difference::difference;
use super::error;
use super::files::{Beside, cant_read, cant_write, up_to};
use super::inside;
use super::project::Repository;
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use rolecall::manifest::{decode, encode_like};
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;

/// What files of a project are to say, by their paths as manifests name them.
#[derive(Debug)]
pub(crate) struct Changed<'r> {
    root: &'r Utf8Path,
    files: BTreeMap<String, File>,
}

#[derive(Debug)]
struct File {
    /// What it said when it was read; `None` where it was not there.
    old: Option<String>,
    new: String,
}

impl<'r> Changed<'r> {
    /// Nothing yet, of the project in this folder.
    pub(crate) const fn new(root: &'r Utf8Path) -> Self {
        Self { root, files: BTreeMap::new() }
    }

    /// What those files of a project are to say that have a new text here, by their paths.
    pub(crate) fn of(repository: &'r Repository, texts: &BTreeMap<String, String>) -> Self {
        let mut changed = Self::new(&repository.root);
        for file in &repository.files {
            if let Some(new) = texts.get(&file.path) {
                changed.replace(&file.path, &file.text, new.clone());
            }
        }
        changed
    }

    /// A file that says something else from now on. Where it is the same, nothing changes.
    pub(crate) fn replace(&mut self, path: &str, old: &str, new: String) {
        if old != new {
            self.files.insert(path.to_owned(), File { old: Some(old.to_owned()), new });
        }
    }

    /// A file that is not there yet.
    pub(crate) fn create(&mut self, path: &str, new: String) {
        self.files.insert(path.to_owned(), File { old: None, new });
    }

    /// What changes in files that are there already, one after the other.
    pub(crate) fn difference(&self, how: &str, color: bool) -> String {
        self.differences(how, color).map(|(_, difference)| difference).collect()
    }

    /// The same for each file, without colour.
    pub(crate) fn each(&self, how: &str) -> impl Iterator<Item = (String, String)> {
        self.differences(how, false).map(|(path, difference)| (path.to_owned(), difference))
    }

    fn differences(&self, how: &str, color: bool) -> impl Iterator<Item = (&str, String)> {
        self.files.iter().filter_map(move |(path, file)| {
            let old = file.old.as_ref()?;
            Some((path.as_str(), difference(old, &file.new, path, how, color)))
        })
    }

    /// How many files there are to be written.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// What becomes of the files, for people.
    pub(crate) fn told(&self, written: bool) -> String {
        let files = error::count(self.len(), "file");
        match (self.is_empty(), written) {
            (true, _) => "nothing to write".to_owned(),
            (_, true) => format!("written: {files}"),
            (_, false) => format!("{files} to write: `--write` writes them all, or none"),
        }
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Writes all files, or none: each is first written beside its place, and where one can't take its place, those
    /// that did are put back.
    pub(crate) fn write(&self) -> Result<()> {
        let staged: Vec<Staged> =
            self.files.iter().map(|(path, file)| self.stage(path, file)).collect::<Result<_>>()?;
        let mut done = Vec::with_capacity(staged.len());
        for Staged { path, before, beside } in staged {
            let written = match &before {
                None => beside.create(),
                Some(before) if before.is_still(&path) => beside.replace(),
                Some(_) => Err(io::Error::other("it changed meanwhile")),
            };
            if let Err(error) = written {
                return Err(put_back(cant_write(&path, error), done));
            }
            done.push((path, before));
        }
        Ok(())
    }

    /// Writes a file beside its place, where it still is what it was read as.
    fn stage(&self, path: &str, file: &File) -> Result<Staged> {
        let path = self.root.join(path);
        let folder = path.parent().unwrap_or(self.root);
        if inside::folder(self.root, folder.as_std_path())? != folder {
            return Err(meanwhile(&path));
        }
        let there = match path.symlink_metadata() {
            Ok(there) => Some(there),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(cant_read(&path, error)),
        };
        let Some(old) = &file.old else {
            if there.is_some() {
                return Err(meanwhile(&path));
            }
            let written = fs::create_dir_all(folder)
                .and_then(|()| Beside::write(path.as_ref(), file.new.as_bytes(), inside::PUBLIC));
            let beside = written.map_err(|error| cant_write(&path, error))?;
            return Ok(Staged { path, before: None, beside });
        };
        let Some(there) = there.filter(Metadata::is_file) else { return Err(meanwhile(&path)) };
        if there.permissions().readonly() {
            return Err(error::failed(
                format!("{path} is read-only"),
                "allow that it is written, and run this again: nothing was written",
            ));
        }
        let read = up_to(&path, there.len()).map_err(|error| cant_read(&path, error))?;
        let Some(bytes) = read else { return Err(meanwhile(&path)) };
        if decode(bytes.clone()).ok().as_ref() != Some(old) {
            return Err(meanwhile(&path));
        }
        let new = encode_like(&bytes, &file.new);
        let written = Beside::write(path.as_ref(), &new, inside::PUBLIC);
        let beside = written.and_then(|it| it.like(&there));
        let beside = beside.map_err(|error| cant_write(&path, error))?;
        Ok(Staged { path, before: Some(Before { bytes, there }), beside })
    }
}

/// A file that only has to take its place.
struct Staged {
    path: Utf8PathBuf,
    before: Option<Before>,
    beside: Beside,
}

/// What was there.
struct Before {
    bytes: Vec<u8>,
    there: Metadata,
}

impl Before {
    fn is_still(&self, path: &Utf8Path) -> bool {
        path.symlink_metadata().is_ok_and(|it| it.is_file())
            && up_to(path, self.there.len()).is_ok_and(|it| it.as_ref() == Some(&self.bytes))
    }

    fn put_back(&self, path: &Utf8Path) -> io::Result<()> {
        Beside::write(path.as_ref(), &self.bytes, inside::PUBLIC)?.like(&self.there)?.replace()
    }
}

fn meanwhile(path: &Utf8Path) -> anyhow::Error {
    error::failed(
        format!("{path} changed since it was read"),
        "run this again: nothing was written",
    )
}

/// Puts back what was replaced; says of which files that failed.
fn put_back(error: anyhow::Error, done: Vec<(Utf8PathBuf, Option<Before>)>) -> anyhow::Error {
    let failed = |(path, before): (Utf8PathBuf, Option<Before>)| {
        let back = match before {
            Some(before) => before.put_back(&path),
            None => fs::remove_file(&path),
        };
        back.err().map(|_| path.to_string())
    };
    let failed: Vec<_> = done.into_iter().filter_map(failed).collect();
    error.context(match failed.as_slice() {
        [] => "no file was changed".to_owned(),
        failed => {
            format!("these files are changed and could not be put back: {}", failed.join(", "))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(dunce::canonicalize(folder.path()).unwrap()).unwrap();
        for (path, bytes) in files {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), bytes).unwrap();
        }
        (folder, root)
    }

    /// `a` and `c` get other texts, and `new/d.yaml` is made.
    fn changed(root: &Utf8Path) -> Changed<'_> {
        let mut changed = Changed::new(root);
        changed.replace("a.yaml", "a: 1\n", "a: 2\n".to_owned());
        changed.replace("b.yaml", "b: 1\n", "b: 1\n".to_owned());
        changed.replace("c.yaml", "c: 1\n", "c: 2\n".to_owned());
        changed.create("new/d.yaml", "d: 2\n".to_owned());
        changed
    }

    const FILES: &[(&str, &[u8])] =
        &[("a.yaml", b"a: 1\n"), ("b.yaml", b"b: 1\n"), ("c.yaml", b"c: 1\n")];

    fn read(root: &Utf8Path) -> Vec<String> {
        ["a.yaml", "b.yaml", "c.yaml"].map(|it| fs::read_to_string(root.join(it)).unwrap()).into()
    }

    #[test]
    fn all_are_written_and_nothing_else_is_left() {
        let (_kept, root) = project(FILES);
        let changed = changed(&root);
        let shown = changed.difference("changed", false);
        assert!(shown.contains("-a: 1\n+a: 2\n") && !shown.contains("b.yaml"), "{shown}");
        assert_eq!(read(&root), ["a: 1\n", "b: 1\n", "c: 1\n"]);
        changed.write().unwrap();
        assert_eq!(read(&root), ["a: 2\n", "b: 1\n", "c: 2\n"]);
        assert_eq!(fs::read_to_string(root.join("new/d.yaml")).unwrap(), "d: 2\n");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 4);
    }

    #[test]
    fn what_changed_meanwhile_keeps_all_from_being_written() {
        let (_kept, root) = project(FILES);
        let changed = changed(&root);
        fs::write(root.join("c.yaml"), "c: mine\n").unwrap();
        assert!(changed.write().unwrap_err().to_string().contains("changed since it was read"));
        assert_eq!(read(&root), ["a: 1\n", "b: 1\n", "c: mine\n"]);
        fs::write(root.join("c.yaml"), "c: 1\n").unwrap();
        fs::create_dir_all(root.join("new")).unwrap();
        fs::write(root.join("new/d.yaml"), "mine").unwrap();
        changed.write().unwrap_err();
        assert_eq!(read(&root), ["a: 1\n", "b: 1\n", "c: 1\n"]);
        assert_eq!(fs::read_to_string(root.join("new/d.yaml")).unwrap(), "mine");
    }

    #[test]
    fn what_was_replaced_is_put_back_where_one_fails() {
        let (_kept, root) = project(FILES);
        let before = |path: &str| Before {
            bytes: fs::read(root.join(path)).unwrap(),
            there: fs::metadata(root.join(path)).unwrap(),
        };
        let done =
            vec![(root.join("a.yaml"), Some(before("a.yaml"))), (root.join("new.yaml"), None)];
        fs::write(root.join("a.yaml"), "a: 2\n").unwrap();
        fs::write(root.join("new.yaml"), "new").unwrap();
        let said = put_back(anyhow::anyhow!("full"), done);
        assert_eq!(format!("{said:#}"), "no file was changed: full");
        assert_eq!(read(&root), ["a: 1\n", "b: 1\n", "c: 1\n"]);
        assert!(!root.join("new.yaml").exists());
        let gone = vec![(root.join("nowhere/a.yaml"), Some(before("a.yaml")))];
        let said = put_back(anyhow::anyhow!("full"), gone).to_string();
        assert!(said.contains("could not be put back") && said.contains("nowhere"), "{said}");
    }

    #[test]
    fn encoding_and_mark_stay() {
        let wide = |text: &str| {
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        };
        let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
        let (a, c): (Vec<u8>, _) = (wide("a: 1\n"), marked("c: 1\n"));
        let (_kept, root) = project(&[("a.yaml", &a), ("c.yaml", &c)]);
        changed(&root).write().unwrap();
        assert_eq!(fs::read(root.join("a.yaml")).unwrap(), wide("a: 2\n"));
        assert_eq!(fs::read(root.join("c.yaml")).unwrap(), marked("c: 2\n"));
    }

    #[cfg(unix)]
    #[test]
    fn rights_stay_and_nothing_is_written_through_links_or_where_it_may_not() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let rights = |path: &Utf8Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (_kept, root) = project(FILES);
        let (_other, elsewhere) = project(&[("a.yaml", b"a: 1\n")]);
        let (a, c) = (root.join("a.yaml"), root.join("c.yaml"));
        fs::set_permissions(&c, fs::Permissions::from_mode(0o444)).unwrap();
        let said = changed(&root).write().unwrap_err().to_string();
        assert!(said.contains("read-only"), "{said}");
        fs::set_permissions(&c, fs::Permissions::from_mode(0o660)).unwrap();
        fs::remove_file(&a).unwrap();
        symlink(elsewhere.join("a.yaml"), &a).unwrap();
        changed(&root).write().unwrap_err();
        symlink(&elsewhere, root.join("new")).unwrap();
        fs::remove_file(&a).unwrap();
        fs::write(&a, "a: 1\n").unwrap();
        changed(&root).write().unwrap_err();
        assert_eq!(read(&root), ["a: 1\n", "b: 1\n", "c: 1\n"]);
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 1);
        fs::remove_file(root.join("new")).unwrap();
        changed(&root).write().unwrap();
        assert_eq!((rights(&c), read(&root)[2].as_str()), (0o660, "c: 2\n"));
    }
}

//! Files that a verb writes into a project: never outside of it, and never half.

use super::error;
use super::files::{self, cant_read, cant_write};
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use rolecall::manifest::PROJECT_FILE;
use std::fs;
use std::io;
use std::path::{Component, Path};

/// What manifests may be: read by everybody.
pub(super) const PUBLIC: u32 = 0o644;
/// What scripts may be: run by everybody too.
const PROGRAM: u32 = 0o755;

/// The folder as a path without links and dots; what is not there yet is taken as it is written.
///
/// # Errors
/// Where it leads out of the project, by `..` or through a link.
pub(super) fn folder(root: &Utf8Path, folder: &Path) -> Result<Utf8PathBuf> {
    let (mut there, mut rest) = (folder.to_owned(), Vec::new());
    while there.symlink_metadata().is_err() {
        match there.components().next_back() {
            Some(Component::Normal(name)) => rest.push(name.to_owned()),
            Some(Component::CurDir) => {}
            _ => return Err(outside(root, folder)),
        }
        there.pop();
    }
    let mut whole = dunce::canonicalize(&there).map_err(|error| cant_read(&there, error))?;
    whole.extend(rest.into_iter().rev());
    let whole = Utf8PathBuf::from_path_buf(whole).map_err(|_| outside(root, folder))?;
    if whole.starts_with(root) { Ok(whole) } else { Err(outside(root, folder)) }
}

fn outside(root: &Utf8Path, path: &Path) -> anyhow::Error {
    error::usage(
        format!("{} is outside of the project in {root}", path.display()),
        "rolecall writes into the project's own folders only, and never through a link out of it",
    )
}

/// What is in a file that may be replaced; `None` where there is none.
///
/// # Errors
/// Where it is a link, a folder, or no text; or is called as the Project's file, which a new manifest would replace, or
/// begin another Project with.
pub(super) fn existing(path: &Utf8Path) -> Result<Option<String>> {
    if path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(PROJECT_FILE)) {
        return Err(error::usage(
            format!("{path} is the place of a Project"),
            "choose another name for the manifest",
        ));
    }
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cant_read(path, error)),
        Ok(it) if it.is_file() => files::read(path.as_ref()).map(Some),
        Ok(_) => Err(error::usage(
            format!("{path} is not a file"),
            "rolecall replaces no folder, and follows no link to write",
        )),
    }
}

/// Puts a text in the place of what is there.
pub(super) fn replace(path: &Utf8Path, text: &str) -> Result<()> {
    let written = folder_of(path).and_then(|()| files::replace(path.as_ref(), text, PUBLIC));
    written.map_err(|error| cant_write(path, error))
}

/// Writes a file that is not there yet; one that came meanwhile is not touched.
pub(super) fn create(path: &Utf8Path, text: &str, executable: bool) -> Result<()> {
    let access = if executable { PROGRAM } else { PUBLIC };
    let written = folder_of(path).and_then(|()| files::create(path.as_ref(), text, access));
    written.map_err(|error| cant_write(path, error))
}

fn folder_of(path: &Utf8Path) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = dunce::canonicalize(folder.path()).unwrap().join("project");
        fs::create_dir_all(root.join("clients")).unwrap();
        fs::create_dir_all(folder.path().join("elsewhere")).unwrap();
        (folder, Utf8PathBuf::from_path_buf(root).unwrap())
    }

    #[test]
    fn folders_that_are_not_there_yet_are_inside_all_the_same() {
        let (_kept, root) = scene();
        let found = folder(&root, root.join("clients/a/b").as_std_path()).unwrap();
        assert_eq!(found, root.join("clients/a/b"));
        let dotted = root.join("clients/../clients/./c");
        assert_eq!(folder(&root, dotted.as_std_path()).unwrap(), root.join("clients/c"));
    }

    #[test]
    fn nothing_leads_out_of_the_project() {
        let (_kept, root) = scene();
        for path in ["..", "../elsewhere", "clients/../../elsewhere/x", "new/../../elsewhere"] {
            assert!(folder(&root, root.join(path).as_std_path()).is_err(), "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../elsewhere", root.join("out")).unwrap();
            assert!(folder(&root, root.join("out/x").as_std_path()).is_err());
            std::os::unix::fs::symlink("../elsewhere/a.yaml", root.join("a.yaml")).unwrap();
            assert!(existing(&root.join("a.yaml")).is_err());
            std::os::unix::fs::symlink("nowhere", root.join("dangling")).unwrap();
            assert!(folder(&root, root.join("dangling/x").as_std_path()).is_err());
        }
    }

    #[test]
    fn a_file_that_is_there_is_not_created_again() {
        let (_kept, root) = scene();
        let file = root.join("a.yaml");
        create(&file, "one", false).unwrap();
        assert!(create(&file, "two", false).is_err());
        assert_eq!(existing(&file).unwrap().as_deref(), Some("one"));
        replace(&file, "three").unwrap();
        assert_eq!(existing(&file).unwrap().as_deref(), Some("three"));
        assert_eq!(fs::read_dir(&root).unwrap().count(), 2, "nothing is left beside it");
    }
}

//! A folder with a project in it, and the command.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder of its own, away from any project.
pub(crate) fn empty() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A copy of the agency example.
pub(crate) fn agency() -> TempDir {
    let folder = empty();
    copy(Path::new("examples/agency"), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name() == ".rolecall" {
            continue;
        }
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// `rolecall …` in this folder, with nothing in the environment that is meant for it.
pub(crate) fn rolecall(folder: &TempDir, words: &[&str]) -> Said {
    let mut command = Command::cargo_bin("rolecall").unwrap();
    for name in ["TOKEN", "EMAIL", "PASSWORD", "BASE_URL", "PLATFORM"] {
        command.env_remove(format!("ROLECALL_{name}"));
    }
    let output = command.current_dir(folder.path()).args(words).output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What the command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// Ends the test unless the command ended so.
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }
}

/// A file of the folder.
pub(crate) fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

/// Writes a file of the folder.
pub(crate) fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

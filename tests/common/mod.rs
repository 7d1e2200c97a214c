//! A folder with a project in it, and the command run there: what several test crates share.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder that is gone when this is dropped.
pub(crate) struct Folder(TempDir);

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// A folder of its own, away from any project.
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A copy of an example of the repository, without what a run left there.
    pub(crate) fn example(name: &str) -> Self {
        Self::copy_of(&format!("examples/{name}"))
    }

    /// A copy of a folder of the repository, likewise.
    pub(crate) fn copy_of(from: &str) -> Self {
        let folder = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(from), folder.path());
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The names in a folder of it, sorted.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(folder)).unwrap();
        let mut names: Vec<_> =
            entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs rolecall in this folder, with nobody at a terminal.
    pub(crate) fn run(&self, words: &[&str]) -> Said {
        said(rolecall().current_dir(self.path()).args(words))
    }
}

/// The binary, with nothing in its environment that is meant for it.
pub(crate) fn rolecall() -> Command {
    let mut command = Command::cargo_bin("rolecall").unwrap();
    for variable in ["TOKEN", "EMAIL", "PASSWORD", "BASE_URL", "PLATFORM"] {
        command.env_remove(format!("ROLECALL_{variable}"));
    }
    command.env_remove("NO_COLOR");
    command
}

pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl Said {
    /// It ended so, and nothing of rolecall broke on the way.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        let (from, to) = (entry.path(), to.join(&name));
        match from.is_dir() {
            _ if name == ".rolecall" => {}
            true => copy(&from, &to),
            false => drop(fs::copy(from, to).unwrap()),
        }
    }
}

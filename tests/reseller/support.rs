//! A copy of the example, and commands in it; and the pure part of `onboard` on files in memory.

use assert_cmd::Command;
use jiff::civil::{Date, date};
use rolecall::manifest::onboard::{Onboarding, Request, onboard};
use rolecall::manifest::{self, SourceFile};
use rolecall::model::Slug;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The day on which everything happens.
pub(crate) const TODAY: Date = date(2026, 11, 23);

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/reseller");

pub(crate) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(crate) fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

/// A project with a template that has a parameter of each type.
pub(crate) fn project() -> Vec<SourceFile> {
    vec![
        file(
            "rolecall.yaml",
            "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: p}\nspec:\n  staff: ['*@agency.example']\n  \
             credentials: {acme: {tokenEnv: ACME}}\n",
        ),
        file(
            "template.yaml",
            "apiVersion: rolecall/v1\nkind: Template\nmetadata: {name: t}\nspec:\n  parameters:\n    \
             - {name: brand, type: string, required: true}\n    - {name: manager, type: email}\n    \
             - {name: agents, type: list, default: []}\n    - {name: limit, type: integer, enum: [1000, 5000]}\n    \
             - {name: vip, type: boolean}\n    - {name: since, type: date}\n    \
             - {name: code, type: string, pattern: '[A-Z]{2}'}\n  organization:\n    name: ${{ brand }}\n    users:\n      \
             - {email: ops@agency.example, role: admin}\n      - {email: kim@agency.example, role: admin}\n      \
             - {email: desk@agency.example, role: user_admin}\n",
        ),
    ]
}

/// What a table comes to in a project.
pub(crate) fn onboarded(files: &[SourceFile], table: &str, update: bool) -> Onboarding {
    let table = file("clients.csv", table);
    let request = Request {
        files,
        table: &table,
        template: &slug("t"),
        folder: "clients",
        update,
        today: TODAY,
    };
    onboard(&request).unwrap()
}

/// The manifests, of a table that nothing is wrong with.
#[track_caller]
pub(crate) fn texts(table: &str) -> Vec<String> {
    let made = onboarded(&project(), table, false);
    let errors = made.diagnostics.iter().filter(|it| it.severity == manifest::Severity::Error);
    assert_eq!(errors.count(), 0, "{}", manifest::text(&made.diagnostics, false));
    made.clients.into_iter().map(|it| it.text).collect()
}

/// What is wrong, a line each: `2:5 RC012 …`.
#[track_caller]
pub(crate) fn wrong(files: &[SourceFile], table: &str, update: bool) -> Vec<String> {
    let made = onboarded(files, table, update);
    assert!(made.clients.is_empty(), "{:?}", made.clients);
    let said = made.diagnostics.iter().map(|it| {
        assert_eq!(it.location.file, "clients.csv");
        format!("{}:{} {} {}", it.location.line, it.location.column, it.code, it.message)
    });
    said.collect()
}

/// A folder that is gone when this is dropped.
pub(crate) struct Folder(TempDir);

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn example() -> Self {
        let folder = Self::empty();
        copy(Path::new(EXAMPLE), folder.0.path());
        folder
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    pub(crate) fn remove(&self, name: &str) {
        let path = self.0.path().join(name);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
    }

    pub(crate) fn metadata(&self, name: &str) -> fs::Metadata {
        fs::metadata(self.0.path().join(name)).unwrap()
    }

    /// The names in a folder of it, sorted.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.path().join(folder)).unwrap();
        let mut names: Vec<_> =
            entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs rolecall in it, on the day on which everything happens, with nobody at a terminal.
    pub(crate) fn run(&self, words: &[&str]) -> Said {
        let mut command = Command::cargo_bin("rolecall").unwrap();
        for variable in ["TOKEN", "EMAIL", "PASSWORD", "BASE_URL", "PLATFORM"] {
            command.env_remove(format!("ROLECALL_{variable}"));
        }
        command.env_remove("NO_COLOR").current_dir(self.0.path());
        let output = command.args(["--now", "2026-11-23"]).args(words).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap_or(-1);
        Said { code, out: text(output.stdout), err: text(output.stderr) }
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

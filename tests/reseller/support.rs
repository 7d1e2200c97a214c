//! A copy of the example, and commands in it; and the pure part of `onboard` on files in memory.

pub(crate) use crate::common::{Folder, Said};

use jiff::civil::{Date, date};
use rolecall::manifest::onboard::{Onboarding, Request, onboard};
use rolecall::manifest::{self, SourceFile};
use rolecall::model::Slug;
use std::fs;

/// The day on which everything happens.
pub(crate) const TODAY: Date = date(2026, 11, 23);

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

impl Folder {
    /// A copy of the example.
    pub(crate) fn reseller() -> Self {
        Self::example("reseller")
    }

    pub(crate) fn remove(&self, name: &str) {
        let path = self.path().join(name);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
    }

    pub(crate) fn metadata(&self, name: &str) -> fs::Metadata {
        fs::metadata(self.path().join(name)).unwrap()
    }

    /// Runs rolecall in it, on the day on which everything happens.
    pub(crate) fn run_today(&self, words: &[&str]) -> Said {
        self.run(&[&["--now", "2026-11-23"], words].concat())
    }
}

//! What the project has already, and what may be done to it.

use super::row::Row;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::document::{Document, Documents};
use crate::manifest::{Kind, SourceFile};
use crate::model::Slug;

/// What is to be done with a client's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// There is none yet.
    New,
    /// It says just this already.
    Same,
    /// It says something else, and may be replaced.
    Replaces {
        /// Its text.
        old: String,
    },
}

/// The files and what is in them.
pub(super) struct Known<'k> {
    pub(super) files: &'k [SourceFile],
    pub(super) read: &'k Documents,
    /// The template of all rows.
    pub(super) template: &'k Slug,
    /// Whether files that are there may be replaced.
    pub(super) update: bool,
}

impl Known<'_> {
    /// What to do with the file of this row. `None`, and told, where the project has something against it.
    pub(super) fn change(
        &self,
        row: &Row,
        path: &str,
        text: &str,
        report: &Report<'_>,
    ) -> Option<Change> {
        let name = &row.name;
        self.other_with_this_id(row, report)?;
        let there =
            self.read.documents.iter().find(|it| {
                matches!(it.kind, Kind::Client | Kind::Organization) && it.name == *name
            });
        let wrong = |message: String, help: &str| {
            let mut problem = Problem::new(Code::DuplicateName, row.place, message).help(help);
            if let Some(there) = there {
                problem = problem.and(there.place, "it is here");
            }
            report.tell(problem);
        };
        let file = self.files.iter().position(|it| it.path == path);
        let (document, file) = match (there, file) {
            (None, None) => return Some(Change::New),
            (None, Some(_)) => {
                let message = format!("{} is there, and no client `{name}` is in it", escape(path));
                wrong(message, "move it away, or call the client something else");
                return None;
            }
            (Some(there), Some(file)) if there.path == path && there.kind == Kind::Client => {
                (there, file)
            }
            (Some(there), _) => {
                let message = format!("the {} `{name}` is there already", there.kind);
                wrong(message, "a client has one manifest: change that one, or take the row out");
                return None;
            }
        };
        let old = &self.files[file].text;
        if old == text {
            return Some(Change::Same);
        }
        if !self.update {
            let message =
                format!("the Client `{name}` is there already, and its file says otherwise");
            wrong(message, "`--update` shows what would change in it, and changes it");
            return None;
        }
        if let Some(more) = self.more_than_a_row(document, file, row) {
            let message = format!("the file of `{name}` {more}, which this would lose");
            wrong(
                message,
                "say it in the row where that can, or change the file by hand and take the row out",
            );
            return None;
        }
        Some(Change::Replaces { old: old.clone() })
    }

    /// What a file has that no row could say, or that must not change unseen.
    fn more_than_a_row(&self, document: &Document, file: usize, row: &Row) -> Option<&'static str> {
        let text = |field| document.spec.get(field).and_then(|node| node.as_text());
        if text("organizationId") != Some(row.id.to_string().as_str()) {
            return Some("is about another organization");
        }
        if text("template") != Some(self.template.as_str()) {
            return Some("has another template");
        }
        if document.spec.get("overlay").is_some() {
            return Some("has an overlay");
        }
        let others = |it: &&Document| it.path == document.path;
        if self.read.documents.iter().filter(others).count() > 1 {
            return Some("has other manifests in it");
        }
        // Each of them protects somebody: the client's people from an early e-mail, and the organization from whoever
        // `default` is.
        if text("marketingOptOutRequested").is_some() && row.asked.is_none() {
            return Some("says `marketingOptOutRequested` and its row doesn't");
        }
        if text("credentials").is_some() && !row.has_credentials {
            return Some("says `credentials` and its row doesn't");
        }
        let comments = self.read.comments.keys();
        comments.into_iter().any(|span| span.file as usize == file).then_some("has comments")
    }

    /// `None`, and told, where another manifest has the row's organization.
    fn other_with_this_id(&self, row: &Row, report: &Report<'_>) -> Option<()> {
        let id = row.id.to_string();
        for document in &self.read.documents {
            let node = match document.kind {
                Kind::Client => document.spec.get("organizationId"),
                Kind::Organization => document.spec.get("id"),
                _ => None,
            };
            let Some(node) = node.filter(|node| node.as_text() == Some(&id)) else { continue };
            if document.name == row.name {
                continue;
            }
            let message = format!("organization {id} is `{}` already", document.name);
            let problem = Problem::new(Code::DuplicateOrganization, row.id_place, message);
            report.tell(problem.and(node.place, "it is here"));
            return None;
        }
        Some(())
    }
}

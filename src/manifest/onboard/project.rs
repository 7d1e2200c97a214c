//! What the project has already, and what may be done to it.

use super::edit::edited;
use super::row::Row;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::document::{Document, Documents};
use crate::manifest::node::{Node, Place, Span};
use crate::manifest::sources::clamp;
use crate::manifest::{Kind, SourceFile, yaml};
use crate::model::Slug;
use std::collections::HashMap;

/// What is to be done with a client's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// There is none yet.
    New,
    /// It says just this already, however it is laid out.
    Same,
    /// It says something else, and may be changed.
    Replaces {
        /// Its text.
        old: String,
    },
}

/// The files and what is in them.
pub(super) struct Known<'k> {
    files: &'k [SourceFile],
    read: &'k Documents,
    /// The template of all rows.
    template: &'k Slug,
    /// Whether files that are there may be changed.
    update: bool,
    paths: HashMap<&'k str, usize>,
    /// How many manifests are in each file.
    documents: HashMap<&'k str, usize>,
    /// Clients and Organizations.
    names: HashMap<&'k Slug, &'k Document>,
    /// The manifests of each organization, with where they say so.
    ids: HashMap<&'k str, Vec<(&'k Document, Place)>>,
}

impl<'k> Known<'k> {
    pub(super) fn new(
        files: &'k [SourceFile],
        read: &'k Documents,
        template: &'k Slug,
        update: bool,
    ) -> Self {
        let paths =
            files.iter().enumerate().map(|(number, file)| (file.path.as_str(), number)).collect();
        let mut known = Self {
            files,
            read,
            template,
            update,
            paths,
            documents: HashMap::new(),
            names: HashMap::new(),
            ids: HashMap::new(),
        };
        for document in &read.documents {
            *known.documents.entry(document.path.as_str()).or_default() += 1;
            let id = match document.kind {
                Kind::Client => document.spec.get("organizationId"),
                Kind::Organization => document.spec.get("id"),
                _ => continue,
            };
            known.names.entry(&document.name).or_insert(document);
            if let Some((id, place)) = id.and_then(|node| Some((node.as_text()?, node.place))) {
                known.ids.entry(id).or_default().push((document, place));
            }
        }
        known
    }

    /// What to do with the file of this row, which would say this, and what it is to say then. `None`, and told,
    /// where the project has something against it.
    pub(super) fn change(
        &self,
        row: &Row,
        path: &str,
        text: String,
        report: &Report<'_>,
    ) -> Option<(Change, String)> {
        let name = &row.name;
        self.other_with_this_id(row, report)?;
        let there = self.names.get(name).copied();
        let wrong = |message: String, help: &str| {
            let mut problem = Problem::new(Code::DuplicateName, row.place, message).help(help);
            if let Some(there) = there {
                problem = problem.and(there.place, "it is here");
            }
            report.tell(problem);
        };
        let (document, file) = match (there, self.paths.get(path).copied()) {
            (None, None) => return Some((Change::New, text)),
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
        let wanted = yaml::foreign(&text)?;
        let wanted = wanted.get("spec")?;
        if document.spec.says_the_same(wanted) {
            return Some((Change::Same, old.clone()));
        }
        if !self.update {
            let message =
                format!("the Client `{name}` is there already, and its file says otherwise");
            wrong(message, "`--update` shows what would change in it, and changes it");
            return None;
        }
        if let Some(more) = self.more_than_a_row(document, row) {
            let message = format!("the file of `{name}` {more}, which this would lose");
            wrong(
                message,
                "say it in the row where that can, or change the file by hand and take the row out",
            );
            return None;
        }
        let at = |file| Span { file: clamp(file), start: 0, end: 0 };
        let comments = self.read.comments.range(at(file)..at(file + 1));
        let comments: Vec<Span> = comments.map(|(span, _)| *span).collect();
        let says_it = |text: &String| {
            yaml::foreign(text)
                .is_some_and(|it| it.get("spec").is_some_and(|it| it.says_the_same(wanted)))
        };
        let Some(new) = edited(old, &document.spec, wanted, &comments).filter(says_it) else {
            let message =
                format!("the file of `{name}` has a comment where something is to be taken out");
            wrong(message, "change the file by hand, or move the comment to a line of its own");
            return None;
        };
        Some((Change::Replaces { old: old.clone() }, new))
    }

    /// What a file has that no row could say, or that must not change unseen.
    fn more_than_a_row(&self, document: &Document, row: &Row) -> Option<&'static str> {
        let text = |field| document.spec.get(field).and_then(Node::as_text);
        if text("organizationId") != Some(row.id.to_string().as_str()) {
            return Some("is about another organization");
        }
        if text("template") != Some(self.template.as_str()) {
            return Some("has another template");
        }
        if document.spec.get("overlay").is_some() {
            return Some("has an overlay");
        }
        if self.documents.get(document.path.as_str()).is_some_and(|documents| *documents > 1) {
            return Some("has other manifests in it");
        }
        // Each of them protects somebody: the client's people from an early e-mail, and the organization from whoever
        // `default` is.
        if text("marketingOptOutRequested").is_some() && row.asked.is_none() {
            return Some("says `marketingOptOutRequested` and its row doesn't");
        }
        (text("credentials").is_some() && !row.has_credentials)
            .then_some("says `credentials` and its row doesn't")
    }

    /// `None`, and told, where another manifest has the row's organization.
    fn other_with_this_id(&self, row: &Row, report: &Report<'_>) -> Option<()> {
        let id = row.id.to_string();
        let same = self.ids.get(id.as_str()).into_iter().flatten();
        let Some((document, place)) = same.clone().find(|(it, _)| it.name != row.name) else {
            return Some(());
        };
        let message = format!("organization {id} is `{}` already", document.name);
        let problem = Problem::new(Code::DuplicateOrganization, row.id_place, message);
        report.tell(problem.and(*place, "it is here"));
        None
    }
}

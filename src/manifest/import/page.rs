//! How a draft is laid out: one line for each person, comments above what they are about.

use super::Request;
use super::draft::{Access, Draft, DraftWorkspace, Listed};
use super::people::{Row, Who};
use crate::manifest::write::scalar;
use crate::manifest::{API_VERSION, escape};
use crate::model::{Email, OrganizationRole};
use std::collections::BTreeMap;

/// A text behind `#`, on one line. It begins with a word of ours, so that it can't be an instruction to rolecall
/// or to an editor.
fn comment(text: &str) -> String {
    escape(text).into_owned()
}

pub(super) fn page(draft: &Draft, request: &Request<'_>) -> String {
    let Draft { id, name, users, workspaces, ignored, admins, notes } = draft;
    let mut page = Page::default();
    if let Some(schema) = request.schema {
        page.line(0, &format!("# yaml-language-server: $schema={}", comment(schema)));
    }
    page.comment(
        0,
        &format!("Organization {id}, as the platform said it is when it was imported."),
    );
    page.comment(0, "What is the default is left out, and what is left out is not changed.");
    page.comment(0, "All fields: `rolecall schema organization`.");
    for note in notes {
        page.comment(0, note);
    }
    page.line(0, &format!("apiVersion: {API_VERSION}"));
    page.line(0, "kind: Organization");
    page.line(0, &format!("metadata: {{name: {}}}", scalar(request.name.as_str())));
    page.line(0, "spec:");
    page.line(1, &format!("id: {}", id.json()));
    if let Some(name) = name {
        page.line(1, &format!("name: {}", scalar(name)));
    }
    if request.credentials != "default" {
        page.line(1, &format!("credentials: {}", scalar(request.credentials)));
    }
    page.users(1, users, |role: &OrganizationRole| role.word().to_owned());
    if !workspaces.is_empty() {
        page.line(1, "workspaces:");
        for it in workspaces {
            page.workspace(it);
        }
    }
    page.ignored(ignored);
    if let Some((floor, there)) = admins {
        let note = format!("The Project asks for {floor} admins. So many are there:");
        page.comment(1, &note);
        page.line(1, &format!("safety: {{minAdmins: {there}}}"));
    }
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn comment(&mut self, depth: usize, text: &str) {
        self.line(depth, &format!("# {}", comment(text)));
    }

    /// A line with something behind it.
    fn noted(&mut self, depth: usize, text: &str, note: Option<&String>) {
        match note {
            Some(note) => self.line(depth, &format!("{text} # {}", comment(note))),
            None => self.line(depth, text),
        }
    }

    fn workspace(&mut self, it: &DraftWorkspace) {
        let DraftWorkspace { fields, users, notes } = it;
        for (number, (field, value)) in fields.iter().enumerate() {
            match number {
                0 => self.line(2, &format!("- {field}: {value}")),
                _ => self.line(3, &format!("{field}: {value}")),
            }
        }
        for note in notes {
            self.comment(3, note);
        }
        self.users(3, users, |(role, restrictions): &Access| {
            let words: Vec<_> = restrictions.iter().map(|it| it.word()).collect();
            match words.is_empty() {
                true => role.word().to_owned(),
                false => format!("{role}, restrictions: [{}]", words.join(", ")),
            }
        });
    }

    fn users<A>(&mut self, depth: usize, users: &Listed<A>, access: impl Fn(&A) -> String) {
        let rows = match users {
            Listed::Rows(rows) => rows,
            Listed::LeftOut(why) => {
                return self.comment(depth, &format!("`users` is left out: {why}"));
            }
        };
        if rows.is_empty() {
            return self.line(depth, "users: []");
        }
        self.line(depth, "users:");
        for Row { access: it, who, note } in rows {
            let who = match who {
                Who::Person(email) => format!("email: {}", scalar(email.as_str())),
                Who::Group(name) => format!("group: {}", scalar(name.as_str())),
            };
            let line = format!("- {{{who}, role: {}}}", access(it));
            self.noted(depth + 1, &line, note.as_ref());
        }
    }

    fn ignored(&mut self, ignored: &BTreeMap<Email, String>) {
        let nameable = ignored.iter().filter(|(email, _)| !email.canonical().is_empty());
        for (number, (email, why)) in nameable.enumerate() {
            if number == 0 {
                self.line(1, "policy:");
                self.line(2, "ignore:");
            }
            let line = format!("- {}", scalar(email.canonical()));
            self.noted(3, &line, Some(&format!("Left alone: {why}")));
        }
    }
}

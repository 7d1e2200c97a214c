//! A table of clients → a manifest for each.
//!
//! | file | owns |
//! |---|---|
//! | `table` | cells and where they stand |
//! | `columns` | what each column is |
//! | `row` | a row as a Client manifest |
//! | `edit` | a file's text with what its row says |
//! | `project` | what the project has already |

mod columns;
mod edit;
mod project;
mod row;
mod table;

use super::diagnostic::{Code, Problem, Report, escape};
use super::node::Place;
use super::sources::clamp;
use super::template::{self, Engine, Language};
use super::{Diagnostic, Kind, Location, Severity, SourceFile, document, load, write};
use crate::model::{Desired, OrganizationId, Slug};
use jiff::civil::Date;
pub use project::Change;
use project::Known;
use std::collections::BTreeMap;
use table::Cell;

/// What is to be made, of what.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// All files of the project. Nothing may be wrong with them.
    pub files: &'r [SourceFile],
    /// The table.
    pub table: &'r SourceFile,
    /// The template of all its clients.
    pub template: &'r Slug,
    /// The folder for the manifests, relative to the project's, with forward slashes; empty: that folder itself.
    pub folder: &'r str,
    /// Whether files that are there may be replaced.
    pub update: bool,
    /// What dates are compared with.
    pub today: Date,
}

/// What a table comes to.
#[derive(Clone, Debug)]
pub struct Onboarding {
    /// In the table's order; none where anything is wrong.
    pub clients: Vec<Newcomer>,
    /// Those that would be written, were it not for what is wrong with others.
    pub waiting: Vec<Newcomer>,
    /// What is wrong with the table, or with what the manifests would be.
    pub diagnostics: Vec<Diagnostic>,
}

/// A client's manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// `metadata.name`.
    pub name: Slug,
    /// The platform's id of its organization.
    pub organization: OrganizationId,
    /// Its file, relative to the project's folder.
    pub path: String,
    /// What the file is to say.
    pub text: String,
    /// What that changes.
    pub change: Change,
    /// The day on which the marketing opt-out was asked for.
    pub asked: Option<Date>,
    /// The first day on which its people may be invited, where something holds them.
    pub free_from: Option<Date>,
}

/// A template that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no template `{name}`")]
pub struct UnknownTemplate {
    /// What was asked for.
    pub name: Slug,
    /// Those that there are.
    pub known: Vec<Slug>,
}

/// Makes a Client of each row, and adds the project up with them.
///
/// # Errors
/// [`UnknownTemplate`] where the project has no such template. All else is a diagnostic.
pub fn onboard(request: &Request<'_>) -> Result<Onboarding, UnknownTemplate> {
    let Request { files, table, template: name, folder, update, today } = *request;
    let mut all = files.to_vec();
    all.push(table.clone());
    let report = Report::new(&all);
    let read = document::read(files, &report);
    let of_template = read.documents.iter().filter(|it| it.kind == Kind::Template);
    let Some(document) = of_template.clone().find(|it| it.name == *name) else {
        let known = of_template.map(|it| it.name.clone()).collect();
        return Err(UnknownTemplate { name: name.clone(), known });
    };
    let template = template::read(document, &Engine::new(&Language::new()), &report);
    let known = Known::new(files, &read, name, update);

    let mut rows = Vec::new();
    let cells = table::read(&all[files.len()].text, clamp(files.len()), &report)
        .filter(|table| columns::is_header(&table.header, &template, &report))
        .map(|table| table.fitting(&report));
    if let Some(cells) = cells
        && let Some(columns) = columns::read(&cells.header, &template, &report)
    {
        let read = cells.rows.iter().filter_map(|it| row::read(it, &columns, name, &report));
        rows.extend(read);
        twice(&cells.rows, columns.name, &report, |name| {
            (Code::DuplicateName, format!("two rows are called `{}`", escape(name)))
        });
        twice(&cells.rows, columns.organization, &report, |id| {
            (Code::DuplicateOrganization, format!("two rows are organization {}", escape(id)))
        });
    }
    let mut clients = Vec::with_capacity(rows.len());
    for row in &rows {
        let path = match folder {
            "" => format!("{}.yaml", row.name),
            folder => format!("{folder}/{}.yaml", row.name),
        };
        let text = write::document(&row.tree);
        let Some((change, text)) = known.change(row, &path, text, &report) else { continue };
        let (name, organization, asked) = (row.name.clone(), row.id, row.asked);
        let free_from = None;
        clients.push(Newcomer { name, organization, path, text, change, asked, free_from });
    }
    let rows: BTreeMap<&Slug, Place> = rows.iter().map(|row| (&row.name, row.place)).collect();
    let places: BTreeMap<String, Location> = clients
        .iter()
        .map(|it| {
            let label = Some("it is made from this row".to_owned());
            (it.path.clone(), report.location(rows[&it.name].at, label))
        })
        .collect();
    let mut diagnostics = report.finish();
    diagnostics.retain(|it| it.location.file == table.path);
    // One wrong row hides nothing of the others.
    let sound = diagnostics.iter().all(|it| it.severity != Severity::Error);
    let mut told = added_up(files, &mut clients, &places, today);
    // What two rows share, and what is wrong elsewhere, was told or is told once the rows are right.
    let shared = [Code::DuplicateName, Code::DuplicateOrganization];
    let of_row = |it: &Diagnostic| {
        let mut places = std::iter::once(&it.location).chain(&it.related);
        places.any(|place| place.file == table.path)
    };
    told.retain(|it| sound || (of_row(it) && !shared.contains(&it.code)));
    diagnostics.extend(told);
    let waiting = match diagnostics.iter().any(|it| it.severity == Severity::Error) {
        true => std::mem::take(&mut clients),
        false => Vec::new(),
    };
    Ok(Onboarding { clients, waiting, diagnostics })
}

/// Tells what two rows have in a column where each has its own, whatever else is wrong with them.
fn twice(
    rows: &[Vec<Cell>],
    column: usize,
    report: &Report<'_>,
    say: impl Fn(&str) -> (Code, String),
) {
    let mut first = BTreeMap::new();
    for cell in rows.iter().filter_map(|row| row.get(column)).filter(|it| !it.text.is_empty()) {
        if let Some(other) = first.insert(&cell.text, cell.place) {
            let (code, message) = say(&cell.text);
            report
                .tell(Problem::new(code, cell.place, message).and(other, "the other one is here"));
        }
    }
}

/// Adds the project up with the clients in it. What is wrong with them also shows their rows.
fn added_up(
    files: &[SourceFile],
    clients: &mut [Newcomer],
    places: &BTreeMap<String, Location>,
    today: Date,
) -> Vec<Diagnostic> {
    let others = files.iter().filter(|it| !places.contains_key(&it.path)).cloned();
    let new = clients.iter().map(|it| SourceFile { path: it.path.clone(), text: it.text.clone() });
    let all: Vec<_> = others.chain(new).collect();
    let loaded = load(&all, today);
    let organizations: BTreeMap<&Slug, &Desired> =
        loaded.organizations.iter().map(|it| (&it.name, it)).collect();
    for client in clients {
        let made = organizations.get(&client.name);
        client.free_from = made.and_then(|it| it.embargo.as_ref()).map(|it| it.free_from);
    }
    let mut diagnostics = loaded.diagnostics;
    diagnostics.retain_mut(|it| {
        let related = it.related.iter().map(|it| &it.file);
        let rows = std::iter::once(&it.location.file).chain(related);
        let row = rows.filter_map(|file| places.get(file)).next();
        let ours = row.is_some();
        it.related.extend(row.cloned());
        ours || it.severity == Severity::Error
    });
    diagnostics
}

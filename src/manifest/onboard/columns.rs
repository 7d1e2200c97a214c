//! What the columns of the table are.

use super::table::Cell;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::reader::{did_you_mean, nearest};
use crate::manifest::template::{Parameter, Template};
use std::collections::HashMap;

/// Columns that are a Client's own, whatever the template.
const OWN: [&str; 4] = ["name", "organizationId", "marketingOptOutRequested", "credentials"];

/// The columns by what they are: a row's cells are looked up by their number.
pub(super) struct Columns<'t> {
    pub(super) name: usize,
    pub(super) organization: usize,
    pub(super) opt_out: Option<usize>,
    pub(super) credentials: Option<usize>,
    /// In the template's order, those that have a column.
    pub(super) parameters: Vec<(&'t Parameter, usize)>,
    /// Columns without a name, which have to be empty.
    pub(super) unnamed: Vec<usize>,
}

/// Whether any column is one that there is, or is nearly called so. Told where none is: then this is no header, and
/// nothing else of the table is as it should be.
pub(super) fn is_header(header: &[Cell], template: &Template<'_>, report: &Report<'_>) -> bool {
    let names = names(template);
    let known = |cell: &Cell| nearest(&cell.text, names.iter().copied()).is_some();
    if header.iter().any(known) {
        return true;
    }
    let place = header.first().map(|cell| cell.place).unwrap_or_default();
    let message = "the first line names no column that there is";
    let help = format!(
        "it has to be like `{}`, with a comma, a semicolon or a tab between the names, and nothing before it",
        names.join(",")
    );
    report.tell(Problem::new(Code::MissingField, place, message).help(help));
    false
}

/// The names of all columns that there can be.
fn names<'t>(template: &'t Template<'_>) -> Vec<&'t str> {
    OWN.into_iter().chain(template.parameters.iter().map(|it| it.name.as_str())).collect()
}

/// Reads the header; tells what it has too much, twice and not at all.
pub(super) fn read<'t>(
    header: &[Cell],
    template: &'t Template<'_>,
    report: &Report<'_>,
) -> Option<Columns<'t>> {
    let before = report.errors();
    let parameters = template.parameters.iter();
    let known = names(template);
    let place = header.first().map(|cell| cell.place).unwrap_or_default();
    // A name that is misspelt is told as that, and not as one that is missing too.
    let mut meant = Vec::new();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (number, cell) in header.iter().enumerate() {
        let name = cell.text.as_str();
        if name.is_empty() {
            continue;
        }
        if !known.contains(&name) {
            meant.extend(nearest(name, known.iter().copied()));
            let message = format!("there is no column `{}`", escape(name));
            let help = did_you_mean(name, known.iter().copied());
            let problem = Problem::new(Code::UnknownParameter, cell.place, message);
            report.tell(problem.maybe_help(help));
        }
        if let Some(first) = first.get(name) {
            let message = format!("there are two columns `{}`", escape(name));
            let problem = Problem::new(Code::DuplicateEntry, cell.place, message);
            report.tell(problem.and(header[*first].place, "the other one is here"));
        }
        first.entry(name).or_insert(number);
    }
    let find = |name: &str| first.get(name).copied();
    let need = |name: &str| {
        let found = find(name);
        if found.is_none() && !meant.contains(&name) {
            let message = format!("there is no column `{name}`");
            report.tell(Problem::new(Code::MissingField, place, message));
        }
        found
    };
    let (name, organization) = (need("name"), need("organizationId"));
    let parameter = |it: &'t Parameter| {
        let found = find(&it.name).filter(|_| !OWN.contains(&it.name.as_str()));
        if found.is_none() && it.required && !meant.contains(&it.name.as_str()) {
            let message = format!("there is no column for the template's `{}`", it.name);
            let problem = Problem::new(Code::MissingParameter, place, message);
            report.tell(problem.and(it.place, "it is required here"));
        }
        Some((it, found?))
    };
    let parameters = parameters.filter_map(parameter).collect();
    let unnamed = (0..header.len()).filter(|number| header[*number].text.is_empty()).collect();
    let (name, organization) = (name?, organization?);
    let (opt_out, credentials) = (find("marketingOptOutRequested"), find("credentials"));
    (report.errors() == before).then_some(Columns {
        name,
        organization,
        opt_out,
        credentials,
        parameters,
        unnamed,
    })
}

//! A row → a Client manifest.

use super::columns::Columns;
use super::table::Cell;
use crate::manifest::Kind;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::document::API_VERSION;
use crate::manifest::node::{Node, Place, Scalar, Value};
use crate::manifest::reader;
use crate::manifest::template::{Parameter, ParameterType};
use crate::manifest::write::Tree;
use crate::model::{OrganizationId, Slug};
use jiff::civil::Date;

/// What one row says.
pub(super) struct Row {
    pub(super) name: Slug,
    /// The organization's id.
    pub(super) id: OrganizationId,
    /// The day on which the marketing opt-out was asked for.
    pub(super) asked: Option<Date>,
    /// Whether it names a credential.
    pub(super) has_credentials: bool,
    /// The manifest.
    pub(super) tree: Tree,
    /// Where the name stands.
    pub(super) place: Place,
    /// Where the id stands.
    pub(super) id_place: Place,
}

/// Reads a row; tells all that is wrong with it.
pub(super) fn read(
    cells: &[Cell],
    columns: &Columns<'_>,
    template: &Slug,
    report: &Report<'_>,
) -> Option<Row> {
    let before = report.errors();
    for cell in columns.unnamed.iter().filter_map(|number| cells.get(*number)) {
        if !cell.text.is_empty() {
            let message = "the column of this value has no name";
            report.tell(Problem::new(Code::UnknownParameter, cell.place, message));
        }
    }
    let before_values = report.errors();
    for cell in cells.iter().filter(|cell| is_spreadsheet_error(&cell.text)) {
        let message = format!("`{}` is an error of the spreadsheet", escape(&cell.text));
        let problem = Problem::new(Code::InvalidValue, cell.place, message);
        report.tell(problem.help("mend the cell there, or empty it"));
    }
    if report.errors() > before_values {
        return None;
    }
    let filled = |number: Option<usize>| {
        number.and_then(|number| cells.get(number)).filter(|cell| !cell.text.is_empty())
    };
    let missing = |number: usize, code, message: String, help: &str| {
        let place = cells.get(number).or(cells.first()).map(|cell| cell.place).unwrap_or_default();
        let problem = Problem::new(code, place, message);
        report.tell(if help.is_empty() { problem } else { problem.help(help) });
    };
    let name = filled(Some(columns.name));
    if name.is_none() {
        let help = "the client's file is called after it";
        missing(columns.name, Code::MissingField, "`name` is empty".to_owned(), help);
    }
    let slug = name.and_then(|cell| reader::slug(&plain(cell), report));
    let id = filled(Some(columns.organization));
    if id.is_none() {
        let help = "rolecall can't sign an organization up: do that in the console, then write its id here";
        let message = "`organizationId` is empty".to_owned();
        missing(columns.organization, Code::MissingField, message, help);
    }
    let number = id.and_then(|cell| organization(cell, report));
    let asked = filled(columns.opt_out).and_then(|cell| reader::date(&plain(cell), report));
    let credentials = filled(columns.credentials);

    let mut parameters = Vec::new();
    for (parameter, number) in &columns.parameters {
        let number = *number;
        match filled(Some(number)) {
            Some(cell) => {
                let accepted = parameter.accept(&value(cell, parameter), report);
                parameters.extend(accepted.map(|node| (parameter.name.as_str(), tree(&node))));
            }
            None if parameter.required => {
                let message =
                    format!("`{}` is empty, and the template requires it", parameter.name);
                missing(number, Code::MissingParameter, message, "");
            }
            None => {}
        }
    }
    let (name, id, slug, number) = (name?, id?, slug?, number?);
    if report.errors() > before {
        return None;
    }
    let mut spec = vec![
        ("template", Tree::text(template.as_str())),
        ("organizationId", Tree::plain(number.json())),
    ];
    spec.extend(asked.map(|day| ("marketingOptOutRequested", Tree::plain(day))));
    spec.extend(credentials.map(|cell| ("credentials", Tree::text(cell.text.as_str()))));
    if !parameters.is_empty() {
        spec.push(("parameters", Tree::fields(parameters)));
    }
    let tree = Tree::fields([
        ("apiVersion", Tree::plain(API_VERSION)),
        ("kind", Tree::plain(Kind::Client)),
        ("metadata", Tree::fields([("name", Tree::text(slug.as_str()))])),
        ("spec", Tree::fields(spec)),
    ]);
    Some(Row {
        name: slug,
        id: number,
        asked,
        has_credentials: credentials.is_some(),
        tree,
        place: name.place,
        id_place: id.place,
    })
}

/// What a spreadsheet writes where it could not compute a cell, in any language: `#REF!`, `#NAME?`, `#N/A`, `#NV`.
fn is_spreadsheet_error(text: &str) -> bool {
    let Some(word) = text.strip_prefix('#') else { return false };
    let capitals = |word: &str| word.chars().all(|c| c.is_uppercase() || "/0".contains(c));
    match word.strip_suffix(['!', '?']) {
        Some(word) => !word.is_empty() && capitals(word),
        None => matches!(word, "N/A" | "NV" | "N/D" | "N/V"),
    }
}

/// The organization's id; a number that a spreadsheet has rounded is another organization's, or nobody's.
fn organization(cell: &Cell, report: &Report<'_>) -> Option<OrganizationId> {
    let rounded = cell.text.split_once(['E', 'e']).is_some_and(|(number, power)| {
        number.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
            && power.starts_with(['+', '-'])
            && power[1..].chars().all(|c| c.is_ascii_digit())
    });
    if rounded {
        let message = format!("`{}` is not the whole number", escape(&cell.text));
        let help = "the spreadsheet has rounded it: format the column as text, write the number anew, and save again";
        report.tell(Problem::new(Code::WrongType, cell.place, message).help(help));
        return None;
    }
    reader::id(&id_node(cell), OrganizationId::read, report)
}

/// The cell as a scalar: it may be read as a number.
fn plain(cell: &Cell) -> Node {
    scalar(&cell.text, cell.place)
}

/// The cell as an id: what has letters in it is a text.
fn id_node(cell: &Cell) -> Node {
    let plain = !cell.text.chars().any(|c| c.is_ascii_alphabetic());
    Node { value: Value::Scalar(Scalar { text: cell.text.clone(), plain }), place: cell.place }
}

fn scalar(text: &str, place: Place) -> Node {
    Node { value: Value::Scalar(Scalar { text: text.to_owned(), plain: true }), place }
}

/// The cell as a value of this parameter. Spreadsheets write `TRUE`; empty items of a list are left out.
fn value(cell: &Cell, parameter: &Parameter) -> Node {
    match parameter.kind {
        ParameterType::List => {
            let items = cell.text.split('|').map(str::trim).filter(|item| !item.is_empty());
            let items = items.map(|item| scalar(item, cell.place)).collect();
            Node { value: Value::Sequence(items), place: cell.place }
        }
        ParameterType::Boolean => scalar(&cell.text.to_ascii_lowercase(), cell.place),
        ParameterType::String
        | ParameterType::Integer
        | ParameterType::Date
        | ParameterType::Email => plain(cell),
    }
}

/// An accepted value as it is written: what is of a type without quotes, and whole numbers in lists.
fn tree(node: &Node) -> Tree {
    match &node.value {
        Value::Sequence(items) => Tree::list(items.iter().map(|item| match item.as_text() {
            Some(text) if is_integer(text) => Tree::plain(text),
            text => Tree::text(text.unwrap_or_default()),
        })),
        Value::Scalar(Scalar { text, plain: true }) => Tree::plain(text),
        Value::Scalar(Scalar { text, plain: false }) => Tree::text(text),
        Value::Null | Value::Mapping(_) => Tree::plain("null"),
    }
}

fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

use super::values::{any, entries, invalid, list, pointer};
use crate::manifest::reader::{Fields, did_you_mean};
use crate::manifest::{Code, Node, Problem, Report, Value, escape};
use crate::model::{Field, Operation, Restriction};
use crate::platform::profile::answer::{Answer, Flag, Place};
use crate::platform::profile::shape;
use std::collections::BTreeMap;

/// Reads where things are in an answer.
pub(super) fn answer(operation: Operation, node: &Node, report: &Report<'_>) -> Option<Answer> {
    let known: Vec<_> = operation.definition().fields().collect();
    let mut answer = BTreeMap::new();
    for (key, node) in entries(node, report)? {
        let Some(field) = Field::parse(&key.text).filter(|field| known.contains(field)) else {
            let message = format!("nothing of {operation} is called `{}`", escape(&key.text));
            let help = did_you_mean(&key.text, known.iter().map(|field| field.word()));
            report.tell(Problem::new(Code::UnknownField, key.place, message).maybe_help(help));
            continue;
        };
        answer.extend(place(field, node, report).map(|place| (field, place)));
    }
    Some(Answer(answer))
}

fn place(field: Field, node: &Node, report: &Report<'_>) -> Option<Place> {
    if matches!(node.value, Value::Scalar(_)) {
        return pointer(node, report).map(Place::At);
    }
    let fields = Fields::of(node, &shape::AT, report)?;
    let ways: &[&str] = match field {
        Field::Status => &["literal", "pendingWhenMissing", "pendingWhenPresent"],
        Field::Restrictions => &["literal", "flags"],
        Field::ContactLimit => &["literal", "at"],
        Field::Items | Field::Id | Field::Email => &[],
        _ => &["literal"],
    };
    let given: Vec<_> = shape::AT.names.iter().filter(|name| fields.has(name)).copied().collect();
    let (way, with) = match given.as_slice() {
        [way] if ways.contains(way) => (*way, None),
        ["at", "unlimitedWhen"] if ways.contains(&"at") => ("at", fields.optional("unlimitedWhen")),
        _ => {
            let message = format!("this doesn't say where `{}` is", field.word());
            let names: Vec<_> = ways.iter().map(|way| format!("`{way}`")).collect();
            let problem = invalid(node, message);
            report.tell(match names.is_empty() {
                true => problem.help("write a JSON Pointer"),
                false => problem
                    .help(format!("write a JSON Pointer, or just one of {}", names.join(", "))),
            });
            return None;
        }
    };
    let pending = |when_missing, at| Place::Pending { at, when_missing };
    match way {
        "literal" => literal(&fields).map(Place::Literal),
        "pendingWhenMissing" => fields.need(way_name(way), pointer).map(|at| pending(true, at)),
        "pendingWhenPresent" => fields.need(way_name(way), pointer).map(|at| pending(false, at)),
        "flags" => fields.need("flags", flags).map(Place::Flags),
        _ => {
            let at = fields.need("at", pointer)?;
            let unlimited_when = match with {
                Some(node) => list(node, report, any)?,
                None => vec![serde_json::Value::Null],
            };
            Some(Place::Limit { at, unlimited_when })
        }
    }
}

/// The same name, as long as the program lives.
fn way_name(way: &str) -> &'static str {
    shape::AT.names.iter().find(|name| **name == way).copied().unwrap_or("literal")
}

/// A constant may be nothing at all.
fn literal(fields: &Fields<'_, '_, '_>) -> Option<serde_json::Value> {
    any(fields.raw("literal")?, fields.report)
}

fn flags(node: &Node, report: &Report<'_>) -> Option<BTreeMap<Restriction, Flag>> {
    let mut flags = BTreeMap::new();
    for (key, node) in entries(node, report)? {
        let Ok(restriction) = key.text.parse::<Restriction>() else {
            let words = Restriction::ALL.iter().map(|one| one.word());
            let message = format!("`{}` is no restriction", escape(&key.text));
            let problem = Problem::new(Code::UnknownWord, key.place, message);
            report.tell(problem.maybe_help(did_you_mean(&key.text, words)));
            continue;
        };
        let flag = match node.value {
            Value::Scalar(_) => pointer(node, report).map(|at| Flag { at, negated: false }),
            _ => {
                let fields = Fields::of(node, &shape::NOT, report)?;
                fields.need("not", pointer).map(|at| Flag { at, negated: true })
            }
        };
        flags.extend(flag.map(|flag| (restriction, flag)));
    }
    Some(flags)
}

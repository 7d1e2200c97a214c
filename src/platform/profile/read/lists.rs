use super::values::{choice, entries, invalid, pointer};
use crate::manifest::reader::{Fields, did_you_mean, integer, text};
use crate::manifest::{Code, Node, Problem, Report, escape};
use crate::model::{Field, Operation};
use crate::platform::profile::Pointer;
use crate::platform::profile::operation::Paging;
use std::collections::BTreeMap;

/// Reads how a list goes on.
pub(super) fn paging(node: &Node, report: &Report<'_>) -> Option<Paging> {
    let fields = Fields::of(node, &["by", "first", "total", "next", "parameter"], report)?;
    let by_page = fields.need("by", |node, report| {
        choice(node, &[("page", true), ("cursor", false)], "paging", report)
    })?;
    let others: &[&str] = if by_page { &["next", "parameter"] } else { &["first", "total"] };
    for other in others.iter().filter(|other| fields.has(other)) {
        let by = if by_page { "page" } else { "cursor" };
        let message = format!("paging by {by} has no `{other}`");
        report.tell(Problem::new(Code::InvalidProfile, fields.key(other), message));
    }
    if by_page {
        if !fields.has("total") {
            let problem = invalid(
                node,
                "paging by page needs `total`: where the answer says how many there are",
            );
            report.tell(problem.help(
                "without it nobody knows whether a list is complete, and nothing may be removed on its strength",
            ));
        }
        let first = fields.read("first", |node, report| integer(node, 0..=1, report)).unwrap_or(1);
        return Some(Paging::Page { first, total: fields.read("total", pointer)? });
    }
    let next = fields.need("next", pointer)?;
    Some(Paging::Cursor { next, parameter: fields.read("parameter", text).map(str::to_owned) })
}

/// Reads where things are in an answer.
pub(super) fn answer(
    operation: Operation,
    node: &Node,
    report: &Report<'_>,
) -> Option<BTreeMap<Field, Pointer>> {
    let known = || operation.definition().fields().collect::<Vec<_>>();
    let mut answer = BTreeMap::new();
    for (key, node) in entries(node, report)? {
        let Some(field) = Field::parse(&key.text).filter(|field| known().contains(field)) else {
            let message = format!("nothing of {operation} is called `{}`", escape(&key.text));
            let help = did_you_mean(&key.text, known().iter().map(|field| field.word()));
            report.tell(Problem::new(Code::UnknownField, key.place, message).maybe_help(help));
            continue;
        };
        if let Some(pointer) = pointer(node, report) {
            answer.insert(field, pointer);
        }
    }
    Some(answer)
}

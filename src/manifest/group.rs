use super::diagnostic::{Code, Problem, Report, escape};
use super::document::Document;
use super::node::{Node, Place, Value};
use super::reader::{self, Fields};
use super::shape::Shape::{List, Named};
use super::shape::{ADDRESS, object};
use crate::model::Email;
use std::collections::BTreeMap;

object! {
    /// People that are listed together, wherever a workspace or an organization lists users.
    pub(super) GROUP required ["users"] {
        "users" List(&Named(&ADDRESS)), "Their addresses.";
    }
}

/// People that are listed together.
pub(super) struct Group {
    pub(super) users: BTreeMap<Email, Place>,
}

pub(super) fn read(document: &Document, report: &Report<'_>) -> Group {
    let fields = Fields::of(&document.spec, &GROUP, report);
    let nodes = fields.and_then(|fields| fields.need("users", reader::items));
    let mut users = BTreeMap::new();
    for node in nodes.unwrap_or_default() {
        let Some(email) = member(node, report) else { continue };
        if let Some(first) = users.get(&email) {
            let message = format!("{} is in this group twice", escape(email.as_str()));
            let problem = Problem::new(Code::DuplicateEntry, node.place, message);
            report.tell(problem.and(*first, "here first"));
        } else {
            users.insert(email, node.place);
        }
    }
    Group { users }
}

fn member(node: &Node, report: &Report<'_>) -> Option<Email> {
    if node.get("group").is_some() {
        let problem = Problem::new(Code::NestedGroup, node.place, "a group can't list a group");
        report.tell(problem.help("list its people, or list both groups where they are used"));
        return None;
    }
    if matches!(node.value, Value::Mapping(_)) {
        let message = "a group lists addresses alone";
        let help = "write the address alone; roles stand where the group is used";
        report.tell(Problem::new(Code::WrongType, node.place, message).help(help));
        return None;
    }
    reader::email(node, report)
}

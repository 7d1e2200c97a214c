use super::diagnostic::{Code, Problem, Report, escape};
use super::document::Document;
use super::node::{Node, Place, Value};
use super::reader::{self, Fields};
use super::shape::Shape::{Any, List, Named, Of};
use super::shape::{ADDRESS, DATE, object};
use crate::model::{Email, is_over};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

object! {
    /// People that are listed together, wherever a workspace or an organization lists users.
    pub(super) GROUP required ["users"] {
        "users" List(&Any(&[Named(&ADDRESS), Of(&MEMBER)])), "Their addresses, or with a date: `{email, until}`.";
    }
}

object! {
    /// Somebody in a group, up to a day.
    pub(super) MEMBER required ["email"] {
        "email" Named(&ADDRESS), "Who.";
        "until" Named(&DATE), "The last day. From the day after, this item is as if it weren't there.";
    }
}

/// People that are listed together.
pub(super) struct Group {
    pub(super) users: BTreeMap<Email, Member>,
    /// Everybody who is listed is in it.
    pub(super) sound: bool,
}

/// Somebody in a group.
#[derive(Clone, Copy)]
pub(super) struct Member {
    /// The last day on which they are in it.
    pub(super) until: Option<Date>,
    pub(super) place: Place,
}

impl Group {
    /// Who is in it on this day.
    pub(super) fn on(&self, day: Date) -> BTreeSet<Email> {
        let current = self.users.iter().filter(|(_, member)| !is_over(member.until, day));
        current.map(|(email, _)| email.clone()).collect()
    }
}

pub(super) fn read(document: &Document, report: &Report<'_>) -> Group {
    let before = report.errors();
    let fields = Fields::of(&document.spec, &GROUP, report);
    let nodes = fields.and_then(|fields| fields.need("users", reader::items));
    let mut users: BTreeMap<Email, Member> = BTreeMap::new();
    for node in nodes.unwrap_or_default() {
        let Some((email, until)) = member(node, report) else { continue };
        if let Some(first) = users.get(&email) {
            let message = format!("{} is in this group twice", escape(email.as_str()));
            let problem = Problem::new(Code::DuplicateEntry, node.place, message);
            report.tell(problem.and(first.place, "here first"));
        } else {
            users.insert(email, Member { until, place: node.place });
        }
    }
    Group { users, sound: document.sound && report.errors() == before }
}

fn member(node: &Node, report: &Report<'_>) -> Option<(Email, Option<Date>)> {
    if node.get("group").is_some() {
        let problem = Problem::new(Code::NestedGroup, node.place, "a group can't list a group");
        report.tell(problem.help("list its people, or list both groups where they are used"));
        return None;
    }
    if !matches!(node.value, Value::Mapping(_)) {
        return Some((reader::email(node, report)?, None));
    }
    if ["role", "restrictions"].iter().any(|field| node.get(field).is_some()) {
        let message = "a group lists addresses, and until when";
        let help = "write the address alone; roles stand where the group is used";
        report.tell(Problem::new(Code::WrongType, node.place, message).help(help));
        return None;
    }
    let fields = Fields::of(node, &MEMBER, report)?;
    let until = fields.read("until", reader::date);
    Some((fields.need("email", reader::email)?, until))
}

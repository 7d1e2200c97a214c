//! What becomes of somebody who leaves, for people.

use super::OffboardFile;
use crate::cli::adopt::in_part;
use crate::cli::error::count;
use crate::cli::escape::one_line;
use crate::cli::output::section;
use rolecall::model::Email;
use rolecall::model::text::quoted;
use rolecall::people::access::{How, Row};
use rolecall::people::offboard::{ByHand, Contacts, Named, Place, Refusal, Rule};
use std::fmt::Write as _;

/// Places at which somebody is named that are told one by one.
const PLACES: usize = 20;

/// People who are named where somebody could take over.
const NAMED: usize = 5;

pub(super) fn text(said: &OffboardFile) -> String {
    let mut out = String::new();
    for person in &said.people {
        let _ = writeln!(out, "{}", one_line(person.as_str()));
        let rows = |rows: &[Row]| -> Vec<String> {
            rows.iter().filter(|it| it.person == *person).map(row).collect()
        };
        let there = rows(&said.there);
        if there.is_empty() {
            out.push_str("  no manifest gives them anything\n");
        }
        section(&mut out, "in the manifests", there);
        section(&mut out, "on the platform, and in no manifest", rows(&said.elsewhere));
        let is_theirs = |place: &Place| place.person == *person;
        let contacts = said.contacts.iter().filter(|it| it.person == *person);
        section(&mut out, "contacts", contacts.flat_map(contact).collect());
        let named = said.named.iter().filter(|it| is_theirs(&it.place));
        section(&mut out, "named, and left as it is", some(named.map(named_at).collect()));
        let by_hand = said.by_hand.iter().filter(|it| is_theirs(&it.place));
        section(&mut out, "by hand", by_hand.map(to_do).collect());
        let refused = said.refused.iter().filter(|it| is_theirs(&it.place));
        section(&mut out, "refused", refused.map(refusal).collect());
    }
    if !said.incomplete.is_empty() {
        out.push_str("not read in full, so they may be there too\n");
    }
    for of in said.incomplete.chunk_by(|a, b| a.organization == b.organization) {
        let Some(first) = of.first() else { continue };
        section(&mut out, first.organization.as_str(), of.iter().map(in_part).collect());
    }
    if !said.unread.is_empty() {
        let names = said.unread.join(", ");
        let _ = writeln!(out, "not read, so they may be there too: {names}");
    }
    out.push('\n');
    out
}

/// The first of many lines, and how many more there are.
fn some(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(PLACES);
    if more > 0 {
        lines.truncate(PLACES);
        lines.push(format!("and {}; all with `--format json`", count(more, "more place")));
    }
    lines
}

fn row(row: &Row) -> String {
    let organization = one_line(&row.organization);
    let role = |role: &Option<String>| one_line(role.as_deref().unwrap_or("user"));
    let what = match (&row.workspace, row.how) {
        (Some(workspace), How::Direct) => {
            format!("{} as {}", name(workspace.as_str()), role(&row.workspace_role))
        }
        (Some(workspace), How::Admin) => {
            format!("{} as {}", name(workspace.as_str()), How::Admin.word())
        }
        (None, _) => role(&row.organization_role),
    };
    match row.is_unlisted() {
        true => format!("{organization}: {what}"),
        false => format!("{organization}: {what} ({})", one_line(&row.source)),
    }
}

/// A name that is set off where it has several words.
fn name(text: &str) -> String {
    one_line(&quoted(text))
}

fn at(place: &Place) -> String {
    format!("{}:{} {}", one_line(&place.file), place.line, one_line(&place.what))
}

fn contact(it: &Contacts) -> Vec<String> {
    let Contacts { person: _, organization, to, unassigned } = it;
    let Some(to) = to else {
        return vec![format!("{organization}: to nobody, who takes over has no access there")];
    };
    let mut lines = vec![format!("{organization}: to {}", one_line(to.as_str()))];
    lines.extend(unassigned.iter().map(|workspace| {
        format!(
            "{organization}: in {} to nobody, who takes over has no access there",
            name(workspace)
        )
    }));
    lines
}

fn named_at(it: &Named) -> String {
    let Named { place, as_what } = it;
    format!("{}: {}", at(place), as_what.words())
}

fn to_do(it: &ByHand) -> String {
    let ByHand { place, why, what } = it;
    format!("{}: {}; {}", at(place), one_line(why), one_line(what))
}

fn refusal(it: &Refusal) -> String {
    let Refusal { rule, place, organization, workspace, of, could_take_over } = it;
    let organization = organization.as_ref().map_or("the template", |it| it.as_str());
    let why = match rule {
        Rule::LastAdmin => format!("{organization} would have too few admins"),
        Rule::LastOwner => {
            let workspace = name(workspace.as_deref().unwrap_or_default());
            format!("{workspace} of {organization} would have no listed owner")
        }
        Rule::HandOver => {
            let of = of.as_ref().map_or_else(String::new, |it| one_line(it.as_str()));
            return format!(
                "{}: they take over from {of}; name with `--hand-contacts-to` who does instead, somebody with access \
                 there",
                at(place)
            );
        }
    };
    format!("{}: {why}; {}", at(place), could(could_take_over))
}

fn could(people: &[Email]) -> String {
    if people.is_empty() {
        return "nobody else is listed there who could take over".to_owned();
    }
    let first: Vec<_> = people.iter().take(NAMED).map(|it| one_line(it.as_str())).collect();
    let more = people.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(", and {}", count(more, "other")) } else { String::new() };
    format!("could take over: {}{more}", first.join(", "))
}

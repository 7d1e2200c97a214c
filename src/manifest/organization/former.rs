//! RC115: hand-overs and renames that contradict what is listed.

use super::{Draft, Former, Workspace};
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::Place;
use crate::model::Email;
use std::collections::{BTreeMap, BTreeSet};

/// An address that was given up is listed nowhere, and goes over to one person.
pub(super) fn hand_overs(draft: &Draft, report: &Report<'_>) {
    let mut first: BTreeMap<&Email, Place> = BTreeMap::new();
    let all_listed = draft.listed(draft.hand_overs.iter().map(|it| &it.old));
    for Former { old, new, place } in &draft.hand_overs {
        let shown = escape(old.as_str()).into_owned();
        let tell = |message: String, other: Option<(Place, &str)>, help: &str| {
            let problem =
                Problem::new(Code::HandOverConflict, *place, message).help(help.to_owned());
            report.tell(match other {
                Some((other, label)) => problem.and(other, label),
                None => problem,
            });
        };
        if old == new {
            let help = "`formerEmail` is the address that was used before";
            tell(format!("{shown} can't take over from itself"), None, help);
        } else if let Some(listed) = all_listed.get(old) {
            let help = "take the old address out of the lists: it gives everything to the new one";
            let message = format!("{shown} is handed over and also listed");
            tell(message, Some((*listed, "it is listed here")), help);
        }
        if let Some(other) = first.insert(old, *place) {
            let message = format!("two people take over from {shown}");
            tell(message, Some((other, "the other one is here")), "one address goes over to one");
        }
        if let Some((Some(to), departure)) = draft.departures.get(old)
            && to != new
        {
            let message = format!("the contacts of {shown} go to {} here", escape(new.as_str()));
            let label = "and to somebody else here";
            tell(message, Some((*departure, label)), "take the departure out");
        }
    }
}

/// Renames by name alone: no two from one name, and no cycles. A pinned `id` says it all by itself.
pub(super) fn names(draft: &Draft, report: &Report<'_>) {
    let mut renamed: BTreeMap<String, (&Workspace, String, Place)> = BTreeMap::new();
    let mut from: BTreeMap<String, Place> = BTreeMap::new();
    for workspace in draft.workspaces.iter().filter(|it| it.id.is_none()) {
        let Some((former, place)) = &workspace.former_name else { continue };
        if let Some(other) = from.insert(former.key(), *place) {
            let name = escape(former.as_str()).into_owned();
            let message = format!("two workspaces say that they were `{name}`");
            let problem = Problem::new(Code::HandOverConflict, *place, message);
            report.tell(problem.help("pin ids instead").and(other, "the other one is here"));
        }
        renamed.insert(workspace.name.key(), (workspace, former.key(), *place));
    }
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in renamed.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut at = start.as_str();
        while let Some((key, (_, former, _))) = renamed.get_key_value(at) {
            if !done.insert(key) {
                break;
            }
            path.push(key);
            at = former;
        }
        let Some(begin) = path.iter().position(|key| *key == at) else { continue };
        cycle(path[begin..].iter().filter_map(|key| renamed.get(*key)), report);
    }
}

fn cycle<'d>(
    members: impl Iterator<Item = &'d (&'d Workspace, String, Place)>,
    report: &Report<'_>,
) {
    let mut members: Vec<_> = members.collect();
    members.sort_by_key(|(_, _, place)| *place);
    let Some(((_, _, place), others)) = members.split_first() else { return };
    let message = match others.is_empty() {
        true => "a workspace's `formerName` is the name it has",
        false => "these workspaces take their names from each other in a circle",
    };
    let mut problem = Problem::new(Code::HandOverConflict, *place, message);
    problem =
        problem.help("pin the `id` of each: then names can be swapped, and `formerName` goes");
    for (_, _, other) in others {
        problem = problem.and(*other, "and this one");
    }
    report.tell(problem);
}

use super::{GroupWords, GroupedChange, Impact, Mark, Sentence, Subject};
use crate::model::{Seen, WorkspaceRole};
use crate::plan::{AccessNote, EffectiveAccess, PersonAccess};

/// What a reviewer should not miss about one person.
pub(crate) fn note(person: &PersonAccess, note: &AccessNote) -> Sentence {
    let PersonAccess { email, .. } = person;
    let change = grouped_note(person, note);
    let place = change.workspace.map_or_else(Sentence::new, |it| Sentence::new().workspace(it));
    change.sentence(&GroupWords { who: Subject::Named(vec![email]), place, receiver: None })
}

/// The same note, for a sentence about many organizations.
pub(crate) fn grouped_note<'a>(
    person: &'a PersonAccess,
    note: &'a AccessNote,
) -> GroupedChange<'a> {
    let PersonAccess { email, before: _, after, notes: _ } = person;
    let impact = match note {
        AccessNote::ReachesEverything
        | AccessNote::BecomesOnlyOwner { .. }
        | AccessNote::BecomesOnlyAdmin => Impact::GainsPower,
        AccessNote::LosesEverything { .. } | AccessNote::NoLongerReachesEverything => Impact::Loses,
    };
    let words = move |group: &GroupWords<'_>| {
        let (one, many) = match note {
            AccessNote::LosesEverything { .. } => {
                (" loses access to everything", " lose access to everything")
            }
            AccessNote::ReachesEverything if after.pending => (
                " becomes an admin and reaches every workspace once they accept",
                " become admins and reach every workspace once they accept",
            ),
            AccessNote::ReachesEverything => (
                " becomes an admin and reaches every workspace",
                " become admins and reach every workspace",
            ),
            AccessNote::NoLongerReachesEverything => (
                " is no longer an admin and reaches only workspaces that list them",
                " are no longer admins and reach only workspaces that list them",
            ),
            AccessNote::BecomesOnlyOwner { workspace: _ } => {
                (" becomes the only owner of ", " become the only owners of ")
            }
            AccessNote::BecomesOnlyAdmin => (" becomes the only admin", " become the only admins"),
        };
        let words = group.people().say(group.verb(one, many));
        match note {
            AccessNote::BecomesOnlyOwner { .. } => words.then(group.place()),
            AccessNote::LosesEverything { by_hand, seen_in_part } => {
                let hand = if *by_hand { " once the steps by hand are done" } else { "" };
                let part = if *seen_in_part { ", as far as was read" } else { "" };
                words.say(hand).say(part)
            }
            _ => words,
        }
    };
    let change = GroupedChange::new(impact, Mark::Change, words).about(email);
    match note {
        AccessNote::BecomesOnlyOwner { workspace } => change.at(workspace),
        _ => change,
    }
}

/// All that somebody can reach: `member (pending); Support: agent, Sales: owner`.
pub(crate) fn effective(access: &EffectiveAccess) -> Sentence {
    let EffectiveAccess { organization, pending, workspaces } = access;
    let mut words = match organization {
        Some(role) => Sentence::new().role(role),
        None => return Sentence::of("no access"),
    };
    if *pending {
        words = words.say(" (pending)");
    }
    for (at, (workspace, role)) in workspaces.iter().enumerate() {
        words = words.say(if at == 0 { "; " } else { ", " }).workspace(workspace).say(": ");
        words = words.role(role);
    }
    words
}

/// What is different afterwards: `organization: member → admin`, `Support: none → agent`.
pub(crate) fn changes(before: &EffectiveAccess, after: &EffectiveAccess) -> Vec<Sentence> {
    let mut all = Vec::new();
    if (&before.organization, before.pending) != (&after.organization, after.pending) {
        let words = organization(Sentence::of("organization: "), before).say(" → ");
        all.push(organization(words, after));
    }
    let mut names: Vec<_> = before.workspaces.keys().chain(after.workspaces.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let (old, new) = (before.workspaces.get(name), after.workspaces.get(name));
        if old != new {
            let words = Sentence::new().workspace(name).say(": ");
            let words = workspace(words, old).say(" → ");
            all.push(workspace(words, new));
        }
    }
    all
}

fn organization(words: Sentence, access: &EffectiveAccess) -> Sentence {
    let words = match &access.organization {
        Some(role) => words.role(role),
        None => return words.say("none"),
    };
    if access.pending { words.say(" (pending)") } else { words }
}

fn workspace(words: Sentence, role: Option<&Seen<WorkspaceRole>>) -> Sentence {
    match role {
        Some(role) => words.role(role),
        None => words.say("none"),
    }
}

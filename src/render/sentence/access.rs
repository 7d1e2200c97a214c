use super::Sentence;
use crate::model::{Email, OrganizationRole, Seen, WorkspaceRole};
use crate::plan::{AccessNote, EffectiveAccess};
use std::fmt::Display;
use std::str::FromStr;

/// What a reviewer should not miss about one person.
pub(crate) fn note(email: &Email, note: &AccessNote) -> Sentence {
    let words = Sentence::new().email(email);
    match note {
        AccessNote::LosesEverything => words.say(" loses access to everything"),
        AccessNote::ReachesEverything => words.say(" becomes an admin and reaches every workspace"),
        AccessNote::NoLongerReachesEverything => {
            words.say(" is no longer an admin and reaches only what is granted")
        }
        AccessNote::BecomesOnlyOwner { workspace } => {
            words.say(" becomes the only owner of ").workspace(workspace)
        }
        AccessNote::BecomesOnlyAdmin => words.say(" becomes the only admin"),
    }
}

/// All that somebody can reach: `member (pending); Support: agent, Sales: owner`.
pub(crate) fn effective(access: &EffectiveAccess) -> Sentence {
    let EffectiveAccess { organization, pending, workspaces } = access;
    let mut words = match organization {
        Some(role) => word::<OrganizationRole>(Sentence::new(), role),
        None => return Sentence::of("no access"),
    };
    if *pending {
        words = words.say(" (pending)");
    }
    for (at, (workspace, role)) in workspaces.iter().enumerate() {
        words = words.say(if at == 0 { "; " } else { ", " }).workspace(workspace).say(": ");
        words = word::<WorkspaceRole>(words, role);
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
            let words = workspace(words, old.map(String::as_str)).say(" → ");
            all.push(workspace(words, new.map(String::as_str)));
        }
    }
    all
}

fn organization(words: Sentence, access: &EffectiveAccess) -> Sentence {
    let words = match &access.organization {
        Some(role) => word::<OrganizationRole>(words, role),
        None => return words.say("none"),
    };
    if access.pending { words.say(" (pending)") } else { words }
}

fn workspace(words: Sentence, role: Option<&str>) -> Sentence {
    match role {
        Some(role) => word::<WorkspaceRole>(words, role),
        None => words.say("none"),
    }
}

/// A word of ours where it is a role that we know, else a name.
fn word<T: FromStr + Display>(words: Sentence, role: &str) -> Sentence {
    words.role(&Seen::<T>::read(role))
}

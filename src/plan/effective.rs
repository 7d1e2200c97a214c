//! What people can reach before, and once everything automatic is done: read off the state that the steps lead to.

use super::rules::{Key, State};
use super::world::World;
use super::{AccessNote, EffectiveAccess, PersonAccess, Step};
use crate::model::{Email, OrganizationRole, Seen, WorkspaceName};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// Everybody whose access the automatic steps touch, by e-mail. What a person does by hand comes later or never: of it
/// just who loses everything by it is told.
pub(super) fn access(world: &World, steps: &[Step]) -> Vec<PersonAccess> {
    let (by_machine, others): (Vec<&Step>, Vec<&Step>) =
        steps.iter().partition(|step| step.is_automatic());
    let by_hand: Vec<&Step> = others.into_iter().filter(|step| step.is_manual()).collect();
    let before = State::new(world.snapshot);
    let [automatic, manual] = [&by_machine, &by_hand]
        .map(|steps| steps.iter().flat_map(|step| step.action.facts()).collect::<Vec<_>>());
    let mut after = before.clone();
    after.apply_all(&automatic);
    let mut after_all = after.clone();
    after_all.apply_all(&manual);
    let mut touched: BTreeSet<&Email> =
        by_machine.iter().chain(&by_hand).flat_map(|step| step.action.people()).collect();
    for gone in before.workspaces.iter().filter(|(key, _)| !after_all.workspaces.contains_key(key))
    {
        touched.extend(gone.1.keys());
    }
    let both = Both { world, before, after, after_all };
    let mut people: BTreeMap<&Email, PersonAccess> = touched
        .into_iter()
        .map(|email| (email, both.person(email)))
        .filter(|(_, access)| access.before != access.after || !access.notes.is_empty())
        .collect();
    for (email, note) in both.only_ones() {
        people.entry(email).or_insert_with(|| both.person(email)).notes.push(note);
    }
    people.into_values().collect()
}

/// The states that are compared.
struct Both<'w, 'a> {
    world: &'w World<'a>,
    before: State<'w>,
    /// Once the automatic steps are done.
    after: State<'w>,
    /// Once the steps by hand are done too.
    after_all: State<'w>,
}

impl<'w> Both<'w, '_> {
    fn person(&self, email: &Email) -> PersonAccess {
        let (before, after) = (self.of(&self.before, email), self.of(&self.after, email));
        let mut notes = Vec::new();
        match (is_admin(&before), is_admin(&after)) {
            (false, true) => notes.push(AccessNote::ReachesEverything),
            (true, false) if has_access(&after) => {
                notes.push(AccessNote::NoLongerReachesEverything);
            }
            _ => {}
        }
        // Who never accepted the invitation had no access yet.
        let [had, has, keeps] = [&before, &after, &self.of(&self.after_all, email)].map(has_access);
        if had && !before.pending && !(has && keeps) {
            let (by_hand, seen_in_part) = (has, !self.is_seen_whole(email));
            notes.push(AccessNote::LosesEverything { by_hand, seen_in_part });
        }
        PersonAccess { email: email.clone(), before, after, notes }
    }

    /// Whether the lists show all that somebody has.
    fn is_seen_whole(&self, email: &Email) -> bool {
        let snapshot = self.world.snapshot;
        let has_one_account = |person| self.world.person(person).ids.is_empty();
        snapshot.users.is_complete()
            && snapshot.workspaces.is_complete()
            && snapshot.workspaces.items.iter().all(|it| it.users.is_complete())
            && self.world.find(email).is_none_or(has_one_account)
    }

    /// What somebody can reach in a state.
    fn of(&self, state: &State<'_>, email: &Email) -> EffectiveAccess {
        let live = self.world.find(email).and_then(|person| self.world.person(person).live);
        let seat = state.people.get(email);
        let role = seat.map(|seat| match (seat.role, live) {
            (Some(role), _) => Seen::Known(role),
            (None, Some(user)) => as_shown(&user.role),
            (None, None) => Seen::read(""),
        });
        let waits = live.is_none_or(|user| user.is_pending());
        let workspaces = self.names().filter_map(|(key, name)| {
            let role = *state.workspaces.get(&key)?.get(email)?;
            Some((name.clone(), as_shown(role)))
        });
        EffectiveAccess {
            organization: role,
            pending: seat.is_some_and(|seat| !seat.accepted && waits),
            workspaces: workspaces.collect(),
        }
    }

    /// Workspaces by the names that they have in the end: of one whose new name has to wait, the old one.
    fn names(&self) -> impl Iterator<Item = (Key, &WorkspaceName)> {
        self.world.workspaces.iter().map(|workspace| {
            let Some(live) = workspace.live else {
                return (Key::New(workspace.name.key()), &workspace.name);
            };
            let key = Key::Live(live.id);
            let is_renamed =
                self.after.names.get(&key).is_none_or(|it| *it == workspace.name.key());
            (key, if is_renamed { &workspace.name } else { &live.name })
        })
    }

    /// Who becomes the only accepted owner of a workspace, or the only accepted admin.
    fn only_ones(&self) -> Vec<(&'w Email, AccessNote)> {
        let mut all = Vec::new();
        // Of an address with two accounts nobody knows which is meant.
        if self.world.people.iter().any(|person| !person.ids.is_empty()) {
            return all;
        }
        for (key, name) in self.names() {
            let [before, after] = [&self.before, &self.after]
                .map(|state| state.owners(&key).collect::<BTreeSet<_>>());
            if let (Some(only), 1) = (after.first(), after.len())
                && before != after
                && self.shows_all_users(&key)
            {
                let workspace = name.clone();
                all.push((*only, AccessNote::BecomesOnlyOwner { workspace }));
            }
        }
        let [before, after] =
            [&self.before, &self.after].map(|state| state.admins().collect::<BTreeSet<_>>());
        if let (Some(only), 1) = (after.first(), after.len())
            && before != after
            && self.world.snapshot.users.is_complete()
        {
            all.push((*only, AccessNote::BecomesOnlyAdmin));
        }
        all
    }

    /// Whether nobody else can be in a workspace than its list shows.
    fn shows_all_users(&self, key: &Key) -> bool {
        let mut all = self.world.snapshot.workspaces.items.iter();
        all.find(|it| *key == Key::Live(it.id)).is_none_or(|it| it.users.is_complete())
    }
}

/// A role as it is read back from a plan file: a word of ours counts as known, whoever wrote it.
fn as_shown<T: Clone + FromStr>(role: &Seen<T>) -> Seen<T> {
    match role {
        Seen::Known(role) => Seen::Known(role.clone()),
        Seen::Unknown(word) => Seen::read(word),
    }
}

fn is_admin(access: &EffectiveAccess) -> bool {
    access.organization.as_ref().is_some_and(|role| role.is(OrganizationRole::Admin))
}

/// Whether somebody can do anything: a role above member is access too.
fn has_access(access: &EffectiveAccess) -> bool {
    let above = |role: &Seen<OrganizationRole>| !role.is(OrganizationRole::Member);
    !access.workspaces.is_empty() || access.organization.as_ref().is_some_and(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_ours_is_a_role_also_where_a_platform_has_other_words() {
        let read = |word: &str| as_shown(&Seen::<OrganizationRole>::Unknown(word.into()));
        assert_eq!(read("admin"), Seen::Known(OrganizationRole::Admin));
        assert_eq!(read("auditor"), Seen::Unknown("auditor".into()));
    }
}

//! What people can reach before, and once everything automatic is done: read off the state that the steps lead to.

use super::rules::{Key, State};
use super::world::World;
use super::{AccessNote, EffectiveAccess, PersonAccess, Step};
use crate::model::{Email, OrganizationRole, WorkspaceName, WorkspaceRole};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody whose access the automatic steps touch, by e-mail. What a person does by hand comes later or never.
pub(super) fn access(world: &World, steps: &[Step]) -> Vec<PersonAccess> {
    let steps: Vec<&Step> = steps.iter().filter(|step| step.is_automatic()).collect();
    if steps.is_empty() {
        return Vec::new();
    }
    let before = State::new(world.snapshot);
    let mut after = before.clone();
    let facts: Vec<_> = steps.iter().flat_map(|step| step.action.facts()).collect();
    after.apply_all(&facts);
    let both = Both { world, before, after };
    let mut touched: BTreeSet<&Email> =
        steps.iter().flat_map(|step| step.action.people()).collect();
    for gone in
        both.before.workspaces.iter().filter(|(key, _)| !both.after.workspaces.contains_key(key))
    {
        touched.extend(gone.1.keys());
    }
    let mut people: BTreeMap<&Email, PersonAccess> = touched
        .into_iter()
        .map(|email| (email, both.person(email)))
        .filter(|(_, access)| access.before != access.after)
        .collect();
    for (email, note) in both.only_ones() {
        people.entry(email).or_insert_with(|| both.person(email)).notes.push(note);
    }
    people.into_values().collect()
}

/// The two states that are compared.
struct Both<'w, 'a> {
    world: &'w World<'a>,
    before: State<'w>,
    after: State<'w>,
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
        if has_access(&before) && !before.pending && !has_access(&after) {
            notes.push(AccessNote::LosesEverything);
        }
        PersonAccess { email: email.clone(), before, after, notes }
    }

    /// What somebody can reach in a state.
    fn of(&self, state: &State<'_>, email: &Email) -> EffectiveAccess {
        let live = self.world.find(email).and_then(|person| self.world.person(person).live);
        let seat = state.people.get(email);
        let role = seat.map(|seat| match (seat.role, live) {
            (Some(role), _) => role.to_string(),
            (None, Some(user)) => user.role.to_string(),
            (None, None) => String::new(),
        });
        let waits = live.is_none_or(|user| user.is_pending());
        let workspaces = self.names().filter_map(|(key, name)| {
            let role = state.workspaces.get(&key)?.get(email)?;
            Some((name.clone(), role.to_string()))
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
        for (key, name) in self.names() {
            let [before, after] = [&self.before, &self.after].map(|state| owners(state, &key));
            if let (Some(only), 1) = (after.first(), after.len())
                && before != after
            {
                let workspace = name.clone();
                all.push((*only, AccessNote::BecomesOnlyOwner { workspace }));
            }
        }
        let [before, after] = [&self.before, &self.after].map(admins);
        if let (Some(only), 1) = (after.first(), after.len())
            && before != after
        {
            all.push((*only, AccessNote::BecomesOnlyAdmin));
        }
        all
    }
}

fn owners<'s>(state: &State<'s>, key: &Key) -> BTreeSet<&'s Email> {
    let users = state.workspaces.get(key).into_iter().flatten();
    let is_owner = |(email, role): &(&&'s Email, &&crate::model::Seen<WorkspaceRole>)| {
        let seat = state.people.get(**email);
        role.is(WorkspaceRole::Owner)
            && seat.map_or(!state.pending.contains(**email), |seat| seat.accepted)
    };
    users.filter(is_owner).map(|(email, _)| *email).collect()
}

fn admins<'s>(state: &State<'s>) -> BTreeSet<&'s Email> {
    let all = state.people.iter();
    let is_admin = |seat: &super::rules::Membership| {
        seat.accepted && seat.role == Some(OrganizationRole::Admin)
    };
    all.filter(|(_, seat)| is_admin(seat)).map(|(email, _)| *email).collect()
}

fn is_admin(access: &EffectiveAccess) -> bool {
    access.organization.as_deref() == Some(OrganizationRole::Admin.word())
}

/// Whether somebody can do anything: a role above member is access too.
fn has_access(access: &EffectiveAccess) -> bool {
    let above = |role: &String| role != OrganizationRole::Member.word();
    !access.workspaces.is_empty() || access.organization.as_ref().is_some_and(above)
}

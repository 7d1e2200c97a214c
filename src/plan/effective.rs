//! What people can reach before and after, for the review.

use super::change::{Change, Kind};
use super::world::{Person, Place, World};
use super::{AccessNote, EffectiveAccess, PersonAccess};
use crate::model::{OrganizationRole, WorkspaceRole};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody whose access is touched by a placed change, by e-mail.
pub(super) fn access(world: &World, changes: &[Change]) -> Vec<PersonAccess> {
    let placed: Vec<&Change> = changes.iter().filter(|change| change.is_placed()).collect();
    let mut by_person: BTreeMap<Person, Vec<&Kind>> = BTreeMap::new();
    for change in &placed {
        if let Kind::Delete { place } = change.kind {
            for user in world.place(place).live.iter().flat_map(|it| &it.users.items) {
                by_person.extend(world.find(&user.email).map(|person| (person, Vec::new())));
            }
        }
    }
    for change in &placed {
        if let Some(person) =
            change.kind.person().filter(|_| !matches!(change.kind, Kind::Resend { .. }))
        {
            by_person.entry(person).or_default().push(&change.kind);
        }
    }
    let deleted: BTreeSet<Place> = placed
        .iter()
        .filter_map(|change| match change.kind {
            Kind::Delete { place } => Some(place),
            _ => None,
        })
        .collect();
    let mut people: BTreeMap<Person, PersonAccess> = by_person
        .into_iter()
        .map(|(person, kinds)| (person, one(world, person, &kinds, &deleted)))
        .filter(|(_, it)| it.before != it.after)
        .collect();
    only_ones(world, &placed, &mut people);
    people.into_values().collect()
}

fn one(world: &World, person: Person, kinds: &[&Kind], deleted: &BTreeSet<Place>) -> PersonAccess {
    let facts = world.person(person);
    let name = |place: &Place| world.place(*place).name.clone();
    let live = facts.access.iter().map(|(place, user)| (name(place), user.role.to_string()));
    let before = EffectiveAccess {
        organization: facts.live.map(|user| user.role.to_string()),
        pending: facts.live.is_some_and(crate::model::OrganizationUser::is_pending),
        workspaces: live.collect(),
    };
    let mut after = before.clone();
    for place in deleted {
        after.workspaces.remove(&name(place));
    }
    for kind in kinds {
        apply(&mut after, kind, name);
    }
    let had = reaches(&before);
    let has = reaches(&after);
    let was_admin = is_admin(&before);
    let mut notes = Vec::new();
    match (was_admin, is_admin(&after)) {
        (false, true) => notes.push(AccessNote::ReachesEverything),
        (true, false) if has => notes.push(AccessNote::NoLongerReachesEverything),
        _ => {}
    }
    if had && !has {
        notes.push(AccessNote::LosesEverything);
    }
    PersonAccess { email: facts.email.clone(), before, after, notes }
}

fn apply(
    after: &mut EffectiveAccess,
    kind: &Kind,
    name: impl Fn(&Place) -> crate::model::WorkspaceName,
) {
    let invite = |after: &mut EffectiveAccess, role: OrganizationRole| {
        after.pending |= after.organization.is_none();
        after.organization.get_or_insert_with(|| role.to_string());
    };
    match kind {
        Kind::Add { place, person: _, role, restrictions: _ } => {
            invite(after, OrganizationRole::Member);
            after.workspaces.insert(name(place), role.to_string());
        }
        Kind::ChangeAccess { place, person: _, before: _, after: access } => {
            after.workspaces.insert(name(place), access.role.to_string());
        }
        Kind::Revoke { place, .. } => {
            after.workspaces.remove(&name(place));
        }
        Kind::Invite { person: _, role } => invite(after, *role),
        Kind::ChangeRole { person: _, before: _, after: role } => {
            after.organization = Some(role.to_string());
        }
        Kind::Remove { .. } => {
            after.organization = None;
            after.pending = false;
        }
        Kind::RenameOrganization { .. }
        | Kind::Create { .. }
        | Kind::Update { .. }
        | Kind::Delete { .. }
        | Kind::Resend { .. } => {}
    }
}

fn is_admin(access: &EffectiveAccess) -> bool {
    access.organization.as_deref() == Some(OrganizationRole::Admin.word())
}

fn reaches(access: &EffectiveAccess) -> bool {
    is_admin(access) || !access.workspaces.is_empty()
}

/// Who becomes the only accepted owner of a workspace, or the only accepted admin.
fn only_ones(world: &World, placed: &[&Change], people: &mut BTreeMap<Person, PersonAccess>) {
    let mut owners: BTreeMap<Place, BTreeSet<Person>> = BTreeMap::new();
    let admins_before: BTreeSet<Person> = world
        .everybody()
        .filter(|(_, facts)| facts.is_accepted_admin())
        .map(|(person, _)| person)
        .collect();
    let mut admins = admins_before.clone();
    let of = |place: Place| -> BTreeSet<Person> {
        let users = world.place(place).live.iter().flat_map(|it| &it.users.items);
        let owners = users.filter_map(|user| {
            world.find(&user.email).filter(|person| world.is_accepted_owner(*person, user))
        });
        owners.collect()
    };
    for change in placed {
        match &change.kind {
            Kind::Add { place, person, role: WorkspaceRole::Owner, .. }
                if world.person(*person).accepted() =>
            {
                owners.entry(*place).or_insert_with(|| of(*place)).insert(*person);
            }
            Kind::ChangeAccess { place, person, before: _, after } => {
                let list = owners.entry(*place).or_insert_with(|| of(*place));
                if !after.role.is(WorkspaceRole::Owner) {
                    list.remove(person);
                } else if world.person(*person).accepted() {
                    list.insert(*person);
                }
            }
            Kind::Revoke { place, person, .. } => {
                owners.entry(*place).or_insert_with(|| of(*place)).remove(person);
            }
            Kind::ChangeRole { person, before: _, after } => {
                if *after != OrganizationRole::Admin {
                    admins.remove(person);
                } else if world.person(*person).accepted() {
                    admins.insert(*person);
                }
            }
            Kind::Remove { person, .. } => {
                admins.remove(person);
            }
            _ => {}
        }
    }
    let mut note = |person: Person, note: AccessNote| {
        let entry = people.entry(person).or_insert_with(|| {
            let none = BTreeSet::new();
            one(world, person, &[], &none)
        });
        entry.notes.push(note);
    };
    for (place, after) in owners {
        let before = of(place);
        if let (Some(only), 1) = (after.first(), after.len())
            && before != after
        {
            note(
                *only,
                AccessNote::BecomesOnlyOwner { workspace: world.place(place).name.clone() },
            );
        }
    }
    if let (Some(only), 1) = (admins.first(), admins.len())
        && admins != admins_before
    {
        note(*only, AccessNote::BecomesOnlyAdmin);
    }
}

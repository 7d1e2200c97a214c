//! What a manifest says, read off the platform: no plan, no order, no rules.

use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// The first thing that is not as it is wanted, of all that nothing holds back.
pub(super) fn fulfilled(desired: &Desired, live: &Snapshot) -> Result<(), String> {
    people(desired, live)?;
    let admins = live.users.items.iter().filter(|it| it.role.is(OrganizationRole::Admin));
    let live_admins = admins.map(|it| it.email.clone()).collect();
    for wanted in &desired.workspaces {
        let mut same = live.workspaces.items.iter().filter(|it| it.name.key() == wanted.name.key());
        let (Some(there), None) = (same.next(), same.next()) else {
            return Err(format!("there is not one workspace {}", wanted.name));
        };
        workspace(desired, wanted, there, &live_admins)?;
    }
    let kept = live.workspaces.items.iter().find(|live| {
        desired.retired.iter().any(|it| it.name.key() == live.name.key())
            && desired.workspaces.iter().all(|it| it.name.key() != live.name.key())
    });
    if let Some(kept) = kept {
        return Err(format!("{} is retired and there", kept.name));
    }
    let name = live.organization.as_ref().and_then(|it| it.name.as_ref());
    match &desired.display_name {
        Some(wanted) if Some(&wanted.value) != name => Err("another name".to_owned()),
        _ => Ok(()),
    }
}

fn people(desired: &Desired, live: &Snapshot) -> Result<(), String> {
    let Some(users) = &desired.users else { return Ok(()) };
    let mut wanted: BTreeMap<&Email, OrganizationRole> = BTreeMap::new();
    let in_workspaces = desired.workspaces.iter().flat_map(|it| &it.users).flatten();
    wanted.extend(in_workspaces.map(|it| (it.0, OrganizationRole::Member)));
    wanted.extend(users.iter().map(|(email, it)| (email, it.role)));
    wanted.retain(|it, _| !desired.policy.ignores(it));
    let there: BTreeMap<&Email, _> =
        live.users.items.iter().map(|it| (&it.email, &it.role)).collect();
    for (email, role) in &wanted {
        if !there.get(email).is_some_and(|it| it.is(*role)) {
            return Err(format!("{email} is no {role}"));
        }
    }
    let extra = there.keys().find(|it| !wanted.contains_key(**it) && !desired.policy.ignores(it));
    match extra {
        Some(extra) if !desired.policy.additive => Err(format!("{extra} is still there")),
        _ => Ok(()),
    }
}

fn workspace(
    desired: &Desired,
    wanted: &DesiredWorkspace,
    live: &Workspace,
    live_admins: &BTreeSet<Email>,
) -> Result<(), String> {
    let name = &wanted.name;
    if live.name != *name {
        return Err(format!("{name} is spelled {}", live.name));
    }
    for Sourced { value, source: _ } in &wanted.fields {
        if live.fields().get(value.field()).as_ref() != Some(value) {
            return Err(format!("{name} has another {}", value.field().label()));
        }
    }
    let Some(users) = &wanted.users else { return Ok(()) };
    let managed = |it: &Email| !desired.policy.ignores(it);
    for (email, access) in users.iter().filter(|it| managed(it.0)) {
        let there = live.users.items.iter().find(|it| it.email == *email);
        let Some(there) = there.filter(|it| it.role.is(access.role)) else {
            return Err(format!("{email} is no {} of {name}", access.role));
        };
        if access.restrictions.as_deref().is_some_and(|it| Some(it) != there.restrictions.as_ref())
        {
            return Err(format!("{email} has other restrictions in {name}"));
        }
    }
    // Admins reach every workspace anyway: a list that leaves them out says nothing of them.
    let is_admin = |email: &Email| match &desired.users {
        Some(users) => users.get(email).is_some_and(|it| it.role == OrganizationRole::Admin),
        None => live_admins.contains(email),
    };
    let extra = live.users.items.iter().map(|it| &it.email);
    let mut extra = extra.filter(|it| !users.contains_key(*it) && managed(it));
    match extra.find(|it| !is_admin(it)) {
        Some(extra) if !desired.policy.additive => Err(format!("{extra} is still in {name}")),
        _ => Ok(()),
    }
}

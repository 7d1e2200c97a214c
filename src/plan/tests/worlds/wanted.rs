//! What is wanted: what is there, with some things changed, and never what a manifest could not say (RC110 to RC115).

use super::{NAMES, PEOPLE};
use crate::model::*;
use crate::plan::tests::build::{Wanted, created_with, email};
use crate::plan::tests::random::Random;
use OrganizationRole::{Admin, BillingAdmin, Member, UserAdmin};
use WorkspaceRole::{Agent, Manager, Owner};
use litemap::LiteMap;
use std::collections::BTreeMap;
use wildmatch::WildMatch;

fn at(line: u32) -> Source {
    Source::new("acme.yaml", line)
}

pub(super) fn desired(random: &mut Random, snapshot: &Snapshot) -> Desired {
    let mut desired = Wanted::new(&[]).0;
    let calm = random.pick(&[30, 60, 85]);
    let mut users = organization_users(random, snapshot, calm);
    workspaces(random, snapshot, calm, &mut desired);
    if random.percent(8) {
        exchange(random, &mut desired);
    }
    hand_over(random, snapshot, &mut desired, &mut users);
    if desired.hand_overs.is_empty() && random.percent(25) {
        let (who, to) = (email(random.pick(&PEOPLE)), email(random.pick(&PEOPLE)));
        if who != to {
            desired.departures.insert(who, Departure { reassign_to: to, source: at(30) });
        }
    }
    if random.percent(8) {
        let name = random.pick(&PEOPLE);
        desired.policy.ignore.push(WildMatch::new(&format!("{name}@*")));
        if random.percent(50) && !desired.hand_overs.contains_key(&email(name)) {
            users.insert(email(name), DesiredUser { role: Admin, until: None, source: at(7) });
        }
    }
    let mut admins = users.values().filter(|it| it.role == Admin).count();
    if admins == 0 {
        // RC114: no manifest is without an admin.
        let old = desired.hand_overs.keys().next();
        let kept = PEOPLE.iter().map(|name| email(name)).find(|it| Some(it) != old);
        users.extend(kept.map(|it| (it, DesiredUser { role: Admin, until: None, source: at(7) })));
        admins = 1;
    }
    desired.safety.min_admins = if admins > 1 && random.percent(40) { 2 } else { 1 };
    desired.users = (!random.percent(10)).then_some(users);
    if desired.users.is_none() {
        // A hand-over is said where the new address is listed.
        let listed = |it: &Email| {
            let mut lists = desired.workspaces.iter().filter_map(|it| it.users.as_ref());
            lists.any(|list| list.contains_key(it))
        };
        let lost: Vec<Email> = desired
            .hand_overs
            .iter()
            .filter(|(_, it)| !listed(&it.to))
            .map(|(old, _)| old.clone())
            .collect();
        for old in lost {
            desired.hand_overs.remove(&old);
        }
    }
    desired.policy.additive = random.percent(7);
    if random.percent(8) {
        desired.embargo = Some(Embargo {
            free_from: "2026-12-01".parse().unwrap(),
            staff: vec![WildMatch::new(&format!("{}@*", random.pick(&PEOPLE)))],
            source: at(40),
        });
    }
    desired.resend_after_days = random.percent(10).then_some(14);
    if random.percent(5) {
        desired.display_name = Some(Sourced { value: "Acme Dental".to_owned(), source: at(3) });
    }
    desired
}

/// The same address, sometimes written in another case.
fn written(random: &mut Random, email: &Email) -> Email {
    if random.percent(8) { Email::seen(&email.as_str().to_uppercase()) } else { email.clone() }
}

fn organization_users(
    random: &mut Random,
    snapshot: &Snapshot,
    calm: usize,
) -> LiteMap<Email, DesiredUser> {
    let mut users = LiteMap::new();
    for name in PEOPLE {
        let person = email(name);
        let live = snapshot.users.items.iter().find(|it| it.email == person);
        let role = match live.and_then(|it| it.role.known().copied()) {
            Some(role) if name == "ops" && random.percent(70) => Some(role),
            Some(role) if random.percent(calm) => Some(role),
            Some(_) if random.percent(50) => None,
            Some(_) => Some(random.pick(&[Admin, Admin, UserAdmin, BillingAdmin, Member])),
            None => random.pick(&[None, None, Some(Member), Some(Member), Some(Admin)]),
        };
        if let Some(role) = role {
            users
                .insert(written(random, &person), DesiredUser { role, until: None, source: at(7) });
        }
    }
    users
}

fn workspaces(random: &mut Random, snapshot: &Snapshot, calm: usize, desired: &mut Desired) {
    let live = &snapshot.workspaces.items;
    let mut free: Vec<&str> = NAMES
        .iter()
        .copied()
        .filter(|it| live.iter().all(|live| live.name.as_str() != *it))
        .collect();
    let mut named: Vec<(String, &Workspace)> = Vec::new();
    for workspace in live {
        match random.below(100) {
            0..14 => desired.retired.push(RetiredWorkspace {
                name: workspace.name.clone(),
                id: (!random.percent(20)).then_some(workspace.id),
                data_exported: "2026-11-01".parse().unwrap(),
                source: at(20),
            }),
            14..24 => {}
            _ => named.push((workspace.name.as_str().to_owned(), workspace)),
        }
    }
    // Names that move: around, along, or on to a new one.
    let moves = random.below(100);
    match named.len() {
        2.. if moves < 12 => {
            let first = named[0].0.clone();
            for next in 1..named.len() {
                named[next - 1].0 = named[next].0.clone();
            }
            let last = named.len() - 1;
            named[last].0 = first;
        }
        2.. if moves < 22 => {
            for next in 1..named.len() {
                named[next - 1].0 = named[next].0.clone();
            }
            let last = named.len() - 1;
            named[last].0 = free.remove(0).to_owned();
        }
        1.. if moves < 34 => named[0].0 = free.remove(0).to_owned(),
        1.. if moves < 40 => named[0].0 = named[0].0.to_uppercase(),
        _ => {}
    }
    for (name, workspace) in named {
        let same = workspace.name.key() == name.to_lowercase();
        let by_former_name = !same && random.percent(40);
        let pinned = !same && !by_former_name || random.percent(40);
        let users = (!random.percent(10)).then(|| access(random, snapshot, calm, Some(workspace)));
        let mut wanted = one(random, &name, users);
        wanted.id = pinned.then_some(workspace.id);
        wanted.former_name = by_former_name.then(|| workspace.name.clone());
        desired.workspaces.push(wanted);
    }
    while !free.is_empty() && random.percent(if calm > 70 { 10 } else { 25 }) {
        let users = (!random.percent(10)).then(|| access(random, snapshot, calm, None));
        let wanted = one(random, free.remove(0), users);
        desired.workspaces.push(wanted);
    }
    if moves >= 95 && !desired.workspaces.is_empty() {
        // A name that a workspace which stays has, with an id that pins another one.
        let taken = live.iter().find(|it| {
            desired.workspaces.iter().all(|wanted| wanted.name.key() != it.name.key())
                && desired.retired.iter().all(|retired| retired.name.key() != it.name.key())
        });
        if let Some(taken) = taken {
            desired.workspaces[0].name = taken.name.clone();
        }
    }
    desired.workspaces.sort_by(|a, b| a.name.cmp(&b.name));
    former_names_without_rounds(desired);
}

/// RC115: `formerName`s in a cycle are an error.
fn former_names_without_rounds(desired: &mut Desired) {
    let named = |desired: &Desired, name: &WorkspaceName| {
        desired.workspaces.iter().position(|it| it.name.key() == name.key())
    };
    for start in 0..desired.workspaces.len() {
        let mut next = Some(start);
        for _ in 0..desired.workspaces.len() {
            let former = next.and_then(|it| desired.workspaces[it].former_name.clone());
            next = former.and_then(|it| named(desired, &it));
            if next == Some(start) {
                desired.workspaces[start].former_name = None;
            }
        }
    }
}

fn one(
    random: &mut Random,
    name: &str,
    users: Option<LiteMap<Email, DesiredAccess>>,
) -> DesiredWorkspace {
    let limit = random.pick(&[None, None, None, None, Some(ContactLimit::parse("500").unwrap())]);
    let limit = limit.map(WorkspaceField::ContactLimit);
    DesiredWorkspace {
        name: WorkspaceName::new(name),
        id: None,
        former_name: None,
        fields: limit.into_iter().map(|value| Sourced { value, source: at(11) }).collect(),
        created_with: created_with(),
        credentials: None,
        users,
        ended: BTreeMap::new(),
        source: at(8),
    }
}

fn access(
    random: &mut Random,
    snapshot: &Snapshot,
    calm: usize,
    live: Option<&Workspace>,
) -> LiteMap<Email, DesiredAccess> {
    let mut users = LiteMap::new();
    for name in PEOPLE {
        let person = email(name);
        let there = live.and_then(|it| it.users.items.iter().find(|user| user.email == person));
        let role = match there.and_then(|user| user.role.known().copied()) {
            Some(role) if random.percent(calm) => Some(role),
            Some(_) if random.percent(60) => None,
            Some(_) => Some(random.pick(&[Owner, Manager, Agent])),
            None if random.percent(100 - calm) => {
                random.pick(&[None, Some(Owner), Some(Agent), Some(Manager)])
            }
            None => None,
        };
        let is_live = snapshot.users.items.iter().any(|it| it.email == person);
        if let Some(role) = role.filter(|_| is_live || there.is_some() || random.percent(60)) {
            let restrictions = (role != Owner && random.percent(20)).then(|| {
                let mut some = Restrictions::new();
                some.insert(random.pick(Restriction::ALL));
                some
            });
            let access = DesiredAccess {
                role,
                restrictions: restrictions.map(Box::new),
                until: None,
                source: at(100 + random.next() as u32 % 50),
            };
            users.insert(written(random, &person), access);
        }
    }
    users
}

/// Two people who each go where the other was.
fn exchange(random: &mut Random, desired: &mut Desired) {
    let mut lists: Vec<_> =
        desired.workspaces.iter_mut().filter_map(|it| it.users.as_mut()).collect();
    if lists.len() < 2 {
        return;
    }
    random.shuffle(&mut lists);
    let [first, second, ..] = lists.as_mut_slice() else { return };
    let only = |one: &LiteMap<Email, DesiredAccess>, other: &LiteMap<Email, DesiredAccess>| {
        one.keys().find(|it| !other.contains_key(*it)).cloned()
    };
    if let (Some(one), Some(other)) = (only(first, second), only(second, first)) {
        let there = first.remove(&one);
        second.extend(there.map(|it| (one, it)));
        let there = second.remove(&other);
        first.extend(there.map(|it| (other, it)));
    }
}

/// Somebody whose address changed: listed under the new one only.
fn hand_over(
    random: &mut Random,
    snapshot: &Snapshot,
    desired: &mut Desired,
    users: &mut LiteMap<Email, DesiredUser>,
) {
    if !random.percent(12) || snapshot.users.items.is_empty() {
        return;
    }
    let old = snapshot.users.items[random.below(snapshot.users.items.len())].email.clone();
    let new = email(random.pick(&PEOPLE));
    if old == new {
        return;
    }
    let role = users.remove(&old).map_or(Member, |it| it.role);
    users.entry(new.clone()).or_insert(DesiredUser { role, until: None, source: at(7) });
    for users in desired.workspaces.iter_mut().filter_map(|it| it.users.as_mut()) {
        if let Some(access) = users.remove(&old) {
            users.entry(new.clone()).or_insert(access);
        }
    }
    desired.hand_overs.insert(old, HandOver { to: new, source: at(21) });
}

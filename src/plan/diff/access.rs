//! Who has access to which workspace.

use super::Differences;
use super::organization::{awaited, source_of};
use crate::model::{
    Completeness, DesiredAccess, Email, Field, Operation, OrganizationRole, Restrictions, Seen,
    WorkspaceRole, WorkspaceUser,
};
use crate::plan::change::{By, Change};
use crate::plan::identity::WorkspaceFacts;
use crate::plan::input::PlanInput;
use crate::plan::world::{Person, WorkspaceNumber};
use crate::plan::{
    Access, Action, AddWorkspaceUsers, ChangeWorkspaceAccess, Hold, NewAccess, Properties as _,
    RevokeWorkspaceAccess,
};

pub(super) fn differences(input: &PlanInput, found: &mut Differences) {
    for (workspace, facts) in input.world.everywhere() {
        let managed = facts.desired.and_then(|it| it.users.as_ref());
        for (email, wanted) in managed.into_iter().flatten() {
            wants(input, found, (workspace, facts), email, wanted);
        }
        let list = facts.live.map(|it| &it.users);
        if let Some(list) = list.filter(|_| managed.is_some() || facts.retired.is_some()) {
            if let Completeness::Partial { why } = &list.completeness {
                found.warn(format!(
                    "who has access to {} was not read in full ({why}), so nothing is taken away from anybody there",
                    facts.name.quoted()
                ));
            }
            let mut users: Vec<&WorkspaceUser> = list.items.iter().collect();
            users.sort_by(|a, b| a.email.cmp(&b.email));
            for user in users {
                if managed.is_none_or(|users| !users.contains_key(&user.email)) {
                    unwanted(input, found, (workspace, facts), user);
                }
            }
        }
    }
}

fn wants(
    input: &PlanInput,
    found: &mut Differences,
    (workspace, facts): (WorkspaceNumber, &WorkspaceFacts),
    email: &Email,
    wanted: &DesiredAccess,
) {
    let Some(person) = input.world.find(email).filter(|person| input.world.may_touch(*person))
    else {
        return;
    };
    let Some(there) = input.world.person(person).access.get(&workspace) else {
        // What is left out may be any; for a new address it is what the old one has.
        let inherited =
            || input.world.inherited(workspace, email, wanted).map(|(_, it)| it.clone());
        let restrictions = wanted_restrictions(wanted).or_else(inherited);
        let user = NewAccess {
            email: email.clone(),
            role: wanted.role,
            restrictions,
            invites: input.world.is_new(person),
        };
        let addition = AddWorkspaceUsers {
            workspace: input.world.workspace_ref(workspace),
            users: vec![user],
        };
        let addition = Action::from(addition);
        let hold = not_seen_absent(input, facts, person, &addition);
        let change = Change::new(addition, &wanted.source).at(workspace).of(person);
        let change = change.until(wanted.until);
        found.changes.push(change.held(hold));
        return;
    };
    if is_strange(there) {
        found.warn(format!(
            "{email} has a role or restriction in {} that this version does not know, and is left alone",
            facts.name.quoted()
        ));
        return;
    }
    let before = Access { role: there.role.clone(), restrictions: there.restrictions.clone() };
    let restrictions = wanted_restrictions(wanted);
    let differs = match (&before.restrictions, &restrictions) {
        (Some(before), Some(after)) => before != after,
        // Of somebody who becomes something else the step's fact tells it afterwards.
        (None, Some(_)) if before.role.is(wanted.role) && wanted.role != WorkspaceRole::Owner => {
            let what = format!("what restricts {email} in {}", facts.name.quoted());
            found.missing(input, Operation::ListWorkspaceUsers, Field::Restrictions, what);
            false
        }
        _ => false,
    };
    let after = Access { role: Seen::Known(wanted.role), restrictions };
    if before.role != after.role || differs {
        let change = ChangeWorkspaceAccess {
            workspace: input.world.workspace_ref(workspace),
            email: email.clone(),
            before,
            after,
        };
        // R8: nothing is taken on the strength of a list that did not add up.
        let unseen = facts.live.is_none_or(|it| !it.users.is_complete()) && change.takes_away();
        let hold =
            unseen.then(|| Hold::not_observed(format!("everybody in {}", facts.name.quoted())));
        let ended = facts.desired.and_then(|it| it.ended.get(email));
        let change = Change::new(change, &wanted.source).until(wanted.until).since(ended);
        found.changes.push(change.at(workspace).of(person).held(hold));
    }
}

fn is_strange(user: &WorkspaceUser) -> bool {
    user.role.known().is_none() || !user.unknown_restrictions.is_empty()
}

/// What the manifest says; an owner has none.
fn wanted_restrictions(wanted: &DesiredAccess) -> Option<Restrictions> {
    match wanted.role {
        WorkspaceRole::Owner => Some(Restrictions::new()),
        WorkspaceRole::Manager | WorkspaceRole::Agent => wanted.restrictions.as_deref().cloned(),
    }
}

/// R8: whether not being in the list proves too little for an addition.
fn not_seen_absent(
    input: &PlanInput,
    facts: &WorkspaceFacts,
    person: Person,
    addition: &Action,
) -> Option<Hold> {
    let list = &facts.live?.users;
    let knows = input.knows_already_so(Operation::AddWorkspaceUsers);
    // A person who does it by hand sees who is pending.
    let by_hand = input.by(addition) == By::Person;
    let accepted = input.world.person(person).live.is_some_and(|user| user.is_active());
    let absent =
        input.world.snapshot.users.is_complete() && input.world.person(person).live.is_none();
    let enough = match list.completeness {
        Completeness::Complete => list.shows_pending || accepted || absent || knows || by_hand,
        Completeness::Partial { .. } => knows,
        Completeness::OutOfSight | Completeness::NotRead => false,
    };
    (!enough).then(|| Hold::NotObserved { what: format!("everybody in {}", facts.name) })
}

fn unwanted(
    input: &PlanInput,
    found: &mut Differences,
    (workspace, facts): (WorkspaceNumber, &WorkspaceFacts),
    user: &WorkspaceUser,
) {
    let world = input.world;
    let Some(person) = world.find(&user.email).filter(|person| world.may_touch(*person)) else {
        return;
    };
    let who = world.person(person);
    let ended = facts.desired.and_then(|it| it.ended.get(&user.email));
    let leaves = world.desired.users.is_some() && world.wanted_role(person).is_none();
    if who.hand_over.is_none() {
        let is_admin = world.wanted_role(person) == Some(OrganizationRole::Admin);
        if world.desired.policy.additive || is_admin {
            if let Some(ended) = ended.filter(|_| !is_admin) {
                found.warn(format!(
                    "{} still has {}, though their day there was {}: `policy.users` is additive, so nobody is removed",
                    user.email,
                    facts.name.quoted(),
                    ended.until
                ));
            }
            return;
        }
    }
    if facts.retired.is_some() && !leaves {
        return;
    }
    // R8: without all of the organization's users nobody knows who is an admin.
    let unseen = || {
        let complete = facts.live.is_some_and(|it| it.users.is_complete());
        let whole = complete && world.snapshot.users.is_complete();
        (!whole).then(|| Hold::NotObserved { what: format!("everybody in {}", facts.name) })
    };
    let strange = || {
        is_strange(user).then(|| Hold::NotObserved {
            what: format!("what {} has in {}", user.email, facts.name),
        })
    };
    let hold = awaited(input, who).or_else(unseen).or_else(strange);
    let before = Access { role: user.role.clone(), restrictions: user.restrictions.clone() };
    let source = match (ended, facts.desired) {
        (Some(ended), _) => ended.source.clone(),
        (None, Some(desired))
            if who.hand_over.is_none() && !world.desired.departures.contains_key(&user.email) =>
        {
            desired.source.clone()
        }
        _ => source_of(input, who),
    };
    let revocation = RevokeWorkspaceAccess {
        workspace: world.workspace_ref(workspace),
        email: user.email.clone(),
        before,
        reassign_to: None,
    };
    let change = Change::new(revocation, &source).since(ended);
    found.changes.push(change.at(workspace).of(person).held(hold));
}

//! What takes away: placed one by one, by name, while every floor still holds.

use super::counter::Short;
use super::counters::{Counted, Counters, Direction};
use super::{Draft, TooEarly};
use crate::model::{Email, OrganizationRole, WorkspaceRole};
use crate::plan::Hold;
use crate::plan::change::{By, Number, Why};
use crate::plan::world::{Person, WorkspaceNumber};
use std::collections::BTreeMap;

/// What is automatic first: what a person may do at any time or never must not stand in its way. In each, access and
/// roles first, then people: what comes later needs what comes earlier.
pub(super) fn place(draft: &mut Draft, counters: &mut Counters) {
    let losses: Vec<Number> =
        draft.numbers().filter(|it| draft.change(*it).action.takes_away()).collect();
    let mut revocations: BTreeMap<Person, Vec<Number>> = BTreeMap::new();
    for number in &losses {
        let change = draft.change(*number);
        if let Some(person) = change.person.filter(|_| change.is_revocation()) {
            revocations.entry(person).or_default().push(*number);
        }
    }
    for by in [By::Machine, By::Person] {
        for number in &losses {
            let change = draft.change(*number);
            if change.by == by && !change.is_removal() && !change.is_deletion() {
                if let Some(copy) = copy(draft, *number) {
                    draft.need(*number, &[copy], TooEarly::Harmful);
                }
                decide(draft, counters, *number);
            }
        }
        for number in &losses {
            let change = draft.change(*number);
            let Some(person) = change.person.filter(|_| change.is_removal()) else { continue };
            // R6: somebody leaves the organization after all their workspaces.
            let needed = revocations.get(&person).map_or(&[][..], Vec::as_slice);
            let latest = needed.iter().map(|it| draft.change(*it).by).max();
            if latest.max(Some(change.by)) == Some(by) {
                draft.need(*number, needed, TooEarly::Harmful);
                decide(draft, counters, *number);
            }
        }
    }
}

/// A hand-over whose restrictions the manifest leaves out: what gives the new address those of the old one, which only
/// the old one's access tells. It has to be done before that is revoked, or the next plan would give access without them.
fn copy(draft: &Draft, revocation: Number) -> Option<Number> {
    let (world, change) = (draft.world, draft.change(revocation));
    let (workspace, old) = (change.workspace.filter(|_| change.is_revocation())?, change.person?);
    let new = &world.person(old).hand_over?.to;
    let wanted = world.workspace_facts(workspace).desired?.users.as_ref()?.get(new)?;
    let (whose, restrictions) = world.inherited(workspace, new, wanted)?;
    if whose != old || restrictions.is_empty() {
        return None;
    }
    let new = world.find(new)?;
    draft
        .numbers()
        .find(|it| draft.added(*it) == Some(new) && draft.change(*it).workspace == Some(workspace))
}

/// Workspaces go last of all (R7), when it is known what else is done.
pub(super) fn deletions(draft: &mut Draft, counters: &mut Counters) {
    for number in draft.numbers() {
        if draft.change(number).is_deletion() {
            after_everything(draft, number);
            decide(draft, counters, number);
        }
    }
}

fn decide(draft: &mut Draft, counters: &mut Counters, number: Number) {
    if !draft.change(number).is_placed() {
        return;
    }
    match counters.check(draft, number) {
        Ok(()) => counters.take(draft, number),
        Err((counted, short)) => {
            let why = match short {
                Short::NeedsPerson(those) => Why::DependsOnManual(those),
                Short::NeedsMachine(those) => Why::DependsOnAutomatic(those),
                Short::Floor => floor(draft, counted),
            };
            draft.hold(number, why);
        }
    }
}

/// Why there are too few: because somebody has not accepted yet, because what would help is held, or
/// because nobody else is wanted.
fn floor(draft: &Draft, counted: Counted) -> Why {
    let awaited = match counted {
        Counted::Admins => awaited_admins(draft),
        Counted::Owners(workspace) => awaited_owners(draft, workspace),
        Counted::Access(_) => Vec::new(),
    };
    if !awaited.is_empty() {
        return Why::Hold(Hold::AwaitingAcceptance { people: awaited });
    }
    let helps = |number: &Number| {
        let change = draft.change(*number);
        !change.is_placed() && Counted::of(draft.world, change).contains(&(counted, Direction::Up))
    };
    let held: Vec<Number> = draft.numbers().filter(helps).collect();
    if !held.is_empty() {
        return Why::DependsOnHeld(held);
    }
    match counted {
        Counted::Admins => {
            let admins = draft.world.everybody().filter(|(_, facts)| facts.is_accepted_admin());
            Why::Hold(Hold::LastAdmin {
                min_admins: draft.world.desired.safety.min_admins,
                admins: admins.map(|(_, facts)| facts.email.clone()).collect(),
            })
        }
        Counted::Owners(workspace) => Why::Hold(Hold::LastOwner {
            workspace: draft.world.workspace_facts(workspace).name.clone(),
        }),
        Counted::Access(_) => Why::DependsOnHeld(Vec::new()),
    }
}

fn awaited_admins(draft: &Draft) -> Vec<Email> {
    let world = draft.world;
    let wanted = world.everybody().filter(|(person, facts)| {
        world.wanted_role(*person) == Some(OrganizationRole::Admin) && !facts.accepted()
    });
    wanted.map(|(_, facts)| facts.email.clone()).collect()
}

fn awaited_owners(draft: &Draft, workspace: WorkspaceNumber) -> Vec<Email> {
    let world = draft.world;
    let listed = world.workspace_facts(workspace).desired.iter().flat_map(|it| &it.users).flatten();
    let wanted = listed.filter(|(email, access)| {
        let accepted = world.find(email).is_some_and(|person| world.person(person).accepted());
        access.role == WorkspaceRole::Owner && !accepted
    });
    wanted.map(|(email, _)| email.clone()).collect()
}

/// R7: a person might delete at once, so by hand it is offered only when nothing automatic is left.
fn after_everything(draft: &mut Draft, number: Number) {
    if draft.change(number).by != By::Person {
        return;
    }
    let automatic: Vec<Number> =
        draft.numbers().filter(|it| draft.change(*it).is_automatic()).collect();
    if !automatic.is_empty() {
        draft.hold(number, Why::DependsOnAutomatic(automatic));
    }
}

//! What takes away: placed one by one, by name, while every floor still holds.

use super::counter::Short;
use super::ledger::{Ledger, Pull, Stake};
use super::{Desk, TooEarly};
use crate::model::{Email, OrganizationRole, WorkspaceRole};
use crate::plan::Hold;
use crate::plan::change::{By, Number, Why};
use crate::plan::world::{Person, Place};
use std::collections::BTreeMap;

/// Access and roles first, then people: what comes later needs what comes earlier.
pub(super) fn place(desk: &mut Desk, ledger: &mut Ledger) {
    let losses: Vec<Number> =
        desk.numbers().filter(|it| desk.change(*it).action.takes_away()).collect();
    let mut revocations: BTreeMap<Person, Vec<Number>> = BTreeMap::new();
    for number in &losses {
        let change = desk.change(*number);
        if change.is_removal() || change.is_deletion() {
            continue;
        }
        if let Some(person) = change.person.filter(|_| change.is_revocation()) {
            revocations.entry(person).or_default().push(*number);
        }
        weigh(desk, ledger, *number);
    }
    for number in losses {
        let change = desk.change(number);
        let Some(person) = change.person.filter(|_| change.is_removal()) else { continue };
        // R6: somebody leaves the organization after all their workspaces.
        let needed = revocations.remove(&person).unwrap_or_default();
        desk.need(number, &needed, TooEarly::Harmful);
        weigh(desk, ledger, number);
    }
}

/// Workspaces go last of all (R7), when it is known what else is done.
pub(super) fn deletions(desk: &mut Desk, ledger: &mut Ledger) {
    for number in desk.numbers() {
        if desk.change(number).is_deletion() {
            after_everything(desk, number);
            weigh(desk, ledger, number);
        }
    }
}

fn weigh(desk: &mut Desk, ledger: &mut Ledger, number: Number) {
    if !desk.change(number).is_placed() {
        return;
    }
    match ledger.check(desk, number) {
        Ok(()) => ledger.take(desk, number),
        Err((stake, short)) => {
            let why = match short {
                Short::NeedsPerson(those) => Why::DependsOnManual(those),
                Short::NeedsMachine(those) => Why::DependsOnAutomatic(those),
                Short::Floor => floor(desk, stake),
            };
            desk.hold(number, why);
        }
    }
}

/// Why there are too few: because somebody has not accepted yet, because what would help is held, or
/// because nobody else is wanted.
fn floor(desk: &Desk, stake: Stake) -> Why {
    let awaited = match stake {
        Stake::Admins => awaited_admins(desk),
        Stake::Owners(place) => awaited_owners(desk, place),
        Stake::Access(_) => Vec::new(),
    };
    if !awaited.is_empty() {
        return Why::Hold(Hold::AwaitingAcceptance { people: awaited });
    }
    let helps = |number: &Number| {
        let change = desk.change(*number);
        !change.is_placed() && Stake::of(desk.world, change).contains(&(stake, Pull::Up))
    };
    let held: Vec<Number> = desk.numbers().filter(helps).collect();
    if !held.is_empty() {
        return Why::DependsOnHeld(held);
    }
    match stake {
        Stake::Admins => {
            let admins = desk.world.everybody().filter(|(_, facts)| facts.is_accepted_admin());
            Why::Hold(Hold::LastAdmin {
                min_admins: desk.world.desired.safety.min_admins,
                admins: admins.map(|(_, facts)| facts.email.clone()).collect(),
            })
        }
        Stake::Owners(place) => {
            Why::Hold(Hold::LastOwner { workspace: desk.world.place(place).name.clone() })
        }
        Stake::Access(_) => Why::DependsOnHeld(Vec::new()),
    }
}

fn awaited_admins(desk: &Desk) -> Vec<Email> {
    let world = desk.world;
    let wanted = world.everybody().filter(|(person, facts)| {
        world.wanted_role(*person) == Some(OrganizationRole::Admin) && !facts.accepted()
    });
    wanted.map(|(_, facts)| facts.email.clone()).collect()
}

fn awaited_owners(desk: &Desk, place: Place) -> Vec<Email> {
    let world = desk.world;
    let listed = world.place(place).desired.iter().flat_map(|it| &it.users).flatten();
    let wanted = listed.filter(|(email, access)| {
        let accepted = world.find(email).is_some_and(|person| world.person(person).accepted());
        access.role == WorkspaceRole::Owner && !accepted
    });
    wanted.map(|(email, _)| email.clone()).collect()
}

/// R7: a person might delete at once, so by hand it is offered only when nothing automatic is left.
fn after_everything(desk: &mut Desk, number: Number) {
    if desk.change(number).by != By::Person {
        return;
    }
    let automatic: Vec<Number> =
        desk.numbers().filter(|it| desk.change(*it).is_automatic()).collect();
    if !automatic.is_empty() {
        desk.hold(number, Why::DependsOnAutomatic(automatic));
    }
}

//! What adds: workspaces, access, invitations. Seats are counted later.

use super::{Desk, TooEarly};
use crate::plan::Hold;
use crate::plan::change::{Number, Why};
use crate::plan::world::{Person, Place};
use std::collections::BTreeMap;

pub(super) fn place(desk: &mut Desk) {
    workspaces(desk);
    in_new_workspaces(desk);
    one_invitation_each(desk);
}

/// R4: workspaces are created in the order of their names while the subscription allows. What a deletion
/// frees counts in the next run only, since deletions come after everything else (R7).
fn workspaces(desk: &mut Desk) {
    let snapshot = desk.world.snapshot;
    let limit = snapshot.organization.as_ref().and_then(|it| it.limits.workspaces);
    // Of a list that was not read whole, at least those that were seen are there.
    let Some(limit) = limit else { return };
    let mut count = snapshot.workspaces.items.len() as u64;
    for number in desk.numbers() {
        let change = desk.change(number);
        if change.is_creation() && change.is_placed() {
            if count < limit {
                count += 1;
            } else {
                desk.hold(number, Why::Hold(Hold::WorkspaceLimit { limit }));
            }
        }
    }
}

/// R6: a workspace is there before its users and its limit.
fn in_new_workspaces(desk: &mut Desk) {
    let mut creations: BTreeMap<Place, Number> = BTreeMap::new();
    for number in desk.numbers() {
        let change = desk.change(number);
        if let Some(place) = change.place.filter(|_| change.is_creation()) {
            creations.insert(place, number);
        }
    }
    for number in desk.numbers() {
        let change = desk.change(number);
        let place = change.place.filter(|_| !change.is_creation());
        if let Some(creation) = place.and_then(|place| creations.get(&place)) {
            desk.need(number, &[*creation], TooEarly::Impossible);
        }
    }
}

/// Somebody new is invited by one change: with a role of their own by an invitation, else by the first
/// workspace that can take them. Everything else about them comes after it, so that no two calls can
/// send two e-mails.
fn one_invitation_each(desk: &mut Desk) {
    let mut inviters: BTreeMap<Person, Number> = BTreeMap::new();
    let numbers: Vec<Number> = desk.numbers().collect();
    for number in &numbers {
        if let Some(person) = desk.invited_alone(*number) {
            inviters.insert(person, *number);
        }
    }
    for number in &numbers {
        if let Some(person) = desk.added(*number)
            && desk.world.is_new(person)
            && desk.change(*number).is_placed()
        {
            inviters.entry(person).or_insert(*number);
        }
    }
    for number in numbers {
        if let Some(person) = desk.added(number)
            && let Some(inviter) = inviters.get(&person).copied()
            && inviter != number
        {
            follow(desk, number, inviter);
        }
    }
}

/// Waits for the invitation; where that is held, for the same reason, so that a reader sees one cause.
pub(super) fn follow(desk: &mut Desk, number: Number, inviter: Number) {
    match &desk.change(inviter).held {
        Some(why @ Why::Hold(_)) => {
            let why = why.clone();
            desk.hold(number, why);
        }
        _ => desk.need(number, &[inviter], TooEarly::Harmful),
    }
}

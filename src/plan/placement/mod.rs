//! Which changes are made now, and which are held.
//!
//! The order of the questions makes the answer complete without a search. What adds people, owners or
//! admins and takes no seat is never in the way of a rule, so it is placed first. What takes away is then
//! placed one by one while every floor (R1, R3, R5) still holds. Invitations come last: somebody invited
//! has not accepted, so no rule ever counts on them, and the seats freed by removals are known by then (R4).

mod counter;
mod counters;
mod grants;
mod losses;
mod names;
mod seats;

use super::Action;
use super::change::{By, Change, Number, Why};
use super::input::PlanInput;
use super::world::{Person, World};
use counters::Counters;

pub(super) use counters::{Counted, Direction};
pub(super) use seats::Seats;

/// The changes with their holds, and what each needs to be done before.
pub(super) struct Placement {
    pub(super) changes: Vec<Change>,
    /// By change: what has to be done before it.
    pub(super) needs: Vec<Vec<Number>>,
    pub(super) seats: Seats,
}

/// The placement as far as it is decided.
struct Draft<'a> {
    world: &'a World<'a>,
    changes: Vec<Change>,
    needs: Vec<Vec<Number>>,
}

/// Decides about every change.
pub(super) fn place(input: &PlanInput, changes: Vec<Change>) -> Placement {
    let needs = vec![Vec::new(); changes.len()];
    let mut draft = Draft { world: input.world, changes, needs };
    names::place(&mut draft);
    grants::place(&mut draft);
    let mut counters = Counters::new(&draft);
    losses::place(&mut draft, &mut counters);
    let seats = seats::place(&mut draft);
    losses::deletions(&mut draft, &mut counters);
    Placement { changes: draft.changes, needs: draft.needs, seats }
}

/// Whether somebody could take a manual step before what it needs, and do harm by it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TooEarly {
    /// No: the platform has nothing to click on before.
    Impossible,
    /// Yes.
    Harmful,
}

impl Draft<'_> {
    fn numbers(&self) -> impl Iterator<Item = Number> + use<> {
        (0..self.changes.len()).map(Number)
    }

    fn change(&self, number: Number) -> &Change {
        &self.changes[number.0]
    }

    /// Whom a change adds to a workspace.
    fn added(&self, number: Number) -> Option<Person> {
        let change = self.change(number);
        change.person.filter(|_| change.is_addition())
    }

    /// Whom a change invites to the organization, without any workspace.
    fn invited_alone(&self, number: Number) -> Option<Person> {
        let change = self.change(number);
        change.person.filter(|_| matches!(change.action, Action::InviteOrganizationUser(_)))
    }

    fn hold(&mut self, number: Number, why: Why) {
        let held = &mut self.changes[number.0].held;
        if held.is_none() {
            *held = Some(why);
        }
    }

    fn push(&mut self, change: Change) -> Number {
        self.changes.push(change);
        self.needs.push(Vec::new());
        Number(self.changes.len() - 1)
    }

    /// Makes one change wait for others, or holds it where it would wait in vain.
    fn need(&mut self, number: Number, needed: &[Number], too_early: TooEarly) {
        let those = |test: fn(&Change) -> bool| -> Vec<Number> {
            needed.iter().copied().filter(|it| test(&self.changes[it.0])).collect()
        };
        let held = those(|it| !it.is_placed());
        let manual = those(Change::is_manual);
        let automatic = those(Change::is_automatic);
        let by_hand = self.change(number).by == By::Person;
        if !held.is_empty() {
            self.hold(number, Why::DependsOnHeld(held));
        } else if !manual.is_empty() {
            self.hold(number, Why::DependsOnManual(manual));
        } else if by_hand && !automatic.is_empty() && too_early == TooEarly::Harmful {
            self.hold(number, Why::DependsOnAutomatic(automatic));
        }
        self.needs[number.0].extend(needed);
    }
}

//! R4: each organization user takes a seat, pending ones too (`rules.md`, Seats, inferred).

use super::Draft;
use super::grants::follow;
use crate::model::Email;
use crate::plan::Hold;
use crate::plan::change::{By, Number, Why};
use crate::plan::world::Person;
use std::collections::BTreeMap;

/// How the seats are used.
#[derive(Debug, Default)]
pub(in crate::plan) struct Seats {
    /// Automatic invitations that a removal each has to make room for, in name order.
    pub(in crate::plan) waiting: Vec<Number>,
    /// More people than the subscription allows: as many removals go before the first invitation besides.
    pub(in crate::plan) overdrawn: usize,
}

/// Gives the seats out, to automatic invitations first, since nobody knows whether a person ever sends theirs, and then
/// in name order; who gets none is held.
pub(super) fn place(draft: &mut Draft) -> Seats {
    let snapshot = draft.world.snapshot;
    let limit = snapshot.organization.as_ref().and_then(|it| it.limits.users);
    // Of a list that was not read in full, at least those that were seen have seats.
    let Some(limit) = limit else {
        return Seats::default();
    };
    let free = signed(limit) - signed(snapshot.users.items.len() as u64);
    let freed = draft
        .numbers()
        .filter(|it| draft.change(*it).is_automatic() && draft.change(*it).is_removal());
    let freed = signed(freed.count() as u64);
    let mut given: Vec<(Number, By)> = Vec::new();
    let (mut by_machine, mut by_hand) = (0, 0);
    let people = stuck(draft);
    let additions = additions(draft);
    for (by, person, number) in inviters(draft) {
        match by {
            By::Machine => by_machine += 1,
            By::Person => by_hand += 1,
        }
        // By hand it may happen before any removal; by machine it can wait for one.
        let fits = (by_hand == 0 || by_hand <= free)
            && (by_machine == 0 || by_machine + by_hand <= free + freed);
        if fits {
            given.push((number, by));
        } else {
            match by {
                By::Machine => by_machine -= 1,
                By::Person => by_hand -= 1,
            }
            let hold = Hold::SeatLimit { limit, people: people.clone() };
            refuse(draft, number, hold, additions.get(&person).map_or(&[], Vec::as_slice));
        }
    }
    let at_once = usize::try_from(free - by_hand).unwrap_or(0);
    let machine = given.into_iter().filter(|(_, by)| *by == By::Machine).map(|(number, _)| number);
    let overdrawn = usize::try_from(-free).unwrap_or(0);
    Seats { waiting: machine.skip(at_once).collect(), overdrawn }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX / 4)
}

/// The change that would invite each new person, in the order in which they get seats.
fn inviters(draft: &Draft) -> Vec<(By, Person, Number)> {
    let mut inviters = BTreeMap::new();
    for number in draft.numbers().filter(|it| draft.change(*it).is_placed()) {
        if let Some(person) = draft.invited_alone(number) {
            inviters.insert(person, number);
        } else if let Some(person) = draft.added(number).filter(|it| draft.world.is_new(*it)) {
            inviters.entry(person).or_insert(number);
        }
    }
    let by = |(person, number): (Person, Number)| (draft.change(number).by, person, number);
    let mut inviters: Vec<_> = inviters.into_iter().map(by).collect();
    inviters.sort();
    inviters
}

/// Holds the invitation, and whatever else waits for it.
fn refuse(draft: &mut Draft, inviter: Number, hold: Hold, followers: &[Number]) {
    draft.hold(inviter, Why::Hold(hold));
    for number in followers.iter().filter(|it| **it != inviter) {
        follow(draft, *number, inviter);
    }
}

/// By person: all that gives them access.
fn additions(draft: &Draft) -> BTreeMap<Person, Vec<Number>> {
    let mut additions: BTreeMap<Person, Vec<Number>> = BTreeMap::new();
    for number in draft.numbers() {
        if let Some(person) = draft.added(number) {
            additions.entry(person).or_default().push(number);
        }
    }
    additions
}

/// People who are to leave and can't yet: theirs are the seats that are missing.
fn stuck(draft: &Draft) -> Vec<Email> {
    let removals = draft.changes.iter().filter(|it| it.is_removal() && !it.is_automatic());
    let people = removals.filter_map(|it| it.person);
    people.map(|person| draft.world.person(person).email.clone()).collect()
}

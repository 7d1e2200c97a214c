//! Waves: as wide as the rules allow, grants before revocations.
//!
//! Everything that adds goes as early as what it needs. Everything that takes away comes after all of
//! it, in one wave, since it was placed so that all of it together keeps the floors; people leave after
//! their workspaces, and workspaces go last. Only where seats are full do some people leave earlier: the
//! fewest, least harmful ones.

use super::change::Number;
use super::contacts::Receivers;
use super::placement::{Counted, Direction, Placement};
use super::world::{Person, World};
use crate::model::OrganizationRole;
use std::collections::{BTreeMap, BTreeSet};

/// When each change is made.
pub(super) struct Order {
    /// By change, from 1; `None` for a held one.
    pub(super) wave: Vec<Option<u32>>,
    /// By change: the automatic changes that have to have succeeded.
    pub(super) depends_on: Vec<Vec<Number>>,
}

/// Gives every placed change a wave.
pub(super) fn order(world: &World, placement: &Placement, receivers: &Receivers) -> Order {
    let early = Early::choose(world, placement);
    let mut waits = placement.needs.clone();
    let mut removals = early.removals.iter();
    for (index, invitation) in placement.seats.waiting.iter().enumerate() {
        let makes_room = if index == 0 { placement.seats.overdrawn + 1 } else { 1 };
        waits[invitation.0].extend(removals.by_ref().take(makes_room));
    }
    let depends_on = waits.clone();
    early.wait_for_what_they_rest_on(world, placement, receivers, &mut waits);

    let mut levels = Levels { waits, level: vec![None; placement.changes.len()] };
    let placed = || {
        let numbers = (0..placement.changes.len()).map(Number);
        numbers.filter(|it| placement.changes[it.0].is_placed())
    };
    let late = |number: &Number| {
        placement.changes[number.0].action.takes_away() && !early.all.contains(number)
    };
    let mut last = 0;
    for number in placed().filter(|it| !late(it)) {
        last = last.max(levels.of(number, 1));
    }
    let is_deletion = |number: &Number| placement.changes[number.0].is_deletion();
    let base = last + 1;
    for number in placed().filter(|it| late(it) && !is_deletion(it)) {
        last = last.max(levels.of(number, base));
    }
    for number in placed().filter(is_deletion) {
        levels.of(number, last + 1);
    }
    let wave = (0..).map(Number).zip(&levels.level);
    let wave =
        wave.map(|(number, level)| level.filter(|_| placement.changes[number.0].is_placed()));
    Order { wave: wave.collect(), depends_on }
}

/// The longest way to each change.
struct Levels {
    waits: Vec<Vec<Number>>,
    level: Vec<Option<u32>>,
}

impl Levels {
    /// One more than the latest of what it waits for, and not before `earliest`. What it waits for is
    /// numbered first, with a stack of our own: a chain of renames can be long.
    fn of(&mut self, number: Number, earliest: u32) -> u32 {
        let mut stack = vec![number];
        while let Some(top) = stack.last().copied() {
            let open = self.waits[top.0].iter().copied().find(|it| self.level[it.0].is_none());
            match open {
                Some(next) if !stack.contains(&next) => stack.push(next),
                _ => {
                    let after = self.waits[top.0].iter().filter_map(|it| self.level[it.0]).max();
                    let level = self.level[top.0].unwrap_or(1).max(after.unwrap_or(0) + 1);
                    self.level[top.0] = Some(level.max(if top == number { earliest } else { 1 }));
                    stack.pop();
                }
            }
        }
        self.level[number.0].unwrap_or(earliest)
    }
}

/// People who leave before others can come.
struct Early {
    /// Their removals, the least harmful first: one for each invitation that waits, and for each seat too many.
    removals: Vec<Number>,
    /// Those, and the revocations before them.
    all: BTreeSet<Number>,
}

impl Early {
    fn choose(world: &World, placement: &Placement) -> Self {
        let mut revocations: BTreeMap<Person, Vec<Number>> = BTreeMap::new();
        let mut removals: Vec<(Person, Number)> = Vec::new();
        if !placement.seats.waiting.is_empty() {
            for (number, change) in (0..).map(Number).zip(&placement.changes) {
                let Some(person) = change.person else { continue };
                if change.is_removal() && change.is_automatic() {
                    removals.push((person, number));
                } else if change.is_revocation() {
                    revocations.entry(person).or_default().push(number);
                }
            }
        }
        let of = |person: &Person| revocations.get(person).map_or(&[][..], Vec::as_slice);
        removals.sort_by_key(|(person, _)| {
            let facts = world.person(*person);
            let rank = facts.role().map_or(0, OrganizationRole::rank);
            (facts.accepted(), of(person).len(), rank, *person)
        });
        removals.truncate(placement.seats.waiting.len() + placement.seats.overdrawn);
        let mut all = BTreeSet::new();
        for (person, removal) in &removals {
            all.insert(*removal);
            all.extend(of(person));
        }
        Self { removals: removals.into_iter().map(|(_, number)| number).collect(), all }
    }

    /// An owner leaves after the new owner is one, an admin after the new admin, and contacts go to
    /// somebody who is there.
    fn wait_for_what_they_rest_on(
        &self,
        world: &World,
        placement: &Placement,
        receivers: &Receivers,
        waits: &mut [Vec<Number>],
    ) {
        if self.all.is_empty() {
            return;
        }
        let mut ups: BTreeMap<Counted, Vec<Number>> = BTreeMap::new();
        for (number, change) in (0..).map(Number).zip(&placement.changes) {
            if change.is_automatic() && !change.action.takes_away() {
                for (counted, direction) in Counted::of(world, change) {
                    if direction == Direction::Up {
                        ups.entry(counted).or_default().push(number);
                    }
                }
            }
        }
        for number in &self.all {
            for (counted, direction) in Counted::of(world, &placement.changes[number.0]) {
                if direction == Direction::Down {
                    waits[number.0].extend(ups.get(&counted).into_iter().flatten());
                }
            }
            waits[number.0].extend(receivers.additions(*number));
        }
    }
}

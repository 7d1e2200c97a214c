//! What is counted: accepted admins (R1), accepted owners of a workspace (R3), accesses of a person (R5).

use super::Desk;
use super::counter::{Counter, Short};
use crate::model::{OrganizationRole, WorkspaceRole};
use crate::plan::Fact;
use crate::plan::change::{By, Change, Number};
use crate::plan::world::{Person, Place, World};
use std::collections::BTreeMap;

/// One of the things that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plan) enum Stake {
    /// Accepted admins of the organization.
    Admins,
    /// Accepted owners of a workspace.
    Owners(Place),
    /// Ways in which somebody has access to anything.
    Access(Person),
}

/// What a change does to what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Pull {
    Up,
    Down,
}

impl Stake {
    /// What a change adds to and takes from, told by the facts that it makes true.
    pub(in crate::plan) fn of(world: &World, change: &Change) -> Vec<(Self, Pull)> {
        let mut stakes = Vec::new();
        for fact in change.action.facts() {
            Self::of_fact(world, change, &fact, &mut stakes);
        }
        stakes
    }

    fn of_fact(world: &World, change: &Change, fact: &Fact, stakes: &mut Vec<(Self, Pull)>) {
        let moves = |before: bool, after: bool| match (before, after) {
            (false, true) => Some(Pull::Up),
            (true, false) => Some(Pull::Down),
            _ => None,
        };
        let mut count =
            |what: Self, pull: Option<Pull>| stakes.extend(pull.map(|pull| (what, pull)));
        let there = change
            .place
            .zip(change.person)
            .and_then(|(place, person)| world.person(person).access.get(&place));
        let was_owner = there.is_some_and(|user| user.role.is(WorkspaceRole::Owner));
        let accepted = change.person.is_some_and(|person| world.person(person).accepted());
        match (fact, change.place, change.person) {
            (Fact::Access { role, .. }, Some(place), Some(person)) => {
                count(Self::Access(person), moves(there.is_some(), true));
                let owner = moves(was_owner, role.is(WorkspaceRole::Owner));
                count(Self::Owners(place), owner.filter(|_| accepted));
            }
            (Fact::NoAccess { .. }, Some(place), Some(person)) => {
                count(Self::Access(person), moves(there.is_some(), false));
                count(Self::Owners(place), moves(was_owner, false).filter(|_| accepted));
            }
            // An invitation adds nobody who counts, since it is not accepted yet.
            (Fact::InOrganization { role, .. }, _, Some(person))
                if world.person(person).live.is_some() =>
            {
                let is_admin = world.person(person).role() == Some(OrganizationRole::Admin);
                let admin = moves(is_admin, *role == OrganizationRole::Admin);
                count(Self::Access(person), admin);
                count(Self::Admins, admin.filter(|_| accepted));
            }
            (Fact::NotInOrganization(_), _, Some(person)) => {
                let is_admin = world.person(person).is_accepted_admin();
                count(Self::Admins, moves(is_admin, false));
            }
            (Fact::NoWorkspace(_), Some(place), _) => {
                let users = world.place(place).live.iter().flat_map(|it| &it.users.items);
                let people = users.filter_map(|user| world.find(&user.email));
                people.for_each(|person| count(Self::Access(person), Some(Pull::Down)));
            }
            _ => {}
        }
    }
}

/// The counters, made when first asked for.
pub(super) struct Ledger {
    counters: BTreeMap<Stake, Counter>,
    /// By person: how many accesses they end with, if every change is made.
    at_last: BTreeMap<Person, i64>,
}

impl Ledger {
    /// Counts what is there, and what the placed grants add.
    pub(super) fn new(desk: &Desk) -> Self {
        let mut ledger = Self { counters: BTreeMap::new(), at_last: BTreeMap::new() };
        for number in desk.numbers() {
            let change = desk.change(number);
            for (stake, pull) in Stake::of(desk.world, change) {
                if let Stake::Access(person) = stake {
                    let delta = if pull == Pull::Up { 1 } else { -1 };
                    *ledger
                        .at_last
                        .entry(person)
                        .or_insert_with(|| accesses(desk.world, person)) += delta;
                }
            }
            if let Some(person) = change.person.filter(|_| change.is_removal()) {
                ledger.at_last.insert(person, i64::MIN / 2);
            }
        }
        for number in desk.numbers() {
            let change = desk.change(number);
            if change.is_placed() && !change.action.takes_away() {
                for (stake, pull) in Stake::of(desk.world, change) {
                    if pull == Pull::Up {
                        ledger.counter(desk, stake).add(change.by, number);
                    }
                }
            }
        }
        ledger
    }

    /// Whether a change that takes away may be made; the first counter that would fall short says no.
    pub(super) fn check(&mut self, desk: &Desk, number: Number) -> Result<(), (Stake, Short)> {
        let change = desk.change(number);
        for stake in self.downs(desk, number) {
            self.counter(desk, stake).check(change.by).map_err(|short| (stake, short))?;
        }
        Ok(())
    }

    pub(super) fn take(&mut self, desk: &Desk, number: Number) {
        let by: By = desk.change(number).by;
        for stake in self.downs(desk, number) {
            self.counter(desk, stake).take(by);
        }
    }

    fn downs(&self, desk: &Desk, number: Number) -> Vec<Stake> {
        let stakes = Stake::of(desk.world, desk.change(number));
        stakes.into_iter().filter(|(_, pull)| *pull == Pull::Down).map(|(stake, _)| stake).collect()
    }

    fn counter(&mut self, desk: &Desk, stake: Stake) -> &mut Counter {
        let at_last = &self.at_last;
        self.counters.entry(stake).or_insert_with(|| open(desk.world, stake, at_last))
    }
}

/// What there is, and the floor that the rule sets.
fn open(world: &World, stake: Stake, at_last: &BTreeMap<Person, i64>) -> Counter {
    match stake {
        Stake::Admins => {
            let admins = world.everybody().filter(|(_, facts)| facts.is_accepted_admin()).count();
            Counter::new(admins, world.desired.safety.min_admins as usize)
        }
        Stake::Owners(place) => {
            let facts = world.place(place);
            let listed = facts.desired.iter().flat_map(|it| &it.users).flat_map(BTreeMap::values);
            let wants_owner = listed.into_iter().any(|it| it.role == WorkspaceRole::Owner);
            Counter::new(accepted_owners(world, place), usize::from(wants_owner))
        }
        Stake::Access(person) => {
            let live = accesses(world, person);
            let stays = at_last.get(&person).copied().unwrap_or(live) > 0;
            Counter::new(usize::try_from(live).unwrap_or(0), usize::from(stays))
        }
    }
}

fn accepted_owners(world: &World, place: Place) -> usize {
    let users = world.place(place).live.iter().flat_map(|it| &it.users.items);
    users
        .filter(|user| {
            world.find(&user.email).is_some_and(|person| world.is_accepted_owner(person, user))
        })
        .count()
}

/// Ways in which somebody has access: each workspace, and being an admin.
fn accesses(world: &World, person: Person) -> i64 {
    let facts = world.person(person);
    let admin = facts.role() == Some(OrganizationRole::Admin);
    i64::try_from(facts.access.len()).unwrap_or(i64::MAX / 4) + i64::from(admin)
}

//! What is counted: accepted admins (R1), accepted owners of a workspace (R3), accesses of a person (R5).

use super::Desk;
use super::counter::{Counter, Short};
use crate::model::{OrganizationRole, WorkspaceRole};
use crate::plan::Access;
use crate::plan::change::{By, Kind, Number};
use crate::plan::rules::Rule;
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
    /// What a change adds to and takes from.
    pub(in crate::plan) fn of(world: &World, kind: &Kind) -> Vec<(Self, Pull)> {
        let owner = |place: Place, person: Person, pull| {
            let counts = world.person(person).accepted();
            counts.then_some((Self::Owners(place), pull))
        };
        let is_owner = |access: &Access| access.role.is(WorkspaceRole::Owner);
        let mut stakes = Vec::new();
        match kind {
            Kind::Add { place, person, role, restrictions: _ } => {
                stakes.push((Self::Access(*person), Pull::Up));
                if *role == WorkspaceRole::Owner {
                    stakes.extend(owner(*place, *person, Pull::Up));
                }
            }
            Kind::ChangeAccess { place, person, before, after } => {
                match (is_owner(before), is_owner(after)) {
                    (false, true) => stakes.extend(owner(*place, *person, Pull::Up)),
                    (true, false) => stakes.extend(owner(*place, *person, Pull::Down)),
                    _ => {}
                }
            }
            Kind::Revoke { place, person, before } => {
                stakes.push((Self::Access(*person), Pull::Down));
                if is_owner(before) {
                    stakes.extend(owner(*place, *person, Pull::Down));
                }
            }
            Kind::ChangeRole { person, before, after } => {
                let pull = match (before, after) {
                    (OrganizationRole::Admin, _) => Pull::Down,
                    (_, OrganizationRole::Admin) => Pull::Up,
                    _ => return stakes,
                };
                stakes.push((Self::Access(*person), pull));
                if world.person(*person).accepted() {
                    stakes.push((Self::Admins, pull));
                }
            }
            Kind::Remove { person, .. } => {
                if world.person(*person).is_accepted_admin() {
                    stakes.push((Self::Admins, Pull::Down));
                }
            }
            Kind::Delete { place } => {
                let users = world.place(*place).live.iter().flat_map(|it| &it.users.items);
                let people = users.filter_map(|user| world.find(&user.email));
                stakes.extend(people.map(|person| (Self::Access(person), Pull::Down)));
            }
            Kind::RenameOrganization { .. }
            | Kind::Create { .. }
            | Kind::Update { .. }
            | Kind::Invite { .. }
            | Kind::Resend { .. } => {}
        }
        stakes
    }

    const fn rule(self) -> Rule {
        match self {
            Self::Admins => Rule::R1,
            Self::Owners(_) => Rule::R3,
            Self::Access(_) => Rule::R5,
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
            for (stake, pull) in Stake::of(desk.world, &change.kind) {
                if let Stake::Access(person) = stake {
                    let delta = if pull == Pull::Up { 1 } else { -1 };
                    *ledger
                        .at_last
                        .entry(person)
                        .or_insert_with(|| accesses(desk.world, person)) += delta;
                }
            }
            if let Kind::Remove { person, .. } = change.kind {
                ledger.at_last.insert(person, i64::MIN / 2);
            }
        }
        for number in desk.numbers() {
            let (kind, by) = (&desk.change(number).kind, desk.change(number).by);
            if desk.change(number).is_placed() && !kind.takes_away() {
                for (stake, pull) in Stake::of(desk.world, kind) {
                    if pull == Pull::Up {
                        ledger.counter(desk, stake).add(by, number);
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
        let stakes = Stake::of(desk.world, &desk.change(number).kind);
        stakes.into_iter().filter(|(_, pull)| *pull == Pull::Down).map(|(stake, _)| stake).collect()
    }

    fn counter(&mut self, desk: &Desk, stake: Stake) -> &mut Counter {
        let at_last = &self.at_last;
        self.counters.entry(stake).or_insert_with(|| {
            let counter = open(desk.world, stake, at_last);
            if desk.rules.enforces(stake.rule()) {
                counter
            } else {
                Counter::new(usize::MAX >> 8, 0)
            }
        })
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

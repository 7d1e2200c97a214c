//! What is counted: accepted admins (R1), accepted owners of a workspace (R3), accesses of a person (R5).

use super::Draft;
use super::counter::{Counter, Short};
use crate::model::{OrganizationRole, WorkspaceRole};
use crate::plan::Fact;
use crate::plan::change::{By, Change, Number};
use crate::plan::world::{Person, WorkspaceNumber, World};
use litemap::LiteMap;
use std::collections::{BTreeMap, BTreeSet};

/// One of the things that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plan) enum Counted {
    /// Accepted admins of the organization.
    Admins,
    /// Accepted owners of a workspace.
    Owners(WorkspaceNumber),
    /// Ways in which somebody has access to anything.
    Access(Person),
}

/// What a change does to what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Direction {
    Up,
    Down,
}

impl Counted {
    /// What a change adds to and takes from, told by the facts that it makes true.
    pub(in crate::plan) fn of(world: &World, change: &Change) -> Vec<(Self, Direction)> {
        let mut all = Vec::new();
        for fact in change.action.facts() {
            Self::of_fact(world, change, &fact, &mut all);
        }
        all
    }

    fn of_fact(world: &World, change: &Change, fact: &Fact, all: &mut Vec<(Self, Direction)>) {
        let moves = |before: bool, after: bool| match (before, after) {
            (false, true) => Some(Direction::Up),
            (true, false) => Some(Direction::Down),
            _ => None,
        };
        let mut count = |what: Self, direction: Option<Direction>| {
            all.extend(direction.map(|direction| (what, direction)))
        };
        let there = change
            .workspace
            .zip(change.person)
            .and_then(|(workspace, person)| world.person(person).access.get(&workspace));
        let was_owner = there.is_some_and(|user| user.role.is(WorkspaceRole::Owner));
        let accepted = change.person.is_some_and(|person| world.person(person).accepted());
        match (fact, change.workspace, change.person) {
            (Fact::Access { role, .. }, Some(workspace), Some(person)) => {
                count(Self::Access(person), moves(there.is_some(), true));
                let owner = moves(was_owner, role.is(WorkspaceRole::Owner));
                count(Self::Owners(workspace), owner.filter(|_| accepted));
            }
            (Fact::NoAccess { .. }, Some(workspace), Some(person)) => {
                count(Self::Access(person), moves(there.is_some(), false));
                count(Self::Owners(workspace), moves(was_owner, false).filter(|_| accepted));
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
            (Fact::NoWorkspace(_), Some(workspace), _) => {
                let users =
                    world.workspace_facts(workspace).live.iter().flat_map(|it| &it.users.items);
                // Somebody may be in it twice, with two accounts.
                let people: BTreeSet<_> =
                    users.filter_map(|user| world.find(&user.email)).collect();
                for person in people {
                    count(Self::Access(person), Some(Direction::Down));
                }
            }
            _ => {}
        }
    }
}

/// The counters, made when first asked for.
pub(super) struct Counters {
    counters: BTreeMap<Counted, Counter>,
    /// By person: how many accesses they end with, if every change is made.
    at_last: BTreeMap<Person, i64>,
}

impl Counters {
    /// Counts what is there, and what the placed grants add.
    pub(super) fn new(draft: &Draft) -> Self {
        let mut counters = Self { counters: BTreeMap::new(), at_last: BTreeMap::new() };
        for number in draft.numbers() {
            let change = draft.change(number);
            for (counted, direction) in Counted::of(draft.world, change) {
                if let Counted::Access(person) = counted {
                    let delta = if direction == Direction::Up { 1 } else { -1 };
                    *counters
                        .at_last
                        .entry(person)
                        .or_insert_with(|| accesses(draft.world, person)) += delta;
                }
            }
            if let Some(person) = change.person.filter(|_| change.is_removal()) {
                counters.at_last.insert(person, i64::MIN / 2);
            }
        }
        for number in draft.numbers() {
            let change = draft.change(number);
            if change.is_placed() && !change.action.takes_away() {
                for (counted, direction) in Counted::of(draft.world, change) {
                    if direction == Direction::Up {
                        counters.counter(draft, counted).add(change.by, number);
                    }
                }
            }
        }
        counters
    }

    /// Whether a change that takes away may be made; the first counter that would fall short says no.
    pub(super) fn check(&mut self, draft: &Draft, number: Number) -> Result<(), (Counted, Short)> {
        let change = draft.change(number);
        for counted in self.downs(draft, number) {
            self.counter(draft, counted).check(change.by).map_err(|short| (counted, short))?;
        }
        Ok(())
    }

    pub(super) fn take(&mut self, draft: &Draft, number: Number) {
        let by: By = draft.change(number).by;
        for counted in self.downs(draft, number) {
            self.counter(draft, counted).take(by);
        }
    }

    fn downs(&self, draft: &Draft, number: Number) -> Vec<Counted> {
        let all = Counted::of(draft.world, draft.change(number));
        all.into_iter()
            .filter(|(_, direction)| *direction == Direction::Down)
            .map(|(counted, _)| counted)
            .collect()
    }

    fn counter(&mut self, draft: &Draft, counted: Counted) -> &mut Counter {
        let at_last = &self.at_last;
        self.counters.entry(counted).or_insert_with(|| open(draft.world, counted, at_last))
    }
}

/// What there is, and the floor that the rule sets.
fn open(world: &World, counted: Counted, at_last: &BTreeMap<Person, i64>) -> Counter {
    match counted {
        Counted::Admins => {
            let admins = world.everybody().filter(|(_, facts)| facts.is_accepted_admin()).count();
            Counter::new(admins, world.desired.safety.min_admins as usize)
        }
        Counted::Owners(workspace) => {
            let facts = world.workspace_facts(workspace);
            let listed = facts.desired.iter().flat_map(|it| &it.users).flat_map(LiteMap::values);
            let wants_owner = listed.into_iter().any(|it| it.role == WorkspaceRole::Owner);
            Counter::new(accepted_owners(world, workspace), usize::from(wants_owner))
        }
        Counted::Access(person) => {
            let live = accesses(world, person);
            let stays = at_last.get(&person).copied().unwrap_or(live) > 0;
            Counter::new(usize::try_from(live).unwrap_or(0), usize::from(stays))
        }
    }
}

fn accepted_owners(world: &World, workspace: WorkspaceNumber) -> usize {
    // Of two accounts with one address the weaker counts.
    let mut owners: BTreeMap<Person, bool> = BTreeMap::new();
    for user in world.workspace_facts(workspace).live.iter().flat_map(|it| &it.users.items) {
        if let Some(person) = world.find(&user.email) {
            *owners.entry(person).or_insert(true) &= world.is_accepted_owner(person, user);
        }
    }
    owners.into_values().filter(|owner| *owner).count()
}

/// Ways in which somebody has access: each workspace, and being an admin.
fn accesses(world: &World, person: Person) -> i64 {
    let facts = world.person(person);
    let admin = facts.role() == Some(OrganizationRole::Admin);
    i64::try_from(facts.access.len()).unwrap_or(i64::MAX / 4) + i64::from(admin)
}

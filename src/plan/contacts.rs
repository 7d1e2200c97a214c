//! Who takes over the contacts of somebody who loses a workspace.

use super::Warning;
use super::change::Number;
use super::placement::Placement;
use super::world::{Person, WorkspaceNumber, World};
use crate::model::text::listed;
use crate::model::{Email, Source};
use std::collections::BTreeMap;

/// By revocation: who receives.
pub(super) struct Receivers {
    chosen: BTreeMap<Number, Receiver>,
    pub(super) warnings: Vec<Warning>,
}

struct Receiver {
    email: Email,
    /// What gives them access first, where they have none yet.
    addition: Option<Number>,
}

impl Receivers {
    pub(super) fn of(&self, revocation: Number) -> Option<&Email> {
        self.chosen.get(&revocation).map(|it| &it.email)
    }

    /// What has to be done before this revocation for its receiver to be there.
    pub(super) fn additions(&self, revocation: Number) -> Option<Number> {
        self.chosen.get(&revocation).and_then(|it| it.addition)
    }
}

/// Finds a receiver for every revocation where `departures` or a hand-over names somebody who by then has
/// access to that workspace, and has accepted; warns of contacts that become unassigned.
pub(super) fn receivers(world: &World, placement: &Placement) -> Receivers {
    let mut additions: BTreeMap<(WorkspaceNumber, Person), Number> = BTreeMap::new();
    let mut leaving: BTreeMap<(WorkspaceNumber, Person), Number> = BTreeMap::new();
    let mut waiting: Vec<(WorkspaceNumber, Person, Number)> = Vec::new();
    for (number, change) in (0..).map(Number).zip(&placement.changes) {
        let (Some(workspace), Some(person)) = (change.workspace, change.person) else { continue };
        if change.is_addition() && change.is_automatic() {
            additions.insert((workspace, person), number);
        } else if change.is_revocation() && change.is_placed() {
            leaving.insert((workspace, person), number);
        } else if change.is_revocation() {
            waiting.push((workspace, person, number));
        }
    }
    let mut found = Receivers { chosen: BTreeMap::new(), warnings: Vec::new() };
    let mut unassigned: BTreeMap<Person, Vec<String>> = BTreeMap::new();
    for ((workspace, person), number) in &leaving {
        let named = named(world, *person).and_then(|(email, _)| world.find(email));
        let there = named.filter(|receiver| {
            let facts = world.person(*receiver);
            let stays = facts.access.contains_key(workspace)
                && !leaving.contains_key(&(*workspace, *receiver));
            // By hand it may be done before any addition.
            let comes = placement.changes[number.0].is_automatic()
                && additions.contains_key(&(*workspace, *receiver));
            facts.accepted() && (stays || comes)
        });
        match there {
            Some(receiver) => {
                let email = world.person(receiver).email.clone();
                let addition = additions.get(&(*workspace, receiver)).copied();
                found.chosen.insert(*number, Receiver { email, addition });
            }
            None if world.person(*person).accepted() && may_have_contacts(world, *workspace) => {
                unassigned
                    .entry(*person)
                    .or_default()
                    .push(world.workspace_facts(*workspace).name.quoted());
            }
            None => {}
        }
    }
    // What is held says who is going to receive: by then they have accepted, or it is held again.
    for (workspace, person, number) in waiting {
        let named = named(world, person).and_then(|(email, _)| world.find(email));
        let comes = named.filter(|receiver| {
            world.person(*receiver).access.contains_key(&workspace)
                || additions.contains_key(&(workspace, *receiver))
        });
        if let Some(receiver) = comes {
            let email = world.person(receiver).email.clone();
            found.chosen.insert(number, Receiver { email, addition: None });
        }
    }
    for (person, workspaces) in unassigned {
        let email = world.person(person).email;
        let named = named(world, person);
        let why = match &named {
            Some((to, _)) => format!(", since {to} does not have access there yet"),
            None => String::new(),
        };
        found.warnings.push(Warning {
            code: None,
            message: format!(
                "contacts of {email} in {} become unassigned{why}",
                listed(&workspaces)
            ),
            source: named.map(|(_, source)| source.clone()),
        });
    }
    found
}

/// Whether there are contacts in a workspace; where the platform doesn't say, there may be.
fn may_have_contacts(world: &World, workspace: WorkspaceNumber) -> bool {
    world.workspace_facts(workspace).live.is_none_or(|live| live.contacts != Some(0))
}

/// Who is to take over, and the line that says so.
fn named<'a>(world: &World<'a>, person: Person) -> Option<(&'a Email, &'a Source)> {
    let facts = world.person(person);
    if let Some(hand_over) = facts.hand_over {
        return Some((&hand_over.to, &hand_over.source));
    }
    let departure = world.desired.departures.get(facts.email)?;
    Some((&departure.reassign_to, &departure.source))
}

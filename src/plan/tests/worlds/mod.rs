//! Small worlds in which the hard cases are common: up to four people beside the actor, up to three
//! workspaces there, about seven changes.

mod cases;
mod ignored;
mod live;
mod wanted;

pub(super) use cases::Cases;

use super::random::Random;
use super::show;
use crate::model::{
    Capabilities, Capability, Collection, Desired, Email, Evidence, Operation, Placeholder,
    Restriction, Role, Snapshot, Text, WorkspaceUser,
};
use crate::plan::{Action, Settings};
use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroUsize;

/// What one plan is made of, and the number that makes it again.
#[derive(Clone)]
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) desired: Desired,
    pub(super) snapshot: Snapshot,
    /// What there is, shown or not.
    pub(super) everything: Snapshot,
    pub(super) capabilities: Capabilities,
    pub(super) settings: Settings,
}

/// Who can be in a world: the actor, and four others.
const PEOPLE: [&str; 5] = ["ops", "ana", "bo", "cy", "dana"];
const NAMES: [&str; 5] = ["East", "North", "South", "West", "Zoo"];

impl World {
    pub(super) fn generate(seed: u64) -> Self {
        let mut random = Random::new(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
        let mut snapshot = live::snapshot(&mut random);
        let mut desired = wanted::desired(&mut random, &snapshot);
        if seed % 40 == 7 {
            ignored::leads_alone(&mut random, &mut desired);
        }
        let everything = snapshot.clone();
        live::hide(&mut random, &mut snapshot);
        let mut settings = super::build::settings();
        settings.allow_workspace_deletion = random.percent(75);
        settings.allow_assumed = random.percent(15);
        let mut capabilities = capabilities(&mut random);
        if seed % 5 == 1 {
            lack(&mut random, &mut capabilities);
        }
        Self { seed, desired, snapshot, everything, capabilities, settings }
    }

    /// Whether it was read in full: of the others nobody knows what the platform would do.
    pub(super) fn is_whole(&self) -> bool {
        let snapshot = &self.snapshot;
        let lists = || snapshot.workspaces.items.iter().map(|it| &it.users);
        let mut people: Vec<&Email> = snapshot.users.items.iter().map(|it| &it.email).collect();
        people.dedup();
        let once = |it: &Collection<WorkspaceUser>| {
            let mut people: Vec<&Email> = it.items.iter().map(|it| &it.email).collect();
            people.dedup();
            people.len() == it.items.len()
        };
        snapshot.organization.is_some()
            && people.len() == snapshot.users.items.len()
            && lists().all(once)
            && snapshot.users.is_complete()
            && snapshot.workspaces.is_complete()
            && lists().all(|it| it.is_complete() && it.shows_pending)
    }

    /// Whether a machine makes such changes.
    fn is_sure(&self, operation: Operation) -> bool {
        self.capabilities.evidence(operation).runs_unattended(self.settings.allow_assumed)
    }

    /// Whether a machine makes this one.
    pub(super) fn is_automatic(&self, action: &Action) -> bool {
        self.is_sure(action.operation()) && !self.lacks(action)
    }

    /// Whether the console has no word or no place for what an action says.
    fn lacks(&self, action: &Action) -> bool {
        self.capabilities.lack(action.operation(), &action.values()).is_some()
    }
}

/// Half the profiles can do everything; the others leave some operations to a person.
fn capabilities(random: &mut Random) -> Capabilities {
    let by_hand = random.pick(&[0, 0, 0, 25, 50, 100]);
    let knows_already_so = random.percent(50);
    let mut operations = BTreeMap::new();
    for operation in Operation::ALL {
        let evidence = if random.percent(by_hand) {
            random.pick(&[Evidence::Assumed, Evidence::Unsupported])
        } else {
            Evidence::Verified
        };
        let clicks = ["Users > {email}", "Role: {role}"];
        let clicks = clicks.iter().map(|click| Text::parse(click).unwrap()).collect();
        let capability = Capability { knows_already_so, clicks, ..Capability::new(evidence) };
        operations.insert(*operation, capability);
    }
    Capabilities { profile: "test".to_owned(), operations, requests_per_second: 5.0 }
}

/// A console that has no word for a role, and no place for one more thing: what needs them is done by a person, beside
/// what a machine does with the same operation. Half of them have no word for a restriction either.
fn lack(random: &mut Random, capabilities: &mut Capabilities) {
    let role = random.pick(&Role::all().collect::<Vec<_>>());
    let place = random.pick(&[
        Placeholder::ReassignTo,
        Placeholder::Timezone,
        Placeholder::ContactLimit,
        Placeholder::Name,
    ]);
    let restriction = random.percent(50).then(|| random.pick(Restriction::ALL));
    for capability in capabilities.operations.values_mut() {
        capability.roles.remove(&role);
        capability.placeholders.remove(&place);
        if let Some(restriction) = &restriction {
            capability.restrictions.remove(restriction);
        }
        capability.people_per_call = NonZeroUsize::MIN;
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}", self.seed)?;
        show::snapshot(f, &self.snapshot)?;
        show::desired(f, &self.desired)?;
        let manual: Vec<&str> = Operation::ALL
            .iter()
            .filter(|it| !it.is_read() && !self.is_sure(**it))
            .map(|it| it.word())
            .collect();
        writeln!(f, "by hand: {}", manual.join(", "))?;
        writeln!(f, "deletion allowed: {}", self.settings.allow_workspace_deletion)
    }
}

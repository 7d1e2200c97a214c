//! What differs between the world as it is and as it is wanted, as a flat list of changes.
//!
//! Nothing is ordered here. A change that can be known from the start not to be made now carries its hold.

mod access;
mod organization;
mod workspaces;

use super::change::{By, Change};
use super::world::World;
use super::{Action, PlanError, Settings, Warning, permission};
use crate::model::{Capabilities, Operation};

/// What was found.
pub(super) struct Differences {
    pub(super) changes: Vec<Change>,
    pub(super) warnings: Vec<Warning>,
}

/// What diffing looks at.
pub(super) struct Eye<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) capabilities: &'a Capabilities,
    pub(super) settings: &'a Settings,
}

impl Eye<'_> {
    /// Whether the refusal that means "already so" is known, so that an addition may follow from an
    /// incomplete read (R8).
    fn knows_already_so(&self, operation: Operation) -> bool {
        self.capabilities.operations.get(&operation).is_some_and(|it| it.knows_already_so)
    }

    /// A person does what the profile isn't sure of, and what its request has no word or no place for.
    fn by(&self, action: &Action) -> By {
        let operation = action.operation();
        let evidence = self.capabilities.evidence(operation);
        let sure = evidence.runs_unattended(self.settings.allow_assumed);
        match sure && self.capabilities.lack(operation, &action.values()).is_none() {
            true => By::Machine,
            false => By::Person,
        }
    }
}

/// Finds all differences.
pub(super) fn differences(eye: &Eye) -> Result<Differences, PlanError> {
    let mut found = Differences { changes: Vec::new(), warnings: Vec::new() };
    organization::name(eye, &mut found);
    workspaces::differences(eye, &mut found)?;
    access::differences(eye, &mut found);
    organization::users(eye, &mut found);
    two_accounts(eye, &mut found);
    for change in &mut found.changes {
        change.by = eye.by(&change.action);
        if let Some(hold) = permission::hold(eye, change) {
            change.held = Some(super::change::Why::Hold(hold));
        }
    }
    Ok(found)
}

/// R8: what concerns an address with two accounts is held, and both are named.
fn two_accounts(eye: &Eye, found: &mut Differences) {
    for (person, facts) in eye.world.everybody() {
        if facts.ids.is_empty() || facts.ignored {
            continue;
        }
        let ids: Vec<_> = facts.ids.iter().copied().collect();
        let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
        found.warn(format!(
            "{} is there twice, under the ids {}: nothing about them is changed",
            facts.email,
            numbers.join(" and ")
        ));
        let hold = super::Hold::TwoAccounts { email: facts.email.clone(), ids };
        for change in found.changes.iter_mut().filter(|change| change.person == Some(person)) {
            change.held = Some(super::change::Why::Hold(hold.clone()));
        }
    }
}

impl Differences {
    fn warn(&mut self, message: String) {
        self.warnings.push(Warning { code: None, message, source: None });
    }
}

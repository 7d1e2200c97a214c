//! What differs between the world as it is and as it is wanted, as a flat list of changes.
//!
//! Nothing is ordered here. A change that can be known from the start not to be made now carries its hold.

mod access;
mod organization;
mod workspaces;

use super::change::{By, Change};
use super::rules::{Rule, RuleSet};
use super::world::World;
use super::{Hold, PlanError, Settings, Warning, permission};
use crate::model::{Capabilities, Collection, Operation};

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
    /// The rules that are kept; the tests switch one off.
    pub(super) rules: RuleSet,
}

impl Eye<'_> {
    /// R8: a hold for what was not read, unless the rule is switched off.
    fn not_observed(&self, what: impl Into<String>) -> Option<Hold> {
        self.rules.enforces(Rule::R8).then(|| Hold::NotObserved { what: what.into() })
    }

    /// R8: whether nothing is hidden in a list, as far as removals go.
    fn is_whole<T>(&self, list: &Collection<T>) -> bool {
        list.is_complete() || !self.rules.enforces(Rule::R8)
    }

    /// Whether the refusal that means "already so" is known, so that an addition may follow from an
    /// incomplete read (R8).
    fn knows_already_so(&self, operation: Operation) -> bool {
        self.capabilities.operations.get(&operation).is_some_and(|it| it.knows_already_so)
    }

    fn by(&self, operation: Operation) -> By {
        let evidence = self.capabilities.evidence(operation);
        match evidence.runs_unattended(self.settings.allow_assumed) {
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
    for change in &mut found.changes {
        change.by = eye.by(change.kind.operation());
        if let Some(hold) = permission::hold(eye, change) {
            change.held = Some(super::change::Why::Hold(hold));
        }
    }
    Ok(found)
}

impl Differences {
    fn warn(&mut self, message: String) {
        self.warnings.push(Warning { code: None, message, source: None });
    }
}

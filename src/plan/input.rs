use super::change::By;
use super::world::World;
use super::{Action, Settings};
use crate::model::{Capabilities, Operation};

/// What a plan is made of.
pub(super) struct PlanInput<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) capabilities: &'a Capabilities,
    pub(super) settings: &'a Settings,
}

impl PlanInput<'_> {
    /// Whether the refusal that means "already so" is known, so that an addition may follow from an
    /// incomplete read (R8).
    pub(super) fn knows_already_so(&self, operation: Operation) -> bool {
        self.capabilities.operations.get(&operation).is_some_and(|it| it.knows_already_so)
    }

    /// A person does what the profile isn't sure of, and what its request has no word or no place for.
    pub(super) fn by(&self, action: &Action) -> By {
        let operation = action.operation();
        let evidence = self.capabilities.evidence(operation);
        let sure = evidence.runs_unattended(self.settings.allow_assumed);
        match sure && self.capabilities.lack(operation, &action.values()).is_none() {
            true => By::Machine,
            false => By::Person,
        }
    }
}

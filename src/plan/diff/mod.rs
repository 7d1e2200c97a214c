//! What differs between the world as it is and as it is wanted, as a flat list of changes.
//!
//! Nothing is ordered here. A change that can be known from the start not to be made now carries its hold.

mod access;
mod organization;
mod unseen;
mod workspaces;

use super::change::Change;
use super::input::PlanInput;
use super::{PlanError, Side, Warning, permission};
use crate::model::text::listed;
use crate::model::{Field, Incomplete, Operation};

/// What was found.
pub(super) struct Differences {
    pub(super) changes: Vec<Change>,
    pub(super) warnings: Vec<Warning>,
    /// What can't be compared though the platform is to tell it: its answer left it out.
    pub(super) incomplete: Vec<Incomplete>,
}

/// Finds all differences.
pub(super) fn differences(input: &PlanInput) -> Result<Differences, PlanError> {
    let mut found =
        Differences { changes: Vec::new(), warnings: Vec::new(), incomplete: Vec::new() };
    organization::name(input, &mut found);
    workspaces::differences(input, &mut found)?;
    access::differences(input, &mut found);
    organization::users(input, &mut found);
    if input.settings.side == Side::Drift {
        unseen::take_out(input, &mut found);
    }
    two_accounts(input, &mut found);
    for change in &mut found.changes {
        change.by = input.by(&change.action);
        if let Some(hold) = permission::hold(input, change) {
            change.held = Some(super::change::Why::Hold(hold));
        }
    }
    Ok(found)
}

/// R8: what concerns an address with two accounts is held, and both are named.
fn two_accounts(input: &PlanInput, found: &mut Differences) {
    for (person, facts) in input.world.everybody() {
        if facts.ids.is_empty() || facts.ignored {
            continue;
        }
        let ids: Vec<_> = facts.ids.iter().copied().collect();
        let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
        found.warn(format!(
            "{} has several accounts, with the ids {}: nothing about them is changed",
            facts.email,
            listed(&numbers)
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

    /// Takes note of a field that a list doesn't have, so that it is not compared. Where the profile says where it is,
    /// the answer left it out, and nothing can be said of it.
    fn missing(&mut self, input: &PlanInput, list: Operation, field: Field, what: String) {
        self.warn(format!("{what} can't be read, so it is not compared"));
        if input.capabilities.tells(list, field) {
            let why = "the answer leaves it out".to_owned();
            self.incomplete.push(Incomplete { collection: what, why });
        }
    }
}

//! What the script and the reads tell of the request of a step, before the request is looked at.

use super::cast::{Subject, canonical};
use super::evidence::Attributed;
use super::explain::Known;
use super::writes::Attempt;
use crate::learn::script::role_of;
use crate::model::{Argument, Field, Operation, Placeholder, Restriction};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Attempt<'_, '_> {
    /// What is known of the request of a step.
    pub(super) fn known(&self, one: &Attributed) -> Known {
        let step = &self.scene.script.steps[one.step];
        let history = self.scene.cast.histories.get(&one.subject);
        let state = history
            .and_then(|history| history.iter().find(|(number, _)| *number == one.step)?.1.as_ref());
        let changed: BTreeSet<Field> =
            self.scene.cast.changes(one.step, &one.subject).into_iter().collect();
        let made = changed.is_empty();
        let of = |fact: Field| {
            state
                .and_then(|state| state.get(&fact))
                .map(|it| (it.clone(), made || changed.contains(&fact)))
        };
        let mut known = Known::default();
        let mut set = |placeholder, value: Option<Value>, needed| {
            if let Some(value) = value {
                known.values.insert(placeholder, (value, needed));
            }
        };
        let (email, space) = match &one.subject {
            Subject::User(email) => (Some(email), None),
            Subject::Access(space, email) => (Some(email), Some(space)),
            Subject::Space(space) => (None, Some(space)),
            Subject::Organization => (None, None),
        };
        set(Placeholder::Email, email.map(|email| json!(email)), true);
        set(Placeholder::User, email.and_then(|it| self.evidence.user_ids.get(it).cloned()), true);
        if step.operation != Operation::CreateWorkspace {
            let id = space.and_then(|it| self.evidence.space_ids.get(it).cloned());
            set(Placeholder::Workspace, id, true);
        }
        let heir = step.values.reassign_to.as_ref().map(canonical);
        set(Placeholder::ReassignToEmail, heir.as_ref().map(|it| json!(it)), true);
        let id = heir.and_then(|it| self.evidence.user_ids.get(&it).cloned());
        set(Placeholder::ReassignTo, id, true);
        if matches!(
            step.operation,
            Operation::CreateWorkspace | Operation::UpdateWorkspace | Operation::UpdateOrganization
        ) {
            if let Some((name, needed)) = of(Field::Name) {
                set(Placeholder::Name, Some(name), needed);
            }
            // A dialog that makes a workspace may ask for a time zone, or not.
            if let Some((zone, needed)) = of(Field::Timezone) {
                let asked = step.operation != Operation::CreateWorkspace;
                set(Placeholder::Timezone, Some(zone), needed && asked);
            }
            known.limit = of(Field::ContactLimit);
        }
        if step.operation.definition().arguments().any(|it| it == Argument::Role) {
            known.role =
                of(Field::Role).and_then(|(word, needed)| Some((role_of(word.as_str()?)?, needed)));
        }
        known.restrictions = of(Field::Restrictions).and_then(|(set, needed)| {
            let set: BTreeSet<Restriction> = serde_json::from_value(set).ok()?;
            let asked = step.operation == Operation::ChangeWorkspaceAccess || !set.is_empty();
            Some((set, needed && asked))
        });
        known
    }
}

impl Known {
    /// Whether this is known and not changed.
    pub(super) fn repeats(&self, placeholder: Placeholder) -> bool {
        match placeholder {
            Placeholder::Role => self.role.is_some_and(|(_, changed)| !changed),
            Placeholder::Restrictions
            | Placeholder::Restriction(_)
            | Placeholder::NotRestriction(_) => {
                self.restrictions.as_ref().is_some_and(|(_, changed)| !changed)
            }
            Placeholder::ContactLimit | Placeholder::ContactLimitEnabled => {
                self.limit.as_ref().is_some_and(|(_, changed)| !changed)
            }
            other => self.values.get(&other).is_some_and(|(_, needed)| !needed),
        }
    }
}

//! Differences between what is there and what is wanted, one person or one object each, before they are folded
//! into steps.

use super::world::{Person, WorkspaceNumber};
use super::{Action, Hold};
use crate::model::{Ended, Source, WorkspaceName};
use jiff::civil::Date;

/// A change, numbered in the order in which it was found (which is by name).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(pub(super) usize);

/// One difference.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// What would set it right. An addition to a workspace is of one person here.
    pub(super) action: Action,
    /// The workspace that it is about.
    pub(super) workspace: Option<WorkspaceNumber>,
    /// The person whom it is about.
    pub(super) person: Option<Person>,
    /// The line that asks for it.
    pub(super) source: Source,
    /// The last day of what is given.
    pub(super) until: Option<Date>,
    /// The last day of a listing that has ended, which is why.
    pub(super) ended: Option<Date>,
    /// By whom it would be made.
    pub(super) by: By,
    /// Why it is not made now.
    pub(super) held: Option<Why>,
}

/// Who would make a change. What is scarce goes to machines first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Machine,
    Person,
}

/// Why a change is held; steps are still named by the numbers of their changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Why {
    Hold(Hold),
    DependsOnHeld(Vec<Number>),
    DependsOnManual(Vec<Number>),
    DependsOnAutomatic(Vec<Number>),
}

impl Change {
    pub(super) fn new(action: impl Into<Action>, source: &Source) -> Self {
        let (action, source) = (action.into(), source.clone());
        Self {
            action,
            workspace: None,
            person: None,
            source,
            until: None,
            ended: None,
            by: By::Machine,
            held: None,
        }
    }

    pub(super) fn at(self, workspace: WorkspaceNumber) -> Self {
        Self { workspace: Some(workspace), ..self }
    }

    pub(super) fn of(self, person: Person) -> Self {
        Self { person: Some(person), ..self }
    }

    /// What is given up to a day.
    pub(super) fn until(self, until: Option<Date>) -> Self {
        Self { until, ..self }
    }

    /// What is taken since a listing has ended.
    pub(super) fn since(self, ended: Option<&Ended>) -> Self {
        Self { ended: ended.map(|it| it.until), ..self }
    }

    /// A change that may be known from the start not to be made now.
    pub(super) fn held(self, hold: Option<Hold>) -> Self {
        Self { held: hold.map(Why::Hold), ..self }
    }

    pub(super) const fn is_placed(&self) -> bool {
        self.held.is_none()
    }

    pub(super) fn is_automatic(&self) -> bool {
        self.is_placed() && self.by == By::Machine
    }

    pub(super) fn is_manual(&self) -> bool {
        self.is_placed() && self.by == By::Person
    }

    pub(super) const fn is_addition(&self) -> bool {
        matches!(self.action, Action::AddWorkspaceUsers(_))
    }

    pub(super) const fn is_revocation(&self) -> bool {
        matches!(self.action, Action::RevokeWorkspaceAccess(_))
    }

    pub(super) const fn is_removal(&self) -> bool {
        matches!(self.action, Action::RemoveOrganizationUser(_))
    }

    pub(super) const fn is_creation(&self) -> bool {
        matches!(self.action, Action::CreateWorkspace(_))
    }

    pub(super) const fn is_deletion(&self) -> bool {
        matches!(self.action, Action::DeleteWorkspace(_))
    }

    /// The name that a workspace gets by it.
    pub(super) const fn new_name(&self) -> Option<&WorkspaceName> {
        match &self.action {
            Action::CreateWorkspace(create) => Some(&create.name),
            Action::UpdateWorkspace(update) => update.after.name.as_ref(),
            _ => None,
        }
    }
}

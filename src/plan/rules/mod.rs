//! R1 to R8: what holds in every state that the platform can pass through while a plan runs.
//!
//! One list of small checks. The planner asks which of them to keep, the simulator runs them over every
//! plan before it is shown, and the tests run them over every state they can reach.

mod checks;
mod permission;
mod state;

pub use checks::CHECKS;
pub use state::{Key, Seat, State};

use super::{Action, Step, identity};
use crate::model::{Desired, DesiredWorkspace, Email, Snapshot, WorkspaceName, WorkspaceRole};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Accepted admins.
    R1,
    /// The actor's own access and permission.
    R2,
    /// Accepted owners.
    R3,
    /// Seats and workspaces.
    R4,
    /// Access in between.
    R5,
    /// References.
    R6,
    /// Deletions last.
    R7,
    /// Incomplete reads.
    R8,
}

impl Rule {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::R1, Self::R2, Self::R3, Self::R4, Self::R5, Self::R6, Self::R7, Self::R8];
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// How bad it is when a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Somebody is locked out, or data is gone.
    Lockout,
    /// The platform would refuse the step.
    Refusal,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A state, however it came about.
    AtState,
    /// A step, in the state before it.
    AtStep,
}

/// One rule as a check.
pub struct Check {
    /// Which rule.
    pub rule: Rule,
    /// What it looks at.
    pub looks: Looks,
    /// How bad it is.
    pub severity: Severity,
    /// What holds, in a sentence.
    pub holds: &'static str,
    /// Whether it holds at a moment; the text says what is wrong.
    pub test: fn(&Context, &Moment) -> Result<(), String>,
}

/// What the checks know of the organization.
pub struct Context<'a> {
    /// What is wanted.
    pub desired: &'a Desired,
    /// What was seen.
    pub snapshot: &'a Snapshot,
    /// The state that was seen.
    pub start: State<'a>,
    /// Who might lose something on the way, and has access in the beginning and, with every step taken, held
    /// ones too, in the end.
    pub keep_access: Vec<&'a Email>,
    /// Workspaces that have an accepted owner and for which the manifest lists one.
    pub owned: Vec<(Key, &'a WorkspaceName)>,
}

/// A state, and how it comes about.
pub struct Moment<'a> {
    /// What the state follows from.
    pub before: &'a State<'a>,
    /// The state to look at; for a check of a step the same as `before`.
    pub after: &'a State<'a>,
    /// The step to look at.
    pub action: Option<&'a Action>,
    /// Automatic steps of the organization, deletions aside, that may still be taken besides.
    pub outstanding: usize,
}

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub what: String,
    /// The step it is about.
    pub action: Option<&'static str>,
    /// The state it failed in, in a line.
    pub state: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)?;
        if let Some(action) = self.action {
            write!(f, " at {action}")?;
        }
        write!(f, " ({})", self.state)
    }
}

impl<'a> Context<'a> {
    /// For one organization and all the steps that were thought of.
    #[must_use]
    pub fn new(desired: &'a Desired, snapshot: &'a Snapshot, steps: &'a [Step]) -> Self {
        let start = State::new(snapshot);
        let mut end = start.clone();
        for step in steps {
            end.apply(&step.action);
        }
        let keep_access = may_lose(snapshot, steps)
            .into_iter()
            .filter(|it| start.reaches(it) && end.reaches(it))
            .collect();
        let owned = owned(desired, snapshot, &start);
        Self { desired, snapshot, start, keep_access, owned }
    }

    /// Looks at a step in the state before it.
    ///
    /// # Errors
    /// The first [`Violation`].
    pub fn check_step(
        &self,
        before: &State,
        action: &Action,
        outstanding: usize,
    ) -> Result<(), Violation> {
        let moment = Moment { before, after: before, action: Some(action), outstanding };
        self.check(Looks::AtStep, &moment)
    }

    /// Looks at a state.
    ///
    /// # Errors
    /// The first [`Violation`].
    pub fn check_state(&self, before: &State, after: &State) -> Result<(), Violation> {
        let moment = Moment { before, after, action: None, outstanding: 0 };
        self.check(Looks::AtState, &moment)
    }

    fn check(&self, looks: Looks, moment: &Moment) -> Result<(), Violation> {
        for check in CHECKS.iter().filter(|check| check.looks == looks) {
            (check.test)(self, moment).map_err(|what| Violation {
                rule: check.rule,
                severity: check.severity,
                what,
                action: moment.action.map(Action::word),
                state: moment.after.to_string(),
            })?;
        }
        Ok(())
    }
}

/// R5: everybody whom a step is about, or who is in a workspace that a step deletes.
fn may_lose<'a>(snapshot: &'a Snapshot, steps: &'a [Step]) -> BTreeSet<&'a Email> {
    let mut people: BTreeSet<&Email> = steps.iter().filter_map(|it| it.action.email()).collect();
    for step in steps {
        if let Action::DeleteWorkspace { workspace, contacts: _ } = &step.action {
            let deleted = snapshot.workspaces.items.iter().filter(|it| Some(it.id) == workspace.id);
            people.extend(deleted.flat_map(|it| &it.users.items).map(|user| &user.email));
        }
    }
    people
}

/// R3: which workspaces keep an owner.
fn owned<'a>(
    desired: &'a Desired,
    snapshot: &'a Snapshot,
    start: &State,
) -> Vec<(Key, &'a WorkspaceName)> {
    let lists_owner = |it: &DesiredWorkspace| {
        let mut people = it.users.iter().flat_map(BTreeMap::values);
        people.any(|access| access.role == WorkspaceRole::Owner)
    };
    let wanted = identity::places(desired, snapshot).into_iter();
    wanted
        .filter_map(|it| Some((Key::Live(it.live?.id), it.desired?)))
        .filter(|(key, wanted)| lists_owner(wanted) && start.accepted_owners(key) > 0)
        .map(|(key, wanted)| (key, &wanted.name))
        .collect()
}

/// Which rules a planner keeps: all of them, but for the tests that switch one off to see that it is missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleSet {
    without: Option<Rule>,
}

impl RuleSet {
    /// All rules.
    pub const ALL: Self = Self { without: None };

    /// All rules but one.
    #[cfg(test)]
    pub(crate) const fn without(rule: Rule) -> Self {
        Self { without: Some(rule) }
    }

    pub(super) fn enforces(self, rule: Rule) -> bool {
        self.without != Some(rule)
    }
}

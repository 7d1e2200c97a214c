//! R1 to R8: what holds in every state that the platform can pass through while a plan runs.
//!
//! Small checks, each a function. The simulator runs them over every plan before it is shown, a run asks them
//! what may still be done after a failure, and the tests run them over every state they can reach.

mod checks;
mod state;

pub use state::{Key, Membership, State};

use super::{Action, Fact, Step, identity};
use crate::model::{Desired, DesiredWorkspace, Email, Snapshot, WorkspaceName, WorkspaceRole};
use litemap::LiteMap;
use std::collections::BTreeSet;
use std::fmt;

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// R1: accepted admins are kept.
    AdminFloor,
    /// R2: the actor keeps its own access, and does what it may.
    OwnAccess,
    /// R3: a workspace keeps an accepted owner.
    OwnerKept,
    /// R4: seats and workspaces stay within the limits.
    Limits,
    /// R5: nobody is without access in between.
    AccessKept,
    /// R6: what a step needs is there.
    References,
    /// R7: workspaces are deleted last.
    DeletionLast,
    /// R8: nothing is taken away on the strength of an incomplete read.
    IncompleteRead,
}

impl Rule {
    /// All of them, from R1.
    pub const ALL: [Self; 8] = [
        Self::AdminFloor,
        Self::OwnAccess,
        Self::OwnerKept,
        Self::Limits,
        Self::AccessKept,
        Self::References,
        Self::DeletionLast,
        Self::IncompleteRead,
    ];
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", *self as u8 + 1)
    }
}

/// A step as the rules look at it: its action, and the facts that it makes true.
#[derive(Clone, Debug)]
pub struct Planned<'a> {
    /// The step.
    pub step: &'a Step,
    /// What it does.
    pub action: &'a Action,
    /// What it makes true.
    pub facts: Vec<Fact>,
}

impl<'a> Planned<'a> {
    /// All steps of a plan, in their order.
    #[must_use]
    pub fn all(steps: &'a [Step]) -> Vec<Self> {
        steps.iter().map(Self::of).collect()
    }

    /// One step.
    #[must_use]
    pub fn of(step: &'a Step) -> Self {
        Self { step, action: &step.action, facts: step.action.facts() }
    }
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
    pub step: Option<&'a Planned<'a>>,
    /// Automatic steps of the organization, deletions aside, that may still be taken besides.
    pub outstanding: usize,
}

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub rule: Rule,
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
    pub fn new(desired: &'a Desired, snapshot: &'a Snapshot, steps: &'a [Planned<'a>]) -> Self {
        let start = State::new(snapshot);
        let mut end = start.clone();
        end.apply_all(steps.iter().flat_map(|step| &step.facts));
        let keep_access = may_lose(&start, steps)
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
        step: &Planned,
        outstanding: usize,
    ) -> Result<(), Violation> {
        let moment = Moment { before, after: before, step: Some(step), outstanding };
        self.check(checks::OF_STEPS, &moment)
    }

    /// Looks at a state.
    ///
    /// # Errors
    /// The first [`Violation`].
    pub fn check_state(&self, before: &State, after: &State) -> Result<(), Violation> {
        let moment = Moment { before, after, step: None, outstanding: 0 };
        self.check(checks::OF_STATES, &moment)
    }

    fn check(&self, checks: &[checks::Check], moment: &Moment) -> Result<(), Violation> {
        for check in checks {
            (check.test)(self, moment).map_err(|what| Violation {
                rule: check.rule,
                what,
                action: moment.step.map(|step| step.action.word()),
                state: moment.after.to_string(),
            })?;
        }
        Ok(())
    }
}

/// R5: everybody whom a step is about, or who is in a workspace that a step deletes.
fn may_lose<'a>(start: &State<'a>, steps: &'a [Planned<'a>]) -> BTreeSet<&'a Email> {
    let mut people: BTreeSet<&Email> = steps.iter().filter_map(|it| it.action.email()).collect();
    for fact in steps.iter().flat_map(|step| &step.facts) {
        if let Fact::NoWorkspace(workspace) = fact {
            people.extend(
                start.workspaces.get(&Key::of(workspace)).into_iter().flatten().map(|it| *it.0),
            );
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
        let mut people = it.users.iter().flat_map(LiteMap::values);
        people.any(|access| access.role == WorkspaceRole::Owner)
    };
    let wanted = identity::workspaces(desired, snapshot).into_iter();
    wanted
        .filter_map(|it| Some((Key::Live(it.live?.id), it.desired?)))
        .filter(|(key, wanted)| lists_owner(wanted) && start.accepted_owners(key) > 0)
        .map(|(key, wanted)| (key, &wanted.name))
        .collect()
}

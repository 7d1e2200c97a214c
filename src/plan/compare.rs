//! What is different between the plan that was reviewed and the plan as it would be made now.

use super::{Action, Execution, Hold, OrganizationPlan, Refusal, Step, StepId};
use crate::model::{Email, Source, WorkspaceName};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One thing that is not as it was reviewed.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What it is about.
    pub object: Object,
    /// How it is different.
    pub kind: DifferenceKind,
}

/// What a difference is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// The organization itself.
    Organization,
    /// A workspace.
    Workspace(WorkspaceName),
    /// Somebody's place in the organization.
    Person(Email),
    /// Somebody's access to a workspace.
    Access(WorkspaceName, Email),
}

/// How something is not as it was reviewed.
#[derive(Clone, Debug, PartialEq)]
pub enum DifferenceKind {
    /// The credential is somebody else's now, or another organization is meant.
    OtherOrganization,
    /// Nobody has to do this any more.
    NoLongerNeeded(&'static str),
    /// This was not in the plan.
    New(&'static str),
    /// What is done, or when, or by whom, or what it waits for, is different.
    Changed(&'static str),
    /// The plan as a whole is refused now, or no longer, or by other numbers.
    Refused(Option<Refusal>),
}

/// Compares two plans of one organization, object by object; empty where they come out the same.
///
/// Steps are the same where everything that matters is: wave, what is done, by whom or why not, what it
/// waits for, and the file that asks for it. That a line moved within its file does not matter, nor does
/// anything on the platform that leads to the same steps. Numbers of steps are compared by what they name,
/// so that one step more is one difference.
#[must_use]
pub fn differences(saved: &OrganizationPlan, now: &OrganizationPlan) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |object: &Object, kind| found.push(Difference { object: object.clone(), kind });
    if (&saved.name, saved.id, &saved.actor) != (&now.name, now.id, &now.actor) {
        note(&Object::Organization, DifferenceKind::OtherOrganization);
    }
    if saved.refused != now.refused {
        note(&Object::Organization, DifferenceKind::Refused(now.refused.clone()));
    }
    let (before, after) = (Index::of(saved), Index::of(now));
    for (key, step) in &before.steps {
        match after.steps.get(key) {
            None => note(&key.0, DifferenceKind::NoLongerNeeded(key.1)),
            Some(other) if is_same((&before, step), (&after, other), &key.0) => {}
            Some(_) => note(&key.0, DifferenceKind::Changed(key.1)),
        }
    }
    for key in after.steps.keys().filter(|key| !before.steps.contains_key(*key)) {
        note(&key.0, DifferenceKind::New(key.1));
    }
    found
}

/// An object, what is done to it, and which time: a workspace may be renamed twice.
type Key = (Object, &'static str, usize);

/// The steps of a plan by what they are about.
struct Index<'a> {
    steps: BTreeMap<Key, &'a Step>,
    /// By number: what the step names first.
    names: BTreeMap<&'a StepId, Key>,
}

impl<'a> Index<'a> {
    fn of(plan: &'a OrganizationPlan) -> Self {
        let mut index = Self { steps: BTreeMap::new(), names: BTreeMap::new() };
        let mut times: BTreeMap<(Object, &'static str), usize> = BTreeMap::new();
        for step in &plan.steps {
            for object in objects(&step.action) {
                let word = step.action.word();
                let time = times.entry((object.clone(), word)).or_default();
                let key = (object, word, *time);
                *time += 1;
                index.names.entry(&step.id).or_insert_with(|| key.clone());
                index.steps.insert(key, step);
            }
        }
        index
    }

    fn named(&self, ids: &[StepId]) -> BTreeSet<Option<&Key>> {
        ids.iter().map(|id| self.names.get(id)).collect()
    }
}

fn objects(action: &Action) -> Vec<Object> {
    let workspace = action.workspace().map(|it| it.name);
    let mut objects: Vec<Object> = action
        .people()
        .map(|email| match &workspace {
            Some(workspace) => Object::Access(workspace.clone(), email.clone()),
            None => Object::Person(email.clone()),
        })
        .collect();
    if objects.is_empty() {
        objects.push(workspace.map_or(Object::Organization, Object::Workspace));
    }
    objects
}

/// Of a batch, only what it does for this person is compared, so that one more in it is one difference.
fn is_same(
    (index, one): (&Index, &Step),
    (other_index, other): (&Index, &Step),
    object: &Object,
) -> bool {
    let Step { id: _, wave, action, execution, depends_on, source } = one;
    let same_action = match (action, &other.action, object) {
        (
            Action::AddWorkspaceUsers { workspace, users },
            Action::AddWorkspaceUsers { workspace: other_workspace, users: others },
            Object::Access(_, email),
        ) => {
            let is_it = |user: &&super::NewAccess| user.email == *email;
            workspace == other_workspace && users.iter().find(is_it) == others.iter().find(is_it)
        }
        (one, other, _) => one == other,
    };
    let same_names =
        |ids: &[StepId], others: &[StepId]| index.named(ids) == other_index.named(others);
    let same_execution = match (execution, &other.execution) {
        (Execution::Held { reason }, Execution::Held { reason: other }) => match (reason, other) {
            (Hold::DependsOnHeld { steps }, Hold::DependsOnHeld { steps: others })
            | (Hold::DependsOnManual { steps }, Hold::DependsOnManual { steps: others })
            | (Hold::DependsOnAutomatic { steps }, Hold::DependsOnAutomatic { steps: others }) => {
                same_names(steps, others)
            }
            (one, other) => one == other,
        },
        // The clicks of a batch are those of everybody in it.
        (Execution::Manual { .. }, Execution::Manual { .. }) => true,
        (one, other) => one == other,
    };
    same_action
        && same_execution
        && *wave == other.wave
        && same_names(depends_on, &other.depends_on)
        && is_same_file(source, &other.source)
}

fn is_same_file(one: &Source, other: &Source) -> bool {
    let Source { file, line: _, via } = one;
    let same_via = match (via, &other.via) {
        (Some(one), Some(other)) => is_same_file(one, other),
        (None, None) => true,
        _ => false,
    };
    *file == other.file && same_via
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization => f.write_str("the organization"),
            Self::Workspace(name) => write!(f, "workspace {name}"),
            Self::Person(email) => write!(f, "{email}"),
            Self::Access(workspace, email) => write!(f, "{email} in {workspace}"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.object)?;
        match &self.kind {
            DifferenceKind::OtherOrganization => f.write_str("another id or actor"),
            DifferenceKind::NoLongerNeeded(action) => write!(f, "{action} is no longer needed"),
            DifferenceKind::New(action) => write!(f, "{action} is new"),
            DifferenceKind::Changed(action) => write!(f, "{action} is different"),
            DifferenceKind::Refused(Some(refusal)) => write!(
                f,
                "refused now: {} people lose something, and {} may",
                refusal.counted, refusal.allowed
            ),
            DifferenceKind::Refused(None) => f.write_str("no longer refused"),
        }
    }
}

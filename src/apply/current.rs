//! Whether a plan still is the plan, and what of it is so by now: pure.

use super::lasting::lasting;
use super::report::{PersonReport, StepReport};
use super::status::Status;
use crate::model::{Email, Snapshot, WorkspaceId};
use crate::plan::{
    Action, AddWorkspaceUsers, CreateWorkspace, DeleteWorkspace, Execution, Fact, NewAccess,
    OrganizationPlan, Step, StepId, UpdateWorkspace, WorkspaceRef,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What of a plan is so already, by step; of a batch, whose part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Already {
    parts: BTreeMap<StepId, BTreeSet<Option<Email>>>,
    /// Workspaces that the plan creates and that are there by now, by the key of their name.
    pub(super) created: BTreeMap<String, WorkspaceId>,
}

/// How a plan is no longer the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// It is of another organization, or is made with another account.
    Other,
    /// The removal budget is judged differently.
    Budget,
    /// This is in the plan, is not planned now, and the platform doesn't show it. Of a batch, one person's part.
    Gone(Box<Step>),
    /// This is planned now, and is not in the plan. Of a batch, one person's part.
    New(Box<Step>),
    /// This is in the plan as a step of rolecall's own, and would be held or done by hand now.
    Held(Box<Step>),
}

/// Compares a plan, change by change, with the plan of the same organization as it is made now from this snapshot.
/// It still is the plan where every change that is planned now is one of its own, with the same before and after,
/// and every other one of its own shows: so a run that was interrupted, or failed in part, goes on.
///
/// # Errors
/// What is different.
pub fn still_current(
    plan: &OrganizationPlan,
    now: &OrganizationPlan,
    snapshot: &Snapshot,
) -> Result<Already, Vec<Changed>> {
    let mut changed = Vec::new();
    if (&plan.name, plan.id, &plan.actor) != (&now.name, now.id, &now.actor) {
        changed.push(Changed::Other);
    }
    if plan.refused != now.refused {
        changed.push(Changed::Budget);
    }
    let (ours, theirs) = (Changes::of(plan), Changes::of(now));
    for step in theirs.iter() {
        match ours.find(step) {
            None => changed.push(Changed::New(step.clone().into())),
            Some(own) if is_automatic(own) && !is_automatic(step) => {
                changed.push(Changed::Held(step.clone().into()));
            }
            Some(_) => {}
        }
    }
    let mut already = Already::default();
    let gone = ours.iter().filter(|own| theirs.find(own).is_none());
    let facts = gone.flat_map(|own| own.action.facts().into_iter().map(move |fact| (own, fact)));
    // In the order of the plan, so that a name which another one follows need not show.
    let mut facts: Vec<(&Step, Fact)> = facts.collect();
    facts.sort_by_key(|(own, _)| plan.steps.iter().position(|step| step.id == own.id));
    let mut unseen: Vec<&Step> = Vec::new();
    for (own, fact) in lasting(facts) {
        if !fact.ask(snapshot).shows() && !unseen.iter().any(|it| std::ptr::eq(*it, own)) {
            unseen.push(own);
        }
        already.parts.entry(own.id.clone()).or_default().insert(person(own).cloned());
    }
    changed.extend(unseen.into_iter().map(|own| Changed::Gone(own.clone().into())));
    for own in plan.automatic().filter(|own| already.parts.contains_key(&own.id)) {
        if let Action::CreateWorkspace(CreateWorkspace { name, .. }) = &own.action {
            let live = snapshot.workspaces.items.iter().find(|live| live.name.key() == name.key());
            already.created.extend(live.map(|live| (name.key(), live.id)));
        }
    }
    if changed.is_empty() { Ok(already) } else { Err(changed) }
}

impl Already {
    /// What is left of a step; `None` where all of it is so already.
    pub(super) fn left(&self, step: &Step) -> Option<Step> {
        let mut left = step.clone();
        if let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, .. })
        | Action::UpdateWorkspace(UpdateWorkspace { workspace, .. }) = &mut left.action
        {
            workspace.id = workspace.id.or(self.created.get(&workspace.name.key()).copied());
        }
        let Some(already) = self.parts.get(&step.id) else { return Some(left) };
        match &mut left.action {
            Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace: _, users }) => {
                users.retain(|user| !already.contains(&Some(user.email.clone())));
                (!users.is_empty()).then_some(left)
            }
            _ => None,
        }
    }

    /// The report of a batch of which only some were left, with the others.
    pub(super) fn with_those_before(&self, step: &Step, mut report: StepReport) -> StepReport {
        let Some(left) = self.left(step).filter(|_| self.parts.contains_key(&step.id)) else {
            return report;
        };
        let status = report.status;
        let detail = report.detail.get_or_insert_default();
        for email in step.action.people() {
            if detail.users.iter().all(|person| person.email != *email) {
                let is_left = left.action.people().contains(&email);
                let status = if is_left { status } else { Status::Already };
                detail.users.push(PersonReport::new(email.clone(), status));
            }
        }
        detail.users.sort_by(|a, b| a.email.cmp(&b.email));
        report
    }
}

/// The changes of a plan: a batch has one for each person in it.
struct Changes(BTreeMap<(&'static str, Option<Email>), Vec<Step>>);

impl Changes {
    fn of(plan: &OrganizationPlan) -> Self {
        let mut all = Self(BTreeMap::new());
        for step in plan.steps.iter().flat_map(single) {
            all.0.entry(key(&step)).or_default().push(step);
        }
        all
    }

    fn iter(&self) -> impl Iterator<Item = &Step> {
        self.0.values().flatten()
    }

    /// The same change, whichever plan it is of.
    fn find(&self, other: &Step) -> Option<&Step> {
        let is_same = |own: &&Step| same(&own.action, &other.action) && until(own) == until(other);
        self.0.get(&key(other))?.iter().find(is_same)
    }
}

fn key(step: &Step) -> (&'static str, Option<Email>) {
    (step.action.word(), person(step).cloned())
}

/// Up to which day the one person of a change is given something.
fn until(step: &Step) -> Option<Date> {
    step.until.get(person(step)?).copied()
}

fn person(step: &Step) -> Option<&Email> {
    step.action.people().first().copied()
}

/// A step for each person.
fn single(step: &Step) -> Vec<Step> {
    let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) = &step.action else {
        return vec![step.clone()];
    };
    let alone = |user: &NewAccess| {
        Action::AddWorkspaceUsers(AddWorkspaceUsers {
            workspace: workspace.clone(),
            users: vec![user.clone()],
        })
    };
    users.iter().map(|user| Step { action: alone(user), ..step.clone() }).collect()
}

fn is_automatic(step: &Step) -> bool {
    step.execution == Execution::Automatic
}

/// Whether two actions are one, in two plans: a workspace that was to be created may have its id by now, and the
/// number of contacts moves by itself.
fn same(one: &Action, other: &Action) -> bool {
    let same_workspace = |one: &WorkspaceRef, other: &WorkspaceRef| {
        one == other
            || (one.name.key() == other.name.key() && (one.id.is_none() || other.id.is_none()))
    };
    match (one, other) {
        (
            Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }),
            Action::AddWorkspaceUsers(AddWorkspaceUsers {
                workspace: other_workspace,
                users: others,
            }),
        ) => same_workspace(workspace, other_workspace) && users == others,
        (
            Action::UpdateWorkspace(UpdateWorkspace { workspace, before, after }),
            Action::UpdateWorkspace(UpdateWorkspace {
                workspace: other_workspace,
                before: other_before,
                after: others,
            }),
        ) => {
            let was_there = workspace.id.is_some() && other_workspace.id.is_some();
            same_workspace(workspace, other_workspace)
                && (before == other_before || !was_there)
                && after == others
        }
        (
            Action::DeleteWorkspace(DeleteWorkspace { workspace, contacts: _ }),
            Action::DeleteWorkspace(DeleteWorkspace { workspace: other_workspace, contacts: _ }),
        ) => workspace == other_workspace,
        (one, other) => one == other,
    }
}

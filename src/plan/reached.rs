//! What of a plan may still be done in the state that a run has reached.

use super::rules::{Context, Planned, Rule, Violation};
use super::simulate::{edges, lowers};
use super::{Effect, OrganizationPlan, Step, StepId};
use crate::model::{Desired, Email, OrganizationRole, Snapshot, Workspace, WorkspaceRole};
use std::collections::{BTreeMap, BTreeSet};

/// A plan on its way.
pub struct Reached<'a> {
    /// What is wanted.
    pub desired: &'a Desired,
    /// What was there before the plan, at least as far as it [concerns](concerned) the plan.
    pub before: &'a Snapshot,
    /// The plan.
    pub plan: &'a OrganizationPlan,
    /// What is so by now; of a batch, for whom.
    pub done: Vec<Step>,
    /// What may be so by now, or not.
    pub perhaps: Vec<Step>,
}

impl Reached<'_> {
    /// Which of these steps may not be taken, and the rule that stands in the way: each of the others may be, in any
    /// order and any subset. `outstanding` automatic steps, deletions aside, are not done and not among them.
    #[must_use]
    pub fn blocked(&self, wave: &[&Step], outstanding: usize) -> BTreeMap<StepId, Violation> {
        let all = Planned::all(&self.plan.steps);
        let done = Planned::all(&self.done);
        let manual: Vec<Planned> = self.plan.manual().map(Planned::of).collect();
        let perhaps = Planned::all(&self.perhaps);
        let wave: Vec<Planned> = wave.iter().copied().map(Planned::of).collect();
        let context = Context::new(self.desired, self.before, &all);
        let mut state = context.start.clone();
        state.apply_all(done.iter().flat_map(|step| &step.facts));
        let uncertain: Vec<&Planned> = manual.iter().chain(&perhaps).collect();
        let test = |wave: &[&Planned]| edges(&context, &state, wave, &uncertain);
        let mut blocked = BTreeMap::new();
        let mut open: Vec<&Planned> = Vec::new();
        for planned in &wave {
            let in_wave = wave.iter().filter(|other| !is_deletion(&other.step)).count();
            let others = outstanding + in_wave - usize::from(!is_deletion(&planned.step));
            match context.check_step(&state, planned, others) {
                Ok(()) => open.push(planned),
                Err(violation) => _ = blocked.insert(planned.step.id.clone(), violation),
            }
        }
        if test(&open).is_ok() {
            return blocked;
        }
        let mut taken: Vec<&Planned> = Vec::new();
        for planned in open {
            taken.push(planned);
            // What takes nothing away can't cost anybody anything, whatever was so before.
            let loses = |violation: &Violation| violation.rule != Rule::Limits;
            match test(&taken) {
                Err(violation) if lowers(planned) || !loses(&violation) => {
                    taken.pop();
                    blocked.insert(planned.step.id.clone(), violation);
                }
                _ => {}
            }
        }
        blocked
    }
}

fn is_deletion(step: &&Step) -> bool {
    step.action.effect() == Effect::Destroy
}

/// Whether a step can lower what R1, R3 and R5 keep: accepted admins and owners, and people's access.
#[must_use]
pub fn can_lose(step: &Step) -> bool {
    lowers(&Planned::of(step))
}

/// What of a snapshot the rules need to judge a plan: everybody whom it is about, all admins and owners, and how many
/// there are besides, as places that they take.
#[must_use]
pub fn concerned(plan: &OrganizationPlan, snapshot: &Snapshot) -> Snapshot {
    let mut snapshot = snapshot.clone();
    let deleted = plan.steps.iter().filter(is_deletion).filter_map(|step| step.action.workspace());
    let deleted: BTreeSet<_> = deleted.filter_map(|workspace| workspace.id).collect();
    let mut people: BTreeSet<Email> = plan.actor.iter().cloned().collect();
    people.extend(plan.steps.iter().flat_map(|step| step.action.people().into_iter().cloned()));
    for Workspace { id, users, .. } in &snapshot.workspaces.items {
        let concerned = users
            .items
            .iter()
            .filter(|user| deleted.contains(id) || user.role.is(WorkspaceRole::Owner));
        people.extend(concerned.map(|user| user.email.clone()));
    }
    let all = snapshot.users.items.len();
    snapshot
        .users
        .items
        .retain(|user| people.contains(&user.email) || user.role.is(OrganizationRole::Admin));
    let others = (all - snapshot.users.items.len()) as u64;
    if let Some(organization) = &mut snapshot.organization {
        let limit = &mut organization.limits.users;
        *limit = limit.map(|limit| limit.saturating_sub(others));
    }
    for workspace in &mut snapshot.workspaces.items {
        workspace.users.items.retain(|user| people.contains(&user.email));
    }
    snapshot
}

//! What a plan looks like besides being safe: grants first, the fewest early removals, one invitation each.

use super::reference::{Atlas, Single};
use super::worlds::World;
use crate::model::Email;
use crate::plan::{Action, Effect, Execution, OrganizationPlan, Step};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(
    world: &World,
    plan: &OrganizationPlan,
    atlas: &Atlas,
    all: &[Single],
) -> Result<(), String> {
    dependencies(plan)?;
    invitations(world, plan)?;
    early_losses(plan, atlas, all)?;
    for step in plan.held() {
        let text = serde_json::to_string(&step.execution_reason()).unwrap();
        if text.contains("\"steps\":[]") {
            return Err(format!("{} depends on nothing that is named", step.id));
        }
    }
    Ok(())
}

impl Step {
    fn execution_reason(&self) -> Option<&crate::plan::Hold> {
        match &self.execution {
            Execution::Held { reason } => Some(reason),
            Execution::Automatic | Execution::Manual { .. } => None,
        }
    }
}

/// Steps depend on automatic steps of earlier waves, and what adds comes no later than it has to.
fn dependencies(plan: &OrganizationPlan) -> Result<(), String> {
    let waves: BTreeMap<_, _> = plan.automatic().map(|it| (&it.id, it.wave)).collect();
    for step in plan.automatic() {
        let mut earliest = 1;
        for id in &step.depends_on {
            let Some(Some(wave)) = waves.get(id) else {
                return Err(format!("{} depends on {id}, which is not automatic", step.id));
            };
            earliest = earliest.max(wave + 1);
        }
        let adds =
            !matches!(step.action.effect(), Effect::Revoke | Effect::Destroy | Effect::Change);
        if step.wave < Some(earliest) || adds && step.wave != Some(earliest) {
            return Err(format!("{} could be made in wave {earliest}", step.id));
        }
    }
    Ok(())
}

/// Somebody new is invited by one step, and everything else about them comes after it.
fn invitations(world: &World, plan: &OrganizationPlan) -> Result<(), String> {
    let is_known = |email: &Email| {
        let lists = world.snapshot.workspaces.items.iter().flat_map(|it| &it.users.items);
        let users = world.snapshot.users.items.iter().map(|it| &it.email);
        users.chain(lists.map(|it| &it.email)).any(|it| it == email)
    };
    let mut invited: BTreeMap<&Email, &Step> = BTreeMap::new();
    let placed = || plan.steps.iter().filter(|it| it.wave.is_some());
    for step in placed().filter(|it| !matches!(it.action, Action::ResendInvitation(_))) {
        for email in step.action.invites() {
            if is_known(email) || invited.insert(email, step).is_some() {
                return Err(format!("{email} is invited twice"));
            }
        }
    }
    for step in placed() {
        for email in step.action.people().into_iter().filter(|it| !is_known(it)) {
            let Some(inviter) = invited.get(email) else {
                return Err(format!("nobody invites {email}"));
            };
            if inviter.id != step.id && !step.depends_on.contains(&inviter.id) {
                return Err(format!("{} does not wait for the invitation of {email}", step.id));
            }
        }
    }
    Ok(())
}

/// Only full seats make somebody leave before others get something, and then as few as can be.
fn early_losses(plan: &OrganizationPlan, atlas: &Atlas, all: &[Single]) -> Result<(), String> {
    let (mut grants, mut losses) = (BTreeSet::new(), BTreeSet::new());
    for single in all {
        let step = &plan.steps[single.step];
        if step.execution == Execution::Automatic {
            if single.takes_away() { &mut losses } else { &mut grants }
                .insert((step.wave, single.step));
        }
    }
    let Some((last, _)) = grants.last() else { return Ok(()) };
    let early: Vec<&Step> = losses
        .iter()
        .filter(|(wave, _)| wave <= last)
        .map(|(_, step)| &plan.steps[*step])
        .collect();
    let leave: Vec<&Email> = early
        .iter()
        .filter(|it| matches!(it.action, Action::RemoveOrganizationUser(_)))
        .filter_map(|it| it.action.email())
        .collect();
    let needed = atlas.removals_needed(all);
    if leave.len() != needed {
        return Err(format!("{} people leave early, and {needed} have to", leave.len()));
    }
    let stray = early.iter().find(|it| it.action.email().is_none_or(|who| !leave.contains(&who)));
    stray.map_or(Ok(()), |it| Err(format!("{} takes away before all is granted", it.id)))
}

//! Checks a finished plan against the rules, apart from how it was made.

use super::rules::{Context, Planned, State, Violation};
use super::{Effect, Execution, Fact};
use crate::model::{OrganizationRole, WorkspaceRole};
use std::collections::BTreeMap;

/// Runs a plan through every rule: each step in the state before its wave, and the states at the edges of
/// each wave: all of it, only what adds, only what takes away; each with manual steps done and not done.
/// The state rules count, so what holds at the edges holds for every subset in between.
///
/// # Errors
/// The first [`Violation`].
pub(super) fn simulate<'a>(
    context: &Context<'a>,
    steps: &'a [Planned<'a>],
) -> Result<(), Violation> {
    let is_manual = |it: &&Planned| matches!(it.step.execution, Execution::Manual { .. });
    let manual: Vec<&Planned> = steps.iter().filter(is_manual).collect();
    let mut waves: BTreeMap<u32, Vec<&Planned>> = BTreeMap::new();
    for planned in steps.iter().filter(|it| it.step.execution == Execution::Automatic) {
        waves.entry(planned.step.wave.unwrap_or(0)).or_default().push(planned);
    }
    let not_deletion = |it: &&&Planned| it.action.effect() != Effect::Destroy;
    let mut outstanding: usize =
        waves.values().map(|wave| wave.iter().filter(not_deletion).count()).sum();

    let mut state = context.start.clone();
    by_hand(context, &state, &manual, outstanding)?;
    edges(context, &state, &[], &manual)?;
    for wave in waves.values() {
        for planned in wave {
            let others = outstanding - usize::from(not_deletion(&planned));
            context.check_step(&state, planned, others)?;
        }
        edges(context, &state, wave, &manual)?;
        for planned in wave {
            // In a row too: two steps of one wave must not need the same thing.
            context.check_step(&state, planned, 0)?;
            state.apply_all(&planned.facts);
        }
        outstanding -= wave.iter().filter(not_deletion).count();
    }
    Ok(())
}

/// Steps for a person are safe at once: whoever clicks does not wait for us.
fn by_hand(
    context: &Context,
    start: &State,
    manual: &[&Planned],
    outstanding: usize,
) -> Result<(), Violation> {
    for planned in manual {
        // What is not there yet can't be clicked on; what would do harm can.
        if matches!(planned.action.effect(), Effect::Revoke | Effect::Destroy) {
            context.check_step(start, planned, outstanding)?;
        }
    }
    Ok(())
}

/// The states at the edges of a wave.
pub(super) fn edges<'a>(
    context: &Context<'a>,
    state: &State<'a>,
    wave: &[&'a Planned<'a>],
    manual: &[&'a Planned<'a>],
) -> Result<(), Violation> {
    for by_machine in sides(wave) {
        for by_hand in sides(manual) {
            if by_machine.is_empty() && by_hand.is_empty() {
                continue;
            }
            let mut after = state.clone();
            after.apply_all(by_hand.iter().chain(&by_machine).flat_map(|it| &it.facts));
            context.check_state(state, &after)?;
        }
    }
    Ok(())
}

/// None of them, only what takes away, only what adds, and all; each side once.
fn sides<'a>(steps: &[&'a Planned<'a>]) -> Vec<Vec<&'a Planned<'a>>> {
    let (takes, adds): (Vec<_>, Vec<_>) = steps.iter().copied().partition(|it| lowers(it));
    let mut sides = vec![Vec::new()];
    if !takes.is_empty() && !adds.is_empty() {
        sides.extend([takes, adds]);
    }
    if !steps.is_empty() {
        sides.push(steps.to_vec());
    }
    sides
}

/// Whether a step can lower what the rules count: accepted admins and owners, and accesses.
pub(super) fn lowers(planned: &Planned) -> bool {
    let changes = planned.action.effect() == Effect::Change;
    planned.facts.iter().any(|fact| match fact {
        Fact::NotInOrganization(_) | Fact::NoAccess { .. } | Fact::NoWorkspace(_) => true,
        Fact::InOrganization { role, .. } => changes && *role != OrganizationRole::Admin,
        Fact::Access { role, .. } => changes && !role.is(WorkspaceRole::Owner),
        Fact::OrganizationNamed(_) | Fact::Workspace { .. } | Fact::InvitedAfter { .. } => false,
    })
}

//! Checks a finished plan against the rules, apart from how it was made.

use super::rules::{Context, State, Violation};
use super::{Action, Effect, Execution, Step};
use std::collections::BTreeMap;

/// Runs a plan through every rule: each step in the state before its wave, and the states at the edges of
/// each wave: all of it, only what adds, only what takes away; each with manual steps done and not done.
/// The state rules count, so what holds at the edges holds for every subset in between.
///
/// # Errors
/// The first [`Violation`].
pub(super) fn simulate<'a>(context: &Context<'a>, steps: &'a [Step]) -> Result<(), Violation> {
    let automatic = |step: &&Step| step.execution == Execution::Automatic;
    let manual: Vec<&Action> = steps
        .iter()
        .filter(|step| matches!(step.execution, Execution::Manual { .. }))
        .map(|step| &step.action)
        .collect();
    let mut waves: BTreeMap<u32, Vec<&Action>> = BTreeMap::new();
    for step in steps.iter().filter(automatic) {
        waves.entry(step.wave.unwrap_or(0)).or_default().push(&step.action);
    }
    let not_deletion = |action: &&&Action| action.effect() != Effect::Destroy;
    let mut outstanding: usize =
        waves.values().map(|wave| wave.iter().filter(not_deletion).count()).sum();

    let mut state = context.start.clone();
    by_hand(context, &state, &manual, outstanding)?;
    edges(context, &state, &[], &manual)?;
    for wave in waves.values() {
        for action in wave {
            let others = outstanding - usize::from(action.effect() != Effect::Destroy);
            context.check_step(&state, action, others)?;
        }
        edges(context, &state, wave, &manual)?;
        for action in wave {
            // In a row too: two steps of one wave must not need the same thing.
            context.check_step(&state, action, 0)?;
            state.apply(action);
        }
        outstanding -= wave.iter().filter(not_deletion).count();
    }
    Ok(())
}

/// Steps for a person are safe at once: whoever clicks does not wait for us.
fn by_hand(
    context: &Context,
    start: &State,
    manual: &[&Action],
    outstanding: usize,
) -> Result<(), Violation> {
    for action in manual {
        // What is not there yet can't be clicked on; what would do harm can.
        if matches!(action.effect(), Effect::Revoke | Effect::Destroy) {
            context.check_step(start, action, outstanding)?;
        }
    }
    Ok(())
}

/// The states at the edges of a wave.
pub(super) fn edges<'a>(
    context: &Context<'a>,
    state: &State<'a>,
    wave: &[&'a Action],
    manual: &[&'a Action],
) -> Result<(), Violation> {
    for by_machine in sides(wave) {
        for by_hand in sides(manual) {
            if by_machine.is_empty() && by_hand.is_empty() {
                continue;
            }
            let mut after = state.clone();
            for action in by_hand.iter().chain(&by_machine) {
                after.apply(action);
            }
            context.check_state(state, &after)?;
        }
    }
    Ok(())
}

/// None of them, only what takes away, only what adds, and all; each side once.
fn sides<'a>(actions: &[&'a Action]) -> Vec<Vec<&'a Action>> {
    let (takes, adds): (Vec<_>, Vec<_>) = actions.iter().copied().partition(|it| takes_away(it));
    let mut sides = vec![Vec::new()];
    if !takes.is_empty() && !adds.is_empty() {
        sides.extend([takes, adds]);
    }
    if !actions.is_empty() {
        sides.push(actions.to_vec());
    }
    sides
}

/// Whether an action can lower what the state rules count.
pub(super) fn takes_away(action: &Action) -> bool {
    use crate::model::OrganizationRole::Admin;
    use crate::model::WorkspaceRole::Owner;
    match action {
        Action::ChangeOrganizationRole { email: _, before: _, after } => *after != Admin,
        Action::ChangeWorkspaceAccess { after, .. } => !after.role.is(Owner),
        _ => matches!(action.effect(), Effect::Revoke | Effect::Destroy),
    }
}

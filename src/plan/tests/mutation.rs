//! Plans that are made wrong on purpose: the check that every plan goes through has to notice, and say which rule.

use super::worlds::World;
use crate::plan::planner::check;
use crate::plan::rules::Rule;
use crate::plan::{Effect, Execution, Hold, PlanError, Step, plan_organization};

/// Makes a plan go against a rule in one place; `None` where there is nothing in it to do so with.
type Mutation = fn(&World, &mut Vec<Step>) -> Option<()>;

/// Applies a mutation to the plans of generated worlds until it was noticed ten times. Whatever is noticed has
/// to be this rule, or another that the same mutation goes against first.
fn is_noticed(rule: Rule, besides: &[Rule], mutate: Mutation) {
    let mut noticed = 0;
    for world in (0..20_000).map(World::generate) {
        let World { seed: _, desired, snapshot, everything: _, capabilities, settings } = &world;
        let Ok(plan) = plan_organization(desired, snapshot, capabilities, settings) else {
            continue;
        };
        let mut steps = plan.steps;
        if mutate(&world, &mut steps).is_none() {
            continue;
        }
        match check(desired, snapshot, &steps) {
            Err(PlanError::Unsafe { violation, .. }) if violation.rule == rule => noticed += 1,
            Err(PlanError::Unsafe { violation, .. }) => {
                assert!(besides.contains(&violation.rule), "{rule} expected: {violation}{world}");
            }
            other => panic!("{rule} is not noticed: {other:?}{world}"),
        }
        if noticed == 10 {
            return;
        }
    }
    panic!("{rule} was noticed {noticed} times only");
}

/// Takes the first step that is held for such a reason all the same, after all others.
fn take_held(steps: &mut Vec<Step>, is_it: impl Fn(&Step, &Hold) -> bool) -> Option<()> {
    // What comes after the deletion of a workspace would go against R7 first.
    steps.retain(|step| step.action.effect() != Effect::Destroy);
    let last = steps.iter().filter_map(|step| step.wave).max().unwrap_or(0);
    let step = steps.iter_mut().find(
        |step| matches!(&step.execution, Execution::Held { reason } if is_it(step, reason)),
    )?;
    step.execution = Execution::Automatic;
    step.wave = Some(last + 1);
    Some(())
}

/// Takes a step before everything else.
fn take_first(steps: &mut [Step], at: usize) {
    steps[at].wave = Some(1);
    for (other, step) in steps.iter_mut().enumerate() {
        if other != at {
            step.wave = step.wave.map(|wave| wave + 1);
        }
    }
}

fn automatic(steps: &[Step], effect: Effect) -> impl Iterator<Item = usize> {
    let is_it = move |step: &&Step| {
        step.execution == Execution::Automatic && step.action.effect() == effect
    };
    let found: Vec<usize> =
        steps.iter().enumerate().filter(|(_, step)| is_it(step)).map(|(at, _)| at).collect();
    found.into_iter()
}

#[test]
fn r1_the_last_admin_goes() {
    is_noticed(Rule::AdminFloor, &[Rule::References, Rule::AccessKept], |_, steps| {
        take_held(steps, |_, hold| matches!(hold, Hold::LastAdmin { .. }))
    });
}

#[test]
fn r2_the_actor_changes_its_own_access() {
    is_noticed(Rule::OwnAccess, &[Rule::AdminFloor], |_, steps| {
        take_held(steps, |_, hold| matches!(hold, Hold::OwnAccess | Hold::NoPermission { .. }))
    });
}

#[test]
fn r3_the_last_owner_goes() {
    is_noticed(Rule::OwnerKept, &[Rule::AccessKept], |_, steps| {
        take_held(steps, |_, hold| matches!(hold, Hold::LastOwner { .. }))
    });
}

#[test]
fn r4_somebody_is_invited_without_a_seat() {
    is_noticed(Rule::Limits, &[Rule::References], |_, steps| {
        take_held(steps, |step, hold| {
            matches!(hold, Hold::SeatLimit { .. }) && !step.action.invites().is_empty()
                || matches!(hold, Hold::WorkspaceLimit { .. })
                    && step.action.effect() == Effect::Create
        })
    });
}

#[test]
fn r5_somebody_loses_one_workspace_before_the_other_is_theirs() {
    is_noticed(Rule::AccessKept, &[Rule::OwnerKept], |world, steps| {
        let gets = |step: &Step, other: &Step| {
            let people = other.action.people();
            step.action.people().iter().any(|email| people.contains(email))
        };
        let at = automatic(steps, Effect::Revoke).find(|at| {
            let revoked = &steps[*at];
            let only = steps.iter().filter(|it| {
                it.action.effect() == Effect::Revoke && it.action.email() == revoked.action.email()
            });
            let lists = world.snapshot.workspaces.items.iter().flat_map(|it| &it.users.items);
            let had = lists.filter(|user| Some(&user.email) == revoked.action.email());
            let is_admin = world.snapshot.users.items.iter().any(|user| {
                Some(&user.email) == revoked.action.email() && user.role.to_string() == "admin"
            });
            revoked.action.workspace().is_some()
                && !is_admin
                && had.count() == 1
                && only.count() == 1
                && steps[*at].depends_on.is_empty()
                && automatic(steps, Effect::Grant).any(|grant| gets(&steps[grant], revoked))
        })?;
        // Only what is theirs alone: with another workspace left nothing is lost.
        (steps[at].action.people().len() == 1).then(|| take_first(steps, at))
    });
}

#[test]
fn r6_somebody_is_removed_before_their_access() {
    is_noticed(Rule::References, &[], |_, steps| {
        let removals: Vec<usize> = automatic(steps, Effect::Revoke)
            .filter(|at| steps[*at].action.workspace().is_none())
            .collect();
        let at = removals.into_iter().find(|at| {
            let email = steps[*at].action.email();
            automatic(steps, Effect::Revoke)
                .any(|other| other != *at && steps[other].action.email() == email)
        })?;
        take_first(steps, at);
        Some(())
    });
}

#[test]
fn r7_a_workspace_is_deleted_first() {
    is_noticed(Rule::DeletionLast, &[], |_, steps| {
        let at = automatic(steps, Effect::Destroy).next()?;
        let others = steps.iter().filter(|it| it.execution == Execution::Automatic);
        let others = others.filter(|it| it.action.effect() != Effect::Destroy).count();
        (others > 0).then(|| take_first(steps, at))
    });
}

#[test]
fn r8_what_was_read_in_part_is_taken_away() {
    let besides =
        [Rule::OwnAccess, Rule::AdminFloor, Rule::OwnerKept, Rule::AccessKept, Rule::References];
    is_noticed(Rule::IncompleteRead, &besides, |world, steps| {
        if world.snapshot.users.is_complete() {
            return None;
        }
        take_held(steps, |step, hold| {
            matches!(hold, Hold::NotObserved { .. }) && step.action.effect() == Effect::Revoke
        })
    });
}

//! Each rule switched off in turn: both the check that every plan goes through and the reference planner
//! have to notice.

use super::reference::{Atlas, Single, unsafe_wave};
use super::worlds::World;
use crate::plan::PlanError;
use crate::plan::planner::{check, plan_without_check};
use crate::plan::rules::{Rule, RuleSet};

/// Looks for worlds whose plans go wrong without the rule.
fn is_missed(rule: Rule) {
    let (mut by_check, mut by_reference) = (None, None);
    for world in (0..6_000).map(World::generate) {
        let World { seed, desired, snapshot, capabilities, settings } = &world;
        let without = RuleSet::without(rule);
        let Ok(plan) = plan_without_check(desired, snapshot, capabilities, settings, without)
        else {
            continue;
        };
        let found = check(desired, snapshot, &plan.steps);
        if let Err(PlanError::Unsafe { violation, .. }) = found
            && violation.rule == rule
        {
            by_check = Some(*seed);
        }
        let mut atlas = Atlas::new(&world);
        let all = Single::all(&world, &mut atlas, &plan.steps);
        if by_reference.is_none() && !atlas.is_too_big() && all.len() <= 11 {
            atlas.look_ahead(&all);
            let found = unsafe_wave(&atlas, &all);
            by_reference = found.filter(|(broken, _)| *broken == rule).map(|_| *seed);
        }
        if by_check.is_some() && by_reference.is_some() {
            return;
        }
    }
    panic!(
        "without {rule}: found by the check in {by_check:?}, by the reference in {by_reference:?}"
    );
}

#[test]
fn without_r1_admins_are_lost() {
    is_missed(Rule::R1);
}

#[test]
fn without_r2_the_actor_locks_itself_out() {
    is_missed(Rule::R2);
}

#[test]
fn without_r3_owners_are_lost() {
    is_missed(Rule::R3);
}

#[test]
fn without_r4_there_are_too_many() {
    is_missed(Rule::R4);
}

#[test]
fn without_r5_somebody_is_without_access_in_between() {
    is_missed(Rule::R5);
}

#[test]
fn without_r6_what_is_needed_is_not_there() {
    is_missed(Rule::R6);
}

#[test]
fn without_r7_data_goes_too_early() {
    is_missed(Rule::R7);
}

#[test]
fn without_r8_people_go_whom_nobody_saw() {
    is_missed(Rule::R8);
}

//! The planner against the reference planner, on generated worlds.

use super::reference::{Atlas, Single, complete, unsafe_wave};
use super::shape;
use super::show::lines;
use super::worlds::{Cases, World};
use crate::plan::{OrganizationPlan, PlanError, plan_organization};
use std::thread;

/// Worlds of the ordinary run.
const WORLDS: u64 = 20_000;

/// Single changes of which every order is tried.
const MOST_CHANGES: usize = 11;
const SEARCHED: &str = "every order is tried";

/// What is wrong with the plan of a world, if anything; with the cases that it met.
fn examine(world: &World) -> Result<Cases, String> {
    let plan = match plan_organization(
        &world.desired,
        &world.snapshot,
        &world.capabilities,
        &world.settings,
    ) {
        Ok(plan) => plan,
        Err(PlanError::ActorUnknown { .. }) => return Ok(Cases::default()),
        Err(error) => return Err(error.to_string()),
    };
    let mut cases = Cases::of(world, &plan);
    cases.0.insert(SEARCHED, usize::from(is_searched(world, &plan)?));
    Ok(cases)
}

/// Holds a plan against the reference planner; `false` where there is too much of it to try every order.
fn is_searched(world: &World, plan: &OrganizationPlan) -> Result<bool, String> {
    let fault = |what: String| Err(format!("{what}\n{}", lines(plan)));
    let mut atlas = Atlas::new(world);
    let all = Single::all(world, &mut atlas, &plan.steps);
    if atlas.is_too_big() || all.len() > MOST_CHANGES {
        return Ok(false);
    }
    atlas.look_ahead(&all);
    if let Some((rule, what)) = unsafe_wave(&atlas, &all) {
        return fault(format!("{rule} does not hold: {what}"));
    }
    if let Err(incomplete) = complete(&atlas, &all) {
        return fault(format!("not complete: {incomplete}"));
    }
    shape::check(world, plan, &atlas, &all).map(|()| true).or_else(fault)
}

/// Runs a check over many worlds on all cores, and shows the first worlds that fail it.
pub(super) fn over_worlds(
    seeds: std::ops::Range<u64>,
    check: impl Fn(&World) -> Result<Cases, String> + Sync,
) -> Cases {
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let check = &check;
    let results: Vec<(Cases, Vec<String>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let seeds = seeds.clone();
                scope.spawn(move || {
                    let (mut cases, mut faults) = (Cases::default(), Vec::new());
                    for seed in seeds.filter(|seed| seed % threads == thread) {
                        let world = World::generate(seed);
                        match check(&world) {
                            Ok(met) => cases.add(met),
                            Err(fault) => faults.push(format!("{fault}{world}")),
                        }
                    }
                    (cases, faults)
                })
            })
            .collect();
        workers.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let mut cases = Cases::default();
    let mut faults = Vec::new();
    for (met, mut found) in results {
        cases.add(met);
        faults.append(&mut found);
    }
    faults.sort_by_key(String::len);
    let shown: Vec<_> = faults.iter().take(3).cloned().collect();
    assert!(faults.is_empty(), "{} worlds fail:\n{}", faults.len(), shown.join("\n"));
    cases
}

#[test]
fn every_plan_is_safe_and_complete() {
    let cases = over_worlds(0..WORLDS, examine);
    let rare: Vec<_> = cases.0.iter().filter(|(case, count)| **count < at_least(case)).collect();
    assert!(rare.is_empty(), "{rare:?}, all: {:#?}", cases.0);
}

/// Rare ones, found among a million.
#[test]
fn worlds_that_once_failed_do_not() {
    for seed in [694_415, 103_503, 597_795, 247_629, 473_956, 597_783] {
        over_worlds(seed..seed + 1, examine);
    }
}

#[test]
#[ignore = "takes minutes: cargo test --release --lib a_million -- --ignored"]
fn a_million_plans_are_safe_and_complete() {
    over_worlds(0..1_000_000, examine);
}

/// How often a case has to be met among them.
fn at_least(case: &str) -> usize {
    match case {
        SEARCHED => 19_000,
        "held: last admin" | "held: last owner" => 20,
        "people exchange workspaces" => 10,
        _ => 50,
    }
}

//! Applying a plan, in part or whole, and planning again.

use super::platform;
use super::proofs::over_worlds;
use super::random::Random;
use super::show::lines;
use super::worlds::{Cases, World};
use crate::model::{OrganizationRole, Snapshot};
use crate::plan::{Action, Effect, OrganizationPlan, Step, plan_organization};
use std::collections::BTreeSet;

/// Rounds of planning and applying in which everything has to come to rest.
const ROUNDS: usize = 8;

/// Whether a person makes the manual steps too.
#[derive(Clone, Copy, PartialEq)]
enum Hands {
    Idle,
    Busy,
}

fn plan(world: &World, snapshot: &Snapshot) -> Result<OrganizationPlan, String> {
    plan_organization(&world.desired, snapshot, &world.capabilities, &world.settings)
        .map_err(|it| it.to_string())
}

fn make(snapshot: &mut Snapshot, plan: &OrganizationPlan, action: &Action) -> Result<(), String> {
    platform::apply(snapshot, action)
        .map_err(|why| format!("{} is refused: {why}\n{}", action.word(), lines(plan)))
}

/// All automatic steps, and then those of a person.
fn apply_all(snapshot: &mut Snapshot, plan: &OrganizationPlan, hands: Hands) -> Result<(), String> {
    for step in plan.automatic() {
        make(snapshot, plan, &step.action)?;
    }
    let deleted: Vec<_> = plan
        .automatic()
        .filter(|it| it.action.effect() == Effect::Destroy)
        .filter_map(|it| it.action.workspace())
        .collect();
    let moot = |step: &&Step| step.action.workspace().is_some_and(|it| deleted.contains(&it));
    for step in plan.manual().filter(|it| hands == Hands::Busy && !moot(it)) {
        make(snapshot, plan, &step.action)?;
    }
    Ok(())
}

/// Plans and applies until nothing but held steps (and, with idle hands, manual ones) is left; then, if they are to,
/// everybody accepts, and again.
fn to_the_end(
    world: &World,
    mut snapshot: Snapshot,
    hands: Hands,
    accept: bool,
) -> Result<Snapshot, String> {
    let mut last = String::new();
    for _ in 0..ROUNDS {
        let plan = plan(world, &snapshot)?;
        let left =
            plan.automatic().count() + if hands == Hands::Busy { plan.manual().count() } else { 0 };
        if left == 0 {
            if !accept || snapshot.users.items.iter().all(crate::model::OrganizationUser::is_active)
            {
                return Ok(snapshot);
            }
            platform::accept_all(&mut snapshot);
            continue;
        }
        last = lines(&plan);
        apply_all(&mut snapshot, &plan, hands)?;
    }
    Err(format!("it does not come to rest:\n{last}"))
}

/// Applies some of a plan as a run does that is killed, or in which steps fail.
fn broken_off(
    world: &World,
    plan: &OrganizationPlan,
    hands: Hands,
    random: &mut Random,
) -> Result<Snapshot, String> {
    let mut snapshot = world.snapshot.clone();
    let mut steps: Vec<&Step> = plan.automatic().collect();
    random.shuffle(&mut steps);
    steps.sort_by_key(|it| it.wave);
    let killed_in = random.below(4) as u32 + 1;
    let fails = random.pick(&[0, 0, 30, 60]);
    let mut not_done = BTreeSet::new();
    let mut failed_in = u32::MAX;
    let mut by_hand: Vec<&Step> = plan.manual().filter(|_| hands == Hands::Busy).collect();
    random.shuffle(&mut by_hand);
    for step in steps {
        if random.percent(30)
            && let Some(manual) = by_hand.pop()
        {
            // What is not there yet can't be clicked on: then it waits for the next run.
            let _ = platform::apply(&mut snapshot, &manual.action);
        }
        let wave = step.wave.unwrap_or(0);
        let late = wave > failed_in && step.action.takes_away();
        let skipped = late
            || step.depends_on.iter().any(|it| not_done.contains(it))
            || (fails == 0 && (wave > killed_in || wave == killed_in && random.percent(50)));
        let fails_now = !skipped && random.percent(fails);
        if skipped || fails_now {
            not_done.insert(step.id.clone());
            if fails_now {
                failed_in = failed_in.min(wave);
            }
            continue;
        }
        make(&mut snapshot, plan, &step.action)?;
    }
    Ok(snapshot)
}

/// What two ends are compared by: everything but the order of lists, and when e-mails went out.
fn ends(mut snapshot: Snapshot) -> String {
    snapshot.users.items.sort_by(|a, b| a.email.cmp(&b.email));
    for user in &mut snapshot.users.items {
        user.invited_at = None;
    }
    snapshot.workspaces.items.sort_by_key(|it| it.name.key());
    for workspace in &mut snapshot.workspaces.items {
        workspace.users.items.sort_by(|a, b| a.email.cmp(&b.email));
    }
    serde_json::to_string_pretty(&snapshot).unwrap()
}

/// R1: with fewer accepted admins than are to be kept, each one more raises what is kept; such worlds come to the same
/// end only once everybody has accepted.
fn has_its_admins(world: &World) -> bool {
    let admin = |it: &&crate::model::OrganizationUser| {
        it.role.is(OrganizationRole::Admin) && it.is_active()
    };
    let admins = world.snapshot.users.items.iter().filter(admin).count();
    admins >= world.desired.safety.min_admins as usize
}

#[test]
fn a_run_that_breaks_off_anywhere_ends_where_a_whole_one_does() {
    over_worlds(0..1_500, |world| {
        if !world.is_whole() {
            return Ok(Cases::default());
        }
        let accept = !has_its_admins(world);
        let mut random = Random::new(world.seed);
        for hands in [Hands::Idle, Hands::Busy] {
            let first = plan(world, &world.snapshot)?;
            let whole = ends(to_the_end(world, world.snapshot.clone(), hands, accept)?);
            for _ in 0..3 {
                let halfway = broken_off(world, &first, hands, &mut random)?;
                let resumed = ends(to_the_end(world, halfway.clone(), hands, accept)?);
                if resumed != whole {
                    let diff = similar::TextDiff::from_lines(&whole, &resumed);
                    let diff = diff.unified_diff().context_radius(2).to_string();
                    let then = lines(&plan(world, &halfway)?);
                    return Err(format!("{}\nthen\n{then}\n{diff}", lines(&first)));
                }
            }
        }
        Ok(Cases::default())
    });
}

#[test]
fn once_everybody_accepts_nothing_is_left_to_do() {
    over_worlds(0..1_500, |world| {
        if world.is_whole() {
            for hands in [Hands::Idle, Hands::Busy] {
                to_the_end(world, world.snapshot.clone(), hands, true)?;
            }
        }
        Ok(Cases::default())
    });
}

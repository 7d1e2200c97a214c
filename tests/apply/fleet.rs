use crate::support::*;
use rolecall::apply::{Schedule, Silent, Stages, Standing};
use rolecall::model::{Slug, Snapshot};
use rolecall::plan::OrganizationPlan;

const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// An organization that invites somebody of its own name; `d` has nothing to do.
fn plan_of(name: &str) -> OrganizationPlan {
    let steps: &[(u32, _, &[usize])] = &[(1, invite(name), &[])];
    plan(name, if name == "d" { &[] } else { steps })
}

fn schedule(canaries: &[&str], batch: Option<usize>, most: Option<usize>) -> Schedule {
    let canaries = canaries.iter().map(|name| slug(name)).collect();
    Schedule { canaries, batch, max_organizations: most }
}

fn stages(fake: &Fake, schedule: &Schedule) -> Stages {
    schedule.stages(NAMES.iter().map(|name| job(fake, plan_of(name))).collect())
}

fn names(stages: &Stages) -> Vec<String> {
    let stages = stages.stages.iter().chain([&stages.later]);
    stages.map(|stage| stage.iter().map(|job| job.name().as_str()).collect()).collect()
}

#[test]
fn canaries_come_first_then_batches_of_those_who_have_something_to_do() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _guard = runtime.enter();
    let fake = Fake::new(acme());
    let of =
        |canaries: &[&str], batch, most| names(&stages(&fake, &schedule(canaries, batch, most)));
    assert_eq!(of(&[], None, None), ["abcefgd", ""]);
    assert_eq!(of(&["f"], None, None), ["fd", "abceg", ""]);
    assert_eq!(of(&["f", "b"], Some(2), None), ["fbd", "ac", "eg", ""]);
    assert_eq!(of(&["f"], Some(2), Some(4)), ["fd", "ab", "c", "eg"]);
    // A canary that is missing can't be verified, so nobody else has a turn.
    assert_eq!(of(&["f", "x"], Some(2), None), ["abcdefg"]);
}

async fn run(schedule: &Schedule, bad: &'static str) -> Vec<(String, Standing)> {
    let fake = Fake::new(acme()).faults(move |_, call| match &call.values.user {
        Some(whom) if whom.email == email(bad) => Fault::Refused(403),
        _ => Fault::None,
    });
    let mut scene = Scene::new();
    scene.settings.parallelism = 1;
    let replan = |name: &Slug, now: &Snapshot| Ok(what_is_left(&plan_of(name.as_str()), now));
    let outcome = scene.apply_stages(&fake, stages(&fake, schedule), replan, &Silent).await;
    let organizations = outcome.report.organizations.into_iter();
    organizations.map(|it| (it.name.to_string(), it.standing)).collect()
}

fn begun(standings: &[(String, Standing)]) -> String {
    let begun = standings.iter().filter(|(_, standing)| *standing == Standing::Run);
    begun.map(|(name, _)| name.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_run_halts_after_the_first_batch_in_which_something_fails() {
    assert_eq!(begun(&run(&schedule(&["c"], Some(2), None), "c").await), "cd");
    assert_eq!(begun(&run(&schedule(&["c"], Some(2), None), "b").await), "abcd");
    assert_eq!(begun(&run(&schedule(&["c"], Some(2), None), "g").await), "abcdefg");
    assert_eq!(begun(&run(&schedule(&[], None, None), "a").await), "abcdefg");
    assert_eq!(begun(&run(&schedule(&[], None, Some(2)), "g").await), "abd");
}

use crate::support::*;
use rolecall::apply::{Progress, Schedule, Standing, Status, StopSwitch};
use rolecall::model::Operation;
use rolecall::model::Slug;
use rolecall::plan::{Execution, Hold, OrganizationPlan, Refusal, Step};
use rolecall::platform::Call;
use std::time::Duration;

/// An invitation that is refused; in a later wave a contact limit, a revocation, what depends on the invitation,
/// and last a deletion.
fn eventful() -> OrganizationPlan {
    plan(
        "acme",
        &[
            (1, invite("cy"), &[]),
            (1, rename_organization(), &[]),
            (2, limit_support(), &[]),
            (2, add(support(), &["cy"]), &[1]),
            (2, revoke_bo(None), &[]),
            (3, remove_bo(), &[5]),
            (4, delete_pilot(), &[]),
        ],
    )
}

fn refuse_invitation(_: usize, call: &Call) -> Fault {
    match call.operation {
        Operation::InviteOrganizationUser => Fault::Refused(403),
        _ => Fault::None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_stops_what_depends_on_it_and_deletions() {
    let fake = Fake::new(acme()).faults(refuse_invitation);
    let outcome = Scene::new().apply(&fake, &eventful()).await;
    let stopped = "not_attempted";
    // The dismissal has nothing to do with it; the deletion is last.
    assert_eq!(outcome.statuses(), ["failed", "done", "done", stopped, "done", "done", stopped]);
    assert!(!outcome.verified());
    assert_eq!(outcome.report.exit, 5);
    let why = |step: usize| {
        let detail = outcome.report.organizations[0].steps[step].detail.as_ref().unwrap();
        detail.message.clone().unwrap()
    };
    assert_eq!(why(0), "You do not have permission.");
    assert_eq!(why(3), "it needs acme/1, which was not done");
    assert_eq!(why(6), "acme/1 was not done, and a workspace is deleted only after all else");
}

#[tokio::test(start_paused = true)]
async fn where_all_goes_well_everything_is_done_in_order() {
    let fake = Fake::new(acme());
    let outcome = Scene::new().apply(&fake, &eventful()).await;
    assert_eq!(outcome.statuses(), ["done"; 7]);
    assert!(outcome.verified());
    assert_eq!(outcome.report.exit, 0);
    assert!(fake.calls().last().unwrap().operation == Operation::DeleteWorkspace);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_stops_as_a_failure_does() {
    let fake = Fake::new(acme()).unreadable().faults(|_, call| match call.operation {
        Operation::InviteOrganizationUser => Fault::LostBefore,
        _ => Fault::None,
    });
    let outcome = Scene::new().apply(&fake, &eventful()).await;
    let stopped = "not_attempted";
    assert_eq!(outcome.statuses(), ["unknown", "done", "done", stopped, "done", "done", stopped]);
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn other_organizations_go_on() {
    let fake = Fake::new(acme()).faults(refuse_invitation);
    let (bad, good) =
        (plan("bad", &[(1, invite("cy"), &[])]), plan("good", &[(1, limit_support(), &[])]));
    let plans = [bad.clone(), good.clone()];
    let replan = move |name: &Slug, now: &_| {
        Ok(what_is_left(plans.iter().find(|plan| plan.name == *name).unwrap(), now))
    };
    let mut scene = Scene::new();
    scene.settings.parallelism = 1;
    let jobs = vec![job(&fake, bad), failed("broken"), job(&fake, good)];
    let outcome = scene.apply_jobs(&fake, jobs, replan).await;
    let standing: Vec<_> =
        outcome.report.organizations.iter().map(|it| (it.name.as_str(), it.standing)).collect();
    assert_eq!(
        standing,
        [("bad", Standing::Run), ("broken", Standing::Error), ("good", Standing::Run)]
    );
    assert_eq!(outcome.statuses(), ["failed", "done"]);
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn a_refused_plan_is_not_run() {
    let mut refused = eventful();
    refused.refused = Some(Refusal { rule: "max_removals".to_owned(), counted: 9, allowed: 3 });
    let fake = Fake::new(acme());
    let outcome = Scene::new().apply(&fake, &refused).await;
    assert_eq!(outcome.statuses(), ["not_attempted"; 7]);
    assert_eq!((fake.calls().len(), fake.reads()), (0, 0));
    assert_eq!(outcome.report.exit, 3);
    assert!(outcome.records.is_empty());
}

#[tokio::test(start_paused = true)]
async fn held_and_manual_steps_are_listed_and_the_organization_is_verified() {
    let mut plan = plan("acme", &[(1, invite("cy"), &[]), (1, revoke_bo(None), &[])]);
    plan.steps[0].execution = Execution::Manual { instructions: vec!["Open Users".to_owned()] };
    plan.steps[1].execution = Execution::Held { reason: Hold::OwnAccess };
    let fake = Fake::new(acme());
    let mut scene = Scene::new();
    let outcome = scene.apply(&fake, &plan).await;
    assert_eq!(outcome.statuses(), ["manual", "held"]);
    assert!(outcome.verified());
    assert_eq!(outcome.report.exit, 0);
    scene.settings.exit_code = true;
    assert_eq!(scene.apply(&fake, &plan).await.report.exit, 6);
    assert_eq!(fake.calls().len(), 0);
}

/// Throws the switch when the first step begins.
struct StopAtFirst(StopSwitch);

impl Progress for StopAtFirst {
    fn step_started(&self, _: &Slug, _: &Step) {
        self.0.stop();
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_lets_calls_in_flight_finish_and_begins_nothing_new() {
    let fake = Fake::new(acme()).faults(|_, _| Fault::Slow(Duration::from_secs(3)));
    let plan = plan("acme", &[(1, invite("cy"), &[]), (2, rename_organization(), &[])]);
    let other = crate::support::plan("other", &[(1, limit_support(), &[])]);
    let mut scene = Scene::new();
    scene.settings.parallelism = 1;
    let progress = StopAtFirst(scene.switch.clone());
    let jobs = vec![job(&fake, plan), job(&fake, other)];
    let stages = Schedule::default().stages(jobs);
    let replan = |_: &Slug, _: &_| Err("is not asked".to_owned());
    let outcome = scene.apply_stages(&fake, stages, replan, &progress).await;
    assert_eq!(outcome.statuses(), ["done", "not_attempted", "not_attempted"]);
    assert_eq!(outcome.report.organizations[1].standing, Standing::NotBegun);
    assert_eq!(outcome.outcomes(), ["done"]);
    assert_eq!(fake.emails(), ["cy@acme.example"]);
    assert!(outcome.report.interrupted);
    assert_eq!(outcome.report.exit, 130);
}

#[tokio::test(start_paused = true)]
async fn a_stop_during_a_long_wave_does_not_wait_for_all_of_it() {
    let names: Vec<String> = (0..40).map(|number| format!("p{number:02}")).collect();
    let steps: Vec<_> = names.iter().map(|name| (1, invite(name), &[][..])).collect();
    let fake = Fake::new(acme()).faults(|_, _| Fault::Slow(Duration::from_millis(500)));
    let scene = Scene::new();
    let progress = StopAtFirst(scene.switch.clone());
    let stages = Schedule::default().stages(vec![job(&fake, plan("acme", &steps))]);
    let replan = |_: &Slug, _: &_| Err("is not asked".to_owned());
    let outcome = scene.apply_stages(&fake, stages, replan, &progress).await;
    let done = outcome.statuses().iter().filter(|status| **status == "done").count();
    assert_eq!(done, fake.calls().len());
    assert!(done <= 10, "{done}");
    assert_eq!(outcome.report.organizations[0].steps[39].status, Status::NotAttempted);
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_sent_is_a_failure() {
    let fake = Fake::new(acme()).faults(|_, _| Fault::NotSent);
    let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, invite("cy"), &[])])).await;
    assert_eq!((outcome.statuses(), outcome.outcomes()), (vec!["failed"], vec!["not_sent"]));
    assert_eq!(outcome.report.exit, 1);
}

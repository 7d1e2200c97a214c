use crate::support::*;
use rolecall::apply::{Job, Standing, still_current};
use rolecall::model::{OrganizationId, Seen, Slug, Snapshot, WorkspaceName};
use rolecall::plan::{Action, RemoveOrganizationUser, WorkspaceRef};
use rolecall::platform::Call;
use rolecall::store::{LocalStore, Stamp, Store as _, TryLock};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::time::Instant;

const NAME: &str = "organization-239021";
const ID: OrganizationId = OrganizationId::new(239021);

async fn hold(scene: &Scene) -> rolecall::store::Taken {
    match scene.store().try_lock(ID, &scene.holder()).await.unwrap() {
        TryLock::Taken(taken) => taken,
        TryLock::Busy(by) => panic!("{by}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_run_says_who_holds_the_organization_and_since_when() {
    let mut scene = Scene::new();
    let taken = hold(&scene).await;
    scene.run = "r2";
    let fake = Fake::new(acme());
    let plan = plan("acme", &[(1, invite("cy"), &[])]);
    let outcome = scene.apply(&fake, &plan).await;
    assert_eq!(fake.calls().len(), 0);
    let organization = &outcome.report.organizations[0];
    assert_eq!(organization.standing, Standing::Error);
    assert_eq!(
        organization.error.as_deref(),
        Some("locked by run r1 (process 7 on ci) since 2026-11-23T18:00:00Z")
    );
    assert_eq!(outcome.report.exit, 1);
    taken.lock.release().await;
    assert_eq!(scene.apply(&fake, &plan).await.statuses(), ["done"]);
}

#[tokio::test(start_paused = true)]
async fn a_second_run_waits_as_long_as_it_is_told() {
    let mut scene = Scene::new();
    scene.settings.lock_timeout = Duration::from_secs(20);
    let taken = hold(&scene).await;
    let fake = Fake::new(acme());
    let plan = plan("acme", &[(1, invite("cy"), &[])]);
    let began = Instant::now();
    let release = async {
        tokio::time::sleep(Duration::from_secs(7)).await;
        taken.lock.release().await;
    };
    let (outcome, ()) = tokio::join!(scene.apply(&fake, &plan), release);
    assert_eq!(outcome.statuses(), ["done"]);
    assert!((7..9).contains(&(Instant::now() - began).as_secs()));
    let _held = hold(&scene).await;
    let began = Instant::now();
    assert_eq!(scene.apply(&fake, &plan).await.statuses(), ["not_attempted"]);
    assert_eq!((Instant::now() - began).as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_any_size_is_as_long_as_can_be() {
    let mut scene = Scene::new();
    scene.settings.lock_timeout = Duration::MAX;
    (scene.settings.verify, scene.settings.read_back) = (Duration::MAX, Duration::MAX);
    let taken = hold(&scene).await;
    let fake = Fake::new(acme()).faults(|_, _| Fault::LostAfter);
    let plan = plan("acme", &[(1, invite("cy"), &[])]);
    let release = async {
        tokio::time::sleep(Duration::from_secs(600)).await;
        taken.lock.release().await;
    };
    let (outcome, ()) = tokio::join!(scene.apply(&fake, &plan), release);
    assert_eq!(outcome.statuses(), ["done"]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_wait_for_a_lock() {
    let mut scene = Scene::new();
    scene.settings.lock_timeout = Duration::from_secs(600);
    let _held = hold(&scene).await;
    let fake = Fake::new(acme());
    let plan = plan("acme", &[(1, invite("cy"), &[])]);
    let began = Instant::now();
    let stop = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        scene.switch.stop();
    };
    let (outcome, ()) = tokio::join!(scene.apply(&fake, &plan), stop);
    assert_eq!((Instant::now() - began).as_secs(), 1);
    assert_eq!(outcome.report.exit, 130);
}

#[tokio::test(start_paused = true)]
async fn of_ten_runs_at_once_one_works_and_no_step_is_done_twice() {
    for timeout in [0, 60] {
        let mut scene = Scene::new();
        scene.settings.lock_timeout = Duration::from_secs(timeout);
        let fake = Fake::new(acme()).faults(|_, _| Fault::Slow(Duration::from_secs(1)));
        let plan = plan("acme", &[(1, invite("cy"), &[]), (2, promote_bo(), &[])]);
        let jobs: Vec<_> = (0..10).map(|_| job(&fake, plan.clone())).collect();
        let replan = |_: &Slug, now: &Snapshot| Ok(what_is_left(&plan, now));
        let runs = jobs.into_iter().map(|job| scene.apply_jobs(&fake, vec![job], replan));
        let outcomes = futures::future::join_all(runs).await;
        assert_eq!(fake.calls().len(), 2);
        let did = outcomes.iter().filter(|outcome| outcome.statuses() == ["done", "done"]).count();
        assert_eq!(did, 1);
        let others = if timeout == 0 { "not_attempted" } else { "already" };
        let others = outcomes.iter().filter(|outcome| outcome.statuses() == [others; 2]).count();
        assert_eq!(others, 9);
    }
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_another_run_made_stale_is_not_run() {
    let scene = Scene::new();
    let fake = Fake::new(acme());
    let plan = plan("acme", &[(1, invite("cy"), &[]), (2, promote_bo(), &[])]);
    let job = job(&fake, plan.clone());
    let other = crate::support::plan("acme", &[(1, invite("di"), &[])]);
    assert_eq!(scene.apply(&fake, &other).await.statuses(), ["done"]);
    // di is not wanted here.
    let remove = Action::RemoveOrganizationUser(RemoveOrganizationUser {
        email: email("di"),
        before: Seen::Unknown("?".into()),
        pending: true,
    });
    let now = crate::support::plan(
        "acme",
        &[(1, invite("cy"), &[]), (2, promote_bo(), &[]), (3, remove, &[])],
    );
    let replan = |_: &Slug, _: &Snapshot| Ok(now.clone());
    let outcome = scene.apply_jobs(&fake, vec![job], replan).await;
    assert_eq!(outcome.report.organizations[0].standing, Standing::Stale);
    assert_eq!(outcome.report.exit, 3);
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_another_run_did_of_the_plan_is_already_so() {
    let scene = Scene::new();
    let fake = Fake::new(acme());
    let steps = [(1, add(support(), &["cy", "di"]), &[][..]), (2, promote_bo(), &[])];
    let plan = plan("acme", &steps);
    let job = job(&fake, plan.clone());
    let other = crate::support::plan("acme", &[(1, add(support(), &["cy"]), &[])]);
    assert_eq!(scene.apply(&fake, &other).await.statuses(), ["done"]);
    let replan = |_: &Slug, now: &Snapshot| Ok(what_is_left(&plan, now));
    let outcome = scene.apply_jobs(&fake, vec![job], replan).await;
    assert_eq!(outcome.statuses(), ["done", "done"]);
    let people: Vec<_> = outcome.detail(1).users.iter().map(|user| user.status.word()).collect();
    assert_eq!(people, ["already", "done"]);
    assert!(outcome.verified());
    assert_eq!(fake.emails(), ["cy@acme.example", "di@acme.example"]);
}

#[tokio::test(start_paused = true)]
async fn after_a_holder_that_died_the_plan_is_checked_and_runs_at_once() {
    let scene = Scene::new();
    let store: LocalStore = scene.store();
    hold(&scene).await.lock.release().await;
    let lease = scene.folder.path().join(format!(".rolecall/locks/{NAME}.json"));
    let dead = std::fs::read_to_string(&lease).unwrap().replace("true", "false");
    std::fs::write(&lease, dead).unwrap();
    assert!(matches!(store.stamp(ID).await.unwrap(), Stamp::Lease(lease) if !lease.released));
    let fake = Fake::new(acme());
    let plan = plan("acme", &[(1, invite("cy"), &[])]);
    let began = Instant::now();
    let outcome = scene.apply(&fake, &plan).await;
    assert_eq!(outcome.statuses(), ["done"]);
    assert_eq!(Instant::now(), began);
    assert_eq!(fake.reads(), 2);
}

/// Says in which folder a second process is to hold the lock; see below.
const HOLD_IN: &str = "ROLECALL_TEST_HOLD_IN";

/// The second process: holds the lock until it is killed. Does nothing in an ordinary test run.
#[tokio::test]
async fn holds_until_killed() {
    let Ok(folder) = std::env::var(HOLD_IN) else { return };
    let scene = Scene::new();
    let store = LocalStore::new(folder);
    let taken = store.try_lock(ID, &scene.holder()).await.unwrap();
    assert!(matches!(taken, TryLock::Taken(_)));
    std::io::stderr().write_all(b"holding\n").unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[tokio::test]
async fn the_lock_of_a_process_that_was_killed_is_free_at_once() {
    let scene = Scene::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["locks::holds_until_killed", "--exact", "--nocapture"])
        .env(HOLD_IN, scene.folder.path().join(".rolecall"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "holding"));
    let busy = scene.store().try_lock(ID, &scene.holder()).await.unwrap();
    assert!(matches!(busy, TryLock::Busy(Stamp::Lease(_))));
    child.kill().unwrap();
    child.wait().unwrap();
    let taken = hold(&scene).await;
    assert!(matches!(taken.previous, Stamp::Lease(lease) if !lease.released));
}

#[tokio::test(start_paused = true)]
async fn a_saved_plan_goes_on_in_a_workspace_that_it_made_before() {
    let sales = || WorkspaceRef { name: WorkspaceName::new("Sales"), id: None };
    let steps = [(1, create("Sales"), &[][..]), (2, add(sales(), &["cy", "di"]), &[1])];
    let saved = plan("acme", &steps);
    let has_di = |call: &Call| call.values.users.iter().any(|user| user.email == email("di"));
    let fake = Fake::new(acme()).faults(move |number, call| {
        if number < 5 && has_di(call) { Fault::Refused(400) } else { Fault::None }
    });
    let mut scene = Scene::new();
    let first = scene.apply(&fake, &saved).await;
    assert_eq!((first.statuses(), first.report.exit), (vec!["done", "failed"], 5));
    let seen = scene.store().stamp(ID).await.unwrap();
    let now = what_is_left(&saved, &fake.now());
    let already = still_current(&saved, &now, &fake.now()).unwrap();
    let job = Job::resumed(target("acme"), saved.clone(), already, &fake.now(), seen);
    scene.run = "r2";
    let replan = |_: &Slug, _: &Snapshot| Err("is not asked".to_owned());
    let second = scene.apply_jobs(&fake, vec![job], replan).await;
    assert_eq!(second.statuses(), ["already", "done"]);
    assert!(second.verified());
    assert_eq!(second.report.exit, 0);
    let people: Vec<_> = second.detail(2).users.iter().map(|user| user.status.word()).collect();
    assert_eq!(people, ["already", "done"]);
    assert_eq!(fake.emails(), ["cy@acme.example", "di@acme.example"]);
}

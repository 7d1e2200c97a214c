use crate::support::*;
use rolecall::model::{OrganizationRole, Seen, Slug, Snapshot};
use rolecall::plan::{Action, Execution, Hold};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn a_platform_that_lags_is_waited_for() {
    let fake = Fake::new(acme()).lagging(Duration::from_secs(2));
    let began = Instant::now();
    let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, invite("cy"), &[])])).await;
    assert!(outcome.verified());
    assert_eq!(outcome.report.exit, 0);
    let took = Instant::now() - began;
    assert!((2.0..5.0).contains(&took.as_secs_f64()), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn what_comes_out_again_is_an_error_that_shows_it() {
    let fake = Fake::new(acme()).faults(|_, _| Fault::Lies);
    let plan = plan(
        "acme",
        &[(1, add(support(), &["cy", "di"]), &[]), (1, promote_bo(), &[]), (2, invite("ed"), &[])],
    );
    let replan_from = plan.clone();
    let job = job(&fake, plan);
    // Meanwhile somebody else adds di.
    let scene = Scene::new();
    let done_elsewhere = |_: &Slug, now: &Snapshot| {
        let mut now = now.clone();
        let mut di = now.workspaces.items[1].users.items[0].clone();
        di.email = email("di");
        now.workspaces.items[1].users.items.push(di);
        Ok(what_is_left(&replan_from, &now))
    };
    let began = Instant::now();
    let outcome = scene.apply_jobs(&fake, vec![job], done_elsewhere).await;
    assert_eq!((Instant::now() - began).as_secs(), 10);
    assert_eq!(outcome.statuses(), ["done", "done", "done"]);
    assert!(!outcome.verified());
    let left = &outcome.report.organizations[0].left;
    let left: Vec<_> = left
        .iter()
        .map(|left| (left.id.to_string(), left.action.people().cloned().collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        left,
        [
            ("acme/1".to_owned(), vec![email("cy")]),
            ("acme/2".to_owned(), vec![email("bo")]),
            ("acme/3".to_owned(), vec![email("ed")]),
        ]
    );
    assert_eq!(outcome.report.exit, 1);
}

#[tokio::test(start_paused = true)]
async fn what_became_possible_meanwhile_is_to_be_run_again() {
    let fake = Fake::new(acme());
    let mut plan = plan("acme", &[(1, invite("cy"), &[]), (2, revoke_bo(None), &[])]);
    plan.steps[1].execution =
        Execution::Held { reason: Hold::AwaitingAcceptance { people: vec![email("di")] } };
    let replan = |_: &Slug, now: &Snapshot| {
        let mut again = what_is_left(&plan, now);
        again.steps.iter_mut().for_each(|step| step.execution = Execution::Automatic);
        Ok(again)
    };
    let jobs = vec![job(&fake, plan.clone())];
    let outcome = Scene::new().apply_jobs(&fake, jobs, replan).await;
    let organization = &outcome.report.organizations[0];
    assert!(organization.verified);
    assert_eq!(organization.run_again.len(), 1);
    assert_eq!(organization.run_again[0].action.word(), "revoke_workspace_access");
    assert_eq!(outcome.report.exit, 0);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_planned_again_is_not_verified() {
    let fake = Fake::new(acme());
    let jobs = vec![job(&fake, plan("acme", &[(1, invite("cy"), &[])]))];
    let replan = |_: &Slug, _: &Snapshot| Err("no order is safe".to_owned());
    let outcome = Scene::new().apply_jobs(&fake, jobs, replan).await;
    assert_eq!(
        outcome.report.organizations[0].error.as_deref(),
        Some("what was done could not be verified: no order is safe")
    );
    assert_eq!(outcome.report.exit, 1);
}

#[tokio::test(start_paused = true)]
async fn one_look_is_enough_where_nothing_lags() {
    let fake = Fake::new(acme());
    Scene::new().apply(&fake, &plan("acme", &[(1, invite("cy"), &[])])).await;
    assert_eq!((fake.calls().len(), fake.reads()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn somebody_who_was_there_already_in_another_role_is_left_to_change() {
    let fake = Fake::new(acme());
    let applied = plan("acme", &[(1, invite("cy"), &[])]);
    let jobs = vec![job(&fake, applied)];
    let member =
        Action::InviteOrganizationUser { email: email("cy"), role: OrganizationRole::Member };
    Scene::new().apply(&fake, &plan("acme", &[(1, member, &[])])).await;
    let change = Action::ChangeOrganizationRole {
        email: email("cy"),
        before: Seen::Known(OrganizationRole::Member),
        after: OrganizationRole::UserAdmin,
    };
    let again = plan("acme", &[(1, change, &[])]);
    let replan = |_: &Slug, _: &Snapshot| Ok(again.clone());
    let outcome = Scene::new().apply_jobs(&fake, jobs, replan).await;
    assert_eq!(outcome.statuses(), ["already"]);
    assert!(!outcome.verified());
    let organization = &outcome.report.organizations[0];
    assert_eq!((organization.left.len(), organization.run_again.len()), (1, 0));
}

use crate::support::*;
use rolecall::apply::{FactStatus, Job, Verification};
use rolecall::model::*;
use rolecall::plan::{Action, Execution, Hold, InviteOrganizationUser};
use rolecall::platform::{Call, PlatformError};
use rolecall::store::Stamp;
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
async fn what_does_not_show_is_an_error_that_says_what_shows() {
    let fake = Fake::new(acme()).faults(|_, _| Fault::Lies);
    let plan = plan(
        "acme",
        &[(1, add(support(), &["cy", "di"]), &[]), (1, promote_bo(), &[]), (2, invite("ed"), &[])],
    );
    let began = Instant::now();
    let outcome = Scene::new().apply(&fake, &plan).await;
    assert_eq!((Instant::now() - began).as_secs(), 10);
    assert_eq!(outcome.statuses(), ["done", "done", "done"]);
    assert!(!outcome.verified());
    let organization = &outcome.report.organizations[0];
    assert_eq!(organization.verification, Verification::Otherwise);
    let shows: Vec<_> = organization.steps.iter().map(|step| step.shows.as_deref()).collect();
    assert_eq!(
        shows,
        [
            Some(
                "in Support, cy@acme.example has no access; in Support, di@acme.example has no access"
            ),
            Some("in Support, bo@acme.example has access as agent without restrictions"),
            Some("ed@acme.example is not in the organization"),
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
async fn what_cannot_be_planned_again_is_an_error_and_what_was_done_is_verified() {
    let fake = Fake::new(acme());
    let mut plan = plan("acme", &[(1, invite("cy"), &[]), (2, revoke_bo(None), &[])]);
    plan.steps[1].execution = Execution::Held { reason: Hold::OwnAccess };
    let replan = |_: &Slug, _: &Snapshot| Err("no order is safe".to_owned());
    let outcome = Scene::new().apply_jobs(&fake, vec![job(&fake, plan)], replan).await;
    assert_eq!(
        outcome.report.organizations[0].error.as_deref(),
        Some("what can be done now could not be planned: no order is safe")
    );
    assert!(outcome.verified());
    assert_eq!(outcome.report.exit, 1);
}

#[tokio::test(start_paused = true)]
async fn one_look_is_enough_where_nothing_lags() {
    let fake = Fake::new(acme());
    Scene::new().apply(&fake, &plan("acme", &[(1, invite("cy"), &[])])).await;
    assert_eq!((fake.calls().len(), fake.reads()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_removal_that_is_not_is_never_verified() {
    let lie = |_: usize, _: &Call| Fault::Lies;
    let outcome = |fake: Fake| async move {
        Scene::new().apply(&fake, &plan("acme", &[(1, revoke_bo(None), &[])])).await
    };
    let whole = outcome(Fake::new(acme()).faults(lie)).await;
    assert_eq!((whole.statuses(), whole.report.exit), (vec!["done"], 1));
    assert_eq!(whole.report.organizations[0].verification, Verification::Otherwise);
    // The list leaves bo out and its total is one above its items.
    let partial = outcome(Fake::new(acme()).faults(lie).sight(|_, seen| {
        let users = &mut seen.workspaces.items[1].users;
        users.items.clear();
        users.completeness = Completeness::Partial { why: "0 of 1".to_owned() };
        Ok(())
    }))
    .await;
    assert_eq!((partial.statuses(), partial.report.exit), (vec!["done"], 5));
    let organization = &partial.report.organizations[0];
    assert_eq!(organization.verification, Verification::Unverified);
    assert!(!organization.verified);
    let step = &organization.steps[0];
    assert_eq!(step.fact, Some(FactStatus::CannotTell));
    assert_eq!(step.why.as_ref().unwrap().code, "read_in_part");
}

#[tokio::test(start_paused = true)]
async fn a_look_that_fails_leaves_it_unverified() {
    let fake = Fake::new(acme()).sight(|_, _| Err(PlatformError::new("the platform answers 500")));
    let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, revoke_bo(None), &[])])).await;
    let organization = &outcome.report.organizations[0];
    assert_eq!(organization.verification, Verification::Unverified);
    assert_eq!(organization.steps[0].why.as_ref().unwrap().code, "not_read");
    assert_eq!(outcome.report.exit, 5);
}

/// The workspace's list hides who has not accepted, so that bo may have been invited anew: the organization's says it.
#[tokio::test(start_paused = true)]
async fn a_removal_is_verified_by_all_the_lists_that_it_rests_on() {
    let outcome = |unread: std::ops::Range<usize>| async move {
        let mut hiding = acme();
        hiding.workspaces.items.iter_mut().for_each(|it| it.users.shows_pending = false);
        let fake = Fake::new(hiding).sight(move |read, seen| {
            if unread.contains(&read) {
                seen.users = Collection::not_read();
            }
            Ok(())
        });
        Scene::new().apply(&fake, &plan("acme", &[(1, revoke_bo(None), &[])])).await
    };
    for unread in [0..0, 0..2] {
        let outcome = outcome(unread.clone()).await;
        assert!(outcome.verified(), "{unread:?}");
        assert_eq!(outcome.report.exit, 0, "{unread:?}");
    }
    let never = outcome(0..usize::MAX).await;
    let organization = &never.report.organizations[0];
    assert_eq!(organization.verification, Verification::Unverified);
    assert_eq!(organization.steps[0].why.as_ref().unwrap().code, "not_read");
    assert_eq!(never.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn one_address_with_two_ids_cannot_be_told() {
    let fake = Fake::new(acme()).sight(|_, seen| {
        let twice = seen.users.items.iter().find(|user| user.email == email("cy")).cloned();
        seen.users.items.extend(twice.map(|cy| OrganizationUser { id: UserId::new(99), ..cy }));
        Ok(())
    });
    let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, invite("cy"), &[])])).await;
    let step = &outcome.report.organizations[0].steps[0];
    assert_eq!(step.why.as_ref().unwrap().code, "two_accounts");
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn somebody_who_is_there_already_in_another_role_is_a_failure() {
    let fake = Fake::new(acme());
    let jobs = vec![job(&fake, plan("acme", &[(1, invite("cy"), &[])]))];
    let member = Action::InviteOrganizationUser(InviteOrganizationUser {
        email: email("cy"),
        role: OrganizationRole::Member,
    });
    Scene::new().apply(&fake, &plan("acme", &[(1, member, &[])])).await;
    let replan = |_: &Slug, _: &Snapshot| Err("is not asked".to_owned());
    let outcome = Scene::new().apply_jobs(&fake, jobs, replan).await;
    assert_eq!(outcome.statuses(), ["failed"]);
    assert_eq!(outcome.detail(1).message.as_deref(), Some("is there already, as member"));
    assert_eq!(outcome.report.exit, 1);
}

#[tokio::test(start_paused = true)]
async fn somebody_pending_whom_no_list_shows_is_already_there_and_said_so() {
    // The workspace's list is of an API that shows nobody who has not accepted; pat is pending, as manager.
    let hides_pending = |_: usize, seen: &mut Snapshot| {
        let users = &mut seen.workspaces.items[1].users;
        users.items.retain(|user| user.email != email("pat"));
        users.shows_pending = false;
        Ok(())
    };
    let mut seen = acme();
    let bo = seen.workspaces.items[1].users.items[0].clone();
    let status = Some(Seen::Known(UserStatus::Pending));
    let pat =
        OrganizationUser { id: UserId::new(7), email: email("pat"), ..seen.users.items[0].clone() };
    seen.users.items.push(OrganizationUser { status, ..pat });
    let manager = Seen::Known(WorkspaceRole::Manager);
    let pat = WorkspaceUser { id: UserId::new(7), email: email("pat"), role: manager, ..bo };
    seen.workspaces.items[1].users.items.push(pat);
    let fake = Fake::new(seen).sight(hides_pending);
    let mut snapshot = fake.now();
    hides_pending(0, &mut snapshot).unwrap();
    let plan = plan("acme", &[(1, add(support(), &["pat"]), &[])]);
    let job = Job::planned(target("acme"), plan, &snapshot, Stamp::Never);
    let replan = |_: &Slug, _: &Snapshot| Err("is not asked".to_owned());
    let outcome = Scene::new().apply_jobs(&fake, vec![job], replan).await;
    assert_eq!(outcome.statuses(), ["already"]);
    assert!(outcome.detail(1).message.unwrap().contains("the role can't be seen"));
    assert!(outcome.verified());
    assert_eq!(outcome.report.exit, 0);
}

#[tokio::test(start_paused = true)]
async fn what_was_planned_from_an_incomplete_read_is_not_verified() {
    let mut seen = acme();
    seen.users.completeness = Completeness::Partial { why: "2 of 3".to_owned() };
    for steps in [&[(1, invite("cy"), &[][..])][..], &[]] {
        let fake = Fake::new(acme());
        let mut plan = plan("acme", steps);
        plan.incomplete = seen.incomplete();
        let job = Job::planned(target("acme"), plan, &seen, Stamp::Never);
        let replan = |_: &Slug, _: &Snapshot| Err("is not asked".to_owned());
        let outcome = Scene::new().apply_jobs(&fake, vec![job], replan).await;
        let organization = &outcome.report.organizations[0];
        assert_eq!(organization.verification, Verification::Unverified);
        let error = organization.error.as_deref().unwrap();
        assert_eq!(error, "incomplete: the organization's users could not be read in full: 2 of 3");
        assert_eq!(outcome.report.exit, 5);
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_profile_never_shows_is_no_doubt_and_said_so() {
    let hidden = |_: usize, seen: &mut Snapshot| {
        seen.workspaces.items[1].users = Collection::out_of_sight();
        Ok(())
    };
    let fake = Fake::new(acme()).sight(hidden);
    let mut snapshot = fake.now();
    hidden(0, &mut snapshot).unwrap();
    let planned = plan("acme", &[(1, promote_bo(), &[])]);
    let job = Job::planned(target("acme"), planned, &snapshot, Stamp::Never);
    let replan = |_: &Slug, _: &Snapshot| Err("is not asked".to_owned());
    let outcome = Scene::new().apply_jobs(&fake, vec![job], replan).await;
    assert_eq!(outcome.statuses(), ["done"]);
    let step = &outcome.report.organizations[0].steps[0];
    assert_eq!(step.fact, Some(FactStatus::CannotTell));
    assert_eq!(step.why.as_ref().unwrap().code, "out_of_sight");
    assert!(outcome.verified());
    assert_eq!(outcome.report.exit, 0);
    // The profile can read the organization, so that an answer without it leaves a doubt.
    let hidden = |_: usize, seen: &mut Snapshot| {
        seen.organization = None;
        Ok(())
    };
    let fake = Fake::new(acme()).sight(hidden);
    let outcome =
        Scene::new().apply(&fake, &plan("acme", &[(1, rename_organization(), &[])])).await;
    assert_eq!(outcome.report.organizations[0].verification, Verification::Unverified);
    assert_eq!(outcome.report.exit, 5);
}

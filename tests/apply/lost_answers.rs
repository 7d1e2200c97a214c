use crate::support::*;
use rolecall::model::{Completeness, Snapshot, WorkspaceName};
use rolecall::plan::{Action, ResendInvitation, UpdateWorkspace, WorkspaceFields, WorkspaceRef};
use rolecall::platform::PlatformError;
use std::time::Duration;

/// Every kind of step that is about one thing, each possible in `acme()`.
fn single_steps() -> Vec<Action> {
    vec![
        rename_organization(),
        create("Sales"),
        limit_support(),
        delete_pilot(),
        promote_bo(),
        revoke_bo(None),
        invite("cy"),
        make_bo_billing_admin(),
    ]
}

/// The profiles in turn: which one it is changes nothing of what is found out.
async fn one_step(
    action: Action,
    lag: Duration,
    fault: impl Fn(usize) -> Fault + Send + Sync + 'static,
) -> (Outcome, Fake) {
    let kind = single_steps().iter().position(|it| it == &action).unwrap_or_default();
    let profile = Spoken::ALL[(kind + lag.as_secs() as usize) % Spoken::ALL.len()];
    one_step_by(profile, action, lag, fault).await
}

async fn one_step_by(
    profile: Spoken,
    action: Action,
    lag: Duration,
    fault: impl Fn(usize) -> Fault + Send + Sync + 'static,
) -> (Outcome, Fake) {
    let fake = Fake::new(acme()).spoken(profile).lagging(lag);
    let fake = fake.faults(move |number, _| fault(number));
    let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, action, &[])])).await;
    (outcome, fake)
}

fn undisturbed(action: &Action) -> Snapshot {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (outcome, fake) =
        runtime.block_on(one_step(action.clone(), Duration::ZERO, |_| Fault::None));
    assert_eq!(outcome.statuses(), ["done"], "{action:?}");
    fake.now()
}

#[test]
fn an_answer_lost_after_the_write_is_found_and_never_repeated() {
    for lag in [0, 2] {
        for action in single_steps() {
            let expected = undisturbed(&action);
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .start_paused(true)
                .build()
                .unwrap();
            let lag = Duration::from_secs(lag);
            let lost = one_step(action.clone(), lag, |_| Fault::LostAfter);
            let (outcome, fake) = runtime.block_on(lost);
            assert_eq!(outcome.statuses(), ["done"], "{action:?}");
            assert_eq!(outcome.outcomes(), ["done"], "{action:?}");
            assert_eq!(fake.calls().len(), 1, "{action:?}");
            assert_eq!(fake.now(), expected, "{action:?}");
            assert!(outcome.verified(), "{action:?}");
            assert_eq!(outcome.report.exit, 0);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_lost_before_the_write_is_tried_once_more() {
    for action in single_steps() {
        let first = |number| if number == 1 { Fault::LostBefore } else { Fault::None };
        let (outcome, fake) = one_step(action.clone(), Duration::ZERO, first).await;
        assert_eq!(outcome.statuses(), ["done"], "{action:?}");
        assert_eq!(outcome.outcomes(), ["not_done", "done"], "{action:?}");
        assert_eq!(fake.calls().len(), 2, "{action:?}");
        let times = fake.call_times();
        assert!(times[1] - times[0] >= Duration::from_secs(5), "the read may have lagged");
        assert!(outcome.verified(), "{action:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_lost_twice_before_the_write_is_a_failure() {
    for action in single_steps() {
        let (outcome, fake) = one_step(action.clone(), Duration::ZERO, |_| Fault::LostBefore).await;
        assert_eq!(outcome.statuses(), ["failed"], "{action:?}");
        assert_eq!(outcome.outcomes(), ["not_done", "not_done"], "{action:?}");
        assert_eq!(fake.calls().len(), 2, "{action:?}");
        assert_eq!(outcome.report.exit, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_lags_longer_than_the_bound_still_invites_nobody_twice() {
    let lag = Duration::from_secs(8);
    let first = |number| if number == 1 { Fault::LostAfter } else { Fault::None };
    for profile in Spoken::ALL {
        let (outcome, fake) = one_step_by(profile, invite("cy"), lag, first).await;
        // Where no refusal is known to mean that it is so, nobody claims that it is.
        let (status, last) =
            if profile.knows_already_so() { ("done", "done") } else { ("failed", "refused") };
        assert_eq!(outcome.statuses(), [status], "{profile:?}");
        assert_eq!(outcome.outcomes(), ["not_done", last], "{profile:?}");
        assert_eq!(fake.emails(), ["cy@acme.example"], "{profile:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_unknown_with_what_to_check() {
    let fake = Fake::new(acme()).unreadable().faults(|_, _| Fault::LostBefore);
    let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, invite("cy"), &[])])).await;
    assert_eq!(outcome.statuses(), ["unknown"]);
    assert_eq!(fake.calls().len(), 1);
    let detail = outcome.report.organizations[0].steps[0].detail.as_ref().unwrap();
    assert_eq!(detail.check, ["whether cy@acme.example is in the organization as user_admin"]);
    assert_eq!(
        detail.message.as_deref(),
        Some(
            "the answer was lost (the connection broke); the list of the organization's users could not be \
             read in full: 3 of 4"
        )
    );
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn absence_from_a_list_that_is_not_complete_proves_no_removal() {
    for action in [delete_pilot(), revoke_bo(None)] {
        let fake = Fake::new(acme()).unreadable().faults(|_, _| Fault::LostAfter);
        let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, action, &[])])).await;
        assert_eq!(outcome.statuses(), ["unknown"]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_invitation_is_never_sent_again_on_a_guess() {
    let invited_at = "2026-11-23T18:00:00Z".parse().unwrap();
    let resend = || Action::ResendInvitation(ResendInvitation { email: email("cy"), invited_at });
    for (fault, status, emails) in
        [(Fault::LostBefore, "unknown", 1), (Fault::LostAfter, "done", 2)]
    {
        let seeded = Fake::new(acme());
        Scene::new().apply(&seeded, &plan("acme", &[(1, invite("cy"), &[])])).await;
        let fake = Fake::new(seeded.now()).faults(move |_, _| fault.clone());
        let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, resend(), &[])])).await;
        assert_eq!(outcome.statuses(), [status]);
        assert_eq!(fake.calls().len(), 1);
        assert_eq!(seeded.emails().len() + fake.emails().len(), emails);
    }
}

#[tokio::test(start_paused = true)]
async fn a_workspace_whose_answer_was_lost_is_found_by_name_for_its_users() {
    let sales = WorkspaceRef { name: WorkspaceName::new("Sales"), id: None };
    let plan = plan("acme", &[(1, create("Sales"), &[]), (2, add(sales, &["cy"]), &[1])]);
    for lag in [0, 2] {
        let fake = Fake::new(acme())
            .lagging(Duration::from_secs(lag))
            .faults(|number, _| if number == 1 { Fault::LostAfter } else { Fault::None });
        let outcome = Scene::new().apply(&fake, &plan).await;
        assert_eq!(outcome.statuses(), ["done", "done"]);
        assert!(outcome.verified());
    }
}

#[tokio::test(start_paused = true)]
async fn contacts_go_to_somebody_who_was_added_in_this_run() {
    let steps: [(u32, Action, &[usize]); 2] =
        [(1, add(support(), &["cy"]), &[]), (2, revoke_bo(Some("cy")), &[1])];
    let fake = Fake::new(acme()).lagging(Duration::from_secs(1));
    let outcome = Scene::new().apply(&fake, &plan("acme", &steps)).await;
    assert_eq!(outcome.statuses(), ["done", "done"]);
    assert!(outcome.verified());
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_already_is_no_failure() {
    for action in [delete_pilot(), revoke_bo(None)] {
        let fake = Fake::new(acme());
        let plan = plan("acme", &[(1, action, &[])]);
        let scene = Scene::new();
        let job = job(&fake, plan.clone());
        fake.meanwhile(|state| {
            state.workspaces.items.retain(|it| it.id.get() != 11);
            state.workspaces.items.iter_mut().for_each(|it| it.users.items.clear());
        });
        let outcome =
            scene.apply_jobs(&fake, vec![job], |_: &_, now: &_| Ok(what_is_left(&plan, now))).await;
        assert_eq!(outcome.statuses(), ["already"]);
        assert_eq!(outcome.report.exit, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_404_for_what_is_still_there_is_a_failure() {
    for action in [delete_pilot(), revoke_bo(None)] {
        let fake = Fake::new(acme()).faults(|_, _| Fault::Refused(404));
        let outcome = Scene::new().apply(&fake, &plan("acme", &[(1, action, &[])])).await;
        assert_eq!(outcome.statuses(), ["failed"]);
        assert_eq!(outcome.outcomes(), ["refused"]);
        let message = outcome.detail(1).message.unwrap();
        assert!(message.starts_with("is still there"), "{message}");
        assert_eq!(outcome.report.exit, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_404_is_no_proof_where_the_list_cannot_tell() {
    for fails in [false, true] {
        let fake = Fake::new(acme()).faults(|_, _| Fault::Refused(404)).sight(move |_, seen| {
            let users = &mut seen.workspaces.items[1].users;
            users.items.clear();
            users.completeness = Completeness::Partial { why: "0 of 1".to_owned() };
            if fails { Err(PlatformError::new("500")) } else { Ok(()) }
        });
        let plan = plan("acme", &[(1, revoke_bo(None), &[])]);
        let outcome = Scene::new().apply(&fake, &plan).await;
        assert_eq!((outcome.statuses(), outcome.outcomes()), (vec!["unknown"], vec!["unknown"]));
        assert_eq!(outcome.report.exit, 5);
    }
}

#[tokio::test(start_paused = true)]
async fn a_renamed_workspace_is_not_taken_for_the_new_one_of_its_old_name() {
    let rename = Action::UpdateWorkspace(UpdateWorkspace {
        workspace: WorkspaceRef { name: WorkspaceName::new("Helpdesk"), ..support() },
        before: WorkspaceFields::default(),
        after: WorkspaceFields { name: Some(WorkspaceName::new("Helpdesk")), ..Default::default() },
    });
    let fresh = WorkspaceRef { name: WorkspaceName::new("Support"), id: None };
    let steps: [(u32, Action, &[usize]); 3] =
        [(1, rename, &[]), (2, create("Support"), &[1]), (3, add(fresh, &["cy"]), &[2])];
    let plan = plan("acme", &steps);
    let fake = Fake::new(acme())
        .lagging(Duration::from_secs(2))
        .faults(|number, _| if number == 2 { Fault::LostBefore } else { Fault::None });
    let scene = Scene::new();
    let jobs = vec![job(&fake, plan.clone())];
    let replan = |_: &_, now: &Snapshot| {
        let mut left = plan.clone();
        let renamed = now.workspaces.items.iter().any(|it| it.name.as_str() == "Helpdesk");
        left.steps.retain(|_| !renamed);
        Ok(left)
    };
    let outcome = scene.apply_jobs(&fake, jobs, replan).await;
    assert_eq!(outcome.statuses(), ["done", "done", "done"]);
    assert_eq!(outcome.outcomes(), ["done", "not_done", "done", "done"]);
    let now = fake.now();
    let people = |name: &str| {
        let workspace = now.workspaces.items.iter().find(|it| it.name.as_str() == name).unwrap();
        workspace.users.items.iter().map(|user| user.email.clone()).collect::<Vec<_>>()
    };
    assert_eq!(people("Helpdesk"), [email("bo")]);
    assert_eq!(people("Support"), [email("cy")]);
}

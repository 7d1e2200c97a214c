//! What is taken away only while the rules hold in the state that was really reached.

use crate::support::*;
use rolecall::apply::Verification;
use rolecall::model::*;
use rolecall::plan::{
    Action, AddWorkspaceUsers, ChangeOrganizationRole, NewAccess, OrganizationPlan, WorkspaceRef,
};
use rolecall::platform::Call;

/// Bo is the only owner of Support; ana and ops are there.
fn owned_by_bo() -> Snapshot {
    let mut seen = acme();
    let ops = seen.users.items[1].clone();
    let ana = OrganizationUser { id: UserId::new(3), email: email("ana"), ..ops };
    seen.users.items.push(OrganizationUser { role: Seen::Known(OrganizationRole::Member), ..ana });
    seen.workspaces.items[1].users.items[0].role = Seen::Known(WorkspaceRole::Owner);
    seen
}

fn add_owner(name: &str) -> Action {
    let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) = add(support(), &[name])
    else {
        panic!()
    };
    let owner = |user| NewAccess { role: WorkspaceRole::Owner, invites: false, ..user };
    Action::AddWorkspaceUsers(AddWorkspaceUsers {
        workspace,
        users: users.into_iter().map(owner).collect(),
    })
}

/// Ana becomes owner of Support, and bo, the only one so far, loses it.
fn hand_over() -> OrganizationPlan {
    plan("acme", &[(1, add_owner("ana"), &[]), (2, revoke_bo(None), &[])])
}

async fn hand_over_on(fake: &Fake) -> Outcome {
    let scene = Scene { desired: desired(&["ana"], 1), ..Scene::new() };
    scene.apply(fake, &hand_over()).await
}

fn has_bo(fake: &Fake) -> bool {
    let users = &fake.now().workspaces.items[1].users.items;
    users.iter().any(|user| user.email == email("bo"))
}

#[tokio::test(start_paused = true)]
async fn a_hand_over_goes_through_after_one_look() {
    let fake = Fake::new(owned_by_bo());
    let outcome = hand_over_on(&fake).await;
    assert_eq!(outcome.statuses(), ["done", "done"]);
    assert!(outcome.verified());
    assert!(!has_bo(&fake));
    // One list before the revocation, and one to verify.
    assert_eq!(fake.reads(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_owner_stays_whose_successor_was_added_without_effect() {
    let is_addition = |call: &Call| !call.values.users.is_empty();
    let fake = Fake::new(owned_by_bo())
        .faults(move |_, call| if is_addition(call) { Fault::Lies } else { Fault::None });
    let outcome = hand_over_on(&fake).await;
    assert_eq!(outcome.statuses(), ["done", "not_attempted"]);
    let message = outcome.detail(2).message.unwrap();
    assert_eq!(
        message,
        "it rests on what a fresh look does not show: acme/1: in Support, ana@acme.example has no access"
    );
    assert!(has_bo(&fake));
    assert_eq!(outcome.report.organizations[0].verification, Verification::Otherwise);
    assert_eq!(outcome.report.exit, 1);
}

#[tokio::test(start_paused = true)]
async fn an_owner_stays_whose_successor_cannot_be_seen() {
    let fake = Fake::new(owned_by_bo()).sight(|_, seen| {
        let users = &mut seen.workspaces.items[1].users;
        users.items.retain(|user| user.email != email("ana"));
        users.completeness = Completeness::Partial { why: "1 of 2".to_owned() };
        Ok(())
    });
    let outcome = hand_over_on(&fake).await;
    assert_eq!(outcome.statuses(), ["done", "not_attempted"]);
    assert!(has_bo(&fake));
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn an_owner_stays_whose_successor_is_there_as_an_agent() {
    let fake = Fake::new(owned_by_bo());
    let scene = Scene { desired: desired(&["ana"], 1), ..Scene::new() };
    let job = job(&fake, hand_over());
    fake.meanwhile(|state| {
        let users = &mut state.workspaces.items[1].users.items;
        let (id, role) = (UserId::new(3), Seen::Known(WorkspaceRole::Agent));
        users.push(WorkspaceUser { id, email: email("ana"), role, ..users[0].clone() });
    });
    let replan = |_: &Slug, _: &Snapshot| Err("is not asked".to_owned());
    let outcome = scene.apply_jobs(&fake, vec![job], replan).await;
    assert_eq!(outcome.statuses(), ["failed", "not_attempted"]);
    assert_eq!(outcome.detail(1).message.as_deref(), Some("is there already, as agent"));
    assert_eq!(
        outcome.detail(2).message.as_deref(),
        Some("after what went wrong it would break a rule: Support has no accepted owner")
    );
    assert!(has_bo(&fake));
    assert_eq!(outcome.report.exit, 1);
}

#[tokio::test(start_paused = true)]
async fn an_admin_stays_where_the_new_one_is_none() {
    let mut seen = owned_by_bo();
    seen.users.items[0].role = Seen::Known(OrganizationRole::Admin);
    let role = |name: &str, before, after| {
        Action::ChangeOrganizationRole(ChangeOrganizationRole {
            email: email(name),
            before: Seen::Known(before),
            after,
        })
    };
    use OrganizationRole::{Admin, Member};
    let plan =
        plan("acme", &[(1, role("ana", Member, Admin), &[]), (2, role("bo", Admin, Member), &[])]);
    for lies in [false, true] {
        let fake = Fake::new(seen.clone()).faults(move |number, _| match number {
            1 if lies => Fault::Lies,
            _ => Fault::None,
        });
        let scene = Scene { desired: desired(&[], 2), ..Scene::new() };
        let outcome = scene.apply(&fake, &plan).await;
        let second = if lies { "not_attempted" } else { "done" };
        assert_eq!(outcome.statuses(), ["done", second]);
        assert_eq!(outcome.report.exit, u8::from(lies));
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_looked_at_first_where_nothing_rests_on_anything() {
    let fake = Fake::new(acme());
    let steps = [(1, add(support(), &["cy"]), &[][..]), (2, revoke_bo(None), &[])];
    let outcome = Scene::new().apply(&fake, &plan("acme", &steps)).await;
    assert_eq!(outcome.statuses(), ["done", "done"]);
    assert_eq!(fake.reads(), 1);
}

#[tokio::test(start_paused = true)]
async fn who_moves_keeps_the_old_access_until_the_new_one_shows() {
    let pilot = WorkspaceRef { name: WorkspaceName::new("Pilot"), id: Some(WorkspaceId::new(11)) };
    let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, mut users }) = add(pilot, &["bo"])
    else {
        panic!()
    };
    users[0].invites = false;
    let add_bo = Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users });
    let plan = plan("acme", &[(1, add_bo, &[]), (2, revoke_bo(None), &[])]);
    for (fault, second, exit) in [
        (Fault::None, "done", 0),
        (Fault::Lies, "not_attempted", 1),
        (Fault::Refused(400), "not_attempted", 1),
    ] {
        let fake = Fake::new(acme())
            .faults(move |number, _| if number == 1 { fault.clone() } else { Fault::None });
        let outcome = Scene::new().apply(&fake, &plan).await;
        assert_eq!(outcome.statuses()[1], second);
        assert_eq!(outcome.report.exit, exit);
        assert_eq!(has_bo(&fake), second != "done");
    }
}

#[tokio::test(start_paused = true)]
async fn one_bad_address_stops_only_what_is_about_it() {
    // p1 can't be invited; further access for the others, and a dismissal, go through.
    let pilot = WorkspaceRef { name: WorkspaceName::new("Pilot"), id: Some(WorkspaceId::new(11)) };
    let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) =
        add(pilot, &["p0", "p1", "p2"])
    else {
        panic!()
    };
    let users = users.into_iter().map(|user| NewAccess { invites: false, ..user }).collect();
    let further = Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users });
    let steps = [
        (1, add(support(), &["p0", "p1", "p2"]), &[][..]),
        (2, further, &[1]),
        (3, revoke_bo(Some("p0")), &[1]),
        (4, remove_bo(), &[3]),
    ];
    let bad = |call: &Call| call.values.users.iter().any(|user| user.email == email("p1"));
    let fake = Fake::new(acme())
        .faults(move |_, call| if bad(call) { Fault::Refused(400) } else { Fault::None });
    let outcome = Scene::new().apply(&fake, &plan("acme", &steps)).await;
    assert_eq!(outcome.statuses(), ["failed", "failed", "done", "done"]);
    let people = |step| -> Vec<_> {
        outcome.detail(step).users.iter().map(|person| person.status.word()).collect()
    };
    assert_eq!(people(1), ["done", "failed", "done"]);
    assert_eq!(people(2), ["done", "not_attempted", "done"]);
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn access_to_a_workspace_of_this_run_counts_once_it_shows() {
    let sales = || WorkspaceRef { name: WorkspaceName::new("Sales"), id: None };
    let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, mut users }) =
        add(sales(), &["bo"])
    else {
        panic!()
    };
    users[0].invites = false;
    let steps = [
        (1, create("Sales"), &[][..]),
        (2, Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }), &[1]),
        (3, revoke_bo(None), &[]),
    ];
    let fake = Fake::new(acme());
    let outcome = Scene::new().apply(&fake, &plan("acme", &steps)).await;
    assert_eq!(outcome.statuses(), ["done", "done", "done"]);
    assert!(outcome.verified());
}

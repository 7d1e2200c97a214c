use crate::support::*;
use rolecall::apply::FactStatus;
use rolecall::model::{Operation, Seen, UserId, WorkspaceRole, WorkspaceUser};
use rolecall::platform::Call;
use std::time::Duration;

/// The addresses of each batch that was sent.
fn sent(fake: &Fake) -> Vec<Vec<String>> {
    let calls = fake.calls().into_iter().filter_map(|call| match call {
        Call { operation: Operation::AddWorkspaceUsers, values } => {
            Some(values.users.iter().map(|user| user.email.to_string()).collect())
        }
        _ => None,
    });
    calls.collect()
}

fn addresses(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| email(name).to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn of_a_batch_done_in_part_only_the_missing_are_sent_again() {
    for (lag, some) in [(0, 1), (0, 2), (2, 1), (2, 0), (2, 3)] {
        let fake = Fake::new(acme())
            .lagging(Duration::from_secs(lag))
            .faults(move |number, _| if number == 1 { Fault::Partial(some) } else { Fault::None });
        let plan = plan("acme", &[(1, add(support(), &["cy", "di", "ed"]), &[])]);
        let outcome = Scene::new().apply(&fake, &plan).await;
        assert_eq!(outcome.statuses(), ["done"]);
        assert_eq!(fake.emails(), addresses(&["cy", "di", "ed"]));
        let missing = &["cy", "di", "ed"][some..];
        let again = if missing.is_empty() { None } else { Some(addresses(missing)) };
        assert_eq!(sent(&fake).get(1), again.as_ref());
        assert!(outcome.verified());
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_there_already_does_not_keep_the_others_out() {
    let fake = Fake::new(acme());
    let plan = plan("acme", &[(1, add(support(), &["bo", "cy", "di"]), &[])]);
    let outcome = Scene::new().apply(&fake, &plan).await;
    assert_eq!(outcome.statuses(), ["done"]);
    assert_eq!(sent(&fake)[1..], [addresses(&["cy", "di"])]);
    let detail = outcome.report.organizations[0].steps[0].detail.as_ref().unwrap();
    let people: Vec<_> = detail.users.iter().map(|user| user.status.word()).collect();
    assert_eq!(people, ["already", "done", "done"]);
}

#[tokio::test(start_paused = true)]
async fn where_the_list_does_not_show_who_is_meant_each_is_sent_alone() {
    let fake = Fake::new(acme()).lagging(Duration::from_secs(30));
    let scene = Scene::new();
    fake.meanwhile(|state| {
        let mut cy = state.workspaces.items[1].users.items[0].clone();
        (cy.id, cy.email) = (rolecall::model::UserId::new(50), email("cy"));
        state.workspaces.items[1].users.items.push(cy);
    });
    let plan = plan("acme", &[(1, add(support(), &["cy", "di", "ed"]), &[])]);
    let outcome = scene.apply(&fake, &plan).await;
    assert_eq!(sent(&fake)[1..], ["cy", "di", "ed"].map(|name| addresses(&[name])));
    assert_eq!(outcome.outcomes(), ["already", "refused", "done", "done"]);
    // That cy is there already is the platform's word alone: the list still shows that they aren't.
    assert_eq!(outcome.statuses(), ["failed"]);
    assert_eq!(outcome.report.exit, 1);
}

#[tokio::test(start_paused = true)]
async fn a_batch_lost_twice_fails_for_those_who_are_missing() {
    let fake = Fake::new(acme()).faults(|number, _| match number {
        1 => Fault::Partial(1),
        _ => Fault::LostBefore,
    });
    let plan = plan("acme", &[(1, add(support(), &["cy", "di"]), &[])]);
    let outcome = Scene::new().apply(&fake, &plan).await;
    assert_eq!(outcome.statuses(), ["failed"]);
    assert_eq!(fake.calls().len(), 2);
    let organization = &outcome.report.organizations[0];
    let detail = organization.steps[0].detail.as_ref().unwrap();
    let people: Vec<_> = detail.users.iter().map(|user| user.status.word()).collect();
    assert_eq!(people, ["done", "failed"]);
    assert_eq!(organization.steps[0].fact, Some(FactStatus::Shows));
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_cannot_be_read_is_unknown_for_each() {
    let fake = Fake::new(acme()).unreadable().faults(|_, _| Fault::Partial(1));
    let plan = plan("acme", &[(1, add(support(), &["cy", "di"]), &[])]);
    let outcome = Scene::new().apply(&fake, &plan).await;
    assert_eq!(outcome.statuses(), ["unknown"]);
    let detail = outcome.report.organizations[0].steps[0].detail.as_ref().unwrap();
    let people: Vec<_> = detail.users.iter().map(|user| user.status.word()).collect();
    assert_eq!(people, ["done", "unknown"]);
    assert_eq!(detail.check, ["whether di@acme.example is in Support as agent"]);
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn one_bad_address_keeps_nobody_else_out() {
    let has_di = |call: &Call| call.values.users.iter().any(|user| user.email == email("di"));
    let fake = Fake::new(acme())
        .faults(move |_, call| if has_di(call) { Fault::Refused(400) } else { Fault::None });
    let steps: [(u32, _, &[usize]); 2] =
        [(1, add(support(), &["cy", "di", "ed"]), &[]), (2, delete_pilot(), &[])];
    let outcome = Scene::new().apply(&fake, &plan("acme", &steps)).await;
    assert_eq!(sent(&fake)[1..], ["cy", "di", "ed"].map(|name| addresses(&[name])));
    // A workspace is deleted only where all else succeeded (R7).
    assert_eq!(outcome.statuses(), ["failed", "not_attempted"]);
    assert_eq!(outcome.outcomes(), ["refused", "done", "refused", "done"]);
    let detail = outcome.detail(1);
    let people: Vec<_> = detail.users.iter().map(|user| (user.status.word(), user.http)).collect();
    assert_eq!(people, [("done", None), ("failed", Some(400)), ("done", None)]);
    assert_eq!((detail.message, detail.http), (None, None));
    assert_eq!(outcome.report.organizations[0].steps[0].fact, Some(FactStatus::Shows));
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn who_is_there_in_another_role_fails_alone() {
    let fake = Fake::new(acme());
    fake.meanwhile(|state| {
        let users = &mut state.workspaces.items[1].users.items;
        let manager = Seen::Known(WorkspaceRole::Manager);
        users.push(WorkspaceUser {
            id: UserId::new(50),
            email: email("cy"),
            role: manager,
            ..users[0].clone()
        });
    });
    let plan = plan("acme", &[(1, add(support(), &["cy", "di"]), &[])]);
    let outcome = Scene::new().apply(&fake, &plan).await;
    assert_eq!(outcome.statuses(), ["failed"]);
    let detail = outcome.detail(1);
    let people: Vec<_> =
        detail.users.iter().map(|user| (user.status.word(), user.message.as_deref())).collect();
    assert_eq!(people, [("failed", Some("is there already, as manager")), ("done", None)]);
    assert_eq!(outcome.report.exit, 5);
}

#[tokio::test(start_paused = true)]
async fn a_refused_batch_fails_for_all() {
    let fake = Fake::new(acme()).faults(|_, _| Fault::Refused(403));
    let plan = plan("acme", &[(1, add(support(), &["cy", "di"]), &[])]);
    let outcome = Scene::new().apply(&fake, &plan).await;
    assert_eq!(outcome.statuses(), ["failed"]);
    assert_eq!(fake.calls().len(), 1);
    let detail = outcome.report.organizations[0].steps[0].detail.as_ref().unwrap();
    assert_eq!(detail.http, Some(403));
    assert_eq!(detail.message.as_deref(), Some("You do not have permission."));
}

use crate::support::*;
use rolecall::model::Operation;
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
    assert_eq!(outcome.outcomes(), ["already", "already", "done", "done"]);
    assert_eq!(outcome.statuses(), ["done"]);
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
    assert!(organization.left[0].action.people().eq([&email("di")]));
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
    assert_eq!(detail.check, ["whether di@acme.example has access to Support"]);
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

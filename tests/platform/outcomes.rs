//! What a write's answer means, and what may be repeated.

use crate::calls;
use crate::server::{Server, broken, done, page, refusal, reply, success, text};
use crate::setting::{console, target, with_token};
use axum::body::Body;
use axum::http::Response;
use rolecall::model::{OrganizationRole, UserId, WorkspaceId};
use rolecall::platform::{Answer, Attempt, Call, Client, Execute, Observe, Refused};
use serde_json::json;
use std::time::Duration;
use tokio::net::TcpListener;

/// How a server answers.
type Answering = fn() -> Response<Body>;

fn invite() -> Call {
    calls::invite("cy@acme.example", OrganizationRole::Member)
}

/// One write against a server that gives these answers; with how many requests it took.
async fn write(answers: &[Answering]) -> (Attempt, usize) {
    let server = Server::in_turn(answers.iter().copied()).await;
    let attempt = console(server.url()).execute(&target(), &invite(), &|| true).await;
    (attempt, server.count())
}

#[tokio::test]
async fn a_write_is_sent_once_and_as_the_contract_says() {
    let server = Server::in_turn([done as fn() -> _]).await;
    let attempt = console(server.url()).execute(&target(), &invite(), &|| true).await;
    assert_eq!(attempt, Attempt::Done(Answer { workspace: None, user: Some(UserId::new(77)) }));
    let [asked] = server.asked().try_into().unwrap();
    assert_eq!(
        (asked.method.as_str(), asked.uri.path()),
        ("POST", "/api/organization/10/users/invite")
    );
    assert_eq!(asked.body, json!({"email": "cy@acme.example", "role": "member"}));
    assert_eq!(asked.header("authorization"), "Bearer marked-secret-token");
    assert_eq!(asked.header("orgid"), "10");
    assert_eq!(asked.header("content-type"), "application/json");
    assert_eq!(asked.header("user-agent"), concat!("rolecall/", env!("CARGO_PKG_VERSION")));
    assert!(asked.header("accept-encoding").contains("gzip"));
}

#[tokio::test]
async fn optional_parts_are_left_out() {
    let server = Server::in_turn([done as fn() -> _]).await;
    let client = console(server.url());
    let workspace = WorkspaceId::new(5);
    assert_done(client.execute(&target(), &calls::revoke(workspace, 6, None), &|| true).await);
    assert_done(client.execute(&target(), &calls::revoke(workspace, 6, Some(7)), &|| true).await);
    let users = vec![calls::agent("cy@acme.example", &[])];
    assert_done(client.execute(&target(), &calls::add(workspace, users), &|| true).await);
    let [without, with, batch] = server.asked().try_into().unwrap();
    assert_eq!(without.body, json!(null));
    assert_eq!(without.header("content-type"), "");
    assert_eq!(with.body, json!({"reassignTo": 7}));
    let person = json!({"email": "cy@acme.example", "role": "agent"});
    assert_eq!(batch.body, json!({"spaceId": 5, "users": [person]}));
}

fn assert_done(attempt: Attempt) {
    assert!(matches!(attempt, Attempt::Done(_)), "{attempt:?}");
}

#[tokio::test]
async fn where_the_write_may_have_happened_the_outcome_is_unknown_and_nothing_is_repeated() {
    let cases: [(&str, Answering); 8] = [
        ("500", || refusal(500, "Something went wrong.")),
        ("502 page", || page(502)),
        ("cut short", || text(200, "application/json", r#"{"status": "succ"#)),
        ("broken", || broken(200)),
        ("page with 200", || page(200)),
        ("page with 403", || page(403)),
        ("success without its mark", || reply(200, &json!({"status": "error", "message": "no"}))),
        ("redirect", || {
            Response::builder().status(302).header("location", "/x").body(Body::empty()).unwrap()
        }),
    ];
    for (name, answer) in cases {
        let (attempt, requests) = write(&[answer]).await;
        assert!(matches!(attempt, Attempt::Unknown { .. }), "{name}: {attempt:?}");
        assert_eq!(requests, 1, "{name}");
    }
}

/// Only of an answer that never came whole it is said that it was lost.
#[tokio::test]
async fn an_answer_that_came_is_not_called_lost() {
    let cases: [(&str, bool, Answering); 5] = [
        ("broken", true, || broken(200)),
        ("500", false, || refusal(500, "Something went wrong.")),
        ("cut short", false, || text(200, "application/json", r#"{"status": "succ"#)),
        ("page with 200", false, || page(200)),
        ("no mark", false, || reply(200, &json!({"status": "error", "message": "no"}))),
    ];
    for (name, lost, answer) in cases {
        let (Attempt::Unknown { why }, _) = write(&[answer]).await else { panic!("{name}") };
        assert_eq!(why.contains("the answer was lost"), lost, "{name}: {why}");
    }
}

#[tokio::test]
async fn refusals_of_the_contract_are_refusals_wherever_their_text_stands() {
    let (attempt, requests) =
        write(&[|| refusal(403, "You do not have permission to perform this action.")]).await;
    let Attempt::Refused(Refused { status, message, help, .. }) = attempt else {
        panic!("{attempt:?}")
    };
    assert_eq!(
        (status, message.as_str()),
        (403, "You do not have permission to perform this action.")
    );
    assert!(help.unwrap().contains("role of this account may not"));
    assert_eq!(requests, 1);

    let (attempt, _) = write(&[|| {
        reply(400, &json!({"status": "ValidationError", "data": {"message": "role is not valid"}}))
    }])
    .await;
    let Attempt::Refused(refused) = attempt else { panic!("{attempt:?}") };
    assert_eq!(refused.message, "role is not valid");

    let (attempt, _) = write(&[|| refusal(403, "User already exists.")]).await;
    assert_eq!(attempt, Attempt::AlreadySo);
}

#[tokio::test]
async fn a_write_is_repeated_where_nothing_can_have_happened() {
    let cases: [Answering; 2] =
        [|| refusal(429, "Too many requests"), || refusal(449, "still being created")];
    for first in cases {
        let (attempt, requests) = write(&[first, done]).await;
        assert!(matches!(attempt, Attempt::Done(_)), "{attempt:?}");
        assert_eq!(requests, 2);
    }
}

#[tokio::test]
async fn a_write_that_is_turned_away_until_the_deadline_was_not_sent() {
    let server = Server::in_turn([(|| refusal(429, "Too many requests")) as fn() -> _]).await;
    let mut settings = with_token(server.url());
    settings.timeouts.retry = Duration::from_millis(300);
    let client = Client::new(crate::setting::profile("respond-io-console"), settings).unwrap();
    let attempt = client.execute(&target(), &invite(), &|| true).await;
    let Attempt::NotSent { why } = attempt else { panic!("{attempt:?}") };
    assert!(why.contains("429"), "{why}");
    assert!(server.count() > 1);
}

#[tokio::test]
async fn a_write_to_a_server_that_is_down_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let mut settings = with_token(&url);
    settings.timeouts.retry = Duration::from_millis(300);
    let client = Client::new(crate::setting::profile("respond-io-console"), settings).unwrap();
    let attempt = client.execute(&target(), &invite(), &|| true).await;
    let Attempt::NotSent { why } = attempt else { panic!("{attempt:?}") };
    assert!(why.contains("no connection"), "{why}");
    let error = client.observe(&target()).await.unwrap_err();
    assert!(error.what.contains("no connection"), "{error}");
    assert!(error.help.unwrap().contains("base URL"));
}

#[tokio::test]
async fn reads_are_repeated_on_everything_that_may_pass() {
    let troubles: [(&str, Answering); 6] = [
        ("429", || refusal(429, "Too many requests")),
        ("449", || refusal(449, "still being created")),
        ("500", || refusal(500, "Something went wrong.")),
        ("502 page", || page(502)),
        ("cut short", || text(200, "application/json", r#"{"status": "succ"#)),
        ("broken", || broken(200)),
    ];
    for (name, trouble) in troubles {
        let fine = || success(&json!({"items": [], "totalCount": 0}));
        let server = Server::in_turn([trouble, trouble, fine]).await;
        let users = console(server.url()).organization_users(&target()).await;
        assert!(users.unwrap().is_complete(), "{name}");
        assert_eq!(server.count(), 3, "{name}");
    }
}

#[tokio::test]
async fn reads_that_bring_a_page_or_a_refusal_fail_at_once_and_say_what_to_do() {
    let cases: [(Answering, &str, &str); 4] = [
        (|| page(200), "a web page in place of JSON", "the address of the API"),
        (|| page(403), "403 with a web page", "login page"),
        (|| refusal(403, "Forbidden"), "403 Forbidden", "not in that organization"),
        (|| reply(200, &json!({"items": []})), "200", ""),
    ];
    for (answer, what, help) in cases {
        let server = Server::in_turn([answer]).await;
        let error = console(server.url()).organization_users(&target()).await.unwrap_err();
        assert!(error.what.contains(what), "{error}");
        assert!(error.help.clone().unwrap_or_default().contains(help), "{:?}", error.help);
        assert_eq!(server.count(), 1, "{what}");
    }
}

#[tokio::test]
async fn what_the_profile_cannot_do_is_not_sent() {
    let server = Server::in_turn([done as fn() -> _]).await;
    let profile = crate::setting::profile("respond-io-developer");
    let client = Client::new(profile, with_token(server.url())).unwrap();
    let attempt = client.execute(&target(), &invite(), &|| true).await;
    let Attempt::NotSent { why } = attempt else { panic!("{attempt:?}") };
    assert_eq!(why, "`respond-io-developer` can't do inviteOrganizationUser");
    assert_eq!(server.count(), 0);
}

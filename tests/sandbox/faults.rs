//! Each fault, over real HTTP.

use crate::client::{Client, Reply, config};
use crate::world::{ORG, SALES, SUPPORT, seed};
use rolecall::model::{Email, UserId, UserStatus};
use rolecall::sandbox::{Cause, Config, Endpoint, Faults, State, When};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SPACES: &str = "/api/organization/10/spaces";
const CREATE: &str = "/api/organization/10/spaces/create";
const ADD: &str = "/api/organization/10/spaces/users";

async fn with(faults: &str) -> Client {
    let client = Client::new().await;
    client.server.set_faults(Faults::parse(faults).unwrap());
    client
}

async fn create(client: &Client, name: &str) -> reqwest::Result<Reply> {
    client.try_call("POST", CREATE, json!({"name": name, "timezone": "UTC"})).await
}

fn names(client: &Client) -> Vec<String> {
    let state = client.server.state().unwrap();
    let organization = state.organizations.values().next().unwrap();
    organization.workspaces.values().map(|it| it.name.clone()).collect()
}

fn add(emails: &[&str]) -> Value {
    let user = |email: &&str| json!({"email": email, "role": "agent"});
    json!({"spaceId": SALES, "users": emails.iter().map(user).collect::<Vec<_>>()})
}

#[tokio::test]
async fn a_reset_before_and_after_the_effect() {
    for (when, there) in [("before", false), ("after", true)] {
        let client = with(&format!("op=S2,nth=1,reset={when}")).await;
        let error = create(&client, "New").await.expect_err("no answer");
        assert!(!error.is_timeout() && error.status().is_none(), "{error:?}");
        assert_eq!(names(&client).contains(&"New".to_owned()), there, "{when}");
        assert_eq!(create(&client, "Other").await.unwrap().status, 200, "only the first");
    }
}

#[tokio::test]
async fn a_status_before_and_after_the_effect() {
    for (text, there) in [("503", false), ("503:after", true), ("429", false)] {
        let client = with(&format!("op=writes,times=1,status={text}")).await;
        let request = client.post(CREATE, &json!({"name": "New", "timezone": "UTC"}));
        let reply = crate::client::reply(request).await.unwrap();
        assert_eq!(reply.status.to_string(), text[..3]);
        assert_eq!(reply.header("retry-after").is_some(), reply.status == 429);
        assert_eq!(names(&client).contains(&"New".to_owned()), there, "{text}");
    }
}

#[tokio::test]
async fn an_answer_cut_short() {
    let client = with("op=S2,cut=after").await;
    let error = create(&client, "New").await.expect_err("half an answer");
    assert!(error.is_body() || error.is_decode(), "the headers came whole: {error:?}");
    assert!(names(&client).contains(&"New".to_owned()));
}

#[tokio::test]
async fn a_login_page() {
    for (when, there) in [("before", false), ("after", true)] {
        let client = with(&format!("op=S2,html={when}")).await;
        let request = client.post(CREATE, &json!({"name": "New", "timezone": "UTC"}));
        let reply = crate::client::reply(request).await.unwrap();
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(reply.body.as_str().is_some_and(|it| it.starts_with("<!doctype html>")));
        assert_eq!(names(&client).contains(&"New".to_owned()), there, "{when}");
    }
}

#[tokio::test]
async fn a_part_of_a_batch() {
    let client = with("op=S3,times=1,partial=2").await;
    let body = add(&["a@x.example", "b@x.example", "c@x.example"]);
    assert_eq!(client.call("POST", ADD, body.clone()).await.status, 500);
    let who = |client: &Client| {
        let state = client.server.state().unwrap();
        state.emails.iter().map(|it| it.email.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(who(&client), ["a@x.example", "b@x.example"]);
    let again = client.call("POST", ADD, body).await;
    assert_eq!(again.text(), "Invitation has already been sent and is not accepted.");
    assert_eq!(client.call("POST", ADD, add(&["c@x.example"])).await.status, 200);
    assert_eq!(who(&client), ["a@x.example", "b@x.example", "c@x.example"]);
}

#[tokio::test]
async fn reads_that_lag() {
    let client = with("op=reads,stale=60000").await;
    let shown = async || client.list(SPACES, json!({})).await.len();
    assert_eq!(shown().await, 2);
    assert_eq!(create(&client, "New").await.unwrap().status, 200);
    assert_eq!(names(&client).len(), 3);
    assert_eq!(shown().await, 2, "as it was a minute ago");
    // What is shown may be old; what is allowed is decided by today.
    let body = json!({"name": "New", "timezone": "UTC"});
    assert_eq!(client.call("POST", CREATE, body).await.status, 403);
    client.server.set_faults(Faults::none());
    assert_eq!(shown().await, 3);
}

#[tokio::test]
async fn an_answer_that_comes_late_is_still_of_a_call_that_was_done() {
    let client = with("op=S2,latency=150").await;
    let start = Instant::now();
    assert_eq!(create(&client, "New").await.unwrap().status, 200);
    assert!(start.elapsed() >= Duration::from_millis(150));
    // A client that does not wait changes nothing about that.
    let arrived =
        |client: &Client| client.server.counts().get(&Endpoint::CreateWorkspace) == Some(&2);
    tokio::select! {
        answer = create(&client, "Late") => panic!("it was answered: {answer:?}"),
        () = until(|| arrived(&client)) => {}
    }
    assert!(!names(&client).contains(&"Late".to_owned()), "not yet");
    until(|| names(&client).contains(&"Late".to_owned())).await;
}

/// Waits until something is so; a test that waits for ten seconds has failed.
async fn until(so: impl Fn() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_secs(10), "it never came to be");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn tokens_that_expire() {
    let client = with("op=S1,nth=2,tokens=expire").await;
    let ask = async || client.call("POST", SPACES, json!({})).await.status;
    assert_eq!((ask().await, ask().await, ask().await), (200, 401, 401));
}

#[tokio::test]
async fn a_point_to_kill_a_client_at() {
    for (when, there) in [(When::Before, false), (When::After, true)] {
        let client = Client::new().await;
        client.server.set_faults(Faults::crash_point(2, when));
        assert_eq!(client.call("POST", SPACES, json!({})).await.status, 200);
        let known = client.server.holds();
        let server = &client.server;
        let reached = server.wait_for_hold(known, Duration::from_secs(10));
        tokio::select! {
            reached = reached => assert_eq!(reached, known + 1),
            answer = create(&client, "New") => panic!("it was answered: {answer:?}"),
        }
        assert_eq!(names(&client).contains(&"New".to_owned()), there, "{when:?}");
        assert_eq!(create(&client, "Other").await.unwrap().status, 200, "only the second");
    }
}

#[tokio::test]
async fn a_server_ends_though_a_call_is_held() {
    let client = with("op=S2,hold=before").await;
    let held = tokio::spawn(client.post(CREATE, &json!({})).send());
    client.server.wait_for_hold(0, Duration::from_secs(10)).await;
    client.server.shutdown().await;
    assert!(held.await.unwrap().is_err(), "a reset, since there never was an answer");
}

/// Which of 60 calls fail, with this seed.
async fn misses(seed: u64) -> Vec<bool> {
    let faults = Faults::parse(&format!("op=O2,p=0.3,seed={seed},status=503")).unwrap();
    let client = Client::with(Config { faults, ..config() }).await;
    let mut misses = Vec::new();
    for _ in 0..60 {
        let reply = crate::client::reply(client.post(USERS, &json!({}))).await;
        misses.push(reply.unwrap().status == 503);
    }
    misses
}

#[tokio::test]
async fn a_seed_decides() {
    let (one, same, other) = (misses(7).await, misses(7).await, misses(8).await);
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert!(one.contains(&true) && one.contains(&false));
}

const USERS: &str = "/api/organization/10/users";

/// The addresses that a list shows, and its total.
async fn shown(client: &Client, path: &str) -> (Vec<String>, u64) {
    let reply = client.call("POST", path, json!({})).await;
    let items = reply.data()["items"].as_array().unwrap();
    let emails = items.iter().map(|item| item["email"].as_str().unwrap().to_owned());
    (emails.collect(), reply.data()["totalCount"].as_u64().unwrap())
}

#[tokio::test]
async fn lists_that_leave_somebody_out_or_show_somebody_twice() {
    let client =
        with("op=O2,nth=1,without=member@acme.example;op=O2,nth=2,twice=member@acme.example").await;
    let (emails, total) = shown(&client, USERS).await;
    assert!(!emails.contains(&"Member@acme.example".to_owned()));
    assert_eq!((emails.len(), total), (5, 6), "the total still counts them");
    let (emails, total) = shown(&client, USERS).await;
    assert_eq!(emails.iter().filter(|it| *it == "Member@acme.example").count(), 2);
    assert_eq!((emails.len(), total), (7, 7));
    let (emails, total) = shown(&client, USERS).await;
    assert_eq!((emails.len(), total), (6, 6), "the state is as it was");
}

#[tokio::test]
async fn totals_that_lie_and_fields_that_are_missing() {
    let client = with("op=O2,total=+2;op=S1,total=-1;op=S1,members=+1").await;
    assert_eq!(shown(&client, USERS).await.1, 8);
    let spaces = client.call("POST", SPACES, json!({})).await;
    assert_eq!(spaces.data()["totalCount"], 1);
    let counts: Vec<_> = spaces.data()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["usersCount"].clone())
        .collect();
    assert_eq!(counts, [json!(4), json!(1)]);
    let client = with("op=O1,hide=limits;op=O2,hide=status").await;
    let request = client.get("/api/organization/10");
    let organization = crate::client::reply(request).await.unwrap();
    assert!(organization.data().get("limits").is_none() && organization.data()["name"] == "Acme");
    let users = crate::client::reply(client.post(USERS, &json!({}))).await.unwrap();
    assert!(users.data()["items"].as_array().unwrap().iter().all(|it| it.get("status").is_none()));
}

#[tokio::test]
async fn writes_without_effect() {
    let client = with("op=writes,effect=none").await;
    let before = client.server.state().unwrap();
    assert_eq!(create(&client, "New").await.unwrap().data()["name"], "New");
    assert_eq!(client.call("POST", ADD, add(&["a@x.example"])).await.status, 200);
    let gone = format!("/api/organization/10/spaces/{SUPPORT}/users/5");
    assert_eq!(client.call("DELETE", &gone, Value::Null).await.status, 200);
    let unknown = format!("/api/organization/10/spaces/{SUPPORT}/users/99");
    assert_eq!(client.call("DELETE", &unknown, Value::Null).await.status, 404, "rules hold");
    assert_eq!(client.server.state().unwrap(), before);
}

#[tokio::test]
async fn a_part_of_a_batch_answered_as_all() {
    let client = with("op=S3,partial=1:done").await;
    let body = add(&["a@x.example", "b@x.example"]);
    assert_eq!(client.call("POST", ADD, body).await.status, 200);
    assert_eq!(client.server.state().unwrap().emails.len(), 1);
}

#[tokio::test]
async fn an_address_that_spoils_its_batch() {
    for (faults, status) in
        [("refuse=bad@x.example", 400), ("refuse=bad@x.example;invalid=403", 403)]
    {
        let client = with(faults).await;
        let reply = client.call("POST", ADD, add(&["a@x.example", "BAD@x.example"])).await;
        assert_eq!((reply.status, &reply.body["status"]), (status, &json!("ValidationError")));
        assert_eq!(client.server.state().unwrap().emails, []);
        assert_eq!(client.call("POST", ADD, add(&["a@x.example"])).await.status, 200);
        let invite = json!({"email": "bad@x.example", "role": "admin"});
        let invite = client.call("POST", &format!("{USERS}/invite"), invite).await;
        assert_eq!(invite.status, status);
    }
}

#[tokio::test]
async fn somebody_else_does_something_in_between() {
    let client = with("op=O2,nth=2,before=remove member@acme.example;op=O2,nth=2,after=accept pending@acme.example").await;
    assert_eq!(shown(&client, USERS).await.1, 6);
    assert_eq!(shown(&client, USERS).await.1, 5, "before the list was read");
    let state = client.server.state().unwrap();
    let there = state.organizations.values().next().unwrap();
    let pending = Email::seen("pending@acme.example");
    assert_eq!(there.user_by_email(&pending).unwrap().status, UserStatus::Active);
    assert!(!there.workspaces.values().any(|it| it.users.contains_key(&UserId::new(5))));
}

#[tokio::test]
async fn all_that_somebody_else_can_do() {
    let config = Config { remember: Duration::from_secs(60), ..config() };
    let client = Client::with(config).await;
    for (what, there) in [
        ("accept pending@acme.example", true),
        ("accept pending@acme.example", false),
        ("invite new@x.example user_admin", true),
        ("invite new@x.example member", false),
        ("role admin@agency.example member", true),
        ("give new@x.example owner Sales", true),
        ("give nobody@x.example owner Sales", false),
        ("give new@x.example agent 101", true),
        ("revoke new@x.example Sales", true),
        ("revoke new@x.example Sales", false),
        ("create Front desk", true),
        ("create front desk", false),
        ("rename 101 Front desk", false),
        ("rename 101 Market", true),
        ("delete Market", true),
        ("delete 101", false),
        ("remove member@acme.example", true),
        ("status TRIAL ENDED", true),
    ] {
        let body = json!({"organization": ORG, "does": what});
        let status = client.call("POST", "/sandbox/somebody", body).await.status;
        assert_eq!(status, if there { 200 } else { 404 }, "{what}");
    }
    let state = client.server.state().unwrap();
    assert_eq!(State::parse(&state.to_json().unwrap()).unwrap(), state, "it can be");
    let there = state.organizations.values().next().unwrap();
    let names: Vec<_> = there.workspaces.values().map(|it| it.name.as_str()).collect();
    assert_eq!((names, there.status.as_str()), (vec!["Support", "Front desk"], "TRIAL ENDED"));
    let changes = client.server.changes();
    assert_eq!(changes.len(), 11, "each with what was before it");
    assert!(changes.iter().all(|it| it.cause == Cause::Control));
    assert_eq!(changes[0].before, *seed().organizations.values().next().unwrap());
}

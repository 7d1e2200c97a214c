//! The official API: a witness of one workspace.

use crate::client::{Client, config};
use crate::world::{MEMBER, ORG, PENDING, SALES, SUPPORT, seed};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rolecall::model::{Email, OrganizationId, UserId, UserStatus, WorkspaceId, WorkspaceRole};
use rolecall::sandbox::state::Access;
use rolecall::sandbox::{Config, Faults, State};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

async fn witness(config: Config, workspace: u64) -> Client {
    let mut client = Client::with(config).await;
    let ids = (OrganizationId::new(ORG), WorkspaceId::new(workspace));
    let token = client.server.workspace_token(ids.0, ids.1).unwrap().unwrap();
    client.bear(token.expose_secret());
    client
}

#[tokio::test]
async fn a_token_says_what_it_is_of() {
    let client = witness(config(), SUPPORT).await;
    let claims = client.token().split('.').nth(1).unwrap();
    let claims = URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!((&claims["orgId"], &claims["spaceId"]), (&json!(ORG), &json!(SUPPORT)));
    assert!(claims["id"].is_u64() && claims["iat"].is_i64() && claims["type"].is_string());
}

#[tokio::test]
async fn only_who_has_accepted_is_shown() {
    let client = witness(config(), SUPPORT).await;
    let list = client.call("GET", "/v2/space/user", Value::Null).await;
    let ids: Vec<_> = list.body["items"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, [&json!(1), &json!(MEMBER)]);
    let one = client.call("GET", &format!("/v2/space/user/{MEMBER}"), Value::Null).await;
    let expected = json!({
        "id": MEMBER, "firstName": "Mem", "lastName": "Ber", "email": "Member@acme.example",
        "role": "agent", "team": null, "restrictions": ["show_only_mine"],
    });
    assert_eq!(one.body, expected);
    for id in [PENDING.to_string(), "2".to_owned(), "x".to_owned()] {
        let none = client.call("GET", &format!("/v2/space/user/{id}"), Value::Null).await;
        assert_eq!((none.status, &none.body["code"]), (404, &json!(404)), "{id}");
    }
}

/// A workspace with everybody of 1,000 people in it.
fn thousand() -> State {
    let mut state = seed();
    let organization = state.organizations.values_mut().next().unwrap();
    let space = organization.workspaces.values_mut().find(|it| it.id.get() == SALES).unwrap();
    let somebody = organization.users.values().next().unwrap().clone();
    for n in 1..=1000 {
        let (id, email) = (UserId::new(5000 + n), Email::seen(&format!("p{n}@x.example")));
        let status = UserStatus::Active;
        let user = rolecall::sandbox::state::User { id, email, status, ..somebody.clone() };
        organization.users.insert(id, user);
        let role = WorkspaceRole::Agent;
        let access = Access { user: id, role, restrictions: [].into(), contacts: 0 };
        space.users.insert(id, access);
    }
    state
}

#[tokio::test]
async fn the_walk_over_a_thousand_takes_ten_requests() {
    let client = witness(Config { seed: thousand().into(), ..config() }, SALES).await;
    let base = client.server.base_url();
    let (mut path, mut seen, mut walked) = ("/v2/space/user?limit=100".to_owned(), 0, Vec::new());
    loop {
        let page = client.call("GET", &path, Value::Null).await;
        seen += page.body["items"].as_array().unwrap().len();
        walked.push(page.body["pagination"]["previous"].as_str().map(str::to_owned));
        let Some(next) = page.body["pagination"]["next"].as_str() else { break };
        path = next.strip_prefix(&base).expect("an absolute address").to_owned();
    }
    assert_eq!((seen, walked.len()), (1000, 10));
    assert_eq!(walked[0], None, "nothing is before the first");
    let back = walked[1].as_deref().unwrap();
    assert!(back.ends_with("?limit=100&cursorId=0"), "{back}");
    let short = client.call("GET", "/v2/space/user", Value::Null).await;
    assert_eq!(short.body["items"].as_array().unwrap().len(), 10, "the default");
}

#[tokio::test]
async fn failures_have_a_code() {
    let mut client = witness(config(), SUPPORT).await;
    let failed = async |client: &Client, path: &str, status: u16| {
        let reply = client.call("GET", path, Value::Null).await;
        assert_eq!(reply.status, status, "{}", reply.body);
        assert_eq!(reply.body["code"], status);
    };
    for query in ["limit=0", "limit=101", "limit=x", "cursorId=x"] {
        failed(&client, &format!("/v2/space/user?{query}"), 400).await;
    }
    client.server.set_faults(Faults::parse("op=V2,status=449;op=V1,status=500").unwrap());
    failed(&client, "/v2/space/user/1", 449).await;
    failed(&client, "/v2/space/user", 500).await;
    client.server.set_faults(Faults::none());
    assert!(client.server.set_status(OrganizationId::new(ORG), "TRIAL ENDED").unwrap());
    failed(&client, "/v2/space/user", 403).await;
    assert!(client.server.set_status(OrganizationId::new(ORG), "ACTIVE").unwrap());
    let good = client.token().to_owned();
    client.bear("x");
    failed(&client, "/v2/space/user", 401).await;
    client.log_in(crate::client::ACTOR).await;
    failed(&client, "/v2/space/user", 401).await;
    let path = format!("/api/organization/{ORG}/spaces/{SUPPORT}");
    assert_eq!(client.call("DELETE", &path, Value::Null).await.status, 200);
    client.bear(&good);
    failed(&client, "/v2/space/user", 401).await;
}

#[tokio::test]
async fn five_a_second_for_each_path() {
    let client = witness(Config::serving(seed().into()), SUPPORT).await;
    let mut replies = Vec::new();
    for _ in 0..6 {
        replies.push(client.call("GET", "/v2/space/user", Value::Null).await);
    }
    // A slow machine may have earned the sixth by then, not a tenth more.
    let turned_away = replies.iter().find(|it| it.status == 429);
    if let Some(reply) = turned_away {
        assert_eq!(reply.header("retry-after"), Some("1"));
        assert_eq!(reply.header("x-ratelimit-remaining"), Some("0"));
    }
    let left = replies[0].header("x-ratelimit-remaining");
    assert_eq!((replies[0].header("x-ratelimit-limit"), left), (Some("5"), Some("4")));
}

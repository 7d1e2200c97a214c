//! `/sandbox/*`, as a test in another process uses it.

use crate::client::{Client, config, http, reply};
use crate::contract;
use crate::world::{ORG, SEED, SUPPORT};
use rolecall::sandbox::Config;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};

const SPACES: &str = "/api/organization/10/spaces";

#[tokio::test]
async fn the_state_is_shown_replaced_and_begun_again() {
    let client = Client::new().await;
    let before = client.call("GET", "/sandbox/state", Value::Null).await.body;
    let mut other = before.clone();
    other["organizations"][0]["name"] = json!("Other");
    assert_eq!(client.call("PUT", "/sandbox/state", other.clone()).await.status, 200);
    assert_eq!(client.call("GET", "/sandbox/state", Value::Null).await.body, other);
    let wrong =
        client.call("PUT", "/sandbox/state", json!({"format": "rolecall.sandbox/v9"})).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("`rolecall.sandbox/v9`"), "{}", wrong.text());
    assert_eq!(client.call("POST", "/sandbox/reset", Value::Null).await.status, 200);
    assert_eq!(client.call("GET", "/sandbox/state", Value::Null).await.body, before);
    assert_eq!(client.call("POST", SPACES, json!({})).await.status, 401, "tokens are gone too");
}

#[tokio::test]
async fn requests_are_counted_and_remembered_without_secrets() {
    let mut client = Client::new().await;
    client.call("POST", SPACES, json!({})).await;
    let body = json!({"name": "New", "timezone": "UTC"});
    client.call("POST", "/api/organization/10/spaces/create", body.clone()).await;
    client.log_in("users@agency.example").await;
    let seen = client.call("GET", "/sandbox/requests", Value::Null).await.body;
    assert_eq!(seen["counts"], json!({"login": 2, "listWorkspaces": 1, "createWorkspace": 1}));
    let expected = json!({
        "number": 3, "operation": "createWorkspace", "code": "S2", "organization": ORG, "workspace": null,
        "path": "/api/organization/10/spaces/create", "body": body, "status": 200,
    });
    assert_eq!(seen["log"][2], expected);
    assert!(
        seen["log"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| { it["operation"] != "login" || it["body"].is_null() })
    );
    client.call("DELETE", "/sandbox/requests", Value::Null).await;
    let seen = client.call("GET", "/sandbox/requests", Value::Null).await.body;
    assert_eq!(seen, json!({"counts": {}, "log": []}));
}

#[tokio::test]
async fn invitations_are_accepted() {
    let client = Client::new().await;
    let invite = json!({"email": "new@x.example", "role": "member"});
    client.call("POST", "/api/organization/10/users/invite", invite).await;
    let sent = client.call("GET", "/sandbox/emails", Value::Null).await.body;
    let sent = &sent["emails"][0];
    assert_eq!((&sent["email"], &sent["kind"]), (&json!("new@x.example"), &json!("invitation")));
    let accept = json!({"organization": ORG, "email": "NEW@x.example"});
    assert_eq!(client.call("POST", "/sandbox/accept", accept.clone()).await.status, 200);
    assert_eq!(client.call("POST", "/sandbox/accept", accept).await.status, 404, "once");
    let found = client.list("/api/organization/10/users", json!({"search": "new@"})).await;
    assert_eq!(found[0]["status"], "active");
}

#[tokio::test]
async fn subscriptions_end() {
    let client = Client::new().await;
    let status = |org: u64| json!({"organization": org, "status": "TRIAL ENDED"});
    assert_eq!(client.call("POST", "/sandbox/status", status(99)).await.status, 404);
    assert_eq!(client.call("POST", "/sandbox/status", status(ORG)).await.status, 200);
    assert_eq!(client.call("POST", SPACES, json!({})).await.status, 403);
}

#[tokio::test]
async fn tokens_are_minted_and_expire() {
    let mut client = Client::new().await;
    let mint = |space: u64| json!({"organization": ORG, "workspace": space});
    assert_eq!(client.call("POST", "/sandbox/tokens", mint(99)).await.status, 404);
    let minted = client.call("POST", "/sandbox/tokens", mint(SUPPORT)).await;
    assert_eq!(client.call("DELETE", "/sandbox/tokens", Value::Null).await.status, 200);
    assert_eq!(client.call("POST", SPACES, json!({})).await.status, 401);
    client.bear(minted.body["token"].as_str().unwrap());
    assert_eq!(client.call("GET", "/v2/space/user", Value::Null).await.status, 200);
}

#[tokio::test]
async fn faults_are_set_as_text_and_as_rules() {
    let client = Client::new().await;
    let text = json!({"text": "op=S1,nth=1,status=503;org=10,p=0.5,seed=3,reset=after"});
    let set = client.call("POST", "/sandbox/faults", text).await.body;
    assert_eq!(set["rules"][0]["meets"]["operations"], json!(["listWorkspaces"]));
    assert_eq!(set["rules"][1]["fault"], json!({"reset": "after"}));
    let again = client.call("POST", "/sandbox/faults", set.clone()).await.body;
    assert_eq!(again, set);
    let short =
        json!({"rules": [{"fault": "cut"}, {"meets": {"nth": 2}, "fault": {"latency": 5}}]});
    assert_eq!(client.call("POST", "/sandbox/faults", short).await.status, 200);
    for wrong in [json!({"text": "reset=never"}), json!({"rules": [{"fault": "fire"}]}), json!([])]
    {
        let reply = client.call("POST", "/sandbox/faults", wrong).await;
        assert_eq!(reply.status, 400);
    }
    client.call("DELETE", "/sandbox/faults", Value::Null).await;
    let none = client.call("GET", "/sandbox/faults", Value::Null).await.body;
    assert_eq!(none, json!({"rules": []}));
}

#[tokio::test]
async fn a_hold_is_waited_for() {
    let client = Client::new().await;
    client.call("POST", "/sandbox/faults", json!({"text": "hold=before,nth=1"})).await;
    let wait = client.call("GET", "/sandbox/holds?beyond=0&waitMs=10000", Value::Null);
    tokio::select! {
        reached = wait => assert_eq!(reached.body, json!({"reached": 1})),
        answer = client.call("POST", SPACES, json!({})) => panic!("it was answered: {answer:?}"),
    }
    let now = client.call("GET", "/sandbox/holds", Value::Null).await;
    assert_eq!(now.body, json!({"reached": 1}));
    let none = client.call("GET", "/sandbox/holds?beyond=1&waitMs=1", Value::Null).await;
    assert_eq!(none.body, json!({"reached": 1}), "time is up");
}

#[tokio::test]
async fn pages_in_a_browser_get_nowhere() {
    let client = Client::new().await;
    let url = |path: &str| format!("{}{path}", client.server.base_url());
    // A name that somebody points at this machine.
    let request = http().get(url("/sandbox/state")).header("host", "evil.example");
    assert_eq!(reply(request).await.unwrap().status, 404);
    // What a page may send without asking first.
    for request in [
        http().put(url("/sandbox/state")).header("content-type", "text/plain").body(SEED),
        http().post(url("/sandbox/reset")),
    ] {
        assert_eq!(reply(request).await.unwrap().status, 400);
    }
}

/// This machine's address on a network, where it has one. Nothing is sent to find it.
fn own_address() -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    match socket.local_addr().ok()? {
        SocketAddr::V4(address) if !address.ip().is_loopback() => Some(*address.ip()),
        _ => None,
    }
}

#[tokio::test]
async fn other_machines_get_nowhere() {
    let Some(own) = own_address() else { return };
    let listen = SocketAddr::from((own, 0));
    let client = Client::with(Config { listen, ..config() }).await;
    assert_eq!(client.call("POST", SPACES, json!({})).await.status, 200, "the API is served");
    let url = |path: &str| format!("{}{path}", client.server.base_url());
    for host in [client.server.address().to_string(), "localhost".to_owned()] {
        let request = http().get(url("/sandbox/state")).header("host", host);
        assert_eq!(reply(request).await.unwrap().status, 404);
    }
}

#[tokio::test]
async fn the_document_is_served_and_kept() {
    let client = Client::new().await;
    let url = format!("{}/openapi.json", client.server.base_url());
    let served = http().get(url).send().await.unwrap().text().await.unwrap();
    assert_eq!(served, rolecall::sandbox::OPENAPI);
    let kept = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/schemas/sandbox.openapi.json"
    ));
    assert_eq!(kept.unwrap(), served, "copy src/sandbox/openapi.json there");
    for endpoint in rolecall::sandbox::Endpoint::ALL {
        let operation = format!("{} {}", endpoint.method(), endpoint.path());
        assert!(contract::operations().contains(&operation), "{operation}");
    }
}

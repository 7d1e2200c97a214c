//! What a call has to pass before any rule: password, token, organization, subscription, rate limit.

use crate::client::{Client, Reply, config};
use crate::refusals::{A, EMAIL, U, path, refused};
use crate::world::{DIRECT, ORG, SALES};
use jiff::SignedDuration;
use rolecall::model::OrganizationId;
use rolecall::sandbox::{Clock, Config};
use serde_json::{Value, json};

const TRIAL: &str = "Access denied: Your organization subscription trial has ended. \
                     Please subscribe to a new plan.";

#[tokio::test]
async fn logins() {
    let (clock, time) = Clock::manual("2026-06-01T12:00:00Z".parse().unwrap());
    let client = Client::with(Config { clock, ..config() }).await;
    for address in ["ana", "a@b", ""] {
        let reply = client.try_log_in(address, "x").await;
        refused(&reply, 400, "ValidationError", EMAIL, address);
    }
    let wrong = "Incorrect username or password.";
    let password = client.server.password();
    let password = secrecy::ExposeSecret::expose_secret(&password);
    for who in ["nobody@x.example", "pending@acme.example"] {
        let reply = client.try_log_in(who, password).await;
        refused(&reply, 401, "NotAuthorizedException", wrong, who);
    }
    for _ in 0..5 {
        let reply = client.try_log_in(A, "x").await;
        refused(&reply, 401, "NotAuthorizedException", wrong, "a wrong password");
    }
    let reply = client.try_log_in(A, password).await;
    refused(&reply, 429, "TooManyRequests", "Too many requests", "too often");
    assert_eq!(reply.header("retry-after"), Some("60"));
    assert_eq!(client.try_log_in(U, password).await.status, 200, "others are not kept waiting");
    time.advance(SignedDuration::from_secs(60));
    assert_eq!(client.try_log_in(A, password).await.status, 200, "a minute later");
}

#[tokio::test]
async fn tokens() {
    let (clock, time) = Clock::manual("2026-06-01T12:00:00Z".parse().unwrap());
    let mut client = Client::with(Config { clock, ..config() }).await;
    let good = client.token().to_owned();
    let (method, path) = path("O1", ORG, "");
    let ask = async |client: &Client| client.call(method, &path, Value::Null).await;
    let unauthorized = |reply: &Reply, case| {
        refused(reply, 401, "Unauthorized", "Unauthorized", case);
    };
    assert_eq!(ask(&client).await.status, 200);
    for token in ["", "x", "a.b.c", good.trim_end_matches(|_| true), &good[..good.len() - 1]] {
        client.bear(token);
        unauthorized(&ask(&client).await, "a token that was never given");
    }
    client.bear(&good);
    time.advance(SignedDuration::from_secs(3599));
    assert_eq!(ask(&client).await.status, 200, "a second before it expires");
    time.advance(SignedDuration::from_secs(1));
    unauthorized(&ask(&client).await, "an hour later");
    client.log_in(A).await;
    assert_eq!(ask(&client).await.status, 200);
    client.server.expire_tokens();
    unauthorized(&ask(&client).await, "expired by time");
}

#[tokio::test]
async fn organizations_of_others() {
    let mut client = Client::new().await;
    let forbidden = |reply: &Reply, case| refused(reply, 403, "Forbidden", "Forbidden", case);
    for orgid in ["11", "", "x", "10 11"] {
        client.claim(orgid);
        let (method, path) = path("O1", ORG, "");
        forbidden(&client.call(method, &path, Value::Null).await, "orgid differs");
    }
    for orgid in ["99", "", "x"] {
        client.claim(orgid);
        let (method, path) = path("S6", ORG, &SALES.to_string());
        forbidden(&client.call(method, &path, Value::Null).await, "no organization of theirs");
    }
    for org in [DIRECT, 99] {
        client.log_in("second@agency.example").await;
        client.claim(&org.to_string());
        let (method, path) = path("O1", org, "");
        forbidden(&client.call(method, &path, Value::Null).await, "not in the organization");
    }
}

#[tokio::test]
async fn ended_trials() {
    let client = Client::new().await;
    let ask = async |call| {
        let (method, path) = path(call, ORG, &SALES.to_string());
        let body = if ["S4", "O1", "S6"].contains(&call) { Value::Null } else { json!({}) };
        client.call(method, &path, body).await
    };
    for status in ["TRIAL ENDED", "TRIAL_ENDED"] {
        assert!(client.server.set_status(OrganizationId::new(ORG), status).unwrap());
        for call in ["O1", "O2", "S1", "S4", "S6"] {
            refused(&ask(call).await, 403, "Forbidden", TRIAL, call);
        }
    }
    assert!(client.server.set_status(OrganizationId::new(ORG), "ACTIVE").unwrap());
    assert_eq!(ask("S1").await.status, 200);
}

#[tokio::test]
async fn over_the_limit() {
    let seed = crate::world::seed();
    let client = Client::with(Config::serving(seed.into())).await;
    let (method, list) = path("S1", ORG, "");
    let mut left = Vec::new();
    let refusal = loop {
        let reply = client.call(method, &list, json!({})).await;
        assert_eq!(reply.header("x-ratelimit-limit"), Some("5"));
        match reply.status {
            200 => left.push(reply.header("x-ratelimit-remaining").unwrap().to_owned()),
            _ => break reply,
        }
    };
    assert_eq!(left[..5], ["4", "3", "2", "1", "0"]);
    refused(&refusal, 429, "TooManyRequests", "Too many requests", "the sixth");
    assert_eq!(refusal.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(refusal.header("retry-after"), Some("1"));
    let (method, other) = path("O2", ORG, "");
    let other = client.call(method, &other, json!({})).await;
    assert_eq!(other.header("x-ratelimit-remaining"), Some("4"), "each operation has its own");
}

#[tokio::test]
async fn where_there_is_nothing() {
    let client = Client::new().await;
    let reply = client.call("GET", "/api/nothing", Value::Null).await;
    refused(&reply, 404, "NotFound", "There is nothing at this path.", "no such path");
    let reply = client.call("GET", "/auth/login", Value::Null).await;
    refused(&reply, 405, "MethodNotAllowed", "This path has no such method.", "no such method");
}

//! Paging, sorting and searching.

use crate::client::{Client, config};
use crate::world::{ORG, seed};
use rolecall::model::{Email, OrganizationRole, UserId, UserStatus};
use rolecall::sandbox::state::User;
use rolecall::sandbox::{Config, Faults};
use serde_json::{Value, json};
use std::num::NonZeroU32;

const PATH: &str = "/api/organization/10/users";

/// An organization with so many more people.
fn crowd(more: u64) -> Config {
    let mut state = seed();
    let organization = state.organizations.values_mut().next().unwrap();
    assert_eq!(organization.id.get(), ORG);
    for n in 0..more {
        let id = UserId::new(1000 + n);
        let user = User {
            id,
            email: Email::seen(&format!("p{n:03}@x.example")),
            role: OrganizationRole::Member,
            status: UserStatus::Active,
            invited_at: None,
            first_name: Some(format!("P{}", more - n)),
            last_name: None,
            last_active_at: None,
        };
        organization.users.insert(id, user);
    }
    Config { seed: state.into(), ..config() }
}

fn page(page: u64, size: u64) -> Value {
    json!({"search": "", "pagination": {
        "page": page, "itemsPerPage": size, "sortBy": ["email"], "descending": [false], "rowsPerPage": size,
    }})
}

fn emails(items: &Value) -> Vec<&str> {
    items.as_array().unwrap().iter().map(|it| it["email"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn pages_are_capped_and_add_up() {
    let client = Client::with(crowd(54)).await;
    let mut seen = Vec::new();
    for (number, size) in [(1, 25), (2, 25), (3, 10), (4, 0)] {
        let reply = client.call("POST", PATH, page(number, 100)).await;
        assert_eq!(reply.data()["totalCount"], 60);
        assert_eq!(reply.data()["items"].as_array().unwrap().len(), size);
        seen.extend(emails(&reply.data()["items"]).iter().map(|it| it.to_lowercase()));
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(seen, sorted, "in order, nobody twice");
    assert_eq!(seen.len(), 60);
    let far = client.call("POST", PATH, page(u64::MAX, u64::MAX)).await;
    assert_eq!(far.data()["items"], json!([]));
}

#[tokio::test]
async fn the_cap_can_be_set_and_lowered_by_a_fault() {
    let page_cap = NonZeroU32::new(7).unwrap();
    let client = Client::with(Config { page_cap, ..crowd(0) }).await;
    let size = async || client.list(PATH, page(1, 100)).await.len();
    assert_eq!(size().await, 6);
    client.server.set_faults(Faults::parse("op=O2,page=4").unwrap());
    assert_eq!(size().await, 4);
}

#[tokio::test]
async fn sorting_and_searching() {
    let client = Client::with(crowd(3)).await;
    let ask = async |body: Value| {
        let reply = client.call("POST", PATH, body).await;
        let found = emails(&reply.data()["items"]).join(" ");
        (found, reply.data()["totalCount"].as_u64().unwrap())
    };
    let sorted = json!({"search": "X.EXAMPLE", "pagination": {"sortBy": ["firstName"]}});
    let (found, total) = ask(sorted).await;
    assert_eq!(found, "p002@x.example p001@x.example p000@x.example");
    assert_eq!(total, 3);
    let down = json!({"pagination": {"itemsPerPage": 3, "sortBy": ["role", "email"], "descending": [false, true]}});
    let (found, total) = ask(down).await;
    assert_eq!(found, "second@agency.example admin@agency.example bills@acme.example");
    assert_eq!(total, 9);
    let (found, total) = ask(json!({"search": "mem"})).await;
    assert_eq!((found.as_str(), total), ("Member@acme.example", 1));
}

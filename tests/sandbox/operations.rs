//! Every operation does what the contract says.

use crate::client::{Client, config};
use crate::world::{ADMIN, DIRECT, MEMBER, ORG, PENDING, SALES, SUPPORT, seed};
use rolecall::sandbox::{Config, State};
use serde_json::{Value, json};

fn org(rest: &str) -> String {
    format!("/api/organization/{ORG}{rest}")
}

#[tokio::test]
async fn lists() {
    let client = Client::new().await;
    let users = client.list(&org("/users"), json!({})).await;
    assert_eq!(users.len(), 6);
    assert_eq!(
        users[4],
        json!({
            "id": MEMBER, "email": "Member@acme.example", "firstName": "Mem", "lastName": "Ber",
            "role": "member", "status": "active", "lastActiveAt": null,
            "invitedAt": "2026-01-05T00:00:00Z",
        })
    );
    let spaces = client.list(&org("/spaces"), json!({})).await;
    assert_eq!(
        spaces[1],
        json!({
            "id": SALES, "name": "Sales", "timezone": "Asia/Kuala_Lumpur", "usersCount": 0,
            "contactsCount": 3, "contactLimit": {"enabled": true, "limit": 500}, "created_at": null,
        })
    );
    let (method, path) = crate::refusals::path("S6", ORG, &SUPPORT.to_string());
    let members = client.call(method, &path, Value::Null).await;
    let members = members.data()["items"].as_array().unwrap();
    assert_eq!(members.len(), 3);
    assert_eq!(
        members[1],
        json!({
            "id": MEMBER, "email": "Member@acme.example", "firstName": "Mem", "lastName": "Ber",
            "role": "agent", "status": "active", "restrictions": ["show_only_mine"],
            "lastActiveAt": null,
        })
    );
}

#[tokio::test]
async fn organization() {
    let client = Client::new().await;
    let seen = client.call("GET", &org(""), Value::Null).await;
    let mut expected = json!({
        "id": ORG, "name": "Acme", "status": "ACTIVE", "isResellerPartner": true,
        "limits": {"workspaces": 4, "users": 9},
    });
    assert_eq!(*seen.data(), expected);
    expected["name"] = json!("Acme Dental");
    let renamed = client.call("PUT", &org(""), json!({"name": " Acme Dental "})).await;
    assert_eq!(*renamed.data(), expected);
}

#[tokio::test]
async fn organizations_of_the_caller() {
    let mut client = Client::new().await;
    client.claim("");
    let list = async |client: &Client| {
        let reply = client.call("GET", "/auth/user/organizations", Value::Null).await;
        reply.data().clone()
    };
    let both = json!([{"id": ORG, "name": "Acme"}, {"id": DIRECT, "name": "Direct"}]);
    assert_eq!(list(&client).await, both);
    client.log_in("second@agency.example").await;
    assert_eq!(list(&client).await, json!([{"id": ORG, "name": "Acme"}]));
    client.bear("nobody's");
    let reply = client.call("GET", "/auth/user/organizations", Value::Null).await;
    assert_eq!(reply.status, 401);
}

#[tokio::test]
async fn limits_that_the_console_does_not_say() {
    let mut state = seed();
    state.organizations.values_mut().for_each(|it| it.limits = None);
    let again = State::parse(&state.to_json().unwrap()).unwrap();
    assert_eq!(again, state);
    let client = Client::with(Config { seed: state.into(), ..config() }).await;
    let seen = client.call("GET", &org(""), Value::Null).await;
    assert!(seen.data().get("limits").is_none());
    let more = json!({"spaceId": SALES, "users": crate::refusals::strangers(20)});
    assert_eq!(client.call("POST", &org("/spaces/users"), more).await.status, 200);
}

#[tokio::test]
async fn people_of_the_organization() {
    let client = Client::new().await;
    let path = org("/users/invite");
    let invited = client.call("POST", &path, json!({"email": "new@x.example", "role": "admin"}));
    let invited = invited.await;
    assert_eq!(invited.data()["status"], "pending");
    assert_eq!(invited.data()["id"], 8, "one above the highest of all organizations");
    let user = |id: u64| org(&format!("/users/{id}"));
    let changed = client.call("PUT", &user(8), json!({"role": "member"})).await;
    assert_eq!(changed.data()["role"], "member");
    let resent = client.call("POST", &format!("{}/resend", user(8)), Value::Null).await;
    assert!(resent.data()["invitedAt"].as_str() >= invited.data()["invitedAt"].as_str());
    assert!(client.call("DELETE", &user(8), Value::Null).await.data().is_null());
    let again = client.call("POST", &path, json!({"email": "new@x.example", "role": "member"}));
    assert_eq!(again.await.data()["id"], 9, "no id is given twice");
    let emails = client.server.state().unwrap().emails;
    let emails: Vec<_> = emails.iter().map(|it| format!("{:?} {}", it.kind, it.email)).collect();
    assert_eq!(
        emails,
        ["Invitation new@x.example", "Resend new@x.example", "Invitation new@x.example"]
    );
}

#[tokio::test]
async fn workspaces() {
    let client = Client::new().await;
    let body = json!({"name": " Pilot ", "timezone": "Europe/Berlin"});
    let made = client.call("POST", &org("/spaces/create"), body).await;
    let made = made.data();
    assert_eq!(
        (&made["id"], &made["name"], &made["orgId"]),
        (&json!(111), &json!("Pilot"), &json!(ORG))
    );
    let path = org("/spaces/111");
    let change = json!({"name": "Trial", "contactLimit": {"enabled": true, "limit": 5}});
    let changed = client.call("PUT", &path, change).await;
    assert_eq!(changed.data()["name"], "Trial");
    assert_eq!(changed.data()["contactLimit"], json!({"enabled": true, "limit": 5}));
    let off = json!({"contactLimit": {"enabled": false, "limit": null}, "timezone": "UTC"});
    let changed = client.call("PUT", &path, off).await;
    assert_eq!(changed.data()["contactLimit"], json!({"enabled": false, "limit": null}));
    assert_eq!(changed.data()["timezone"], "UTC");
    assert!(client.call("DELETE", &path, Value::Null).await.data().is_null());
    let body = json!({"name": "trial", "timezone": "UTC"});
    let again = client.call("POST", &org("/spaces/create"), body).await;
    assert_eq!(again.data()["id"], 112, "the name is free again, the id is not");
}

#[tokio::test]
async fn access_to_workspaces() {
    let client = Client::new().await;
    let users = json!([
        {"email": "new@x.example", "role": "owner"},
        {"email": "member@ACME.example", "role": "manager", "restrictions": ["restrict_shortcuts"]},
        {"email": "pending@acme.example", "role": "agent"},
        {"email": "admin@agency.example", "role": "owner"},
    ]);
    let body = json!({"spaceId": SALES, "users": users});
    assert!(client.call("POST", &org("/spaces/users"), body).await.data().is_null());
    let state = client.server.state().unwrap();
    let emails: Vec<_> = state.emails.iter().map(|it| it.email.to_string()).collect();
    assert_eq!(emails, ["new@x.example"], "who is there already, pending or not, gets none");
    let access = |id: u64| org(&format!("/spaces/{SALES}/users/{id}"));
    let owner = client.call("PUT", &access(MEMBER), json!({"role": "owner"})).await;
    assert_eq!(owner.data()["role"], "owner");
    assert_eq!(owner.data()["restrictions"], json!([]), "owners have none");
    let agent = json!({"role": "agent", "restrictions": ["show_only_mine"]});
    let agent = client.call("PUT", &access(MEMBER), agent).await;
    assert_eq!(agent.data()["restrictions"], json!(["show_only_mine"]));
    let gone = client.call("DELETE", &access(PENDING), Value::Null).await;
    assert!(gone.data().is_null());
    assert_eq!(client.server.state().unwrap().outline().organizations.len(), 2);
    let support = org(&format!("/spaces/{SUPPORT}/users/{MEMBER}"));
    let gone = client.call("DELETE", &support, json!({"reassignTo": ADMIN})).await;
    assert!(gone.data().is_null());
    let outline = client.server.state().unwrap().outline();
    let space = |name: &str| {
        let organization = outline.organizations.values().next().unwrap();
        let users = &organization.workspaces[name].users;
        users
            .iter()
            .map(|(who, (role, _, contacts))| format!("{who} {role} {contacts}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(space("Support"), ["admin@agency.example owner 7", "pending@acme.example agent 0"]);
    assert_eq!(
        space("Sales"),
        ["admin@agency.example owner 0", "Member@acme.example agent 0", "new@x.example owner 0"]
    );
}

//! Every refusal of `console-api.md`, word by word. None of them changes anything.

use crate::client::{Client, IN_WORKSPACE, Reply};
use crate::world::{ADMIN, DIRECT, MEMBER, ORG, PENDING, SALES, SECOND_ADMIN, SUPPORT, USER_ADMIN};
use serde_json::{Value, json};

pub(crate) const A: &str = "admin@agency.example";
pub(crate) const U: &str = "users@agency.example";
const B: &str = "bills@acme.example";
const M: &str = "member@acme.example";

const NOT_ALLOWED: &str = "You do not have permission to perform this action.";
const OWN: &str = "You cannot edit or revoke your own access.";
const LAST: &str = "An organization requires at least one Organization Admin.";
const INVITED: &str = "Invitation has already been sent and is not accepted.";
const THERE: &str = "User already exists.";
const RESTRICTIONS: &str = "restrictions are not valid";
pub(crate) const EMAIL: &str = "Email is not valid";
const TAKEN: &str = "Sorry there is already a workspace with this name!";
const USER_LIMIT: &str = "User limit reached. Please upgrade your plan.";

/// Who, what, about which organization, with which body; status, class and text of the answer.
type Case = (&'static str, &'static str, u64, String, Value, u16, &'static str, &'static str);

fn forbidden(who: &'static str, call: &'static str, body: Value, text: &'static str) -> Case {
    (who, call, ORG, String::new(), body, 403, "Forbidden", text)
}

fn about(
    who: &'static str,
    call: &'static str,
    about: impl ToString,
    body: Value,
    text: &'static str,
) -> Case {
    (who, call, ORG, about.to_string(), body, 403, "Forbidden", text)
}

fn invalid(call: &'static str, about: impl ToString, body: Value, text: &'static str) -> Case {
    (A, call, ORG, about.to_string(), body, 400, "ValidationError", text)
}

pub(crate) fn path(call: &str, org: u64, about: &str) -> (&'static str, String) {
    let org = format!("/api/organization/{org}");
    let (method, rest) = match call {
        "O1" => ("GET", String::new()),
        "O7" => ("PUT", String::new()),
        "O2" => ("POST", "/users".to_owned()),
        "O3" => ("POST", "/users/invite".to_owned()),
        "O4" => ("PUT", format!("/users/{about}")),
        "O5" => ("DELETE", format!("/users/{about}")),
        "O6" => ("POST", format!("/users/{about}/resend")),
        "S1" => ("POST", "/spaces".to_owned()),
        "S2" => ("POST", "/spaces/create".to_owned()),
        "S3" => ("POST", "/spaces/users".to_owned()),
        "S4" => ("DELETE", format!("/spaces/{about}")),
        "S5" => ("PUT", format!("/spaces/{about}")),
        "S6" => return ("GET", format!("/workspace/users{IN_WORKSPACE}{about}")),
        "S7" => ("PUT", format!("/spaces/{}", about.replace('/', "/users/"))),
        "S8" => ("DELETE", format!("/spaces/{}", about.replace('/', "/users/"))),
        _ => panic!("there is no {call}"),
    };
    (method, format!("{org}{rest}"))
}

fn role(role: &str) -> Value {
    json!({ "role": role })
}

fn invite(email: &str, role: &str) -> Value {
    json!({ "email": email, "role": role })
}

fn add(space: u64, users: Value) -> Value {
    json!({ "spaceId": space, "users": users })
}

/// So many people whom nobody knows.
pub(crate) fn strangers(count: usize) -> Value {
    (0..count).map(|n| json!({"email": format!("n{n}@x.example"), "role": "agent"})).collect()
}

fn space(name: &str) -> Value {
    json!({ "name": name, "timezone": "UTC" })
}

fn limit(limit: u64) -> Value {
    json!({ "contactLimit": { "enabled": true, "limit": limit } })
}

fn access(space: u64, user: u64) -> String {
    format!("{space}/{user}")
}

/// What the rules say no to.
fn rules() -> Vec<Case> {
    let direct =
        |call, body, text| (A, call, DIRECT, "110".to_owned(), body, 403, "Forbidden", text);
    vec![
        // Own access.
        about(A, "O4", ADMIN, role("member"), OWN),
        about(A, "O5", ADMIN, Value::Null, OWN),
        about(A, "S7", access(SUPPORT, ADMIN), role("agent"), OWN),
        about(A, "S8", access(SUPPORT, ADMIN), Value::Null, OWN),
        // The last admin, who is alone in the directly bought organization.
        (A, "O4", DIRECT, "7".to_owned(), role("member"), 403, "Forbidden", LAST),
        (A, "O5", DIRECT, "7".to_owned(), Value::Null, 403, "Forbidden", LAST),
        // Already so.
        forbidden(A, "O3", invite("PENDING@acme.example", "member"), INVITED),
        forbidden(A, "O3", invite("member@acme.example", "admin"), THERE),
        about(A, "O6", MEMBER, Value::Null, THERE),
        forbidden(
            A,
            "S3",
            add(SUPPORT, json!([{"email": "pending@acme.example", "role": "agent"}])),
            INVITED,
        ),
        forbidden(
            A,
            "S3",
            add(
                SUPPORT,
                json!([{"email": "n@x.example", "role": "agent"}, {"email": M, "role": "agent"}]),
            ),
            THERE,
        ),
        // Contacts handed to nobody.
        invalid(
            "S8",
            access(SUPPORT, MEMBER),
            json!({"reassignTo": SECOND_ADMIN}),
            "reassignTo is not in this workspace",
        ),
        invalid(
            "S8",
            access(SUPPORT, MEMBER),
            json!({"reassignTo": MEMBER}),
            "reassignTo is not in this workspace",
        ),
        // Restrictions.
        invalid(
            "S3",
            "",
            add(
                SALES,
                json!([{"email": "n@x.example", "role": "owner", "restrictions": ["show_only_mine"]}]),
            ),
            RESTRICTIONS,
        ),
        invalid(
            "S3",
            "",
            add(
                SALES,
                json!([{"email": "n@x.example", "role": "agent", "restrictions": ["show_all"]}]),
            ),
            RESTRICTIONS,
        ),
        invalid(
            "S7",
            access(SUPPORT, MEMBER),
            json!({"role": "owner", "restrictions": ["show_only_mine"]}),
            RESTRICTIONS,
        ),
        invalid(
            "S7",
            access(SUPPORT, ADMIN),
            json!({"restrictions": ["show_only_mine"]}),
            RESTRICTIONS,
        ),
        // Limits: 9 users, of which 6 are there; one workspace and one user in the other organization.
        forbidden(A, "S3", add(SALES, strangers(4)), USER_LIMIT),
        direct("O3", invite("n@x.example", "member"), USER_LIMIT),
        direct("S3", add(110, strangers(1)), USER_LIMIT),
        direct("S2", space("Second"), "Workspace limit reached. Please upgrade your plan."),
        direct("S5", limit(5), "Contact limit is not available for this organization."),
        // Names.
        forbidden(A, "S2", space(" sales "), TAKEN),
        about(A, "S5", SUPPORT, json!({"name": "SALES"}), TAKEN),
        // Somebody with access to a workspace.
        about(A, "O5", MEMBER, Value::Null, "Remove the user's workspace access first."),
    ]
}

/// What a role may not.
fn permissions() -> Vec<Case> {
    let mut cases = vec![
        forbidden(U, "O3", invite("n@x.example", "user_admin"), NOT_ALLOWED),
        about(U, "O4", MEMBER, role("user_admin"), NOT_ALLOWED),
        about(U, "O5", SECOND_ADMIN, Value::Null, NOT_ALLOWED),
        about(U, "O5", USER_ADMIN, Value::Null, NOT_ALLOWED),
        forbidden(U, "O7", json!({"name": "Mine"}), NOT_ALLOWED),
    ];
    let writes = [
        ("O7", String::new(), json!({"name": "Mine"})),
        ("O3", String::new(), invite("n@x.example", "member")),
        ("O4", PENDING.to_string(), role("admin")),
        ("O5", PENDING.to_string(), Value::Null),
        ("O6", PENDING.to_string(), Value::Null),
        ("S2", String::new(), space("Mine")),
        ("S3", String::new(), add(SALES, strangers(1))),
        ("S4", SALES.to_string(), Value::Null),
        ("S5", SALES.to_string(), json!({"name": "Mine"})),
        ("S7", access(SUPPORT, PENDING), role("owner")),
        ("S8", access(SUPPORT, PENDING), Value::Null),
    ];
    let reads = [
        ("O1", String::new(), Value::Null),
        ("O2", String::new(), json!({})),
        ("S1", String::new(), json!({})),
        ("S6", SUPPORT.to_string(), Value::Null),
    ];
    for (call, whom, body) in &writes {
        cases.push(about(B, call, whom, body.clone(), NOT_ALLOWED));
    }
    for (call, whom, body) in writes.iter().chain(&reads) {
        cases.push(about(M, call, whom, body.clone(), NOT_ALLOWED));
    }
    cases
}

/// What can't be read, or is not there.
fn malformed() -> Vec<Case> {
    let missing =
        |call, about: String, body, what| (A, call, ORG, about, body, 404, "NotFound", what);
    let (user, workspace) = ("There is no such user.", "There is no such workspace.");
    let nothing = "there is nothing to change";
    let limits =
        "contactLimit is {enabled: false, limit: null} or {enabled: true, limit: a number from 1}";
    let name = "name has to have 1 to 255 characters";
    vec![
        invalid("O3", "", invite("nobody", "member"), EMAIL),
        invalid("S3", "", add(SALES, json!([{"email": "a@b", "role": "agent"}])), EMAIL),
        invalid("O3", "", Value::Null, "the body is missing"),
        invalid("O3", "", json!({"email": "n@x.example"}), "missing field `role`…"),
        invalid("O3", "", invite("n@x.example", "owner"), "unknown variant `owner`…"),
        invalid("O3", "", json!({"email": 1, "role": "member"}), "invalid type: integer `1`…"),
        invalid("O4", MEMBER, json!({"role": "admin", "also": 1}), "unknown field `also`…"),
        invalid("O5", PENDING, json!({"reassignTo": 1}), "unknown field `reassignTo`…"),
        invalid("O7", "", json!({"name": " "}), "name is empty"),
        invalid("O2", "", json!({"pagination": {"page": 0}}), "page and itemsPerPage begin at 1"),
        invalid(
            "O2",
            "",
            json!({"pagination": {"itemsPerPage": -1}}),
            "invalid value: integer `-1`…",
        ),
        invalid(
            "S1",
            "",
            json!({"pagination": {"sortBy": ["colour"]}}),
            "sortBy has the unknown field `colour`",
        ),
        invalid("S2", "", space(" "), name),
        invalid("S2", "", space(&"x".repeat(256)), name),
        invalid(
            "S2",
            "",
            json!({"name": "Mine", "timezone": "Mars/Base"}),
            "timezone is not an IANA time zone",
        ),
        invalid("S3", "", add(SALES, json!([])), "users is empty"),
        invalid(
            "S3",
            "",
            add(
                SALES,
                json!([{"email": "n@x.example", "role": "agent"}, {"email": "N@x.example", "role": "owner"}]),
            ),
            "users names somebody twice",
        ),
        invalid(
            "S3",
            "",
            json!({"spaceId": "101", "users": strangers(1)}),
            "invalid type: string \"101\"…",
        ),
        invalid("S5", SALES, json!({}), nothing),
        invalid("S5", SALES, limit(0), limits),
        invalid("S5", SALES, json!({"contactLimit": {"enabled": true, "limit": null}}), limits),
        invalid("S5", SALES, json!({"contactLimit": {"enabled": false, "limit": 5}}), limits),
        invalid("S7", access(SUPPORT, MEMBER), json!({}), nothing),
        missing("O4", "99".to_owned(), role("member"), user),
        missing("O5", "99".to_owned(), Value::Null, user),
        missing("O6", "99".to_owned(), Value::Null, user),
        missing("O4", "ana".to_owned(), role("member"), user),
        missing("S3", String::new(), add(110, strangers(1)), workspace),
        missing("S4", "110".to_owned(), Value::Null, workspace),
        missing("S5", "99".to_owned(), space("Mine"), workspace),
        missing("S6", "99".to_owned(), Value::Null, workspace),
        missing("S6", "110".to_owned(), Value::Null, workspace),
        invalid("S6", "ana", Value::Null, "the header botid has to say which workspace"),
        missing("S7", access(99, MEMBER), role("agent"), workspace),
        missing("S7", access(SALES, MEMBER), role("agent"), user),
        missing("S8", access(SALES, MEMBER), Value::Null, user),
    ]
}

#[tokio::test]
async fn the_rules() {
    all(rules()).await;
}

#[tokio::test]
async fn the_roles() {
    all(permissions()).await;
}

/// A user admin adds and removes members; somebody invited as more than that is not theirs, pending or not.
#[tokio::test]
async fn a_user_admin_and_a_pending_admin() {
    let mut client = Client::new().await;
    let (method, invite_path) = path("O3", ORG, "");
    let invited = client.call(method, &invite_path, invite("boss@acme.example", "admin")).await;
    let id = invited.data()["id"].to_string();
    client.log_in(U).await;
    for call in ["O5", "O6"] {
        let (method, path) = path(call, ORG, &id);
        let reply = client.call(method, &path, Value::Null).await;
        refused(&reply, 403, "Forbidden", NOT_ALLOWED, call);
    }
    let invited = client.call(method, &invite_path, invite("cy@acme.example", "member")).await;
    let id = invited.data()["id"].to_string();
    for call in ["O6", "O5"] {
        let (method, path) = path(call, ORG, &id);
        assert_eq!(client.call(method, &path, Value::Null).await.status, 200, "{call}");
    }
}

/// A pending admin neither counts for the rule nor is protected by it.
#[tokio::test]
async fn pending_admins_do_not_count() {
    let client = Client::new().await;
    let (method, invite_path) = path("O3", ORG, "");
    let invited = client.call(method, &invite_path, invite("boss@acme.example", "admin")).await;
    let boss = invited.data()["id"].to_string();
    let (method, second) = path("O5", ORG, &SECOND_ADMIN.to_string());
    assert_eq!(client.call(method, &second, Value::Null).await.status, 200);
    let (method, own) = path("O5", ORG, &ADMIN.to_string());
    refused(&client.call(method, &own, Value::Null).await, 403, "Forbidden", LAST, "last accepted");
    let (method, boss) = path("O5", ORG, &boss);
    assert_eq!(client.call(method, &boss, Value::Null).await.status, 200);
}

#[tokio::test]
async fn what_makes_no_sense() {
    all(malformed()).await;
}

async fn all(cases: Vec<Case>) {
    let mut client = Client::new().await;
    let before = client.server.state().unwrap();
    for (who, call, org, about, body, status, class, text) in cases {
        client.log_in(who).await;
        client.claim(&org.to_string());
        let (method, path) = path(call, org, &about);
        let case = format!("{who} {call} {path} {body}");
        let reply = client.call(method, &path, body).await;
        refused(&reply, status, class, text, &case);
        assert_eq!(client.server.state().unwrap(), before, "{case}");
    }
}

pub(crate) fn refused(reply: &Reply, status: u16, class: &str, text: &str, case: &str) {
    assert_eq!(reply.status, status, "{case}: {}", reply.body);
    assert_eq!(reply.body["status"], class, "{case}");
    match text.strip_suffix('…') {
        // Goes on with what was expected, and line and column.
        Some(text) => assert!(reply.text().starts_with(text), "{case}: {}", reply.text()),
        None => assert_eq!(reply.text(), text, "{case}"),
    }
    let is_name = text == TAKEN;
    assert_eq!(reply.body.pointer("/data/message").is_some(), is_name, "{case}");
}

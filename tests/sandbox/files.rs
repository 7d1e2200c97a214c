//! State files: kept, shared, replaced in one piece, refused where they are no state.

use crate::client::{Client, config};
use crate::world::{SEED, seed};
use camino::{Utf8Path, Utf8PathBuf};
use rolecall::sandbox::{Config, SandboxError, Seed, Server, State};
use serde_json::json;
use std::fs;

const CREATE: &str = "/api/organization/10/spaces/create";

fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = Utf8Path::from_path(folder.path()).unwrap().join("deep/sandbox.json");
    (folder, path)
}

fn kept_in(path: &Utf8Path) -> Config {
    Config { state_file: Some(path.to_owned()), ..config() }
}

async fn create(client: &Client, name: &str) -> u16 {
    client.call("POST", CREATE, json!({"name": name, "timezone": "UTC"})).await.status
}

#[tokio::test]
async fn what_was_answered_is_on_disk() {
    let (_folder, path) = folder();
    let client = Client::with(kept_in(&path)).await;
    assert!(!path.exists(), "looking writes nothing");
    assert_eq!(create(&client, "New").await, 200);
    assert_eq!(State::read(&path).unwrap(), client.server.state().unwrap());
    assert_eq!(create(&client, "new").await, 403);
    let left: Vec<_> =
        fs::read_dir(path.parent().unwrap()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the state and its lock: {left:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_state_outlives_its_server() {
    let (_folder, path) = folder();
    let first = Client::with(kept_in(&path)).await;
    assert_eq!(create(&first, "New").await, 200);
    let state = first.server.state().unwrap();
    first.server.shutdown().await;
    let second = Client::with(kept_in(&path)).await;
    assert_eq!(second.server.state().unwrap(), state);
    let third = Client::with(Config { start_over: true, ..kept_in(&path) }).await;
    assert_eq!(third.server.state().unwrap(), seed());
    assert_eq!(State::read(&path).unwrap(), seed());
    assert_eq!(second.server.state().unwrap(), seed(), "a file is one platform for all");
}

#[tokio::test]
async fn many_servers_on_one_file_are_one_platform() {
    let (_folder, path) = folder();
    let clients = [
        Client::with(kept_in(&path)).await,
        Client::with(kept_in(&path)).await,
        Client::with(kept_in(&path)).await,
    ];
    // Two places are left, and all three ask for it ten times over.
    let calls = (0..30).map(|n| {
        let client = &clients[n % 3];
        async move { create(client, &format!("New {n}")).await }
    });
    let done = futures::future::join_all(calls).await;
    assert_eq!(done.iter().filter(|status| **status == 200).count(), 2, "{done:?}");
    let states: Vec<_> = clients.iter().map(|it| it.server.state().unwrap()).collect();
    assert!(states.iter().all(|it| *it == states[0]));
}

#[tokio::test]
async fn a_write_that_fails_has_not_happened() {
    let (folder, path) = folder();
    let client = Client::with(kept_in(&path)).await;
    assert_eq!(create(&client, "New").await, 200);
    let before = client.server.state().unwrap();
    // A folder where the new file would be written can't be replaced by it.
    fs::create_dir(format!("{path}.new")).unwrap();
    assert_eq!(create(&client, "Other").await, 500);
    fs::remove_dir(format!("{path}.new")).unwrap();
    assert_eq!(client.server.state().unwrap(), before);
    drop(folder);
}

#[test]
fn a_state_reads_back_as_it_was_written() {
    let json = seed().to_json().unwrap();
    assert_eq!(State::parse(&json).unwrap(), seed());
}

#[tokio::test]
async fn the_schema_takes_what_is_written_and_what_is_seeded() {
    let schema = schemars::schema_for!(State).to_value();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut document: serde_json::Value = serde_json::from_str(SEED).unwrap();
    schema.validate(&document).unwrap();
    document["format"] = json!("rolecall.sandbox/v2");
    assert!(!schema.is_valid(&document));
    let client = Client::new().await;
    let users = json!([{"email": "new@x.example", "role": "agent"}]);
    let body = json!({"spaceId": 101, "users": users});
    client.call("POST", "/api/organization/10/spaces/users", body).await;
    assert_eq!(create(&client, "New").await, 200);
    let state = client.call("GET", "/sandbox/state", serde_json::Value::Null).await.body;
    schema.validate(&state).unwrap();
    assert_eq!(state["emails"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn files_that_are_no_state() {
    let (folder, _) = folder();
    let path = Utf8Path::from_path(folder.path()).unwrap().join("platform.json");
    let start = async |content: &str| {
        fs::write(&path, content).unwrap();
        let error = Server::start(Config { seed: Seed::File(path.clone()), ..config() }).await;
        chain(&error.expect_err(content)).replace(path.as_str(), "F")
    };
    let edited = |from: &str, to: &str| {
        assert!(SEED.contains(from), "{from}");
        SEED.replacen(from, to, 1)
    };
    for (content, error) in [
        (
            String::new(),
            "not a rolecall.sandbox/v1 document: EOF while parsing a value at line 1 column 0",
        ),
        (
            "[]".to_owned(),
            "not a rolecall.sandbox/v1 document: invalid length 0, expected an object at line 1 column 2",
        ),
        ("{}".to_owned(), "the document has no `format`; it should be `rolecall.sandbox/v1`"),
        (
            edited("sandbox/v1", "sandbox/v2"),
            "the document has the format `rolecall.sandbox/v2`; this version reads `rolecall.sandbox/v1`",
        ),
        (
            edited("\"actor\"", "\"who\""),
            "not a rolecall.sandbox/v1 document: unknown field `who`, expected one of `format`, `actor`, `organizations`, `emails`, `lastIds` at line 3 column 7",
        ),
        (
            edited("\"role\": \"admin\"", "\"role\": \"boss\""),
            "not a rolecall.sandbox/v1 document: unknown variant `boss`, expected one of `admin`, `user_admin`, `billing_admin`, `member` at line 9 column 65",
        ),
        (
            edited("\"id\": 2,", "\"id\": 1,"),
            "not a rolecall.sandbox/v1 document: the id 1 is there twice at line 15 column 7",
        ),
        (
            edited("second@agency.example", "ADMIN@agency.example"),
            "the state contradicts itself: organization 10 has `ADMIN@agency.example` twice",
        ),
        (
            edited("second@agency.example", "second"),
            "the state contradicts itself: `second` is not an e-mail address",
        ),
        (
            edited("Sales", " support"),
            "the state contradicts itself: organization 10 has two workspaces named ` support`, ignoring case",
        ),
        (
            edited("\"id\": 110", "\"id\": 100"),
            "the state contradicts itself: the workspace id 100 is there twice",
        ),
        (
            edited("Asia/Kuala_Lumpur", "Asia/Nowhere"),
            "the state contradicts itself: workspace 101 has the unknown time zone `Asia/Nowhere`",
        ),
        (
            edited("{\"user\": 5,", "{\"user\": 50,"),
            "the state contradicts itself: workspace 100 lists user 50, who is not in its organization",
        ),
        (
            edited(
                "\"owner\", \"restrictions\": []",
                "\"owner\", \"restrictions\": [\"show_only_mine\"]",
            ),
            "the state contradicts itself: workspace 100 has an owner with restrictions (user 1)",
        ),
        (
            edited("\"contactLimit\": 500", "\"contactLimit\": 0"),
            "the state contradicts itself: workspace 101 has a contact limit of 0; it is null or at least 1",
        ),
        (
            edited("\"Sales\"", "\" \""),
            "the state contradicts itself: workspace 101 has a name that is empty or longer than 255 characters",
        ),
    ] {
        assert_eq!(start(&content).await, format!("F is not a usable sandbox state: {error}"));
    }
    fs::remove_file(&path).unwrap();
    let missing = Server::start(Config { seed: Seed::File(path.clone()), ..config() }).await;
    assert!(chain(&missing.unwrap_err()).starts_with(&format!("cannot read {path}: ")));
}

#[tokio::test]
async fn an_address_that_is_taken() {
    let client = Client::new().await;
    let taken = Config { listen: client.server.address(), ..config() };
    let error = Server::start(taken).await.expect_err("it is taken");
    assert!(matches!(error, SandboxError::Listen { .. }), "{error}");
}

fn chain(error: &SandboxError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

//! Credentials: where they go, when they are renewed, and that nobody sees them.

use crate::calls;
use crate::server::{Asked, Server, list, refusal, reply, success};
use crate::setting::{
    ORG, TOKEN, console, environment, in_variable, profile, settings, target, with_token,
    with_workspace,
};
use axum::body::Body;
use axum::http::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{Timestamp, ToSpan as _};
use rolecall::manifest::Credential;
use rolecall::model::Email;
use rolecall::platform::{Attempt, Client, ClientSettings, Credentials, Execute, Observe};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

fn jwt(payload: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2lnbmVk", part(&json!({"alg": "RS256"})), part(payload))
}

fn with_variables(variables: &[(&str, &str)], url: &str) -> ClientSettings {
    settings(Credentials::new(&BTreeMap::new(), environment(variables)), url)
}

fn client(profile_name: &str, settings: ClientSettings) -> Client {
    Client::new(profile(profile_name), settings).unwrap()
}

fn with_default(credential: Credential, variables: &[(&str, &str)], url: &str) -> ClientSettings {
    let named = BTreeMap::from([("default".to_owned(), credential)]);
    settings(Credentials::new(&named, environment(variables)), url)
}

#[tokio::test]
async fn it_goes_to_its_hosts_alone() {
    let elsewhere = "https://gateway.example";
    let error = console(elsewhere).observe(&target()).await.unwrap_err();
    assert_eq!(error.what, "credential `default` may not be sent to `gateway.example`");
    assert!(error.help.unwrap().contains("hosts: [gateway.example]"));

    // A credential that is for another host doesn't even go to the profile's own.
    let hosts = vec!["gateway.example".to_owned()];
    let credential = Credential { hosts, ..in_variable("T") };
    let settings = with_default(credential, &[("T", TOKEN)], "https://app.respond.io");
    let error = client("respond-io-console", settings).observe(&target()).await.unwrap_err();
    assert!(error.what.contains("may not be sent to `app.respond.io`"), "{error}");

    // Hosts that are listed are all that is meant: this machine is one of them only if it is listed.
    let server = Server::start(|_, _| list(&[], 0)).await;
    for (hosts, may) in [(vec!["gateway.example"], false), (vec!["127.0.0.1"], true)] {
        let hosts = hosts.into_iter().map(str::to_owned).collect();
        let credential = Credential { hosts, ..in_variable("T") };
        let settings = with_default(credential, &[("T", TOKEN)], server.url());
        let read = client("respond-io-console", settings).organization_users(&target()).await;
        assert_eq!(read.is_ok(), may, "{read:?}");
    }
}

#[tokio::test]
async fn an_actor_that_the_token_contradicts_is_an_error() {
    let server = Server::start(|_, _| list(&[], 0)).await;
    let token = jwt(&json!({"email": "ops@agency.example"}));
    for (actor, fits) in [("Ops@agency.example", true), ("boss@agency.example", false)] {
        let credential = Credential { actor: Some(actor.to_owned()), ..in_variable("T") };
        let settings = with_default(credential, &[("T", token.as_str())], server.url());
        let told = client("respond-io-console", settings).actor(&target()).await;
        match told {
            Ok(told) => assert!(fits && told == Some(Email::seen(actor))),
            Err(error) => {
                assert!(!fits);
                assert!(error.what.contains("its token says ops@agency.example"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_is_locked_out_by_a_tool_that_keeps_logging_in() {
    let server = login_server().await;
    let client = account(&server, "hunter3");
    let mut last = String::new();
    for _ in 0..8 {
        last = client.organization_users(&target()).await.unwrap_err().what;
    }
    assert!(last.contains("logged in 5 times in a row"), "{last}");
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn each_time_that_a_log_in_is_repeated_counts() {
    for status in [500, 429] {
        let server = Server::start(move |_, _| refusal(status, "Not now.")).await;
        let client = account(&server, "hunter2");
        let error = client.organization_users(&target()).await.unwrap_err();
        assert!(
            error.what.contains(&format!("can't log in: the platform answers {status}")),
            "{error}"
        );
        assert_eq!(server.count(), 5);
        let error = client.organization_users(&target()).await.unwrap_err();
        assert!(error.what.contains("logged in 5 times in a row"), "{error}");
        assert_eq!(server.count(), 5, "nothing is sent once it was too often");
    }
}

#[tokio::test]
async fn absent_unknown_and_expired_ones_are_told_before_any_call() {
    let server = Server::start(|_, _| list(&[], 0)).await;
    let expired = jwt(&json!({"exp": (Timestamp::now() - 2.hours()).as_second()}));
    let named = BTreeMap::from([("acme".to_owned(), in_variable("ACME"))]);
    let variables = environment(&[("ACME", expired.as_str())]);
    let client =
        client("respond-io-console", settings(Credentials::new(&named, variables), server.url()));

    let error = client.observe(&target()).await.unwrap_err();
    assert_eq!(error.what, "credential `default` comes from `ROLECALL_TOKEN`, which is not set");
    let unknown = rolecall::platform::Target { credentials: "amce".to_owned(), ..target() };
    let error = client.observe(&unknown).await.unwrap_err();
    assert_eq!(error.what, "there is no credential `amce`");
    assert_eq!(error.help.as_deref(), Some("the Project has `acme`, `default`"));
    let old = rolecall::platform::Target { credentials: "acme".to_owned(), ..target() };
    let error = client.observe(&old).await.unwrap_err();
    assert!(error.what.starts_with("the token of credential `acme` expired at "), "{error}");
    assert!(!error.what.contains(&expired));
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn who_acts_is_read_from_the_token_or_the_project() {
    let server = Server::start(|_, _| list(&[], 0)).await;
    let exp = (Timestamp::now() + 1.hour()).as_second();
    let token = jwt(&json!({"email": "Ops@agency.example", "exp": exp}));
    let says =
        client("respond-io-console", with_variables(&[("ROLECALL_TOKEN", &token)], server.url()));
    let credential = Credential { actor: Some("bo@agency.example".to_owned()), ..in_variable("T") };
    let settings = with_default(credential.clone(), &[("T", TOKEN)], server.url());
    let declared = client("respond-io-console", settings);
    let nobody = console(server.url());
    for (client, actor) in [
        (&says, Some("ops@agency.example")),
        (&declared, Some("bo@agency.example")),
        (&nobody, None),
    ] {
        assert_eq!(client.actor(&target()).await.unwrap(), actor.map(Email::seen));
    }
    assert_eq!(says.token_expires(&target()).await.unwrap().map(|it| it.as_second()), Some(exp));
    assert_eq!(nobody.token_expires(&target()).await.unwrap(), None);
    assert_eq!(server.count(), 0, "a token says it by itself");
}

#[tokio::test]
async fn a_developer_token_of_another_organization_is_refused() {
    let server = Server::start(|_, _| list(&[], 0)).await;
    let token = jwt(&json!({"orgId": 999, "spaceId": 5}));
    let client =
        client("respond-io-developer", with_variables(&[("ROLECALL_TOKEN", &token)], server.url()));
    let target = with_workspace(target(), "Support", Some(5), "default");
    let error = client.observe(&target).await.unwrap_err();
    assert_eq!(
        error.what,
        format!("the token of credential `default` is for organization 999, not {ORG}")
    );
    assert!(error.help.is_some());
    assert_eq!(server.count(), 0);
}

/// A server that logs people in and takes only the newest token.
async fn login_server() -> Server {
    let logins = AtomicUsize::new(0);
    Server::start(move |_, asked: &Asked| -> Response<Body> {
        if asked.uri.path() == "/auth/login" {
            if asked.body != json!({"email": "ops@agency.example", "password": "hunter2"}) {
                return refusal(401, "Incorrect username or password.");
            }
            let number = logins.fetch_add(1, Ordering::SeqCst) + 1;
            return success(&json!({"idToken": format!("session-{number}")}));
        }
        let newest = format!("Bearer session-{}", logins.load(Ordering::SeqCst).max(2));
        if asked.header("authorization") == newest {
            list(&[], 0)
        } else {
            refusal(401, "Unauthorized")
        }
    })
    .await
}

fn account(server: &Server, password: &str) -> Client {
    let variables = [("ROLECALL_EMAIL", "ops@agency.example"), ("ROLECALL_PASSWORD", password)];
    client("respond-io-console", with_variables(&variables, server.url()))
}

#[tokio::test]
async fn one_login_and_one_renewal_for_many_calls_at_once() {
    // The first session is refused by the server; the second is taken.
    let server = login_server().await;
    let client = account(&server, "hunter2");
    let target = target();
    let reads = (0..20).map(|_| client.organization_users(&target));
    for read in futures::future::join_all(reads).await {
        assert!(read.unwrap().is_complete());
    }
    let asked = server.asked();
    let logins: Vec<_> = asked.iter().filter(|it| it.uri.path() == "/auth/login").collect();
    assert_eq!(logins.len(), 2);
    for login in logins {
        assert_eq!((login.header("authorization"), login.header("orgid")), ("", ""));
    }
    client.workspaces(&target).await.unwrap();
    assert_eq!(server.asked().iter().filter(|it| it.uri.path() == "/auth/login").count(), 2);
}

#[tokio::test]
async fn a_write_that_meets_an_expired_token_is_repeated_once() {
    let server = login_server().await;
    let client = account(&server, "hunter2");
    let call = calls::remove(5);
    let attempt = client.execute(&target(), &call, &|| true).await;
    assert!(matches!(attempt, Attempt::Done(_)), "{attempt:?}");
    let paths: Vec<_> = server.asked().iter().map(|it| it.uri.path().to_owned()).collect();
    let (login, user) = ("/auth/login", "/api/organization/10/users/5");
    assert_eq!(paths, [login, user, login, user]);
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_and_told() {
    let server = login_server().await;
    let client = account(&server, "hunter3");
    let error = client.observe(&target()).await.unwrap_err();
    assert_eq!(
        error.what,
        "can't log in: the platform answers 401 Incorrect username or password."
    );
    assert!(error.help.unwrap().contains("check the e-mail and the password"));
    assert_eq!(server.count(), 1, "one login for all that waited for it");
}

#[tokio::test]
async fn a_token_that_can_not_be_renewed_is_not_tried_again() {
    let server = Server::start(|_, _| refusal(401, "Unauthorized")).await;
    let error = console(server.url()).organization_users(&target()).await.unwrap_err();
    assert!(error.what.contains("401 Unauthorized"), "{error}");
    assert!(error.help.unwrap().contains("doesn't take this credential"));
    assert_eq!(server.count(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_is_asked_again_when_its_token_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("token");
    std::fs::write(
        &script,
        "#!/bin/sh\nif [ -e used ]; then echo new; else touch used; echo old; fi\n",
    )
    .unwrap();
    let command = vec!["sh".to_owned(), script.display().to_string()];
    let from = rolecall::manifest::CredentialSource::TokenCommand { command };
    let named = BTreeMap::from([("default".to_owned(), Credential { from, ..in_variable("") })]);
    let environment = rolecall::platform::Environment::new(folder.path(), |_| None);
    let server = Server::start(|_, asked| match asked.header("authorization") {
        "Bearer new" => list(&[], 0),
        _ => refusal(401, "Unauthorized"),
    });
    let server = server.await;
    let settings = settings(Credentials::new(&named, environment), server.url());
    let client = client("respond-io-console", settings);
    assert!(client.organization_users(&target()).await.unwrap().is_complete());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn no_message_and_no_debug_output_has_a_secret() {
    // The server repeats what it was sent, wherever it can.
    let server = Server::start(|_, asked| {
        let sent = format!("no good: {} {}", asked.header("authorization"), asked.body);
        reply(403, &json!({"status": sent, "message": sent}))
    });
    let server = server.await;
    let target = target();
    let token = console(server.url());
    let login = account(&server, "hunter2");
    let mut seen = format!("{token:?} {login:?} {:?}", with_token(server.url()));
    for client in [&token, &login] {
        let error = client.observe(&target).await.unwrap_err();
        seen +=
            &format!("{error} {error:?} {:?}", client.doctor(std::slice::from_ref(&target)).await);
    }
    assert!(!seen.contains(TOKEN) && !seen.contains("hunter2"), "{seen}");
    assert!(seen.contains("no good: Bearer [secret]"), "{seen}");
}

//! Addresses, redirects, sizes, compression, timeouts.

use crate::server::{Server, list, text};
use crate::setting::{console, profile, target, with_token};
use axum::body::{Body, Bytes};
use axum::http::Response;
use futures::stream;
use rolecall::platform::{Client, ClientSettings, Observe, PlatformError};
use std::io::Write as _;
use std::time::Duration;

const MEBIBYTE: usize = 1024 * 1024;

fn at(url: &str) -> Result<Client, PlatformError> {
    let settings = ClientSettings { base_url: Some(url.to_owned()), ..with_token(url) };
    Client::new(profile("respond-io-console"), settings)
}

#[tokio::test]
async fn addresses_that_would_give_the_credential_away_are_refused() {
    for url in
        ["http://app.respond.io", "https://me:hunter2@app.respond.io", "ftp://x", "app.respond.io"]
    {
        let error = at(url).unwrap_err();
        assert!(error.help.is_some(), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    assert!(at("https://app.respond.io/").is_ok());
}

#[tokio::test]
async fn a_path_in_the_base_url_stays_in_front() {
    let server = Server::start(|_, _| list(&[], 0)).await;
    let client = console(&format!("{}/gateway/", server.url()));
    client.organization_users(&target()).await.unwrap();
    assert_eq!(server.asked()[0].uri.path(), "/gateway/api/organization/10/users");
    assert_eq!(client.base_url(), format!("{}/gateway", server.url()));
}

#[tokio::test]
async fn no_redirect_is_followed_with_a_credential() {
    let elsewhere = Server::start(|_, _| list(&[], 0)).await;
    let location = elsewhere.url().to_owned();
    for status in [301, 302, 307, 308] {
        let location = location.clone();
        let server = Server::start(move |_, _| {
            let to = format!("{location}/api/organization/10/users");
            Response::builder().status(status).header("location", to).body(Body::empty()).unwrap()
        });
        let server = server.await;
        let error = console(server.url()).organization_users(&target()).await.unwrap_err();
        assert!(error.what.contains(&status.to_string()), "{error}");
        assert!(error.help.unwrap().contains("follows no redirect"));
    }
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn an_answer_is_cut_off_at_16_mib() {
    let server = Server::start(|_, _| {
        let piece = Bytes::from(vec![b' '; MEBIBYTE]);
        let pieces = stream::iter((0..64).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
        text(200, "application/json", Body::from_stream(pieces))
    });
    let server = server.await;
    let error = console(server.url()).organization_users(&target()).await.unwrap_err();
    assert!(error.what.contains("larger than 16 MiB"), "{error}");
    assert_eq!(server.count(), 1, "asking again would bring the same");
}

fn gzipped(text: &[u8]) -> Response<Body> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text).unwrap();
    Response::builder()
        .header("content-encoding", "gzip")
        .header("content-type", "application/json")
        .body(Body::from(packed.finish().unwrap()))
        .unwrap()
}

#[tokio::test]
async fn gzip_is_unpacked_and_a_bomb_is_not() {
    let server = Server::start(|_, _| {
        gzipped(br#"{"status": "success", "data": {"items": [], "totalCount": 0}}"#)
    });
    let server = server.await;
    assert!(console(server.url()).organization_users(&target()).await.unwrap().is_complete());

    let bomb = Server::start(|_, _| gzipped(&vec![b' '; 17 * MEBIBYTE])).await;
    let error = console(bomb.url()).organization_users(&target()).await.unwrap_err();
    assert!(error.what.contains("larger than 16 MiB"), "{error}");
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let server = Server::start(|_, _| {
        text(
            200,
            "application/json",
            Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>()),
        )
    });
    let server = server.await;
    let mut settings = with_token(server.url());
    settings.timeouts.request = Duration::from_millis(40);
    settings.timeouts.retry = Duration::from_millis(300);
    let client = Client::new(profile("respond-io-console"), settings).unwrap();
    let error = client.organization_users(&target()).await.unwrap_err();
    assert!(error.what.contains("no whole answer within 0.04 s"), "{error}");
    assert!(server.count() > 1, "a read that timed out is repeated");
}

#[tokio::test]
async fn https_is_spoken_where_https_is_said() {
    let server = Server::start(|_, _| list(&[], 0)).await;
    let mut settings = with_token(&server.url().replace("http:", "https:"));
    settings.timeouts.retry = Duration::from_millis(20);
    let client = Client::new(profile("respond-io-console"), settings).unwrap();
    let error = client.organization_users(&target()).await.unwrap_err();
    assert!(error.what.starts_with("no connection: "), "{error}");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn once_one_call_has_waited_for_a_server_that_is_down_others_do_not() {
    let mut settings = with_token("http://127.0.0.1:1");
    settings.timeouts.retry = Duration::from_millis(300);
    let client = Client::new(profile("respond-io-console"), settings).unwrap();
    let time = async || {
        let start = std::time::Instant::now();
        client.organization_users(&target()).await.unwrap_err();
        start.elapsed()
    };
    let first = time().await;
    let rest = time().await + time().await + time().await;
    assert!(rest < first, "{rest:?} {first:?}");
}

//! Budgets and `Retry-After`, by the clock of the client.

use crate::server::{Server, list, refusal, reply};
use crate::setting::{profile, target, with_token};
use axum::http::HeaderValue;
use rolecall::manifest::Rate;
use rolecall::model::OrganizationId;
use rolecall::platform::{Client, Observe, Target};
use serde_json::json;
use std::time::{Duration, Instant};

fn client(url: &str, per_second: f64) -> Client {
    let mut settings = with_token(url);
    settings.rate = Some(Rate { per_second, headroom_percent: 0 });
    settings.timeouts.retry = Duration::from_secs(3);
    Client::new(profile("respond-io-console"), settings).unwrap()
}

async fn seconds(client: &Client, target: &Target, reads: usize) -> f64 {
    let start = Instant::now();
    for _ in 0..reads {
        client.organization_users(target).await.unwrap();
    }
    start.elapsed().as_secs_f64()
}

#[tokio::test]
async fn each_organization_and_operation_has_its_own_budget() {
    let server = Server::start(|_, _| {
        let mut reply = list(&[], 0);
        reply.headers_mut().insert("x-ratelimit-remaining", HeaderValue::from_static("9"));
        reply
    });
    let server = server.await;
    let client = client(server.url(), 5.0);
    let other = Target { id: OrganizationId::new(11), ..target() };
    // What remains at once, less one; then one each 200 ms.
    assert!(seconds(&client, &target(), 5).await < 0.9);
    assert!(seconds(&client, &other, 5).await < 0.9);
    let start = Instant::now();
    client.workspaces(&target()).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(180));
    let rest = seconds(&client, &other, 4).await;
    assert!(rest > 0.3, "{rest}");
}

#[tokio::test]
async fn the_platforms_own_limit_narrows_the_budget() {
    let server = Server::start(|_, _| {
        let mut reply = list(&[], 0);
        reply.headers_mut().insert("x-ratelimit-limit", HeaderValue::from_static("10"));
        reply
    });
    let server = server.await;
    let client = client(server.url(), 1000.0);
    // At 1,000 a second it would take nothing; at 10 the burst is 9, and 3 more take 0.3 s.
    let time = seconds(&client, &target(), 13).await;
    assert!((0.25..2.0).contains(&time), "{time}");
    assert_eq!(client.capabilities().requests_per_second, 1000.0);
}

#[tokio::test]
async fn a_429_waits_as_long_as_it_says_and_slows_that_budget_alone() {
    let server = Server::start(|number, asked| {
        if number == 0 && asked.uri.path().ends_with("/users") {
            let mut reply = refusal(429, "Too many requests");
            reply.headers_mut().insert("retry-after", HeaderValue::from_static("1"));
            return reply;
        }
        list(&[], 0)
    });
    let server = server.await;
    let client = client(server.url(), 1000.0);
    let start = Instant::now();
    let target = target();
    let (users, workspaces) = futures::join!(
        async {
            client.organization_users(&target).await.unwrap();
            start.elapsed().as_secs_f64()
        },
        async {
            client.workspaces(&target).await.unwrap();
            start.elapsed().as_secs_f64()
        }
    );
    assert!((1.0..1.5).contains(&users), "{users}");
    assert!(workspaces < 0.5, "{workspaces}");
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_waited_for() {
    for asked in ["3600", "Fri, 31 Dec 2199 23:59:59 GMT"] {
        let server = Server::start(move |_, _| {
            let mut reply =
                reply(429, &json!({"status": "TooManyRequests", "message": "Slow down"}));
            reply.headers_mut().insert("retry-after", HeaderValue::from_static(asked));
            reply
        });
        let server = server.await;
        let start = Instant::now();
        let client = client(server.url(), 1000.0);
        let error = client.organization_users(&target()).await.unwrap_err();
        assert!(error.what.contains("429 Slow down"), "{error}");
        assert!(error.help.unwrap().contains("`timeouts.retry` (3s)"));
        assert!(start.elapsed() < Duration::from_secs(1));
        assert_eq!(server.count(), 1);
    }
}

fn busy(retry_after: &'static str) -> axum::http::Response<axum::body::Body> {
    let mut reply = reply(429, &json!({"status": "TooManyRequests", "message": "Slow down"}));
    reply.headers_mut().insert("retry-after", HeaderValue::from_static(retry_after));
    reply
}

fn impatient(url: &str, retry: Duration) -> Client {
    let mut settings = crate::setting::with_token(url);
    settings.timeouts.retry = retry;
    Client::new(profile("respond-io-console"), settings).unwrap()
}

#[tokio::test]
async fn no_wait_that_is_asked_for_breaks_a_run_or_lasts_longer_than_the_retry_time() {
    for asked in ["0", "-1", "0.001", "soon", "Mon, 23 Nov 2026 10:00:00 GMT"] {
        let server = Server::start(move |_, _| busy(asked)).await;
        let client = impatient(server.url(), Duration::from_secs(1));
        let start = Instant::now();
        let error = client.organization_users(&target()).await.unwrap_err();
        assert!(error.what.contains("however often it is asked"), "{asked}: {error}");
        assert!(start.elapsed() < Duration::from_secs(3), "{asked}: {:?}", start.elapsed());
        assert!((2..=11).contains(&server.count()), "{asked}: {}", server.count());
    }
    for asked in ["18446744073709551615", "18446744073709551616", "1e300", "86400"] {
        let server = Server::start(move |_, _| busy(asked)).await;
        let client = impatient(server.url(), Duration::from_secs(60));
        let error = client.organization_users(&target()).await.unwrap_err();
        assert!(error.what.contains("asks to wait"), "{asked}: {error}");
        assert_eq!(server.count(), 1, "{asked}");
    }
}

#[tokio::test]
async fn a_server_that_is_always_busy_ends_a_whole_run_soon() {
    let server = Server::start(|_, _| busy("1")).await;
    let client = impatient(server.url(), Duration::from_secs(2));
    let start = Instant::now();
    for id in 1..=40 {
        let target = Target { id: OrganizationId::new(id), ..target() };
        client.observe(&target).await.unwrap_err();
    }
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_host_that_is_down_is_tried_for_the_first_organizations_and_not_for_the_others() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = impatient(&url, Duration::from_secs(60));
    let start = Instant::now();
    let mut whys = Vec::new();
    for id in 1..=50 {
        let target = Target { id: OrganizationId::new(id), ..target() };
        whys.push(client.observe(&target).await.unwrap_err().what);
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(whys[7].starts_with("no connection"), "{}", whys[7]);
    let rest = &whys[8..];
    assert!(rest.iter().all(|why| why.contains("`127.0.0.1` can't be reached")), "{rest:?}");
}

#[tokio::test]
#[ignore = "takes 20 seconds: the contract's own rate"]
async fn at_the_rate_of_the_contract_nothing_is_turned_away_and_little_time_is_lost() {
    use rolecall::sandbox::{Config, Server, State};
    let seed = State::parse(crate::sandbox::SEED.as_bytes()).unwrap();
    let server = Server::start(Config::serving(seed.into())).await.unwrap();
    let account =
        rolecall::platform::Credentials::one_account(&server.actor().unwrap(), server.password());
    let mut settings = crate::setting::settings(account, &server.base_url());
    settings.rate = None;
    let client = Client::new(profile("respond-io-console"), settings).unwrap();
    let target = target();
    let start = Instant::now();
    let reads = (0..100).map(|_| client.organization_users(&target));
    for read in futures::future::join_all(reads).await {
        read.unwrap();
    }
    let time = start.elapsed().as_secs_f64();
    assert!(server.requests().iter().all(|request| request.status == Some(200)));
    assert!(time <= 1.05 * 95.0 / 5.0 + 0.5, "{time}");
}

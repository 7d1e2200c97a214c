//! `/sandbox/*`: what a test, or a person with curl, does to the platform from outside. Only for this machine.
//!
//! | call | does |
//! |---|---|
//! | `GET /sandbox/state` | the whole state, as a state file has it |
//! | `PUT /sandbox/state` | replaces it by the body, a state |
//! | `POST /sandbox/reset` | back to the seed; counts, faults and tokens too |
//! | `GET /sandbox/requests` | `{"counts":{"<operation>":n},"log":[…]}`, without control calls |
//! | `DELETE /sandbox/requests` | begins to count at nothing |
//! | `GET /sandbox/emails` | `{"emails":[…]}` in the order they were sent |
//! | `GET /sandbox/faults` | the rules: `{"rules":[…]}` |
//! | `POST /sandbox/faults` | replaces them, by such rules or by `{"text":"…"}` in the grammar of `--faults` |
//! | `DELETE /sandbox/faults` | no faults |
//! | `GET /sandbox/holds` | `{"reached":n}`; with `?beyond=N&waitMs=MS` waits until there are more than N |
//! | `POST /sandbox/accept` | `{"organization":1,"email":"…"}`: that invitation is accepted |
//! | `POST /sandbox/status` | `{"organization":1,"status":"TRIAL ENDED"}` |
//! | `POST /sandbox/tokens` | `{"organization":1,"workspace":2}`: a token for the official API, `{"token":"…"}` |
//! | `DELETE /sandbox/tokens` | every console token expires now |

mod body;
mod guard;

use super::answer::Answer;
use super::faults::Faults;
use super::platform::Platform;
use super::rules::Refusal;
use super::state::State as Document;
use super::store::FileError;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::Response;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

type Shared = State<Arc<Platform>>;

/// The longest that `GET /sandbox/holds` waits.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

pub(super) fn routes() -> Router<Arc<Platform>> {
    Router::new()
        .route("/sandbox/state", get(state).put(replace_state))
        .route("/sandbox/reset", post(reset))
        .route("/sandbox/requests", get(requests).delete(forget_requests))
        .route("/sandbox/emails", get(emails))
        .route("/sandbox/faults", get(faults).post(replace_faults).delete(no_faults))
        .route("/sandbox/holds", get(holds))
        .route("/sandbox/accept", post(accept))
        .route("/sandbox/status", post(status))
        .route("/sandbox/tokens", post(mint).delete(expire))
        .route_layer(from_fn(guard::only_this_machine))
}

async fn state(State(platform): Shared) -> Response<Body> {
    let document = platform.store.read(|state| serde_json::to_value(state)).map_err(broken);
    say(document.and_then(|it| it.map_err(|error| Refusal::Broken(error.to_string()))))
}

async fn replace_state(State(platform): Shared, bytes: Bytes) -> Response<Body> {
    let document = Document::parse(&bytes).map_err(|error| Refusal::Malformed(body::chain(&error)));
    say(document.and_then(|it| platform.store.replace(it).map_err(broken)).map(|()| json!({})))
}

async fn reset(State(platform): Shared) -> Response<Body> {
    let done = platform.store.start_over().map_err(broken);
    platform.set_faults(Faults::none());
    platform.requests.forget();
    platform.tokens.expire();
    say(done.map(|()| json!({})))
}

async fn requests(State(platform): Shared) -> Response<Body> {
    let Platform { requests, .. } = &*platform;
    say(Ok(json!({ "counts": requests.counts(), "log": requests.log() })))
}

async fn forget_requests(State(platform): Shared) -> Response<Body> {
    platform.requests.forget();
    say(Ok(json!({})))
}

async fn emails(State(platform): Shared) -> Response<Body> {
    let emails = platform.store.read(|state| json!({ "emails": state.emails }));
    say(emails.map_err(broken))
}

async fn faults(State(platform): Shared) -> Response<Body> {
    say(Ok(json!(platform.faults.current())))
}

async fn replace_faults(State(platform): Shared, bytes: Bytes) -> Response<Body> {
    let faults = body::faults(&bytes);
    say(faults.map(|faults| {
        platform.set_faults(faults);
        json!(platform.faults.current())
    }))
}

async fn no_faults(State(platform): Shared) -> Response<Body> {
    platform.set_faults(Faults::none());
    say(Ok(json!({})))
}

async fn holds(State(platform): Shared, Query(query): Query<body::Holds>) -> Response<Body> {
    let reached = match query.beyond {
        None => platform.holds.reached(),
        Some(known) => {
            let wait = query.wait_ms.map_or(LONGEST_WAIT, Duration::from_millis);
            platform.holds.wait(known, wait.min(LONGEST_WAIT)).await
        }
    };
    say(Ok(json!({ "reached": reached })))
}

async fn accept(State(platform): Shared, bytes: Bytes) -> Response<Body> {
    let accepted = body::read::<body::Accept>(&bytes)
        .and_then(|it| platform.accept(it.organization, &it.email).map_err(broken));
    say(accepted.and_then(|found| found_or(found, "invitation")))
}

async fn status(State(platform): Shared, bytes: Bytes) -> Response<Body> {
    let changed = body::read::<body::Status>(&bytes)
        .and_then(|it| platform.set_status(it.organization, &it.status).map_err(broken));
    say(changed.and_then(|found| found_or(found, "organization")))
}

async fn mint(State(platform): Shared, bytes: Bytes) -> Response<Body> {
    let minted = body::read::<body::Mint>(&bytes)
        .and_then(|it| platform.mint(it.organization, it.workspace).map_err(broken));
    let token = minted.and_then(|token| token.ok_or(Refusal::NotFound("workspace")));
    say(token.map(|token| json!({ "token": token })))
}

async fn expire(State(platform): Shared) -> Response<Body> {
    platform.tokens.expire();
    say(Ok(json!({})))
}

fn found_or(found: bool, what: &'static str) -> Result<Value, Refusal> {
    if found { Ok(json!({})) } else { Err(Refusal::NotFound(what)) }
}

/// Control calls answer with the bare thing, or refuse as the console does.
fn say(result: Result<Value, Refusal>) -> Response<Body> {
    let answer = match result {
        Ok(body) => Answer::json(200, body),
        Err(refusal) => Answer::console(Err(refusal)),
    };
    answer.into_response()
}

fn broken(error: FileError) -> Refusal {
    Refusal::Broken(body::chain(&error))
}

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
//! | `POST /sandbox/somebody` | `{"organization":1,"does":"revoke ana@acme.example Support"}`: what somebody else does, as in the faults `before` and `after` |
//! | `POST /sandbox/status` | `{"organization":1,"status":"TRIAL ENDED"}` |
//! | `POST /sandbox/tokens` | `{"organization":1,"workspace":2}`: a token for the official API, `{"token":"…"}` |
//! | `DELETE /sandbox/tokens` | every console token expires now |

mod body;
mod guard;

use super::answer::chain;
use super::faults::Faults;
use super::platform::Platform;
use super::rules::Refusal;
use super::state::State as Document;
use super::store::Cause;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::middleware::from_fn;
use axum::routing::{get, post};
use axum::{Json, Router};
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
        .route("/sandbox/somebody", post(somebody))
        .route("/sandbox/status", post(status))
        .route("/sandbox/tokens", post(mint).delete(expire))
        .route_layer(from_fn(guard::only_this_machine))
}

/// The bare thing, or a refusal as the console words it.
type Said = Result<Json<Value>, Refusal>;

/// Done, and nothing to tell.
fn done() -> Said {
    Ok(Json(json!({})))
}

async fn state(State(platform): Shared) -> Said {
    Ok(Json(platform.store.read(|state| json!(state))?))
}

async fn replace_state(State(platform): Shared, bytes: Bytes) -> Said {
    let state = Document::parse(&bytes).map_err(|error| Refusal::Malformed(chain(&error)))?;
    platform.store.replace(state)?;
    done()
}

async fn reset(State(platform): Shared) -> Said {
    platform.store.start_over()?;
    platform.set_faults(Faults::none());
    platform.requests.forget();
    platform.tokens.expire();
    done()
}

async fn requests(State(platform): Shared) -> Said {
    let Platform { requests, .. } = &*platform;
    Ok(Json(json!({ "counts": requests.counts(), "log": requests.log() })))
}

async fn forget_requests(State(platform): Shared) -> Said {
    platform.requests.forget();
    done()
}

async fn emails(State(platform): Shared) -> Said {
    Ok(Json(platform.store.read(|state| json!({ "emails": state.emails }))?))
}

async fn faults(State(platform): Shared) -> Said {
    Ok(Json(json!(platform.faults.current())))
}

async fn replace_faults(State(platform): Shared, bytes: Bytes) -> Said {
    platform.set_faults(body::faults(&bytes)?);
    Ok(Json(json!(platform.faults.current())))
}

async fn no_faults(State(platform): Shared) -> Said {
    platform.set_faults(Faults::none());
    done()
}

async fn holds(State(platform): Shared, query: Result<Query<body::Holds>, QueryRejection>) -> Said {
    let Query(query) = query.map_err(|error| Refusal::Malformed(error.body_text()))?;
    let reached = match query.beyond {
        None => platform.holds.reached(),
        Some(known) => {
            let wait = query.wait_ms.map_or(LONGEST_WAIT, Duration::from_millis);
            platform.holds.wait(known, wait.min(LONGEST_WAIT)).await
        }
    };
    Ok(Json(json!({ "reached": reached })))
}

async fn accept(State(platform): Shared, bytes: Bytes) -> Said {
    let body::Accept { organization, email } = body::read(&bytes)?;
    found(platform.accept(organization, &email)?, "invitation")
}

async fn somebody(State(platform): Shared, bytes: Bytes) -> Said {
    let body::Somebody { organization, does } = body::read(&bytes)?;
    found(
        platform.happen(organization, Cause::Control, &does)?,
        "person, workspace or organization",
    )
}

async fn status(State(platform): Shared, bytes: Bytes) -> Said {
    let body::Status { organization, status } = body::read(&bytes)?;
    found(platform.set_status(organization, &status)?, "organization")
}

async fn mint(State(platform): Shared, bytes: Bytes) -> Said {
    let body::Mint { organization, workspace } = body::read(&bytes)?;
    let token = platform.mint(organization, workspace)?.ok_or(Refusal::NotFound("workspace"))?;
    Ok(Json(json!({ "token": token })))
}

async fn expire(State(platform): Shared) -> Said {
    platform.tokens.expire();
    done()
}

fn found(found: bool, what: &'static str) -> Said {
    if found { done() } else { Err(Refusal::NotFound(what)) }
}

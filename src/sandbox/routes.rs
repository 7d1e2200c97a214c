use super::call::{Call, header};
use super::connection::Peer;
use super::control;
use super::endpoint::Endpoint;
use super::faults::Effects;
use super::platform::Platform;
use super::rules::Refusal;
use super::serve::serve;
use crate::model::OrganizationId;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, RawPathParams, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Response, Uri};
use axum::routing::{MethodRouter, delete, get, post, put};
use axum::{Router, response::IntoResponse as _};
use std::sync::Arc;

/// More than any batch needs.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The description of both APIs, also in `schemas/sandbox.openapi.json`.
pub const OPENAPI: &str = include_str!("openapi.json");

/// Every path that is served.
pub(super) fn routes(platform: Arc<Platform>) -> Router {
    let mut router = Router::new();
    for endpoint in Endpoint::ALL {
        router = router.route(endpoint.path(), method(*endpoint));
    }
    router
        .route("/openapi.json", get(openapi))
        .merge(control::routes())
        .fallback(async || Refusal::NoSuchRoute)
        .method_not_allowed_fallback(async || Refusal::WrongMethod)
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(platform)
}

fn method(endpoint: Endpoint) -> MethodRouter<Arc<Platform>> {
    let handler = async move |State(platform): State<Arc<Platform>>,
                              ConnectInfo(peer): ConnectInfo<Peer>,
                              parameters: RawPathParams,
                              uri: Uri,
                              headers: HeaderMap,
                              body: Result<Bytes, BytesRejection>| {
        let Ok(body) = body else {
            let what = "the body can't be read, or is too long".to_owned();
            return Refusal::Malformed(what).into_response();
        };
        let parameters: std::collections::BTreeMap<_, _> =
            parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let organization = match parameters.get("org") {
            Some(text) => text.parse().ok(),
            None if endpoint.is_inside_a_workspace() => header(&headers, "orgid"),
            None => None,
        };
        let organization = organization.map(OrganizationId::new);
        let effects = Effects::default();
        let number = 0;
        let call = Call { number, endpoint, organization, parameters, uri, headers, body, effects };
        serve(platform, peer, call).await
    };
    match endpoint.method() {
        "GET" => get(handler),
        "PUT" => put(handler),
        "DELETE" => delete(handler),
        _ => post(handler),
    }
}

async fn openapi() -> Response<Body> {
    let json = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, json)], OPENAPI).into_response()
}

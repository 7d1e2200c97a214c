use crate::sandbox::connection::Peer;
use crate::sandbox::rules::Refusal;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, Method, Response, header};
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use std::net::IpAddr;

/// Control calls come from this machine and not from a page in its browser: the peer is loopback, the host it asked
/// for is too (a name that somebody points at 127.0.0.1 is not), and a body is declared as JSON, which a page
/// can't do without asking first. To anybody else there is nothing here.
pub(super) async fn only_this_machine(
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let headers = request.headers();
    let writes = matches!(*request.method(), Method::POST | Method::PUT);
    if !peer.is_loopback() || !asks_for_loopback(headers) {
        return Refusal::NoSuchRoute.into_response();
    }
    if writes && !declares_json(headers) {
        let what = "the header Content-Type has to be application/json".to_owned();
        return Refusal::Malformed(what).into_response();
    }
    next.run(request).await
}

fn asks_for_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|it| it.to_canonical().is_loopback())
}

fn declares_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    content_type.is_some_and(|it| it.trim_start().starts_with("application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_names_of_this_machine() {
        let asks = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            asks_for_loopback(&headers)
        };
        for host in ["127.0.0.1:80", "localhost:1234", "[::1]:9", "localhost", "127.9.9.9"] {
            assert!(asks(host), "{host}");
        }
        for host in ["evil.example:80", "10.0.0.1:80", "localhost.evil.example", ""] {
            assert!(!asks(host), "{host}");
        }
    }
}

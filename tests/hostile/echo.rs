//! A server between rolecall and the sandbox, which sends the secrets back that it was sent.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use rolecall::sandbox::{Config, Endpoint, Seed, Server};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A password with something to escape in every encoding.
pub(crate) const PASSWORD: &str = "pä/ss+\"w0rd\\==%&<x>";

/// How secrets come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// 200, and an error inside.
    ErrorInside,
    /// A refusal, with its text long before the secret.
    Refusal,
    /// The server is broken.
    Trouble,
    /// No JSON at all.
    Page,
    /// The true answer, with secrets in its names.
    Names,
    /// The true answer, with secrets where numbers and roles belong.
    Nonsense,
    /// The true answer, with secrets in its headers, those that are read among them.
    Headers,
    /// Leads to an address with the secrets in it.
    Redirect,
    /// JSON that ends in the middle of a secret.
    Cut,
}

impl Shape {
    pub(crate) const ALL: [Self; 9] = [
        Self::ErrorInside,
        Self::Refusal,
        Self::Trouble,
        Self::Page,
        Self::Names,
        Self::Nonsense,
        Self::Headers,
        Self::Redirect,
        Self::Cut,
    ];
}

/// Serves as long as it is held.
pub(crate) struct Echo {
    shared: Arc<Shared>,
    address: String,
    runtime: Runtime,
}

struct Shared {
    sandbox: Server,
    client: reqwest::Client,
    /// What comes back at which operations; `None`: at all of them.
    mode: Mutex<(Shape, Option<Endpoint>)>,
    secrets: Mutex<BTreeSet<String>>,
}

impl Echo {
    pub(crate) fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = Runtime::new().unwrap();
        let seed = Seed::File(
            concat!(env!("CARGO_MANIFEST_DIR"), "/examples/agency/platform.json").into(),
        );
        let password = Some(SecretString::from(PASSWORD));
        let config = Config { password, ..Config::embedded(seed) };
        let (shared, address) = runtime.block_on(async {
            let shared = Arc::new(Shared {
                sandbox: Server::start(config).await.unwrap(),
                client: reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap(),
                mode: Mutex::new((Shape::Names, None)),
                secrets: Mutex::default(),
            });
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("http://{}", listener.local_addr().unwrap());
            let routes = Router::new().fallback(answer).with_state(Arc::clone(&shared));
            tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
            (shared, address)
        });
        Self { shared, address, runtime }
    }

    pub(crate) fn url(&self) -> &str {
        &self.address
    }

    /// From now on, secrets come back like this; the platform begins anew.
    pub(crate) fn echo(&self, shape: Shape, at: Option<Endpoint>) {
        let seed = include_str!("../../examples/agency/platform.json");
        self.shared.sandbox.set_state(serde_json::from_str(seed).unwrap()).unwrap();
        *self.shared.mode.lock().unwrap() = (shape, at);
        self.shared.secrets.lock().unwrap().clear();
    }

    /// The password, and every token that was sent since.
    pub(crate) fn secrets(&self) -> BTreeSet<String> {
        let _runs = &self.runtime;
        let mut all = self.shared.secrets.lock().unwrap().clone();
        all.insert(PASSWORD.to_owned());
        all
    }
}

/// A secret in each encoding that it may come in.
pub(crate) fn encodings(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap();
    let json = json[1..json.len() - 1].to_owned();
    let url = |upper: bool| -> String {
        let one = |byte: u8| match byte.is_ascii_alphanumeric() {
            true => char::from(byte).to_string(),
            false if upper => format!("%{byte:02X}"),
            false => format!("%{byte:02x}"),
        };
        secret.bytes().map(one).collect()
    };
    // As a browser does, which leaves most characters as they are.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte);
    let component = secret.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    vec![
        secret.to_owned(),
        component.collect(),
        serde_json::to_string(&json).unwrap().trim_matches('"').to_owned(),
        secret.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect(),
        json.replace('/', "\\/"),
        json.replace('/', "\\u002f"),
        secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect(),
        url(true),
        url(false),
        STANDARD.encode(secret),
        URL_SAFE.encode(secret),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
        STANDARD.encode(format!("{BEFORE}{secret}")),
        STANDARD.encode(format!("{BEFORE}.{secret}")),
        STANDARD.encode(format!("{BEFORE}..{secret}")),
    ]
}

/// What stands before a secret in some of the encodings: who logs in.
pub(crate) const BEFORE: &str = "ops@agency.example:";

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let token = headers.get("authorization").and_then(|it| it.to_str().ok());
    let token = token.map(|it| it.trim_start_matches("Bearer ").to_owned());
    shared.secrets.lock().unwrap().extend(token.clone());
    let url = format!("{}{uri}", shared.sandbox.base_url());
    let mut asking = shared.client.request(method.clone(), url).body(body);
    for (name, value) in &headers {
        if !["host", "content-length", "accept-encoding", "connection"].contains(&name.as_str()) {
            asking = asking.header(name, value);
        }
    }
    let reply = asking.send().await.unwrap();
    let status = reply.status().as_u16();
    let truth: Value = reply.json().await.unwrap_or_default();
    let (shape, at) = *shared.mode.lock().unwrap();
    let is_meant = at.is_none_or(|endpoint| is(endpoint, &method, uri.path()));
    // Where all else depends on a log-in, it succeeds, unless it is what is meant.
    let is_login = is(Endpoint::Login, &method, uri.path());
    if !is_meant || (is_login && at.is_none()) {
        return reply_of(status, truth.to_string());
    }
    let secrets: Vec<_> = token.into_iter().chain([PASSWORD.to_owned()]).collect();
    let said = secrets.iter().flat_map(|it| encodings(it)).collect::<Vec<_>>().join(" ");
    let message = |text: String| {
        json!({"status": "error", "message": text, "errors": [text], "data": {"message": text}})
            .to_string()
    };
    match shape {
        Shape::ErrorInside => reply_of(200, message(said)),
        Shape::Refusal => reply_of(400, message(format!("{} {said}", "x".repeat(293)))),
        Shape::Trouble => reply_of(500, message(said)),
        Shape::Page => reply_of(200, format!("<html>{said}</html>")),
        Shape::Names => {
            // One encoding a name, in turn: names are long enough like that.
            let all: Vec<_> = secrets.iter().flat_map(|it| encodings(it)).collect();
            let turn = AtomicUsize::new(all.len() - 1);
            let next = || &all[turn.fetch_add(1, Ordering::Relaxed) % all.len()];
            reply_of(status, with(truth, &|text| format!("{text} {}", next())).to_string())
        }
        Shape::Nonsense => reply_of(status, nonsense(truth, &said).to_string()),
        Shape::Headers => with_headers(reply_of(status, truth.to_string()), &secrets),
        Shape::Redirect => with_headers(reply_of(307, String::new()), &secrets),
        Shape::Cut => {
            let whole = message(said);
            let half = whole.floor_char_boundary(whole.find(PASSWORD).unwrap_or(40) + 10);
            reply_of(status, whole[..half].to_owned())
        }
    }
}

/// The answer with secrets wherever a header can have them.
fn with_headers(mut answer: Response<Body>, secrets: &[String]) -> Response<Body> {
    const NAMES: [&str; 10] = [
        "retry-after",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "date",
        "location",
        "set-cookie",
        "server",
        "www-authenticate",
        "content-type",
        "x-request-id",
    ];
    let all = secrets.iter().flat_map(|it| encodings(it)).filter(|it| it.is_ascii());
    let all: Vec<_> = all.collect();
    for (number, name) in NAMES.into_iter().enumerate() {
        let value = match name {
            "location" => format!("/elsewhere?token={}", all[number % all.len()]),
            _ => all[number % all.len()].clone(),
        };
        answer.headers_mut().insert(name, value.parse().unwrap());
    }
    answer
}

fn is(endpoint: Endpoint, method: &Method, path: &str) -> bool {
    let pattern: Vec<_> = endpoint.path().split('/').collect();
    let parts: Vec<_> = path.split('/').collect();
    endpoint.method() == method.as_str()
        && pattern.len() == parts.len()
        && pattern
            .iter()
            .zip(parts)
            .all(|(pattern, part)| pattern.starts_with('{') || *pattern == part)
}

/// The answer with other names.
fn with(value: Value, change: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|it| with(it, change)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, field)| match field {
                Value::String(text) if key.to_lowercase().contains("name") => {
                    (key, change(&text).into())
                }
                field => (key, with(field, change)),
            });
            fields.collect()
        }
        other => other,
    }
}

/// The answer with texts where none belong.
fn nonsense(value: Value, said: &str) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|it| nonsense(it, said)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, field)| match key.as_str() {
                "role" | "timezone" | "status" if field.is_string() && !is_success(&field) => {
                    (key, said.into())
                }
                "contactLimit" | "total" => (key, said.into()),
                _ => (key, nonsense(field, said)),
            });
            fields.collect()
        }
        other => other,
    }
}

fn is_success(value: &Value) -> bool {
    value == "success"
}

fn reply_of(status: u16, body: String) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap()
}

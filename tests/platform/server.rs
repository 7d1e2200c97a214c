//! A small server that answers what it is told and remembers what it was asked.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    /// The body as it came.
    pub(crate) text: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The page that a list was asked for.
    pub(crate) fn page(&self) -> u64 {
        self.body.pointer("/pagination/page").and_then(Value::as_u64).unwrap_or(0)
    }
}

type Answering = dyn Fn(usize, &Asked) -> Response<Body> + Send + Sync;

struct Shared {
    asked: Mutex<Vec<Asked>>,
    answering: Box<Answering>,
}

/// It stops when it is dropped.
pub(crate) struct Server {
    shared: Arc<Shared>,
    address: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers each request with what the function says; it is told how many came before.
    pub(crate) async fn start(
        answering: impl Fn(usize, &Asked) -> Response<Body> + Send + Sync + 'static,
    ) -> Self {
        let asked = Mutex::default();
        let shared = Arc::new(Shared { asked, answering: Box::new(answering) });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { shared, address, task }
    }

    /// The same answers in a row; the last one again and again.
    pub(crate) async fn in_turn(answers: impl IntoIterator<Item = fn() -> Response<Body>>) -> Self {
        let answers: Vec<_> = answers.into_iter().collect();
        Self::start(move |number, _| answers[number.min(answers.len() - 1)]()).await
    }

    pub(crate) fn url(&self) -> &str {
        &self.address
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.asked().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let text = String::from_utf8_lossy(&body).into_owned();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let asked = Asked { method, uri, headers, body, text };
    let number = {
        let mut all = shared.asked.lock().unwrap();
        all.push(asked.clone());
        all.len() - 1
    };
    (shared.answering)(number, &asked)
}

pub(crate) fn reply(status: u16, body: &Value) -> Response<Body> {
    text(status, "application/json", body.to_string())
}

pub(crate) fn text(status: u16, kind: &str, body: impl Into<Body>) -> Response<Body> {
    Response::builder().status(status).header("content-type", kind).body(body.into()).unwrap()
}

/// The console's success.
pub(crate) fn success(data: &Value) -> Response<Body> {
    reply(200, &json!({"status": "success", "message": "ok", "data": data}))
}

pub(crate) fn done() -> Response<Body> {
    success(&json!({"id": 77}))
}

/// The console's refusal.
pub(crate) fn refusal(status: u16, message: &str) -> Response<Body> {
    reply(status, &json!({"status": "Forbidden", "message": message}))
}

/// A login page, or a proxy's error.
pub(crate) fn page(status: u16) -> Response<Body> {
    text(status, "text/html", "<html><body>Sign in</body></html>")
}

/// An answer whose connection breaks in the middle.
pub(crate) fn broken(status: u16) -> Response<Body> {
    let pieces = [Ok(r#"{"status": "succ"#), Err(std::io::Error::other("gone"))];
    let body = Body::from_stream(futures::stream::iter(pieces));
    text(status, "application/json", body)
}

/// A page of a list.
pub(crate) fn list(items: &[Value], total: u64) -> Response<Body> {
    success(&json!({"items": items, "totalCount": total}))
}

pub(crate) fn user(id: u64) -> Value {
    json!({"id": id, "email": format!("user{id}@acme.example"), "role": "member", "status": "active"})
}

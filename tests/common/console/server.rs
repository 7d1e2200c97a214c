use super::call::{Call, mine, said};
use super::dialect::Dialect;
use super::state::{Refusal, State};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, Response, Uri};
use serde_json::Value;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What happens to one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It waits for ever before it takes effect.
    HangsBefore,
    /// It takes effect, and waits for ever with its answer.
    HangsAfter,
    /// It breaks off before it takes effect.
    LostBefore,
    /// It takes effect, and its answer breaks off.
    LostAfter,
}

/// A console that runs until it is dropped.
pub(crate) struct Console {
    inner: Arc<Inner>,
    address: String,
    _stop: tokio::sync::oneshot::Sender<()>,
}

struct Inner {
    dialect: Dialect,
    /// The organization's id, and what stands at `/`.
    page: Option<(u64, &'static str)>,
    state: Mutex<State>,
    /// Writes so far, and what happens to which.
    writes: Mutex<(usize, Option<(usize, Fault)>)>,
    hangs: (Mutex<bool>, Condvar),
}

impl Console {
    /// Serves this organization, in a thread of its own.
    pub(crate) fn start(dialect: Dialect, state: State) -> Self {
        Self::serve(dialect, state, None)
    }

    /// Serves also what a browser asks for besides: a page, and the organizations that one can switch to.
    pub(crate) fn with_page(dialect: Dialect, state: State, id: u64, page: &'static str) -> Self {
        Self::serve(dialect, state, Some((id, page)))
    }

    fn serve(dialect: Dialect, state: State, page: Option<(u64, &'static str)>) -> Self {
        let inner = Arc::new(Inner {
            dialect,
            page,
            state: Mutex::new(state),
            writes: Mutex::default(),
            hangs: (Mutex::new(false), Condvar::new()),
        });
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (told, address) = std::sync::mpsc::channel();
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&inner));
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                told.send(format!("http://{}", listener.local_addr().unwrap())).unwrap();
                tokio::select! {
                    served = async { axum::serve(listener, routes).await } => served.unwrap(),
                    _ = stopped => {}
                }
            });
        });
        Self { inner, address: address.recv().unwrap(), _stop: stop }
    }

    pub(crate) fn url(&self) -> &str {
        &self.address
    }

    pub(crate) fn state(&self) -> State {
        self.inner.state.lock().unwrap().clone()
    }

    /// Puts another state in the place of its own.
    pub(crate) fn set(&self, state: State) {
        *self.inner.state.lock().unwrap() = state;
    }

    /// How many writes came.
    pub(crate) fn writes(&self) -> usize {
        self.inner.writes.lock().unwrap().0
    }

    /// What happens to the n-th write from now on, from 1.
    pub(crate) fn fail(&self, number: usize, fault: Fault) {
        let mut writes = self.inner.writes.lock().unwrap();
        writes.1 = Some((writes.0 + number, fault));
        *self.inner.hangs.0.lock().unwrap() = false;
    }

    /// Waits until a write hangs; false where none does in that time.
    pub(crate) fn wait_until_it_hangs(&self, longest: Duration) -> bool {
        let (hangs, told) = &self.inner.hangs;
        let (hangs, _) =
            told.wait_timeout_while(hangs.lock().unwrap(), longest, |hangs| !*hangs).unwrap();
        *hangs
    }
}

impl Inner {
    async fn hang(&self) -> ! {
        *self.hangs.0.lock().unwrap() = true;
        self.hangs.1.notify_all();
        std::future::pending().await
    }
}

async fn answer(
    Shared(inner): Shared<Arc<Inner>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    match (inner.page, uri.path()) {
        (Some((_, page)), "/") => return sent(200, "text/html", page.to_owned()),
        (Some((id, _)), "/mine") => {
            let all = mine(id, &inner.state.lock().unwrap());
            return sent(200, "application/json", all.to_string());
        }
        _ => {}
    }
    let text = String::from_utf8(body.to_vec()).unwrap();
    let botid = headers.get("botid").map(|id| id.to_str().unwrap());
    let call = Call::new(inner.dialect, &method, &uri.to_string(), botid, &text);
    if call.reads {
        let state = inner.state.lock().unwrap().clone();
        return replied(inner.dialect, call.read(&state));
    }
    let fault = {
        let mut writes = inner.writes.lock().unwrap();
        writes.0 += 1;
        writes.1.filter(|(number, _)| *number == writes.0).map(|(_, fault)| fault)
    };
    match fault {
        Some(Fault::HangsBefore) => inner.hang().await,
        Some(Fault::LostBefore) => return lost(),
        _ => {}
    }
    let done = call.write(&mut inner.state.lock().unwrap());
    match fault {
        Some(Fault::HangsAfter) => inner.hang().await,
        Some(Fault::LostAfter) => lost(),
        _ => replied(inner.dialect, done),
    }
}

fn replied(dialect: Dialect, result: Result<Value, Refusal>) -> Response<Body> {
    let (status, body) = said(dialect, result);
    sent(status, "application/json", body.to_string())
}

fn sent(status: u16, kind: &str, body: String) -> Response<Body> {
    Response::builder().status(status).header("content-type", kind).body(body.into()).unwrap()
}

/// An answer whose connection breaks in the middle.
fn lost() -> Response<Body> {
    let pieces = [Ok("{\"o"), Err(std::io::Error::other("gone"))];
    let builder = Response::builder().status(200).header("content-type", "application/json");
    builder.body(Body::from_stream(futures::stream::iter(pieces))).unwrap()
}

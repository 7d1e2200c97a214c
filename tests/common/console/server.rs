use super::dialect::{
    Dialect, Inside, PagingKind, Pending, ROLES, RestrictionKind, UserKey, WordKind,
};
use super::form;
use super::state::{Access, Refusal, State, User, Workspace};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, Response, Uri};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// How many items a page has.
const PAGE: usize = 3;

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
    state: Mutex<State>,
    /// Writes so far, and what happens to which.
    writes: Mutex<(usize, Option<(usize, Fault)>)>,
    hangs: (Mutex<bool>, Condvar),
}

impl Console {
    /// Serves this organization, in a thread of its own.
    pub(crate) fn start(dialect: Dialect, state: State) -> Self {
        let inner = Arc::new(Inner {
            dialect,
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
    let text = String::from_utf8(body.to_vec()).unwrap();
    let query = form::read(uri.query().unwrap_or_default());
    let call = Call {
        dialect: inner.dialect,
        body: match inner.dialect.forms {
            true => form::read(&text),
            false => serde_json::from_str(&text).unwrap_or(Value::Null),
        },
        path: uri.path().split('/').skip(1).map(decoded).collect(),
        space: headers
            .get("botid")
            .map(|id| id.to_str().unwrap().to_owned())
            .or_else(|| query["space"].as_str().map(str::to_owned)),
        query,
    };
    if method == Method::GET {
        let state = inner.state.lock().unwrap().clone();
        return replied(call.read(&state));
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
    let done = call.write(&method, &mut inner.state.lock().unwrap());
    match fault {
        Some(Fault::HangsAfter) => inner.hang().await,
        Some(Fault::LostAfter) => lost(),
        _ => replied(done),
    }
}

fn decoded(segment: &str) -> String {
    let url = format!("https://path.invalid/?x={}", segment.replace('+', "%2B"));
    let url = reqwest::Url::parse(&url).unwrap();
    url.query_pairs().next().unwrap().1.into_owned()
}

fn replied(result: Result<Value, Refusal>) -> Response<Body> {
    let (status, body) = match result {
        Ok(body) => (200, body),
        Err((status, error)) => (status, json!({ "error": error })),
    };
    let builder = Response::builder().status(status).header("content-type", "application/json");
    builder.body(Body::from(body.to_string())).unwrap()
}

/// An answer whose connection breaks in the middle.
fn lost() -> Response<Body> {
    let pieces = [Ok("{\"o"), Err(std::io::Error::other("gone"))];
    let builder = Response::builder().status(200).header("content-type", "application/json");
    builder.body(Body::from_stream(futures::stream::iter(pieces))).unwrap()
}

/// One call, in the words of the dialect.
struct Call {
    dialect: Dialect,
    path: Vec<String>,
    space: Option<String>,
    query: Value,
    body: Value,
}

impl Call {
    fn read(&self, state: &State) -> Result<Value, Refusal> {
        let path: Vec<_> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["org"] => Ok(json!({"org": {"name": state.name, "plan": "pro"}})),
            ["people"] => {
                let users = state.users.iter().map(|(email, user)| self.user(email, user));
                Ok(self.page(users.collect()))
            }
            ["spaces"] => {
                let spaces = state.workspaces.iter();
                Ok(self.page(spaces.map(|(id, space)| shown(*id, space)).collect()))
            }
            ["spaces", id, "members"] if self.dialect.inside == Inside::Path => {
                self.members(state, id)
            }
            ["members"] if self.dialect.inside != Inside::Path => {
                self.members(state, self.space.as_deref().unwrap_or_default())
            }
            _ => Err((404, "no such page")),
        }
    }

    fn write(&self, method: &Method, state: &mut State) -> Result<Value, Refusal> {
        let mut path: Vec<_> = self.path.iter().map(String::as_str).collect();
        let mut space = self.space.as_deref().and_then(|id| id.parse().ok());
        if let ["spaces", id, "members", ..] = path.as_slice() {
            space = id.parse().ok();
            path.drain(..2);
        }
        let body = &self.body;
        let done = |()| json!({});
        let within = || space.ok_or((400, "which space?"));
        let who = |state: &State, key: &str| self.email(state, key).ok_or((404, "nobody"));
        match (method.as_str(), path.as_slice()) {
            ("PUT", ["org"]) => {
                self.whole(&["name", "plan"])?;
                state.name = text(&body["name"]);
                Ok(json!({}))
            }
            ("POST", ["people"]) => {
                state.invite(&text(&body["email"]), &text(&body["role"])).map(done)
            }
            ("PUT", ["people", key]) => {
                self.whole(&["email", "role"])?;
                let email = who(state, key)?;
                state.change_role(&email, &text(&body["role"])).map(done)
            }
            ("DELETE", ["people", key]) => {
                let email = who(state, key)?;
                state.remove(&email).map(done)
            }
            ("POST", ["people", key, "resend"]) => {
                let email = who(state, key)?;
                state.resend(&email).map(done)
            }
            ("POST", ["spaces"]) => {
                let id = state.create(&text(&body["name"]), &text(&body["zone"]))?;
                Ok(json!({ "id": id }))
            }
            ("PUT", ["spaces", id]) => {
                self.whole(&["name", "zone", "limit"])?;
                let space = state.space(id.parse().map_err(|_| (404, "no such space"))?)?;
                if !body["name"].is_null() {
                    space.name = text(&body["name"]);
                }
                if !body["zone"].is_null() {
                    space.zone = text(&body["zone"]);
                }
                if !body["limit"].is_null() {
                    space.limit = text(&body["limit"]).parse().ok().filter(|limit| *limit > 0);
                }
                Ok(json!({}))
            }
            ("DELETE", ["spaces", id]) => {
                state.delete(id.parse().map_err(|_| (404, "no such space"))?).map(done)
            }
            ("POST", ["members"]) => {
                let people = match &body["people"] {
                    Value::Array(people) => people.clone(),
                    _ => vec![body.clone()],
                };
                let most = self.dialect.people_per_call.unwrap_or(usize::MAX);
                if people.len() > most {
                    return Err((400, "too many at once"));
                }
                let access = |person: &Value| {
                    let mut access = Access { role: String::new(), restrictions: BTreeSet::new() };
                    self.change(&mut access, person)?;
                    Ok((text(&person["email"]), access))
                };
                let people: Result<Vec<_>, Refusal> = people.iter().map(access).collect();
                state.add(within()?, people?).map(done)
            }
            ("PUT", ["members", key]) => {
                let needed = if self.flags() { "flags" } else { "restrictions" };
                self.whole(&["email", "role", needed])?;
                let email = who(state, key)?;
                let access = state.access(within()?, &email)?;
                self.change(access, body).map(done)
            }
            ("DELETE", ["members", key]) => {
                let email = who(state, key)?;
                let heir = self.query["heir"].as_str().map(|key| who(state, key)).transpose()?;
                state.revoke(within()?, &email, heir.as_deref()).map(done)
            }
            _ => Err((404, "no such page")),
        }
    }

    fn flags(&self) -> bool {
        self.dialect.restrictions == RestrictionKind::Flags
    }

    /// Where writes replace the object, what is missing is a refusal.
    fn whole(&self, fields: &[&str]) -> Result<(), Refusal> {
        let missing = fields.iter().any(|field| self.body.get(field).is_none());
        if self.dialect.replaces && missing { Err((400, "the object isn't whole")) } else { Ok(()) }
    }

    fn change(&self, access: &mut Access, body: &Value) -> Result<(), Refusal> {
        if !body["role"].is_null() {
            access.role = self.role(&body["role"])?;
        }
        match &body["restrictions"] {
            Value::Array(list) => access.restrictions = list.iter().map(text).collect(),
            _ if self.flags() && body["flags"].is_object() => {
                let on = |name: &str| text(&body["flags"][name]) == "true";
                let set = [
                    ("show_only_mine", on("onlyMine")),
                    ("restrict_data_export", !on("canExport")),
                ];
                let set = set.into_iter().filter(|(_, on)| *on);
                access.restrictions = set.map(|(word, _)| word.to_owned()).collect();
            }
            _ => {}
        }
        if access.role == "owner" && !access.restrictions.is_empty() {
            return Err((400, "owners have no restrictions"));
        }
        Ok(())
    }

    fn role(&self, said: &Value) -> Result<String, Refusal> {
        let said = text(said);
        let found = match self.dialect.words {
            WordKind::Ours => ROLES.iter().find(|role| **role == said),
            WordKind::Numbers => {
                said.parse::<usize>().ok().and_then(|number| ROLES.get(number.checked_sub(1)?))
            }
        };
        found.map(|role| (*role).to_owned()).ok_or((400, "no such role"))
    }

    fn shown_role(&self, role: &str) -> Value {
        match self.dialect.words {
            WordKind::Ours => json!(role),
            WordKind::Numbers => {
                json!(ROLES.iter().position(|one| *one == role).map(|position| position + 1))
            }
        }
    }

    /// Who is meant by what stands in a path.
    fn email(&self, state: &State, key: &str) -> Option<String> {
        let meant = |(email, user): &(&String, &User)| match self.dialect.user {
            UserKey::Email => email.as_str() == key,
            UserKey::Number => user.id.to_string() == key,
            UserKey::Text => format!("u-{}", user.id) == key,
        };
        state.users.iter().find(meant).map(|(email, _)| email.clone())
    }

    fn user(&self, email: &str, user: &User) -> Value {
        let mut shown = json!({"email": email, "role": user.role, "seen": 7});
        match self.dialect.user {
            UserKey::Number => shown["id"] = json!(user.id),
            UserKey::Text => shown["id"] = json!(format!("u-{}", user.id)),
            UserKey::Email => {}
        }
        match self.dialect.pending {
            Pending::Status => {
                shown["status"] = json!(if user.pending { "pending" } else { "active" });
            }
            Pending::Flag => shown["invited"] = json!(user.pending),
            Pending::NoDate if user.pending => {}
            Pending::NoDate => shown["acceptedAt"] = json!("2026-01-01T00:00:00Z"),
        }
        shown
    }

    fn members(&self, state: &State, id: &str) -> Result<Value, Refusal> {
        let space = id.parse().ok().and_then(|id: u64| state.workspaces.get(&id));
        let space = space.ok_or((404, "no such space"))?;
        let member = |(email, access): (&String, &Access)| {
            let mut shown = self.user(email, &state.users[email]);
            shown["role"] = self.shown_role(&access.role);
            let has = |word: &str| access.restrictions.contains(word);
            if self.flags() {
                shown["flags"] = json!({
                    "onlyMine": has("show_only_mine"), "canExport": !has("restrict_data_export"),
                });
            } else {
                shown["restrictions"] = json!(access.restrictions);
            }
            shown
        };
        Ok(self.page(space.access.iter().map(member).collect()))
    }

    fn page(&self, items: Vec<Value>) -> Value {
        let all = items.len();
        let number = |name: &str| self.query[name].as_str().and_then(|it| it.parse().ok());
        let from: usize = match self.dialect.paging {
            PagingKind::AtOnce => return json!({ "items": items }),
            PagingKind::Page => number("page").map_or(0, |page: usize| (page - 1) * PAGE),
            PagingKind::Offset => number("from").unwrap_or(0),
            PagingKind::Cursor => {
                let after = self.query["after"].as_str().and_then(|it| it.strip_prefix("at-"));
                after.map_or(0, |it| it.parse().unwrap())
            }
        };
        let items: Vec<_> = items.into_iter().skip(from).take(PAGE).collect();
        let to = from + items.len();
        let more = to < all;
        match self.dialect.paging {
            PagingKind::Page => json!({"items": items, "total": all}),
            PagingKind::Offset => json!({"items": items, "more": more}),
            _ => json!({"items": items, "next": more.then(|| format!("at-{to}"))}),
        }
    }
}

fn shown(id: u64, space: &Workspace) -> Value {
    let Workspace { name, zone, limit, access } = space;
    json!({"id": id, "name": name, "zone": zone, "limit": limit.unwrap_or(0), "seen": access.len()})
}

/// A scalar as a text: forms know nothing else.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

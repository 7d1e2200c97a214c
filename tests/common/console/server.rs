use super::dialect::{
    Dialect, FLAGS, Inside, LimitKind, Mark, ORGANIZATION_ROLES, OrganizationWords, PagingKind,
    Pending, ROLES, RestrictionKind, SpaceKey, UserKey, WordKind,
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

/// One request to this state, without a server: status and body.
pub(crate) fn answered(
    dialect: Dialect,
    state: &mut State,
    (method, uri, botid, body): (&str, &str, Option<&str>, &str),
) -> (u16, String) {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let call = Call::new(dialect, &method, uri, botid, body);
    let (status, body) =
        said(dialect, if call.reads { call.read(state) } else { call.write(state) });
    (status, body.to_string())
}

fn decoded(segment: &str) -> String {
    let url = format!("https://path.invalid/?x={}", segment.replace('+', "%2B"));
    let url = reqwest::Url::parse(&url).unwrap();
    url.query_pairs().next().unwrap().1.into_owned()
}

/// An answer as the dialect says it.
fn said(dialect: Dialect, result: Result<Value, Refusal>) -> (u16, Value) {
    let (status, mut body, fine) = match result {
        Ok(body) if dialect.envelope => (200, json!({ "data": body }), true),
        Ok(body) => (200, body, true),
        Err((status, error)) => (status, json!({ "error": error }), false),
    };
    match dialect.mark {
        Mark::Status => (status, body),
        Mark::Word => {
            body["state"] = json!(if fine { "fine" } else { "wrong" });
            (status, body)
        }
        Mark::InBody => {
            body["ok"] = json!(fine);
            (200, body)
        }
    }
}

fn replied(dialect: Dialect, result: Result<Value, Refusal>) -> Response<Body> {
    let (status, body) = said(dialect, result);
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
    method: Method,
    /// Whether it is a list, or the organization.
    reads: bool,
    path: Vec<String>,
    space: Option<String>,
    query: Value,
    body: Value,
}

impl Call {
    fn new(dialect: Dialect, method: &Method, uri: &str, botid: Option<&str>, text: &str) -> Self {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let mut path: Vec<_> = path.split('/').skip(1).map(decoded).collect();
        if dialect.organization_in_path {
            // `api`, `v2`, `organization`, and its id.
            path.drain(..4.min(path.len()));
        }
        let lists = dialect.posts_lists && path.last().is_some_and(|it| it == "list");
        if lists {
            path.pop();
        }
        let mut query = form::read(query);
        let mut body = match dialect.forms {
            true => form::read(text),
            false => serde_json::from_str(text).unwrap_or(Value::Null),
        };
        let space = botid.map(str::to_owned).or_else(|| query["space"].as_str().map(str::to_owned));
        if lists && let (Value::Object(query), Value::Object(body)) = (&mut query, &body) {
            query.extend(body.clone());
        }
        if dialect.under && body.get("object").is_some() {
            body = body["object"].take();
        }
        let reads = lists || *method == Method::GET;
        Self { dialect, method: method.clone(), reads, path, space, query, body }
    }

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
                Ok(self.page(spaces.map(|(id, space)| self.space(*id, space)).collect()))
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

    fn write(&self, state: &mut State) -> Result<Value, Refusal> {
        let mut path: Vec<_> = self.path.iter().map(String::as_str).collect();
        let mut space = self.space.as_deref().and_then(|id| self.space_id(id));
        if let ["spaces", id, "members", ..] = path.as_slice() {
            space = self.space_id(id);
            path.drain(..2);
        }
        let body = &self.body;
        let done = |()| json!({});
        let within = || space.ok_or((400, "which space?"));
        let who = |state: &State, key: &str| self.email(state, key).ok_or((404, "nobody"));
        let known = |id: &str| self.space_id(id).ok_or((404, "no such space"));
        match (self.method.as_str(), path.as_slice()) {
            ("PUT", ["org"]) => {
                self.whole(&["name", "plan"])?;
                state.name = text(&body["name"]);
                Ok(json!({}))
            }
            ("POST", ["people"]) => {
                if body["source"] != "dialog" {
                    return Err((400, "where from?"));
                }
                state
                    .invite(&text(&body["email"]), &self.organization_role(&body["role"])?)
                    .map(done)
            }
            ("PUT", ["people", key]) => {
                self.whole(&["email", "role"])?;
                let email = who(state, key)?;
                state.change_role(&email, &self.organization_role(&body["role"])?).map(done)
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
                Ok(json!({ "id": self.shown_id(id) }))
            }
            ("PUT", ["spaces", id]) => {
                let limits =
                    if self.dialect.limit == LimitKind::Switch { "contactLimit" } else { "limit" };
                self.whole(&["name", "zone", limits])?;
                let space = state.space(known(id)?)?;
                if !body["name"].is_null() {
                    space.name = text(&body["name"]);
                }
                if !body["zone"].is_null() {
                    space.zone = text(&body["zone"]);
                }
                match (self.dialect.limit, body.get("limit"), &body["contactLimit"]) {
                    (LimitKind::Null, Some(limit), _) => space.limit = limit.as_u64(),
                    (LimitKind::Zero, Some(limit), _) => {
                        space.limit = text(limit).parse().ok().filter(|limit| *limit > 0);
                    }
                    (LimitKind::Switch, _, Value::Object(limit)) => {
                        let enabled = limit["enabled"] == true;
                        space.limit = limit["limit"].as_u64().filter(|_| enabled);
                    }
                    _ => {}
                }
                Ok(json!({}))
            }
            ("DELETE", ["spaces", id]) => state.delete(known(id)?).map(done),
            ("POST", ["members"]) => {
                let people = match &body["people"] {
                    Value::Array(people) => people.clone(),
                    _ if self.dialect.lists_of_one => return Err((400, "a list of people")),
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
                let named = |of: &Value| match &of["heir"] {
                    Value::Null => None,
                    heir => Some(text(heir)),
                };
                let heir = named(&self.query).or_else(|| named(body));
                let heir = heir.map(|key| who(state, &key)).transpose()?;
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
                let on = |(_, flag, not): &&(&str, &str, bool)| {
                    (text(&body["flags"][flag]) == "true") != *not
                };
                let set = FLAGS.iter().filter(on);
                access.restrictions = set.map(|(word, ..)| (*word).to_owned()).collect();
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

    fn organization_role(&self, said: &Value) -> Result<String, Refusal> {
        let said = text(said);
        let fits = |(number, role): &(usize, &&str)| match self.dialect.organization_words {
            OrganizationWords::Numbers => ((number + 1) * 10).to_string() == said,
            // Who sends back what a list says, sends that.
            OrganizationWords::Ours | OrganizationWords::Capitals => **role == said,
        };
        let found = ORGANIZATION_ROLES.iter().enumerate().find(fits);
        found.map(|(_, role)| (*role).to_owned()).ok_or((400, "no such role"))
    }

    fn shown_organization_role(&self, role: &str) -> Value {
        let number = ORGANIZATION_ROLES.iter().position(|it| *it == role);
        match self.dialect.organization_words {
            OrganizationWords::Ours => json!(role),
            OrganizationWords::Numbers => json!(number.map(|number| (number + 1) * 10)),
            OrganizationWords::Capitals => json!(role.to_uppercase()),
        }
    }

    fn shown_id(&self, id: u64) -> Value {
        match self.dialect.space {
            SpaceKey::Number => json!(id),
            SpaceKey::Text => json!(format!("ws-{id}")),
        }
    }

    fn space_id(&self, said: &str) -> Option<u64> {
        match self.dialect.space {
            SpaceKey::Number => said.parse().ok(),
            SpaceKey::Text => said.strip_prefix("ws-")?.parse().ok(),
        }
    }

    fn space(&self, id: u64, space: &Workspace) -> Value {
        let Workspace { name, zone, limit, access } = space;
        let mut shown =
            json!({"id": self.shown_id(id), "name": name, "zone": zone, "seen": access.len()});
        match self.dialect.limit {
            LimitKind::Zero => shown["limit"] = json!(limit.unwrap_or(0)),
            LimitKind::Null => shown["limit"] = json!(limit),
            LimitKind::Switch => {
                shown["contactLimit"] = json!({"enabled": limit.is_some(), "limit": limit});
            }
        }
        shown
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
        let role = self.shown_organization_role(&user.role);
        let mut shown = json!({"email": email, "role": role, "seen": 7});
        if self.dialect.invited_at {
            let sent =
                jiff::Timestamp::from_second(1_760_000_000 + user.invited as i64 * 61).unwrap();
            shown["invitedAt"] = json!(sent.to_string());
        }
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
        let space = self.space_id(id).and_then(|id| state.workspaces.get(&id));
        let space = space.ok_or((404, "no such space"))?;
        let member = |(email, access): (&String, &Access)| {
            let mut shown = self.user(email, &state.users[email]);
            shown["role"] = self.shown_role(&access.role);
            let has = |word: &str| access.restrictions.contains(word);
            if let Value::Object(fields) = &mut shown {
                fields.remove("invitedAt");
            }
            if self.flags() {
                let flags = FLAGS
                    .iter()
                    .map(|(word, flag, not)| ((*flag).to_owned(), json!(has(word) != *not)));
                shown["flags"] = Value::Object(flags.collect());
            } else {
                shown["restrictions"] = json!(access.restrictions);
            }
            shown
        };
        Ok(self.page(space.access.iter().map(member).collect()))
    }

    fn page(&self, items: Vec<Value>) -> Value {
        let all = items.len();
        let number = |name: &str| text(&self.query[name]).parse::<usize>().ok();
        let from: usize = match self.dialect.paging {
            PagingKind::AtOnce => return json!({ "items": items }),
            PagingKind::Page => number("page").map_or(0, |page| (page - 1) * PAGE),
            PagingKind::Offset => number("from").unwrap_or(0),
            PagingKind::Cursor | PagingKind::CursorUrl => {
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
            PagingKind::CursorUrl => {
                let next =
                    more.then(|| format!("https://elsewhere.example/next?size=3&after=at-{to}"));
                json!({"items": items, "next": next})
            }
            _ => json!({"items": items, "next": more.then(|| format!("at-{to}"))}),
        }
    }
}

/// A scalar as a text: forms know nothing else.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

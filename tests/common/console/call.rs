use super::dialect::{
    Dialect, FLAGS, Inside, LimitKind, Mark, ORGANIZATION_ROLES, OrganizationWords, ROLES,
    RestrictionKind, SpaceKey, UserKey, WordKind,
};
use super::form;
use super::state::{Access, Refusal, State, User};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

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

/// The organizations that one can switch to.
pub(crate) fn mine(organization: u64, state: &State) -> Value {
    json!([
        {"id": organization, "name": state.name},
        {"id": 4_711_990, "name": "Somebody Else"},
    ])
}

fn decoded(segment: &str) -> String {
    let url = format!("https://path.invalid/?x={}", segment.replace('+', "%2B"));
    let url = reqwest::Url::parse(&url).unwrap();
    url.query_pairs().next().unwrap().1.into_owned()
}

/// An answer as the dialect says it.
pub(super) fn said(dialect: Dialect, result: Result<Value, Refusal>) -> (u16, Value) {
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

/// One call, in the words of the dialect.
pub(super) struct Call {
    pub(super) dialect: Dialect,
    method: Method,
    /// Whether it is a list, or the organization.
    pub(super) reads: bool,
    path: Vec<String>,
    space: Option<String>,
    pub(super) query: Value,
    body: Value,
}

impl Call {
    pub(super) fn new(
        dialect: Dialect,
        method: &Method,
        uri: &str,
        botid: Option<&str>,
        text: &str,
    ) -> Self {
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

    pub(super) fn read(&self, state: &State) -> Result<Value, Refusal> {
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

    pub(super) fn write(&self, state: &mut State) -> Result<Value, Refusal> {
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

    pub(super) fn flags(&self) -> bool {
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

    pub(super) fn space_id(&self, said: &str) -> Option<u64> {
        match self.dialect.space {
            SpaceKey::Number => said.parse().ok(),
            SpaceKey::Text => said.strip_prefix("ws-")?.parse().ok(),
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
}

/// A scalar as a text: forms know nothing else.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

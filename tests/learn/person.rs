//! A stand-in for the person who follows a script: a browser's page that speaks one dialect, and what went over the
//! wire meanwhile. It is written apart from profiles, so that one can catch the other's mistakes.

use crate::console::{
    Dialect, FLAGS, HeirIn, Inside, LimitKind, ORGANIZATION_ROLES, OrganizationWords, PagingKind,
    ROLES, RestrictionKind, SpaceKey, State, UserKey, WordKind, answered, mine,
};
use rolecall::learn::script::{Script, See, Step};
use rolecall::model::{ContactLimit, Operation};
use serde_json::{Map, Value, json};

/// One request and its answer, as they went over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    /// Milliseconds since the start.
    pub(crate) at: i64,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    pub(crate) form: bool,
    pub(crate) status: u16,
    pub(crate) answer: String,
}

pub(crate) const ORIGIN: &str = "https://console.example";

/// A page of a console that somebody clicks on.
pub(crate) struct Page<'a> {
    dialect: Dialect,
    organization: u64,
    state: &'a mut State,
    /// Whether it reads its lists again after every change.
    pub(crate) reloads: bool,
    pub(crate) tape: Vec<Taken>,
    clock: i64,
    users: Vec<Value>,
    spaces: Vec<Value>,
    members: Vec<Value>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(dialect: Dialect, organization: u64, state: &'a mut State) -> Self {
        Self {
            dialect,
            organization,
            state,
            reloads: false,
            tape: Vec::new(),
            clock: 0,
            users: Vec::new(),
            spaces: Vec::new(),
            members: Vec::new(),
        }
    }

    /// Does all steps in order.
    pub(crate) fn follow(&mut self, script: &Script) {
        for step in &script.steps {
            self.step(step);
        }
    }

    pub(crate) fn step(&mut self, step: &Step) {
        match step.see {
            Some(See::Organizations) => {
                self.send("GET", "/mine", &[], None, None);
            }
            Some(See::Organization) => {
                self.send("GET", "/org", &[], None, None);
            }
            Some(See::Users) => self.users = self.list("/people", None),
            Some(See::Workspaces) => self.spaces = self.list("/spaces", None),
            Some(See::WorkspaceUsers) => {
                // Whichever, where the script doesn't say which.
                let first = self.state.workspaces.values().map(|it| it.name.clone()).next();
                self.look_inside(&step.values.workspace.clone().or(first).unwrap());
            }
            None => {
                self.change(step);
                if self.reloads {
                    self.reload(step);
                }
            }
        }
    }

    fn reload(&mut self, step: &Step) {
        match (step.operation, &step.values.workspace) {
            (Operation::UpdateOrganization, _) => _ = self.send("GET", "/org", &[], None, None),
            (
                Operation::AddWorkspaceUsers
                | Operation::ChangeWorkspaceAccess
                | Operation::RevokeWorkspaceAccess,
                Some(name),
            ) => {
                self.look_inside(name);
            }
            (
                Operation::CreateWorkspace
                | Operation::UpdateWorkspace
                | Operation::DeleteWorkspace,
                _,
            ) => {
                self.spaces = self.list("/spaces", None);
            }
            _ => self.users = self.list("/people", None),
        }
    }

    fn look_inside(&mut self, name: &str) {
        let id = self.space_id(name);
        self.members = self.list("/members", Some(&id));
    }

    /// The id that the page has of a workspace.
    fn space_id(&mut self, name: &str) -> String {
        let id = |spaces: &[Value]| {
            spaces.iter().find(|it| it["name"] == name).map(|it| plain(&it["id"]))
        };
        if let Some(id) = id(&self.spaces) {
            return id;
        }
        // A page knows what it has just made, or called otherwise.
        let (id, _) = self.state.workspaces.iter().find(|(_, it)| it.name == name).unwrap();
        match self.dialect.space {
            SpaceKey::Number => id.to_string(),
            SpaceKey::Text => format!("ws-{id}"),
        }
    }

    fn key(&self, email: &str) -> String {
        let id = self.state.users[email].id;
        match self.dialect.user {
            UserKey::Number => id.to_string(),
            UserKey::Text => format!("u-{id}"),
            UserKey::Email => email.to_owned(),
        }
    }

    fn typed(&self, key: String) -> Value {
        match self.dialect.user {
            UserKey::Number => json!(key.parse::<u64>().unwrap()),
            _ => json!(key),
        }
    }

    fn change(&mut self, step: &Step) {
        let values = &step.values;
        let user = values.user.as_ref().map(|it| it.as_str().to_owned());
        let key = user.as_deref().map(|email| self.key(email)).unwrap_or_default();
        let role = values.role.map(|role| role.to_string());
        match step.operation {
            Operation::UpdateOrganization => {
                let mut body = json!({"name": values.name});
                if self.dialect.replaces {
                    body["plan"] = json!("pro");
                }
                self.put("/org", None, body);
            }
            Operation::InviteOrganizationUser => {
                let role = self.organization_word(&role.unwrap());
                let body = json!({"email": values.email, "role": role, "source": "dialog"});
                self.send("POST", "/people", &[], None, Some(body));
            }
            Operation::ChangeOrganizationRole => {
                let email = user.unwrap();
                let mut body = self.whole(&self.users.clone(), &email);
                body["role"] = self.organization_word(&role.unwrap());
                self.put(&format!("/people/{}", encoded(&key)), None, body);
            }
            Operation::RemoveOrganizationUser => {
                self.send("DELETE", &format!("/people/{}", encoded(&key)), &[], None, None);
            }
            Operation::ResendInvitation => {
                self.send("POST", &format!("/people/{}/resend", encoded(&key)), &[], None, None);
            }
            Operation::CreateWorkspace => {
                let body = json!({"name": values.name, "zone": values.timezone});
                self.send("POST", "/spaces", &[], None, Some(body));
            }
            Operation::AddWorkspaceUsers => self.add(step),
            Operation::UpdateWorkspace => self.update(step),
            Operation::DeleteWorkspace => {
                let id = self.space_id(values.workspace.as_deref().unwrap());
                self.send("DELETE", &format!("/spaces/{}", encoded(&id)), &[], None, None);
            }
            Operation::ChangeWorkspaceAccess => self.access(step, &user.unwrap(), &key),
            Operation::RevokeWorkspaceAccess => {
                let id = self.space_id(values.workspace.as_deref().unwrap());
                let heir = values.reassign_to.as_ref().map(|it| self.key(it.as_str()));
                let path = format!("/members/{}", encoded(&key));
                match self.dialect.heir {
                    HeirIn::Query => {
                        let query: Vec<_> =
                            heir.map(|heir| ("heir".to_owned(), heir)).into_iter().collect();
                        self.send("DELETE", &path, &query, Some(&id), None);
                    }
                    HeirIn::Body => {
                        let body = heir.map(|heir| json!({"heir": self.typed(heir)}));
                        self.send("DELETE", &path, &[], Some(&id), body);
                    }
                }
            }
            _ => panic!("{} is no change", step.operation),
        }
    }

    fn add(&mut self, step: &Step) {
        let id = self.space_id(step.values.workspace.as_deref().unwrap());
        let item = |page: &Self, person: &rolecall::learn::script::Person| {
            let restrictions: Vec<_> = person.restrictions.iter().map(|it| it.word()).collect();
            let mut item = json!({"email": person.email, "role": page.word(person.role.word())});
            page.restrict(&mut item, &restrictions);
            if restrictions.is_empty() && page.dialect.restrictions == RestrictionKind::List {
                item.as_object_mut().unwrap().remove("restrictions");
            }
            item
        };
        let people: Vec<_> = step.values.users.iter().map(|person| item(self, person)).collect();
        let most = self.dialect.people_per_call.unwrap_or(usize::MAX);
        for some in people.chunks(most.min(people.len())) {
            let body = match some {
                [one] if most == 1 && !self.dialect.lists_of_one => one.clone(),
                several => json!({ "people": several }),
            };
            self.send("POST", "/members", &[], Some(&id), Some(body));
        }
    }

    fn update(&mut self, step: &Step) {
        let values = &step.values;
        let name = values.workspace.as_deref().unwrap();
        let id = self.space_id(name);
        let mut body = match self.dialect.replaces {
            true => {
                let mut object =
                    self.spaces.iter().find(|it| plain(&it["id"]) == id).unwrap().clone();
                object.as_object_mut().unwrap().remove("seen");
                object
            }
            false => json!({}),
        };
        if let Some(name) = &values.name {
            body["name"] = json!(name);
        }
        if let Some(zone) = &values.timezone {
            body["zone"] = json!(zone);
        }
        if let Some(limit) = &values.contact_limit {
            let number = match limit {
                ContactLimit::Limited(number) => Some(number.get()),
                ContactLimit::Unlimited => None,
            };
            match self.dialect.limit {
                LimitKind::Zero => body["limit"] = json!(number.unwrap_or(0)),
                LimitKind::Null => body["limit"] = json!(number),
                LimitKind::Switch => {
                    body["contactLimit"] = json!({"enabled": number.is_some(), "limit": number});
                }
            }
        }
        self.put(&format!("/spaces/{}", encoded(&id)), None, body);
        if let Some(new) = &values.name
            && let Some(space) = self.spaces.iter_mut().find(|it| plain(&it["id"]) == id)
        {
            space["name"] = json!(new);
        }
    }

    fn access(&mut self, step: &Step, email: &str, key: &str) {
        let values = &step.values;
        let id = self.space_id(values.workspace.as_deref().unwrap());
        let there = self.list_quietly(&id);
        let before = there.iter().find(|it| it["email"] == email).unwrap().clone();
        let restrictions: Vec<_> =
            values.restrictions.iter().flatten().map(|it| it.word()).collect();
        let role = self.word(&values.role.unwrap().to_string());
        let mut set = json!({});
        self.restrict(&mut set, &restrictions);
        let mut body = match self.dialect.replaces {
            true => self.whole(&there, email),
            false => json!({}),
        };
        let field = if self.dialect.restrictions == RestrictionKind::Flags {
            "flags"
        } else {
            "restrictions"
        };
        if self.dialect.replaces || before["role"] != role {
            body["role"] = role;
        }
        if self.dialect.replaces || !alike(&before[field], &set[field]) {
            body[field] = set[field].take();
        }
        self.put(&format!("/members/{}", encoded(key)), Some(&id), body);
    }

    /// What a page has of a list without asking for it again: it was shown just before.
    fn list_quietly(&mut self, id: &str) -> Vec<Value> {
        let (tape, clock) = (std::mem::take(&mut self.tape), self.clock);
        let items = self.list("/members", Some(id));
        (self.tape, self.clock) = (tape, clock);
        items
    }

    /// Somebody as the list shows them, where a change is to carry all that; else nothing.
    fn whole(&self, list: &[Value], email: &str) -> Value {
        if !self.dialect.replaces {
            return json!({});
        }
        let mut object = list.iter().find(|it| it["email"] == email).unwrap().clone();
        object.as_object_mut().unwrap().remove("seen");
        object
    }

    fn restrict(&self, item: &mut Value, restrictions: &[&str]) {
        match self.dialect.restrictions {
            RestrictionKind::List => item["restrictions"] = json!(restrictions),
            RestrictionKind::Flags => {
                let flags = FLAGS.iter().map(|(word, flag, not)| {
                    ((*flag).to_owned(), json!(restrictions.contains(word) != *not))
                });
                item["flags"] = Value::Object(flags.collect());
            }
        }
    }

    fn word(&self, role: &str) -> Value {
        match self.dialect.words {
            WordKind::Ours => json!(role),
            WordKind::Numbers => json!(ROLES.iter().position(|it| *it == role).unwrap() + 1),
        }
    }

    fn organization_word(&self, role: &str) -> Value {
        let number = ORGANIZATION_ROLES.iter().position(|it| *it == role).unwrap();
        match self.dialect.organization_words {
            OrganizationWords::Ours | OrganizationWords::Capitals => json!(role),
            OrganizationWords::Numbers => json!((number + 1) * 10),
        }
    }

    fn put(&mut self, path: &str, space: Option<&str>, body: Value) {
        let body = if self.dialect.under { json!({ "object": body }) } else { body };
        self.send("PUT", path, &[], space, Some(body));
    }

    /// All pages of a list.
    fn list(&mut self, path: &str, space: Option<&str>) -> Vec<Value> {
        let mut items: Vec<Value> = Vec::new();
        let mut next: Option<String> = None;
        for number in 1.. {
            let asked: Vec<(String, Value)> = match (self.dialect.paging, &next) {
                (PagingKind::AtOnce, _) => Vec::new(),
                (PagingKind::Page, _) => {
                    vec![("page".to_owned(), json!(number)), ("size".to_owned(), json!(3))]
                }
                (PagingKind::Offset, _) => vec![("from".to_owned(), json!(items.len()))],
                (_, None) => Vec::new(),
                (_, Some(next)) => vec![("after".to_owned(), json!(next))],
            };
            let answer = match self.dialect.posts_lists {
                true => {
                    let body: Map<_, _> =
                        [("search".to_owned(), json!(""))].into_iter().chain(asked).collect();
                    self.send(
                        "POST",
                        &format!("{path}/list"),
                        &[],
                        space,
                        Some(Value::Object(body)),
                    )
                }
                false => {
                    let query: Vec<_> =
                        asked.iter().map(|(name, it)| (name.clone(), plain(it))).collect();
                    self.send("GET", path, &query, space, None)
                }
            };
            let answer = if self.dialect.envelope { &answer["data"] } else { &answer };
            items.extend(answer["items"].as_array().unwrap().iter().cloned());
            let goes_on = match self.dialect.paging {
                PagingKind::AtOnce => false,
                PagingKind::Page => (items.len() as u64) < answer["total"].as_u64().unwrap(),
                PagingKind::Offset => answer["more"] == true,
                PagingKind::Cursor | PagingKind::CursorUrl => {
                    next = answer["next"]
                        .as_str()
                        .map(|text| text.split("after=").last().unwrap().to_owned());
                    next.is_some()
                }
            };
            if !goes_on {
                break;
            }
        }
        items
    }

    fn send(
        &mut self,
        method: &str,
        path: &str,
        query: &[(String, String)],
        space: Option<&str>,
        body: Option<Value>,
    ) -> Value {
        let organization = self.organization.to_string();
        let prefix = self.dialect.prefix().replace("{organization}", &organization);
        let inside = match (self.dialect.inside, space) {
            (Inside::Path, Some(id)) => format!("/spaces/{}", encoded(id)),
            _ => String::new(),
        };
        let mut query = query.to_vec();
        let mut headers = vec![
            ("x-requested-with".to_owned(), "XMLHttpRequest".to_owned()),
            ("x-request-id".to_owned(), format!("{:x}", self.clock * 7919 + 104_729)),
            ("accept-language".to_owned(), "de-DE".to_owned()),
        ];
        if !self.dialect.organization_in_path && path != "/mine" {
            headers.push(("tenant".to_owned(), organization));
        }
        match (self.dialect.inside, space) {
            (Inside::Header, Some(id)) => headers.push(("botid".to_owned(), id.to_owned())),
            (Inside::Query, Some(id)) => query.insert(0, ("space".to_owned(), id.to_owned())),
            _ => {}
        }
        let form = self.dialect.forms;
        let text = body.map(|body| match form {
            true => form_text(&body),
            false => body.to_string(),
        });
        let mut uri = format!("{prefix}{inside}{path}");
        if !query.is_empty() {
            let pairs = query.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
            uri = format!("{uri}?{}", pairs.collect::<Vec<_>>().join("&"));
        }
        let botid = space.filter(|_| self.dialect.inside == Inside::Header);
        let asked = (method, uri.as_str(), botid, text.as_deref().unwrap_or_default());
        let (status, answer) = match path {
            "/mine" => (200, mine(self.organization, self.state).to_string()),
            _ => answered(self.dialect, self.state, asked),
        };
        self.clock += 137;
        self.tape.push(Taken {
            at: self.clock,
            method: method.to_owned(),
            url: format!("{ORIGIN}{}", if path == "/mine" { "/mine" } else { &uri }),
            headers,
            body: text,
            form,
            status,
            answer: answer.clone(),
        });
        serde_json::from_str(&answer).unwrap()
    }
}

fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().all(|it| b.contains(it))
        }
        _ => one == other,
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    let mut url = reqwest::Url::parse("https://x.invalid/").unwrap();
    url.query_pairs_mut().append_pair("", text);
    url.query().unwrap()[1..].replace('+', "%20")
}

/// `a[b]=c&d[]=e`.
fn form_text(body: &Value) -> String {
    fn add(pairs: &mut Vec<(String, String)>, name: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                items.iter().for_each(|item| add(pairs, &format!("{name}[]"), item));
            }
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                let name = if name.is_empty() { key.clone() } else { format!("{name}[{key}]") };
                add(pairs, &name, value);
            }),
            scalar => pairs.push((name.to_owned(), plain(scalar))),
        }
    }
    let mut pairs = Vec::new();
    add(&mut pairs, "", body);
    let mut url = reqwest::Url::parse("https://x.invalid/").unwrap();
    url.query_pairs_mut().extend_pairs(pairs);
    url.query().unwrap().to_owned()
}

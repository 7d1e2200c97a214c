//! Requests as the page sends them, and how its lists go on.

use super::*;

impl Page<'_> {
    pub(super) fn put(&mut self, path: &str, space: Option<&str>, body: Value) {
        let body = if self.dialect.under { json!({ "object": body }) } else { body };
        self.send("PUT", path, &[], space, Some(body));
    }

    /// All pages of a list.
    pub(super) fn list(&mut self, path: &str, space: Option<&str>) -> Vec<Value> {
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

    pub(super) fn send(
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

pub(super) fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().all(|it| b.contains(it))
        }
        _ => one == other,
    }
}

pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn encoded(text: &str) -> String {
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

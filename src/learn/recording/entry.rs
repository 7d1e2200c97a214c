use super::content::{Content, Packed, form_value};
use super::marks::Marks;
use super::{Exchange, PassedOver};
use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use url::Url;

/// What is taken of an entry before anybody knows what it is; `None` where it is no object.
pub(super) struct Raw(pub(super) Option<RawEntry>);

#[derive(Default)]
pub(super) struct RawEntry {
    request: Value,
    response: Value,
    began: Value,
    kind: Value,
    from_cache: Value,
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyEntry)
    }
}

struct AnyEntry;

impl<'de> Visitor<'de> for AnyEntry {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entry = RawEntry::default();
        while let Some(key) = map.next_key::<String>()? {
            let place = match key.as_str() {
                "request" => &mut entry.request,
                "response" => &mut entry.response,
                "startedDateTime" => &mut entry.began,
                "_resourceType" => &mut entry.kind,
                "_fromCache" => &mut entry.from_cache,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *place = map.next_value()?;
        }
        Ok(Raw(Some(entry)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Raw(None))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<Raw, E> {
        Ok(Raw(None))
    }
}

/// An entry, with bodies as they are packed.
pub(super) struct Entry {
    pub(super) at: Option<Timestamp>,
    pub(super) method: String,
    pub(super) origin: String,
    url: Url,
    headers: Vec<(String, String)>,
    pub(super) body: Packed,
    params: Vec<(String, String)>,
    status: u16,
    pub(super) answer: Packed,
    kind: String,
    from_cache: bool,
}

/// It has no address or no method.
pub(super) struct Odd;

impl Entry {
    pub(super) fn of(raw: RawEntry) -> Result<Self, Odd> {
        let RawEntry { request, response, began, kind, from_cache } = raw;
        let headers = pairs(&request["headers"]).into_iter();
        let headers: Vec<_> = headers.map(|(name, it)| (name.to_ascii_lowercase(), it)).collect();
        let pseudo =
            |name: &str| headers.iter().find(|(it, _)| it == name).map(|(_, it)| it.clone());
        let address = text(&request["url"]).or_else(|| {
            let (scheme, host) = (pseudo(":scheme")?, pseudo(":authority")?);
            Some(format!("{scheme}://{host}{}", pseudo(":path")?))
        });
        let url = address.and_then(|it| Url::parse(&it).ok()).ok_or(Odd)?;
        let method = text(&request["method"]).or_else(|| pseudo(":method")).ok_or(Odd)?;
        let post = &request["postData"];
        let mime = |of: &Value| text(&of["mimeType"]).unwrap_or_default().to_ascii_lowercase();
        let header = |name: &str| pseudo(name).unwrap_or_default().to_ascii_lowercase();
        let told = request["bodySize"].as_i64().filter(|size| *size >= 0);
        let length = told.or_else(|| header("content-length").parse().ok()).unwrap_or(0);
        let body_kind = Some(mime(post)).filter(|it| !it.is_empty());
        let content = &response["content"];
        Ok(Self {
            at: text(&began).and_then(|it| it.parse().ok()),
            method: method.to_ascii_uppercase(),
            origin: url.origin().ascii_serialization(),
            body: Packed::of(post, body_kind.unwrap_or_else(|| header("content-type")))
                .of_length(length),
            params: pairs(&post["params"]),
            status: response["status"].as_u64().and_then(|it| u16::try_from(it).ok()).unwrap_or(0),
            answer: Packed::of(content, mime(content)),
            headers: headers.into_iter().filter(|(name, _)| !name.starts_with(':')).collect(),
            kind: text(&kind).unwrap_or_default(),
            from_cache: matches!(&from_cache, Value::String(_) | Value::Bool(true)),
            url,
        })
    }

    /// Why it can't be of use to anybody.
    pub(super) fn passed_over(&self) -> Option<PassedOver> {
        let is = |kinds: &[&str]| kinds.contains(&self.kind.as_str());
        let pages = ["image", "font", "css", "javascript", "html", "video", "audio", "wasm"];
        if self.method == "OPTIONS" {
            return Some(PassedOver::Preflight);
        }
        if !matches!(self.url.scheme(), "http" | "https")
            || is(&["websocket", "eventsource", "ping"])
        {
            return Some(PassedOver::Telemetry);
        }
        if self.status == 0 || self.status == 304 || self.from_cache {
            return Some(PassedOver::Unanswered);
        }
        if is(&["image", "font", "stylesheet", "script", "document", "media", "manifest"])
            || pages.iter().any(|page| self.answer.mime.contains(page)) && self.method == "GET"
        {
            return Some(PassedOver::Static);
        }
        None
    }

    /// The path as it was sent.
    pub(super) fn path(&self) -> String {
        self.url.path().to_owned()
    }

    /// Whether the request has values of a script in it.
    pub(super) fn asks(&self, marks: &Marks) -> bool {
        marks.are_in(self.url.as_str())
            || marks.are_in(&self.body.text)
            || self.params.iter().any(|(_, value)| marks.are_in(value))
    }

    pub(super) fn exchange(self) -> Exchange {
        let segments = self.url.path().split('/').skip(1).map(decoded).collect();
        let query: Vec<(String, String)> = self.url.query_pairs().into_owned().collect();
        let body = match (self.params.is_empty(), self.body.text.is_empty()) {
            (false, true) => Content::Form(form_value(&self.params)),
            _ => self.body.open(),
        };
        Exchange {
            at: self.at,
            method: self.method,
            origin: self.origin,
            path: segments,
            query,
            headers: self.headers,
            body,
            status: self.status,
            answer: self.answer.open(),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

/// A list of `{name, value}`.
fn pairs(list: &Value) -> Vec<(String, String)> {
    let pair = |one: &Value| {
        let value = match &one["value"] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some((text(&one["name"])?, value))
    };
    list.as_array().into_iter().flatten().filter_map(pair).collect()
}

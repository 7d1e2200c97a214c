use super::value::{leaves, scalar};
use crate::learn::recording::{Content, Exchange};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where a value can stand in a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// A segment of the path, by number.
    Path(usize),
    /// A query parameter.
    Query(String),
    /// A header, in lower case.
    Header(String),
    /// A place in the body, as a JSON Pointer.
    Body(String),
}

/// The values of one request, by place.
pub(super) type Slots = BTreeMap<Slot, Value>;

impl Slot {
    /// Whether it knows texts alone.
    pub(super) const fn is_loose(&self, form: bool) -> bool {
        match self {
            Self::Path(_) | Self::Query(_) | Self::Header(_) => true,
            Self::Body(_) => form,
        }
    }

    /// The name of the parameter, header or field.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Path(_) => String::new(),
            Self::Query(name) | Self::Header(name) => name.to_lowercase(),
            Self::Body(pointer) => super::value::last(pointer),
        }
    }
}

/// Everything in a request that may be a value.
pub(super) fn slots(exchange: &Exchange) -> Slots {
    let mut slots = Slots::new();
    for (number, segment) in exchange.path.iter().enumerate() {
        slots.insert(Slot::Path(number), segment.as_str().into());
    }
    for (name, value) in &exchange.query {
        let slot = Slot::Query(name.clone());
        let value: Value = value.as_str().into();
        // What stands there twice is no single value.
        let value = match slots.remove(&slot) {
            Some(before) => Value::Array(vec![before, value]),
            None => value,
        };
        slots.insert(slot, value);
    }
    for (name, value) in exchange.headers.iter().filter(|(name, _)| !is_ordinary(name)) {
        slots.insert(Slot::Header(name.clone()), value.as_str().into());
    }
    for (pointer, value) in exchange.body.value().into_iter().flat_map(leaves) {
        slots.insert(Slot::Body(pointer), value.clone());
    }
    slots
}

/// Headers that every browser sends by itself, and those that carry credentials.
fn is_ordinary(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "accept",
        "authorization",
        "cookie",
        "host",
        "origin",
        "referer",
        "user-agent",
        "connection",
        "content-length",
        "content-type",
        "cache-control",
        "pragma",
        "dnt",
        "priority",
        "te",
        "upgrade-insecure-requests",
        "proxy-authorization",
        "proxy-connection",
        "keep-alive",
        "range",
        "traceparent",
        "tracestate",
        "baggage",
        "sentry-trace",
        "if-none-match",
        "if-modified-since",
    ];
    NAMES.contains(&name)
        || ["accept-", "sec-", ":", "x-forwarded-"].iter().any(|begin| name.starts_with(begin))
}

/// Whether a request has this text somewhere as a value of its own.
pub(super) fn has(slots: &Slots, text: &str) -> bool {
    let is_it = |value: &Value| match value {
        Value::Array(items) => {
            items.iter().any(|item| scalar(item).is_some_and(|it| it.eq_ignore_ascii_case(text)))
        }
        _ => scalar(value).is_some_and(|it| it.eq_ignore_ascii_case(text)),
    };
    slots.values().any(is_it)
}

/// Whether a body is a form.
pub(super) const fn is_form(exchange: &Exchange) -> bool {
    matches!(exchange.body, Content::Form(_))
}

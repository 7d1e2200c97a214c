use super::bucket::Budget;
use super::wait;
use crate::platform::Redaction;
use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName};
use serde_json::Value;
use std::time::Duration;

/// What came back, read to its end.
#[derive(Debug)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    /// What it asks us to wait.
    pub(crate) retry_after: Option<Duration>,
    /// What it says of the platform's limit.
    pub(crate) budget: Budget,
    /// The body.
    pub(crate) body: Body,
    /// What has to be taken out of what is shown of it.
    pub(crate) redaction: Redaction,
}

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Value),
    /// JSON that ends too early.
    CutShort,
    /// A web page: a login page, a proxy's error.
    Page,
    /// Anything else.
    Other,
}

impl Reply {
    /// Reads what there is.
    pub(crate) fn new(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        Self {
            status,
            retry_after: wait::retry_after(headers, Timestamp::now()),
            budget: Budget {
                limit: number(headers, "x-ratelimit-limit"),
                remaining: number(headers, "x-ratelimit-remaining"),
            },
            body: Body::read(headers, body),
            redaction: Redaction::default(),
        }
    }

    /// Whether the status says success.
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl Body {
    fn read(headers: &HeaderMap, body: &[u8]) -> Self {
        let text = body.trim_ascii();
        if text.is_empty() {
            return Self::Empty;
        }
        match serde_json::from_slice(text) {
            Ok(value) => Self::Json(value),
            Err(_) if is_page(headers, text) => Self::Page,
            Err(error) if error.is_eof() => Self::CutShort,
            Err(_) => Self::Other,
        }
    }

    /// The JSON, where it is some.
    pub(crate) const fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(value) => Some(value),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub(crate) const fn what(&self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Json(_) => "JSON of another shape",
            Self::CutShort => "JSON that is cut short",
            Self::Page => "a web page in place of JSON",
            Self::Other => "something that is no JSON",
        }
    }
}

fn is_page(headers: &HeaderMap, text: &[u8]) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.to_ascii_lowercase().contains("html") || text.starts_with(b"<")
}

fn number(headers: &HeaderMap, name: &'static str) -> Option<u64> {
    headers.get(HeaderName::from_static(name))?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_told_apart() {
        let headers = HeaderMap::new();
        let what = |text: &str| Body::read(&headers, text.as_bytes()).what();
        assert_eq!(what(" \n"), "nothing");
        assert_eq!(what(r#"{"a": 1}"#), "JSON of another shape");
        assert_eq!(what(r#"{"a": [1, "#), "JSON that is cut short");
        assert_eq!(what("<!doctype html><p>"), "a web page in place of JSON");
        assert_eq!(what("upstream error"), "something that is no JSON");
    }
}

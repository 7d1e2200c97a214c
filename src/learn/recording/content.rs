use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A body.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// There is none.
    Empty,
    /// JSON.
    Json(Value),
    /// A form, nested as its names say; all values are texts.
    Form(Value),
    /// The exporter left it out, or cut it.
    Cut,
    /// Something else.
    Other,
}

impl Content {
    /// What it says, where it says something with a structure.
    #[must_use]
    pub const fn value(&self) -> Option<&Value> {
        match self {
            Self::Json(value) | Self::Form(value) => Some(value),
            Self::Empty | Self::Cut | Self::Other => None,
        }
    }
}

/// A body as a recording has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    pub(super) text: String,
    pub(super) mime: String,
    /// Whether there was more than the text shows.
    missing: bool,
}

impl Packed {
    /// Of `postData`, or of `content`.
    pub(super) fn of(value: &Value, mime: String) -> Self {
        let text = value["text"].as_str().unwrap_or_default();
        let encoding = value["encoding"].as_str().or_else(|| value["_encoding"].as_str());
        let size = value["size"].as_i64().unwrap_or(0);
        let in_file = value["_file"].is_string();
        let packed = |text: String, missing| Self { text, mime: mime.clone(), missing };
        if encoding == Some("base64") {
            let bytes = STANDARD.decode(text.trim()).ok();
            return match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
                Some(text) => packed(text, false),
                None => packed(String::new(), true),
            };
        }
        packed(text.to_owned(), text.is_empty() && (in_file || size > 0))
    }

    /// What was sent is known to have been so long: where nothing of it is there, the exporter left it out, as mitmproxy
    /// does with whatever a DELETE carries.
    pub(super) fn of_length(self, length: i64) -> Self {
        let missing = self.missing || self.text.is_empty() && length > 0;
        Self { missing, ..self }
    }

    pub(super) fn open(&self) -> Content {
        let text = self.text.trim();
        if text.is_empty() {
            return if self.missing { Content::Cut } else { Content::Empty };
        }
        if self.mime.contains("x-www-form-urlencoded") {
            let pairs: Vec<(String, String)> =
                url::form_urlencoded::parse(text.as_bytes()).into_owned().collect();
            return Content::Form(form_value(&pairs));
        }
        match serde_json::from_str(text) {
            Ok(value) => Content::Json(value),
            Err(_) if text.starts_with(['{', '[']) => Content::Cut,
            Err(_) => Content::Other,
        }
    }
}

/// A form as a nested value: `a[b]=c`, `a[]=d`.
pub(super) fn form_value(pairs: &[(String, String)]) -> Value {
    let mut whole = Value::Object(Map::new());
    for (name, value) in pairs {
        let name = name.replace(']', "");
        let path: Vec<_> = name.split('[').collect();
        set(&mut whole, &path, value);
    }
    whole
}

fn set(into: &mut Value, path: &[&str], value: &str) {
    match path {
        [] => *into = value.into(),
        [""] => match into {
            Value::Array(items) => items.push(value.into()),
            other => *other = Value::Array(vec![value.into()]),
        },
        [name, rest @ ..] => {
            if !into.is_object() {
                *into = Value::Object(Map::new());
            }
            if let Value::Object(fields) = into {
                set(fields.entry(*name).or_insert(Value::Null), rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn open(value: &Value, mime: &str) -> Content {
        Packed::of(value, mime.to_owned()).open()
    }

    #[test]
    fn what_is_missing_is_said_and_not_guessed() {
        assert_eq!(open(&json!({"text": "{\"a\": 1}"}), ""), Content::Json(json!({"a": 1})));
        assert_eq!(open(&json!({"text": "{\"a\": 1"}), ""), Content::Cut);
        assert_eq!(open(&json!({"size": 12}), "application/json"), Content::Cut);
        assert_eq!(open(&json!({"_file": "a.json"}), "application/json"), Content::Cut);
        assert_eq!(open(&json!({"size": 0}), ""), Content::Empty);
        assert_eq!(open(&json!(null), ""), Content::Empty);
        assert_eq!(open(&json!({"text": "hello"}), "text/plain"), Content::Other);
    }

    #[test]
    fn bodies_are_unpacked() {
        let packed = STANDARD.encode("{\"a\": 1}");
        let base64 = json!({"text": packed, "encoding": "base64"});
        assert_eq!(open(&base64, "application/json"), Content::Json(json!({"a": 1})));
        let broken = json!({"text": "%%%", "encoding": "base64"});
        assert_eq!(open(&broken, "application/json"), Content::Cut);
        let left_out = Packed::of(&json!(null), String::new()).of_length(12);
        assert_eq!(left_out.open(), Content::Cut);
        let form =
            open(&json!({"text": "a[b]=c+d&l[]=1&l[]=2"}), "application/x-www-form-urlencoded");
        assert_eq!(form, Content::Form(json!({"a": {"b": "c d"}, "l": ["1", "2"]})));
    }
}

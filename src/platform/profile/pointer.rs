use serde_json::Value;
use std::fmt;

/// Where something is in an answer: a JSON Pointer (RFC 6901).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pointer(String);

/// Why a text is no JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct InvalidPointer(&'static str);

impl Pointer {
    /// Reads `/data/items`; an empty text is the whole answer.
    ///
    /// # Errors
    /// [`InvalidPointer`] where it doesn't begin with `/`, or has a `~` that escapes nothing.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidPointer> {
        if !text.is_empty() && !text.starts_with('/') {
            return Err(InvalidPointer("a JSON Pointer begins with `/`"));
        }
        if text.split('~').skip(1).any(|rest| !rest.starts_with(['0', '1'])) {
            return Err(InvalidPointer("`~` stands only before `0` or `1`"));
        }
        if text.chars().any(char::is_control) {
            return Err(InvalidPointer("it has a control character"));
        }
        Ok(Self(text.to_owned()))
    }

    /// What is there.
    pub(crate) fn of<'a>(&self, answer: &'a Value) -> Option<&'a Value> {
        answer.pointer(&self.0)
    }

    /// The whole answer.
    pub(crate) const fn root() -> Self {
        Self(String::new())
    }

    /// What holds what it points at.
    pub(crate) fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or_else(String::new, |(parent, _)| parent.to_owned()))
    }

    /// What holds both.
    pub(crate) fn common(&self, other: &Self) -> Self {
        let both = self.tokens().zip(other.tokens()).take_while(|(a, b)| a == b);
        Self(both.map(|(token, _)| format!("/{token}")).collect())
    }

    fn tokens(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').skip(1)
    }

    /// Takes out what is there.
    pub(crate) fn remove(&self, answer: &mut Value) {
        let Some(last) = self.tokens().last().map(plain) else {
            *answer = Value::Null;
            return;
        };
        if let Some(Value::Object(fields)) = answer.pointer_mut(&self.parent().0) {
            fields.remove(&last);
        }
    }

    /// Objects down to where it points, with this value there.
    pub(crate) fn wrap(&self, value: Value) -> Value {
        let tokens: Vec<_> = self.tokens().map(plain).collect();
        let around = |inner, token: String| Value::Object([(token, inner)].into_iter().collect());
        tokens.into_iter().rev().fold(value, around)
    }

    /// The text that is there.
    pub(crate) fn text<'a>(&self, answer: &'a Value) -> Option<&'a str> {
        self.of(answer)?.as_str()
    }
}

/// One name of a pointer, as the object has it.
fn plain(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_what_it_points_at() {
        let answer = json!({"data": {"items": [{"id": 1}], "a/b": 2}});
        let find = |text: &str| Pointer::parse(text).unwrap().of(&answer).cloned();
        assert_eq!(find("/data/items/0/id"), Some(json!(1)));
        assert_eq!(find("/data/a~1b"), Some(json!(2)));
        assert_eq!(find("/data/none"), None);
        assert_eq!(find(""), Some(answer.clone()));
    }

    #[test]
    fn takes_apart_and_puts_together() {
        let pointer = |text: &str| Pointer::parse(text).unwrap();
        assert_eq!(pointer("/data/a~1b").parent(), pointer("/data"));
        assert_eq!(pointer("/data/a/x").common(&pointer("/data/a/y/z")), pointer("/data/a"));
        assert_eq!(pointer("/data").common(&pointer("/other")), Pointer::root());
        assert_eq!(pointer("/data/a~1b").wrap(json!(1)), json!({"data": {"a/b": 1}}));
        let mut value = json!({"data": {"a/b": 1, "c": 2}});
        pointer("/data/a~1b").remove(&mut value);
        pointer("/data/none/x").remove(&mut value);
        assert_eq!(value, json!({"data": {"c": 2}}));
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        for text in ["data", "data/items", "/a~2", "/a~", "/a\n"] {
            assert!(Pointer::parse(text).is_err(), "{text}");
        }
    }
}

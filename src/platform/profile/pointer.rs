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

    /// The text that is there.
    pub(crate) fn text<'a>(&self, answer: &'a Value) -> Option<&'a str> {
        self.of(answer)?.as_str()
    }
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
    fn what_is_no_pointer_is_refused() {
        for text in ["data", "data/items", "/a~2", "/a~", "/a\n"] {
            assert!(Pointer::parse(text).is_err(), "{text}");
        }
    }
}

use super::Email;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The longest text that is taken for an id, in characters.
const LONGEST: usize = 255;

/// An id of the platform: a number or a text, and written as it came. `7` and `"7"` are the same id.
#[derive(Clone, Copy, Debug)]
enum Id {
    Number(u64),
    /// A number that came as a text.
    Digits(u64),
    Text(&'static str),
}

impl Id {
    fn of(text: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_graphic() && !"`\"'<>\\".contains(c);
        if text.is_empty() || text.len() > LONGEST || !text.chars().all(fits) {
            return None;
        }
        match text.parse::<u64>() {
            Ok(number) if number.to_string() == text => Some(Self::Digits(number)),
            _ => Some(Self::Text(kept(text))),
        }
    }

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_u64().map(Self::Number),
            Value::String(text) => Self::of(text),
            _ => None,
        }
    }

    fn json(self) -> Value {
        match self {
            Self::Number(number) => number.into(),
            Self::Digits(number) => number.to_string().into(),
            Self::Text(text) => text.into(),
        }
    }

    /// What makes one id another one.
    const fn key(self) -> (u64, &'static str) {
        match self {
            Self::Number(number) | Self::Digits(number) => (number, ""),
            Self::Text(text) => (u64::MAX, text),
        }
    }
}

/// Keeps a text to the end of the process, once. A run sees each id of a platform many times, and ids go by value
/// everywhere; texts are rare, and few bytes each.
fn kept(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(text) {
        return known;
    }
    let new: &'static str = Box::leak(text.to_owned().into_boxed_str());
    all.insert(new);
    new
}

/// Reads an id as [`Id::read`] does.
struct Read;

impl Visitor<'_> for Read {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id: a whole number or a text")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id, E> {
        Ok(Id::Number(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
        Id::of(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(Id);

        impl $name {
            /// One that is a number.
            #[must_use]
            pub const fn new(number: u64) -> Self {
                Self(Id::Number(number))
            }

            /// One that is a text: letters, digits and signs of ASCII without quotes, 255 at most.
            #[must_use]
            pub fn of_text(text: &str) -> Option<Self> {
                Id::of(text).map(Self)
            }

            /// One as the platform says it: a whole number or a text; `None` for anything else.
            #[must_use]
            pub fn read(value: &Value) -> Option<Self> {
                Id::read(value).map(Self)
            }

            /// As the platform said it.
            #[must_use]
            pub fn json(self) -> Value {
                self.0.json()
            }

            /// The number; 0 for a text, which the embedded platform doesn't have.
            #[must_use]
            pub const fn get(self) -> u64 {
                match self.0 {
                    Id::Number(number) | Id::Digits(number) => number,
                    Id::Text(_) => 0,
                }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.key() == other.0.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.0.key().cmp(&other.0.key())
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.0.key().hash(state);
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Id::Number(number) | Id::Digits(number) => number.fmt(f),
                    Id::Text(text) => f.pad(text),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.json().serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Read).map(Self)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "description": "An id of the platform: a whole number or a text.",
                    "oneOf": [
                        { "type": "integer", "minimum": 0 },
                        { "type": "string", "minLength": 1, "maxLength": LONGEST },
                    ],
                })
            }
        }
    };
}

id!(
    /// What the platform calls an organization (`orgid` on the wire).
    OrganizationId
);
id!(
    /// What the platform calls a workspace ("space" on the wire).
    WorkspaceId
);
id!(
    /// What the platform calls a user, in whatever organization.
    UserId
);

impl UserId {
    /// Of somebody whom the platform knows by address alone.
    #[must_use]
    pub fn of_email(email: &Email) -> Self {
        let mut plain = String::new();
        for c in email.canonical().chars() {
            match c {
                c if c.is_ascii_graphic() => plain.push(c),
                c => plain.extend(c.escape_unicode()),
            }
        }
        Self(Id::Text(kept(&plain)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_id_is_written_as_it_came_and_is_the_same_either_way() {
        for value in [json!(7), json!("7"), json!("0007"), json!("u-7f3a"), json!("a/b")] {
            let id = UserId::read(&value).unwrap();
            assert_eq!(id.json(), value);
            assert_eq!(serde_json::from_value::<UserId>(value).unwrap(), id);
        }
        assert_eq!(UserId::of_text("7"), Some(UserId::new(7)));
        assert_ne!(UserId::of_text("07"), Some(UserId::new(7)));
        assert_eq!(UserId::of_text("u-7").unwrap().to_string(), "u-7");
    }

    #[test]
    fn what_could_not_be_shown_or_is_no_id_is_refused() {
        let long = json!("x".repeat(256));
        let wrong = [json!(-1), json!(1.5), json!(true), json!(null), json!([1]), json!("")];
        for value in wrong.into_iter().chain([json!("a b"), json!("a`b"), json!("a\u{202e}"), long])
        {
            assert_eq!(UserId::read(&value), None, "{value}");
        }
    }

    #[test]
    fn numbers_sort_as_numbers() {
        let mut ids: Vec<_> = ["10", "9", "x", "1"].map(|id| UserId::of_text(id).unwrap()).into();
        ids.sort();
        assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1", "9", "10", "x"]);
    }
}

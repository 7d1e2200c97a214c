use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::num::NonZeroU64;

/// How many contacts a workspace takes before it receives no messages from new ones
/// (`rules.md`, Workspaces). In manifests a number, or `unlimited`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactLimit {
    /// The limit is switched on.
    Limited(NonZeroU64),
    /// The limit is switched off.
    Unlimited,
}

/// A text or number that is no contact limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a contact limit is a whole number from 1, or `unlimited`")]
pub struct InvalidContactLimit;

impl ContactLimit {
    /// Reads `unlimited` or a whole number from 1.
    ///
    /// # Errors
    /// [`InvalidContactLimit`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidContactLimit> {
        if text == "unlimited" {
            return Ok(Self::Unlimited);
        }
        text.parse().map(Self::Limited).map_err(|_| InvalidContactLimit)
    }

    /// The number, where the limit is on.
    #[must_use]
    pub const fn number(self) -> Option<u64> {
        match self {
            Self::Limited(number) => Some(number.get()),
            Self::Unlimited => None,
        }
    }
}

impl From<Option<NonZeroU64>> for ContactLimit {
    fn from(number: Option<NonZeroU64>) -> Self {
        number.map_or(Self::Unlimited, Self::Limited)
    }
}

impl fmt::Display for ContactLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limited(number) => number.fmt(f),
            Self::Unlimited => f.pad("unlimited"),
        }
    }
}

impl Serialize for ContactLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Limited(number) => serializer.serialize_u64(number.get()),
            Self::Unlimited => serializer.serialize_str("unlimited"),
        }
    }
}

impl<'de> Deserialize<'de> for ContactLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Self::parse(&text).map_err(D::Error::custom)
    }
}

impl JsonSchema for ContactLimit {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ContactLimit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A whole number from 1, or `unlimited`.",
            "oneOf": [{ "type": "integer", "minimum": 1 }, { "const": "unlimited" }],
        })
    }
}

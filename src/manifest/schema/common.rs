//! Values that several kinds of manifests have.

use crate::manifest::lint::Level;
use crate::model::{OrganizationRole, Restriction, WorkspaceRole};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use std::borrow::Cow;

/// A name of a manifest, or a reference to one.
pub(super) const SLUG: &str = "^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$";

macro_rules! values {
    ($($(#[doc = $doc:literal])+ $name:ident = $schema:expr;)*) => {$(
        $(#[doc = $doc])+
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema: Schema = $schema;
                schema.insert("description".to_owned(), Value::from(concat!($($doc),+).trim()));
                schema
            }
        }
    )*};
}

values! {
    /// A text. A number or a word like `no` keeps its spelling.
    Text = json_schema!({ "type": ["string", "number", "boolean"] });
    /// A name with 1 to 255 characters. A number or a word like `no` keeps its spelling.
    Name = json_schema!({ "type": ["string", "number", "boolean"], "minLength": 1 });
    /// An e-mail address. Upper and lower case are the same.
    Address = json_schema!({ "type": "string", "pattern": "^\\s*[^@\\s]+@[^@\\s]+\\.[^@\\s]+\\s*$" });
    /// A name of another manifest.
    Slug = json_schema!({ "type": "string", "pattern": SLUG });
    /// A glob over e-mail addresses: `*` is anything, `?` is one character.
    Glob = json_schema!({ "type": "string", "minLength": 1 });
    /// An id of the platform: a whole number, or a text in quotes.
    Id = json_schema!({ "anyOf": [
        { "type": "integer", "minimum": 1, "maximum": 9_007_199_254_740_992_u64 },
        { "type": "string", "minLength": 1, "maxLength": 255 },
    ] });
    /// A date: year, month and day.
    Day = json_schema!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" });
    /// An IANA time zone, like `Asia/Kuala_Lumpur`.
    Timezone = json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9_+/-]+$" });
    /// How many contacts a workspace takes: a number from 1, or `unlimited`.
    ContactLimit = json_schema!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "const": "unlimited" }] });
    /// How many people may lose something in one plan: a number, or a percentage of the users there are.
    MaxRemovals = json_schema!({
        "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^(\\d{1,2}|100)%$|^\\d+$" }]
    });
    /// A percentage, like `20%`.
    Percent = json_schema!({ "type": "string", "pattern": "^(\\d{1,2}|100)%$" });
    /// A time with its unit: `500ms`, `30s` or `5m`.
    Duration = json_schema!({ "type": "string", "pattern": "^\\d+(ms|s|m)$" });
    /// What somebody may do in the organization.
    OrganizationRoleWord = words(OrganizationRole::ALL);
    /// What somebody may do in a workspace.
    WorkspaceRoleWord = words(WorkspaceRole::ALL);
    /// What a manager or agent is kept from.
    RestrictionWord = words(Restriction::ALL);
    /// How a lint counts.
    LevelWord = words(Level::ALL);
}

/// One of these words.
pub(super) fn words<T: ToString>(words: &[T]) -> Schema {
    let words: Vec<_> = words.iter().map(ToString::to_string).collect();
    json_schema!({ "type": "string", "enum": words })
}

/// How careful to be.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Safety {
    /// Accepted admins that are always kept.
    #[schemars(range(min = 1, max = 1_000_000))]
    min_admins: Option<u32>,
    /// How many people may lose something in one plan. Left out: the larger of 3 and 25%.
    max_removals: Option<MaxRemovals>,
    /// Reviewed exceptions.
    waivers: Option<Vec<Waiver>>,
}

/// A reviewed exception to the removal budget.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Waiver {
    /// How many people may lose something.
    #[schemars(range(min = 1, max = 1_000_000))]
    removals: u32,
    /// The last day on which it counts.
    until: Day,
    /// Why.
    reason: Text,
    /// Where named: it counts only while nobody else loses anything.
    #[schemars(length(min = 1))]
    people: Option<Vec<Address>>,
}

//! Values that several kinds of manifests have.

use super::Named;
use crate::manifest::diagnostic::Code;
use crate::manifest::lint::Level;
use crate::manifest::organization::UsersPolicy;
use crate::manifest::template::ParameterType;
use crate::model::{OrganizationRole, Restriction, WorkspaceRole};
use serde_json::{Map, Value, json};

macro_rules! values {
    ($($(#[doc = $about:literal])+ $constant:ident $name:literal = $schema:expr;)*) => {$(
        $(#[doc = $about])+
        pub(crate) static $constant: Named =
            Named { name: $name, about: concat!($($about),+), schema: || $schema };
    )*};
}

values! {
    /// A text. A number or a word like `no` keeps its spelling.
    TEXT "Text" = json!({ "type": ["string", "number", "boolean"] });
    /// A name with 1 to 255 characters. A number or a word like `no` keeps its spelling.
    NAME "Name" = json!({ "type": ["string", "number", "boolean"], "minLength": 1 });
    /// An e-mail address. Upper and lower case are the same.
    ADDRESS "Address" = json!({ "type": "string", "pattern": "^\\s*[^@\\s]+@[^@\\s]+\\.[^@\\s]+\\s*$" });
    /// A name of another manifest.
    SLUG "Slug" = json!({ "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$" });
    /// A glob over e-mail addresses: `*` is anything, `?` is one character.
    GLOB "Glob" = json!({ "type": "string", "minLength": 1 });
    /// An id of the platform: a whole number, or a text in quotes.
    ID "Id" = json!({ "anyOf": [
        { "type": "integer", "minimum": 1, "maximum": 9_007_199_254_740_992_u64 },
        { "type": "string", "minLength": 1, "maxLength": 255 },
    ] });
    /// A date: year, month and day.
    DATE "Day" = json!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" });
    /// An IANA time zone, like `Asia/Kuala_Lumpur`.
    TIMEZONE "Timezone" = json!({ "type": "string", "pattern": "^[A-Za-z0-9_+/-]+$" });
    /// How many contacts a workspace takes: a number from 1, or `unlimited`.
    CONTACT_LIMIT "ContactLimit" = json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "const": "unlimited" }] });
    /// How many people may lose something in one plan: a number, or a percentage of the users there are.
    MAX_REMOVALS "MaxRemovals" = json!({
        "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^(\\d{1,2}|100)%$|^\\d+$" }]
    });
    /// A percentage, like `20%`.
    PERCENT "Percent" = json!({ "type": "string", "pattern": "^(\\d{1,2}|100)%$" });
    /// A time with its unit: `500ms`, `30s` or `5m`.
    DURATION "Duration" = json!({ "type": "string", "pattern": "^\\d+(ms|s|m)$" });
    /// What somebody may do in the organization.
    ORGANIZATION_ROLE "OrganizationRoleWord" = words(OrganizationRole::ALL);
    /// What somebody may do in a workspace.
    WORKSPACE_ROLE "WorkspaceRoleWord" = words(WorkspaceRole::ALL);
    /// What a manager or agent is kept from.
    RESTRICTION "RestrictionWord" = words(Restriction::ALL);
    /// Whether people whom the manifest doesn't name lose their access.
    USERS_POLICY "UsersPolicy" = words(UsersPolicy::ALL);
    /// What a parameter's value is.
    PARAMETER_TYPE "ParameterType" = words(ParameterType::ALL);
    /// The value of a parameter, taken literally.
    LITERAL "Literal" = json!({ "type": ["string", "number", "boolean", "array"] });
    /// How lints count, by code.
    LINTS "Lints" = levels();
    /// Part of the spec of an Organization. Schemas put what it can be in its place.
    ORGANIZATION_PART "OrganizationPart" = json!({ "type": "object" });
}

/// One of these words.
fn words<T: ToString>(words: &[T]) -> Value {
    let words: Vec<_> = words.iter().map(ToString::to_string).collect();
    json!({ "type": "string", "enum": words })
}

fn levels() -> Value {
    let level = |code: Code| {
        let mut level = words(Level::ALL);
        level["description"] = json!(code.meaning());
        (code.word().to_owned(), level)
    };
    let properties: Map<_, _> = Code::lints().map(level).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

use super::common::{Address, Day, Id, Slug, Text, words};
use crate::manifest::template::ParameterType;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// People that are listed together, wherever a workspace or an organization lists users.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct GroupSpec {
    /// Their addresses.
    users: Vec<Address>,
}

/// What clients have in common.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct TemplateSpec {
    /// What clients give.
    parameters: Option<Vec<Parameter>>,
    /// The spec of an Organization without `id`. `${{ expressions }}` in its texts use the parameters.
    organization: Part,
    /// Paths that a client's overlay may not change, like `safety` or `workspaces[*].contactLimit`.
    fixed: Option<Vec<String>>,
}

/// What a template asks of its clients.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Parameter {
    /// The name in expressions.
    #[schemars(regex(pattern = "^[A-Za-z_][A-Za-z0-9_]{0,63}$"))]
    name: String,
    /// What its value is.
    r#type: ParameterTypeWord,
    /// Whether every client has to give it.
    required: Option<bool>,
    /// The value for clients that don't give it. Without one, fields that are just the parameter are left out.
    default: Option<Literal>,
    /// The values that it can have.
    #[schemars(length(min = 1))]
    r#enum: Option<Vec<Text>>,
    /// A regular expression that the whole value has to fit.
    pattern: Option<String>,
    /// What it is for.
    description: Option<Text>,
}

/// A client: an organization made from a template.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct ClientSpec {
    /// The name of a Template.
    template: Slug,
    /// The platform's id of the organization.
    organization_id: Id,
    /// A name from the Project's `credentials`. Left out: the template's, else `default`.
    credentials: Option<Text>,
    /// Values of the template's parameters. They are taken literally, never as expressions.
    parameters: Option<BTreeMap<String, Literal>>,
    /// The day on which the marketing opt-out was asked for. Client users are invited from the 7th working day on.
    marketing_opt_out_requested: Option<Day>,
    /// Part of the spec of an Organization: added to what the template gives.
    overlay: Option<Part>,
}

/// Stands for a part of an Organization, which is put in its place.
pub(super) struct Part;

impl JsonSchema for Part {
    fn schema_name() -> Cow<'static, str> {
        "OrganizationPart".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

struct Literal;

impl JsonSchema for Literal {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Literal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean", "array"] })
    }
}

struct ParameterTypeWord;

impl JsonSchema for ParameterTypeWord {
    fn schema_name() -> Cow<'static, str> {
        "ParameterType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        words(ParameterType::ALL)
    }
}

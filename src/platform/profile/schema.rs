//! The shape of a Platform manifest, for editors. The types are for nothing else: manifests are read from nodes,
//! which gives better messages, and a test holds the two together.

use super::refusal::Meaning;
use crate::model::{Evidence, Field, Operation};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The JSON Schema of a whole Platform manifest.
#[must_use]
pub fn platform_schema() -> Schema {
    schemars::schema_for!(Platform)
}

/// How to talk to one platform's API.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Platform {
    /// The format.
    api_version: Version,
    /// What this manifest is.
    kind: Kind,
    /// Its name.
    metadata: Metadata,
    /// What it says.
    spec: Spec,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is of use")]
enum Version {
    #[schemars(rename = "rolecall/v1")]
    V1,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is of use")]
enum Kind {
    Platform,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Metadata {
    /// Lower-case letters, digits and dashes.
    #[schemars(regex(pattern = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"), length(max = 100))]
    name: String,
}

/// A field set to `null` takes out what the extended Platform says.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Spec {
    /// The Platform that this one is built on: `respond-io-console`, `respond-io-developer`, `sandbox`, or another
    /// one of the Project.
    extends: Option<String>,
    /// Where the API is: HTTPS, or plain HTTP to this machine. A path stays in front of every call's.
    base_url: Option<String>,
    /// Hosts that a credential may be sent to where the Project doesn't say, besides the base URL's own.
    hosts: Option<Vec<String>>,
    /// Headers of every call, with `{token}` and `{organization}`.
    headers: Option<BTreeMap<String, Option<String>>>,
    /// How somebody with e-mail and password logs in.
    login: Option<Login>,
    /// Where a token (a JWT) tells what, as JSON Pointers.
    claims: Option<Claims>,
    /// How fast it may be asked, per organization and operation.
    rate: Option<Rate>,
    /// Items to a page that are asked for.
    #[schemars(range(min = 1, max = 10_000))]
    page_size: Option<u32>,
    /// What marks an answer as a success, besides its status.
    success: Option<Success>,
    /// Where the text of an error is, in order of preference.
    messages: Option<Vec<Pointer>>,
    /// Refusals whose meaning is known; the first that fits counts.
    refusals: Option<Vec<Refusal>>,
    /// Words of the wire, by those of manifests. What is left out is the same on both sides.
    words: Option<Words>,
    /// How each operation goes over the wire; one that is left out can't be done.
    operations: Option<BTreeMap<OperationName, OperationSpec>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Login {
    method: MethodName,
    /// Behind the base URL.
    path: String,
    /// JSON body, with `{email}` and `{password}`.
    body: Body,
    /// Where the token is in the answer.
    token: Pointer,
    /// How long a token lives, where it doesn't say itself: `1h`.
    lifetime: String,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Claims {
    /// Address of the acting user.
    actor: Option<Pointer>,
    /// Id of the one organization that a token is for.
    organization: Option<Pointer>,
    /// Id of the one workspace that a token is for.
    workspace: Option<Pointer>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Rate {
    /// Requests a second.
    #[schemars(range(min = 0.01, max = 1000))]
    per_second: f64,
    /// How much of it is left unused: `20%`.
    #[schemars(regex(pattern = r"^(100|[0-9]{1,2})%$"))]
    headroom: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Success {
    at: Pointer,
    is: String,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Refusal {
    #[schemars(range(min = 400, max = 499))]
    status: u16,
    /// Glob for the platform's text; left out: any.
    message: Option<String>,
    means: MeaningName,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct AlreadySo {
    #[schemars(range(min = 400, max = 499))]
    status: u16,
    /// Glob for the platform's text; left out: any.
    message: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Words {
    organization_roles: Option<BTreeMap<String, String>>,
    workspace_roles: Option<BTreeMap<String, String>>,
    restrictions: Option<BTreeMap<String, String>>,
    statuses: Option<BTreeMap<String, String>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct OperationSpec {
    /// The Platform to take this operation from; what else is said here goes on top.
    from: Option<String>,
    /// Where it is, if elsewhere.
    base_url: Option<String>,
    /// How sure we are.
    evidence: Option<Evidence>,
    /// When it was seen to be so: a month or a day, `2026-03`.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"))]
    since: Option<String>,
    /// The recording that it was learned from.
    recorded: Option<RecordedSpec>,
    /// HTTP method.
    method: Option<MethodName>,
    /// Path behind the base URL; only ids go in: `{organization}`, `{workspace}`, `{user}`.
    path: Option<String>,
    /// Query parameters.
    query: Option<BTreeMap<String, String>>,
    /// Headers of this call, over those of every call; `null` takes one out.
    headers: Option<BTreeMap<String, Option<String>>>,
    /// JSON body with placeholders. One that is all of a text keeps its type; a part without a value is left out.
    body: Option<Body>,
    /// Whose credential it takes: only `listWorkspaceUsers` can take the workspace's own.
    credential: Option<CredentialName>,
    /// How a list goes on.
    paging: Option<Paging>,
    /// Where things are in the answer, or in one item of a list.
    answer: Option<BTreeMap<FieldName, Pointer>>,
    /// Refusals that mean "already so".
    already_so: Option<Vec<AlreadySo>>,
    /// Whether a list shows people who have not accepted.
    shows_pending: Option<bool>,
    /// What a person clicks instead, in order. A line whose placeholder has no value is left out.
    clicks: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct RecordedSpec {
    /// The day it was made.
    on: String,
    /// The host that it is of.
    host: String,
    /// Its digest.
    #[schemars(regex(pattern = r"^sha256:[0-9a-f]{64}$"))]
    digest: String,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
struct Paging {
    by: PagingName,
    /// By page: number of the first one, 0 or 1.
    #[schemars(range(min = 0, max = 1))]
    first: Option<u8>,
    /// By page: where the answer says how many items there are in all.
    total: Option<Pointer>,
    /// By cursor: where the answer says where the next page begins.
    next: Option<Pointer>,
    /// By cursor: the answer has a URL, of which this query parameter is the cursor.
    parameter: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its shape is of use")]
enum PagingName {
    Page,
    Cursor,
}

macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident = $words:expr;)*) => {$(
        struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let words: Vec<&str> = $words;
                json_schema!({ "type": "string", "enum": words })
            }
        }
    )*};
}

words! {
    OperationName = Operation::ALL.iter().map(|it| it.word()).collect();
    FieldName = Field::ALL.iter().map(|it| it.word()).collect();
    MeaningName = Meaning::ALL.iter().map(|(word, _)| *word).collect();
    MethodName = super::Method::ALL.iter().map(|(word, _)| *word).collect();
    CredentialName = super::CredentialScope::ALL.iter().map(|(word, _)| *word).collect();
}

struct Pointer;

impl JsonSchema for Pointer {
    fn schema_name() -> Cow<'static, str> {
        "Pointer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(/([^~]|~[01])*)?$",
            "description": "A JSON Pointer, like `/data/items`."
        })
    }
}

struct Body;

impl JsonSchema for Body {
    fn schema_name() -> Cow<'static, str> {
        "Body".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["object", "array"] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Node, Report, SourceFile, Value as NodeValue, read};
    use crate::platform::profile::load::BUILT_IN;
    use crate::platform::profile::read::{OPERATION_FIELDS, SERVICE_FIELDS};
    use serde_json::{Value, json};

    fn json_of(node: &Node) -> Value {
        match &node.value {
            NodeValue::Null => Value::Null,
            NodeValue::Scalar(it) if it.plain => {
                serde_json::from_str(&it.text).unwrap_or_else(|_| json!(it.text))
            }
            NodeValue::Scalar(it) => json!(it.text),
            NodeValue::Sequence(items) => items.iter().map(json_of).collect(),
            NodeValue::Mapping(fields) => {
                let fields = fields.entries.iter();
                Value::Object(fields.map(|(key, it)| (key.text.clone(), json_of(it))).collect())
            }
        }
    }

    fn is_valid(spec: &Value) -> bool {
        let schema = jsonschema::validator_for(platform_schema().as_value()).unwrap();
        schema.is_valid(&json!({
            "apiVersion": "rolecall/v1", "kind": "Platform", "metadata": {"name": "own"}, "spec": spec,
        }))
    }

    #[test]
    fn the_built_in_profiles_have_this_shape() {
        for (name, text) in BUILT_IN {
            let path = (*name).to_owned();
            let files = [SourceFile { path, text: (*text).to_owned() }];
            let documents = read(&files, &Report::new(&files)).documents;
            assert!(is_valid(&json_of(&documents[0].spec)), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_has_another_shape() {
        assert!(is_valid(&json!({"extends": "sandbox"})));
        for wrong in [
            json!({"extend": "sandbox"}),
            json!({"operations": {"listUsers": {}}}),
            json!({"operations": {"getOrganization": {"evidence": "certain"}}}),
            json!({"operations": {"getOrganization": {"answer": {"name": "data"}}}}),
            json!({"claims": {"actor": "email"}}),
            json!({"rate": {"perSecond": "fast"}}),
        ] {
            assert!(!is_valid(&wrong), "{wrong}");
        }
    }

    #[test]
    fn the_fields_are_those_that_are_read() {
        let schema = platform_schema().to_value();
        let of = |name: &str| {
            let fields = schema["$defs"][name]["properties"].as_object().unwrap();
            fields.keys().cloned().collect::<std::collections::BTreeSet<_>>()
        };
        let read = |fields: &[&str]| fields.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(of("Spec"), read(SERVICE_FIELDS));
        assert_eq!(of("OperationSpec"), read(OPERATION_FIELDS));
    }
}

use super::common::{Address, Day, Duration, Glob, LevelWord, Percent, Safety, Text, Timezone};
use crate::manifest::diagnostic::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How this repository talks to the platform and how careful it is. One per repository, in `rolecall.yaml`.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct ProjectSpec {
    /// `respond-io-console`, `respond-io-developer`, `sandbox`, or the path of a Platform file.
    platform: Option<String>,
    /// Replaces the profile's base URL.
    #[schemars(regex(pattern = "^https?://[^@?# ]+$"))]
    base_url: Option<String>,
    /// Where credentials come from, by name. Never the secrets themselves.
    credentials: Option<BTreeMap<String, Credential>>,
    /// Files of the embedded platform.
    sandbox: Option<Sandbox>,
    /// Zone of workspaces that are created without one. Left out: `UTC`.
    timezone: Option<Timezone>,
    /// How careful to be, where an organization doesn't say.
    safety: Option<Safety>,
    /// Whether writes that nobody has shown to work are made all the same.
    allow_assumed: Option<bool>,
    /// How fast the platform may be asked. Replaces the profile's rate.
    rate: Option<Rate>,
    /// How long things may take.
    timeouts: Option<Timeouts>,
    /// Levels of lints that differ from their defaults, by code.
    lints: Option<Lints>,
    /// The reseller's own people; everybody else is a client user.
    staff: Option<Vec<Glob>>,
    /// Days that are no working days.
    holidays: Option<Vec<Day>>,
    /// Where locks, journals and plans are kept. Left out: `.rolecall`.
    store: Option<String>,
    /// Organizations at a time. Left out: 8.
    #[schemars(range(min = 1, max = 1000))]
    parallelism: Option<u32>,
    /// Globs of files and folders that are not read: paths from the Project's folder, or names.
    exclude: Option<Vec<String>>,
}

/// Where a credential comes from: one of `tokenEnv`, `tokenFile`, `tokenCommand`, or `emailEnv` with `passwordEnv`.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    { "required": ["tokenEnv"] },
    { "required": ["tokenFile"] },
    { "required": ["tokenCommand"] },
    { "required": ["emailEnv", "passwordEnv"] }
]))]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Credential {
    /// An environment variable that holds a token.
    token_env: Option<Text>,
    /// A file that holds a token.
    token_file: Option<Text>,
    /// A command that prints a token, with its arguments.
    #[schemars(length(min = 1))]
    token_command: Option<Vec<Text>>,
    /// An environment variable that holds the address to log in with.
    email_env: Option<Text>,
    /// An environment variable that holds the password.
    password_env: Option<Text>,
    /// Whose credential it is, where a token doesn't say.
    actor: Option<Address>,
    /// Hosts that it may be sent to. Left out: the profile's own.
    #[schemars(length(min = 1))]
    hosts: Option<Vec<String>>,
}

/// Files of the embedded platform, relative to the Project's folder.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Sandbox {
    /// The state that it starts from.
    seed: Option<String>,
    /// Where its state is kept. Left out: `.rolecall/sandbox.json`.
    state: Option<String>,
}

/// How fast the platform may be asked.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Rate {
    /// Requests a second, per organization and operation.
    #[schemars(range(min = 0.01, max = 1000))]
    per_second: f64,
    /// Share of it that is left unused.
    headroom: Option<Percent>,
}

/// How long things may take.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is of use")]
pub(super) struct Timeouts {
    /// One request. Left out: `30s`.
    request: Option<Duration>,
    /// All tries of one call. Left out: `30s`.
    retry: Option<Duration>,
    /// Looking up a lost answer. Left out: `5s`.
    read_back: Option<Duration>,
    /// Waiting for the platform to show what was done. Left out: `10s`.
    verify: Option<Duration>,
}

/// Levels by code.
struct Lints;

impl JsonSchema for Lints {
    fn schema_name() -> Cow<'static, str> {
        "Lints".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<LevelWord>().to_value();
        let properties: Map<String, Value> = Code::lints()
            .map(|code| {
                let mut level = level.clone();
                level["description"] = json!(code.meaning());
                (code.word().to_owned(), level)
            })
            .collect();
        json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}

use crate::apply::outcome::Outcome;
use crate::model::{Email, OrganizationId, Slug};
use crate::plan::{PlanId, Step, StepId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The format that this version writes and reads.
pub const FORMAT: &str = "rolecall.journal/v1";

/// One record of a journal: a line of the file, as one flat object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Journal record (rolecall.journal/v1)")]
pub struct Record {
    /// `rolecall.journal/v1`.
    pub format: Format,
    /// From 1, without gaps.
    pub seq: u64,
    /// Digest of the line before (`sha256:…` over its bytes without the line break); null for the first.
    pub previous: Option<String>,
    /// The run that wrote it.
    pub run: String,
    /// When, in UTC.
    #[schemars(with = "String")]
    pub time: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub entry: Entry,
}

/// The format that a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// The only one so far.
    #[serde(rename = "rolecall.journal/v1")]
    V1,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "record", rename_all = "snake_case", deny_unknown_fields)]
pub enum Entry {
    /// A run begins. Always the first record.
    Start {
        /// What it is about to do.
        detail: Start,
    },
    /// A call is about to be made. On disk before it is.
    Intent {
        /// The organization.
        #[schemars(with = "String")]
        organization: Slug,
        /// The step.
        #[schemars(with = "String")]
        step: StepId,
        /// From 1.
        attempt: u32,
        /// The action's word.
        action: String,
        /// What is to be done: the step's fields, and of a batch only the people who are sent.
        detail: Map<String, Value>,
    },
    /// What came of it, after lost answers were looked up.
    Outcome {
        /// The organization.
        #[schemars(with = "String")]
        organization: Slug,
        /// The step.
        #[schemars(with = "String")]
        step: StepId,
        /// From 1.
        attempt: u32,
        /// What came of it.
        outcome: Outcome,
        /// Why, and what came of each person of a batch.
        detail: Map<String, Value>,
    },
    /// The run ended in good order. A journal without it was cut off. Always the last record.
    End {
        /// How it ended.
        detail: End,
    },
}

/// How a run begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Start {
    /// The plan that is applied.
    #[schemars(with = "String")]
    pub plan: PlanId,
    /// `rolecall 0.1.0`.
    pub tool: String,
    /// The machine.
    pub host: String,
    /// The process.
    pub pid: u32,
    /// What it may change.
    pub organizations: Vec<StartedOrganization>,
}

/// How a run ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct End {
    /// The exit code.
    pub exit: u8,
}

/// An organization that a run may change, and as whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StartedOrganization {
    /// `metadata.name`.
    #[schemars(with = "String")]
    pub name: Slug,
    /// The platform's id.
    pub id: OrganizationId,
    /// Whose credential is used.
    #[schemars(with = "Option<String>")]
    pub actor: Option<Email>,
}

impl Entry {
    /// The intent of a step; `detail` is what the plan file has of it.
    #[must_use]
    pub fn intent(
        organization: &Slug,
        step: &Step,
        attempt: u32,
        detail: Map<String, Value>,
    ) -> Self {
        let (organization, id) = (organization.clone(), step.id.clone());
        let action = step.action.word().to_owned();
        Self::Intent { organization, step: id, attempt, action, detail }
    }
}

/// The fields of a step that say what is to be done, as the plan file has them.
pub(in crate::apply) fn describe(step: &Step) -> Map<String, Value> {
    const FIELDS: [&str; 7] =
        ["workspace", "workspaceId", "email", "users", "before", "after", "reassignTo"];
    match serde_json::to_value(step) {
        Ok(Value::Object(mut step)) => FIELDS
            .iter()
            .filter_map(|field| step.remove(*field).map(|value| ((*field).to_owned(), value)))
            .filter(|(_, value)| !value.is_null())
            .collect(),
        _ => Map::new(),
    }
}

/// A struct of plain fields always is an object.
pub(in crate::apply) fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

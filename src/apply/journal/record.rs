use super::line::Line;
use crate::apply::outcome::Outcome;
use crate::model::{Email, OrganizationId, Slug};
use crate::plan::{PlanId, Step, StepId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The format that this version writes and reads.
pub const FORMAT: &str = "rolecall.journal/v1";

/// One record of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Line", into = "Line")]
pub struct Record {
    /// From 1, without gaps.
    pub seq: u64,
    /// Digest of the line before (`sha256:…` over its bytes without the line break); `None` for the first.
    pub previous: Option<String>,
    /// The run that wrote it.
    pub run: String,
    /// When.
    pub time: Timestamp,
    /// What it says.
    pub entry: Entry,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A run begins. Always the first record.
    Start {
        /// The plan that is applied.
        plan: PlanId,
        /// `rolecall 0.1.0`.
        tool: String,
        /// The machine.
        host: String,
        /// The process.
        pid: u32,
        /// What it may change.
        organizations: Vec<StartedOrganization>,
    },
    /// A call is about to be made. On disk before it is.
    Intent {
        /// The organization.
        organization: Slug,
        /// The step.
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
        organization: Slug,
        /// The step.
        step: StepId,
        /// From 1.
        attempt: u32,
        /// What came of it.
        outcome: Outcome,
        /// Why, and what came of each person of a batch.
        detail: Map<String, Value>,
    },
    /// The run ended in good order. A journal without it was cut off.
    End {
        /// The exit code.
        exit: u8,
    },
}

/// An organization that a run may change, and as whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartedOrganization {
    /// `metadata.name`.
    pub name: Slug,
    /// The platform's id.
    pub id: OrganizationId,
    /// Whose credential is used.
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
        let action = step.action.word().to_owned();
        Self::Intent {
            organization: organization.clone(),
            step: step.id.clone(),
            attempt,
            action,
            detail,
        }
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

use crate::apply::status::Status;
use crate::model::{Email, WorkspaceName};
use crate::plan::{Execution, Hold, Step, StepId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepReport {
    /// As in the plan.
    #[schemars(with = "String")]
    pub id: StepId,
    /// What became of it.
    pub status: Status,
    /// Calls that were made for it.
    pub attempts: u32,
    /// Why; `null` where there is nothing to say.
    pub detail: Option<Detail>,
    /// The action's word.
    pub action: String,
    /// The workspace, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub workspace: Option<WorkspaceName>,
    /// Everybody it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub people: Vec<Email>,
}

/// Why a step is as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Detail {
    /// What happened, or why it did not. May quote the platform: escape it where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// HTTP status of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<u16>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Of an unknown outcome: what a person has to look at. Has names in it: escape it where it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub check: Vec<String>,
    /// Of a batch: what became of each person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<PersonReport>,
    /// Of a manual step: what to click, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instructions: Vec<String>,
    /// Of a held step: why, as in the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub reason: Option<Hold>,
}

/// What became of one person of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonReport {
    /// Who.
    #[schemars(with = "String")]
    pub email: Email,
    /// What became of their part.
    pub status: Status,
    /// Why; left out where there is nothing to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Detail {
    /// Just a sentence.
    #[must_use]
    pub fn message(message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..Self::default() }
    }
}

impl StepReport {
    /// A step that was taken, or could not be.
    #[must_use]
    pub fn new(step: &Step, status: Status, attempts: u32, detail: Option<Detail>) -> Self {
        Self {
            id: step.id.clone(),
            status,
            attempts,
            detail,
            action: step.action.word().to_owned(),
            workspace: step.action.workspace().map(|workspace| workspace.name),
            people: step.action.people().cloned().collect(),
        }
    }

    /// A step of a plan as it stands before anything is done; automatic ones were not attempted, for the
    /// given reason.
    #[must_use]
    pub fn before(step: &Step, why: &str) -> Self {
        match &step.execution {
            Execution::Automatic => {
                Self::new(step, Status::NotAttempted, 0, Some(Detail::message(why)))
            }
            Execution::Manual { instructions } => {
                let instructions = instructions.clone();
                let detail = Detail { instructions, ..Detail::default() };
                Self::new(step, Status::Manual, 0, Some(detail))
            }
            Execution::Held { reason } => {
                let detail = Detail { reason: Some(reason.clone()), ..Detail::default() };
                Self::new(step, Status::Held, 0, Some(detail))
            }
        }
    }
}

use crate::model::{Email, OrganizationId, Slug};
use crate::plan::{PlanId, Step, StepId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::apply::outcome::Outcome;

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

/// A record as it is on disk: one flat object a line.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Journal record (rolecall.journal/v1)")]
pub struct Line {
    /// `rolecall.journal/v1`.
    pub format: String,
    /// From 1, without gaps.
    pub seq: u64,
    /// Digest of the line before; null for the first.
    pub previous: Option<String>,
    /// The run.
    pub run: String,
    /// When, in UTC.
    #[schemars(with = "String")]
    pub time: Timestamp,
    /// `start`, `intent`, `outcome` or `end`.
    pub record: Kind,
    /// Of intents and outcomes: the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub organization: Option<Slug>,
    /// Of intents and outcomes: the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub step: Option<StepId>,
    /// Of intents and outcomes: from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// Of intents: the action's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Of outcomes: what came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// More, by kind of record.
    pub detail: Map<String, Value>,
}

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Start,
    Intent,
    Outcome,
    End,
}

#[derive(Serialize, Deserialize)]
struct StartDetail {
    plan: PlanId,
    tool: String,
    host: String,
    pid: u32,
    organizations: Vec<StartedOrganization>,
}

#[derive(Serialize, Deserialize)]
struct EndDetail {
    exit: u8,
}

impl From<Record> for Line {
    fn from(record: Record) -> Self {
        let Record { seq, previous, run, time, entry } = record;
        let mut line = Self {
            format: FORMAT.to_owned(),
            seq,
            previous,
            run,
            time,
            record: Kind::Start,
            organization: None,
            step: None,
            attempt: None,
            action: None,
            outcome: None,
            detail: Map::new(),
        };
        match entry {
            Entry::Start { plan, tool, host, pid, organizations } => {
                line.detail = object(&StartDetail { plan, tool, host, pid, organizations });
            }
            Entry::Intent { organization, step, attempt, action, detail } => {
                line.record = Kind::Intent;
                (line.organization, line.step) = (Some(organization), Some(step));
                (line.attempt, line.action) = (Some(attempt), Some(action));
                line.detail = detail;
            }
            Entry::Outcome { organization, step, attempt, outcome, detail } => {
                line.record = Kind::Outcome;
                (line.organization, line.step) = (Some(organization), Some(step));
                (line.attempt, line.outcome) = (Some(attempt), Some(outcome));
                line.detail = detail;
            }
            Entry::End { exit } => {
                line.record = Kind::End;
                line.detail = object(&EndDetail { exit });
            }
        }
        line
    }
}

/// A struct of plain fields always is an object.
pub(in crate::apply) fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

impl TryFrom<Line> for Record {
    type Error = String;

    fn try_from(line: Line) -> Result<Self, String> {
        let Line { format, seq, previous, run, time, record, detail, .. } = line;
        if format != FORMAT {
            return Err(format!("it says `{format}`; this rolecall reads `{FORMAT}`"));
        }
        let organization = line.organization.ok_or("`organization` is missing");
        let step = line.step.ok_or("`step` is missing");
        let attempt = line.attempt.ok_or("`attempt` is missing");
        let entry = match record {
            Kind::Start => {
                let StartDetail { plan, tool, host, pid, organizations } = fields(detail)?;
                Entry::Start { plan, tool, host, pid, organizations }
            }
            Kind::Intent => Entry::Intent {
                organization: organization?,
                step: step?,
                attempt: attempt?,
                action: line.action.ok_or("`action` is missing")?,
                detail,
            },
            Kind::Outcome => Entry::Outcome {
                organization: organization?,
                step: step?,
                attempt: attempt?,
                outcome: line.outcome.ok_or("`outcome` is missing")?,
                detail,
            },
            Kind::End => {
                let EndDetail { exit } = fields(detail)?;
                Entry::End { exit }
            }
        };
        Ok(Self { seq, previous, run, time, entry })
    }
}

fn fields<T: serde::de::DeserializeOwned>(detail: Map<String, Value>) -> Result<T, String> {
    serde_json::from_value(Value::Object(detail)).map_err(|error| error.to_string())
}

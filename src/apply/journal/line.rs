use super::record::{Entry, FORMAT, Record, StartedOrganization, object};
use crate::apply::outcome::Outcome;
use crate::model::Slug;
use crate::plan::{PlanId, StepId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// The kinds of records, as in [`Entry`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A run begins.
    Start,
    /// A call is about to be made.
    Intent,
    /// What came of it.
    Outcome,
    /// The run ended in good order.
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

use super::reader::Integrity;
use super::record::StartedOrganization;
use crate::apply::outcome::Outcome;
use crate::model::{Email, Slug};
use crate::plan::{PlanId, Step, StepId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What was done, by all runs, in order of time.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// The runs.
    pub runs: Vec<RunHistory>,
    /// How many runs have nothing that fits the filter.
    pub left_out: usize,
    /// Journals that can't be read, and why.
    pub unreadable: BTreeMap<String, String>,
}

/// One run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunHistory {
    /// The journal's file name.
    pub journal: String,
    /// Whether it is as it was written.
    pub integrity: Integrity,
    /// The run.
    pub run: String,
    /// The plan that was applied.
    pub plan: PlanId,
    /// The version that did it.
    pub tool: String,
    /// The machine.
    pub host: String,
    /// When it began.
    #[schemars(with = "String")]
    pub started: Timestamp,
    /// When it ended; `None` where it was cut off.
    #[schemars(with = "Option<String>")]
    pub ended: Option<Timestamp>,
    /// Its exit code; `None` where it was cut off.
    pub exit: Option<u8>,
    /// What it could change, and as whom.
    pub organizations: Vec<StartedOrganization>,
    /// What it did.
    pub steps: Vec<StepHistory>,
}

/// One step of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StepHistory {
    /// The organization.
    pub organization: Slug,
    /// The step.
    pub step: StepId,
    /// The action's word.
    pub action: String,
    /// As whom.
    pub actor: Option<Email>,
    /// The workspace, where it is about one.
    pub workspace: Option<String>,
    /// Everybody it is about.
    pub people: BTreeSet<Email>,
    /// The attempts, from the first.
    pub attempts: Vec<AttemptHistory>,
}

impl StepHistory {
    /// The step as it was to be taken: its first intent says from what to what, whose access it was, and to whom
    /// contacts went. `None` where another version wrote it.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let mut fields = self.attempts.first()?.intent.clone();
        let step = json!({
            "id": self.step, "wave": 1, "action": self.action, "effect": "change", "execution": "automatic",
            "reason": null, "reversible": "yes", "requests": 1, "dependsOn": [],
            "source": {"file": "", "line": 0},
        });
        let Value::Object(step) = step else { return None };
        fields.extend(step);
        serde_json::from_value(Value::Object(fields)).ok()
    }
}

/// One attempt at a step.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttemptHistory {
    /// When it was about to be made.
    #[schemars(with = "String")]
    pub time: Timestamp,
    /// What was to be done.
    pub intent: Map<String, Value>,
    /// What came of it; `None` where the run was cut off before it knew.
    pub outcome: Option<Outcome>,
    /// Why, and what came of each person of a batch.
    pub detail: Map<String, Value>,
}

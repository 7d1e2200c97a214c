use super::{Action, Hold, StepId};
use crate::model::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One call to make, or to be made by a person, or held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "super::file::StepFile", into = "super::file::StepFile")]
pub struct Step {
    /// `<organization>/<number>`, in the order of the plan.
    pub id: StepId,
    /// From 1; `None` for a held step.
    pub wave: Option<u32>,
    /// What to do.
    pub action: Action,
    /// By whom, or why not.
    pub execution: Execution,
    /// Automatic steps that have to be done before; a failure of one of them stops this.
    pub depends_on: Vec<StepId>,
    /// The line that asks for it.
    pub source: Source,
}

impl Step {
    /// Whether rolecall takes it.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.execution == Execution::Automatic
    }

    /// Whether nothing but time is in its way: an embargo, or an invitation that is still to be accepted.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        let Execution::Held { reason } = &self.execution else { return false };
        matches!(reason, Hold::Embargo { .. } | Hold::AwaitingAcceptance { .. })
    }
}

/// Who takes a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Execution {
    /// rolecall.
    Automatic,
    /// A person: the profile can't do it, or only on assumed evidence.
    Manual {
        /// What to click, in order.
        instructions: Vec<String>,
    },
    /// Nobody, now.
    Held {
        /// Why.
        reason: Hold,
    },
}

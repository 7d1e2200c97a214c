use super::{Action, Hold};
use crate::model::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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

/// Names a step: `acme-dental/1`.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct StepId {
    organization: String,
    number: usize,
}

/// A text that names no step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no step: it is an organization's name, a slash and a number")]
pub struct InvalidStepId(String);

impl StepId {
    /// The `number`-th step of an organization, from 1.
    #[must_use]
    pub fn new(organization: &str, number: usize) -> Self {
        Self { organization: organization.to_owned(), number }
    }

    /// The number in its organization, from 1.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.number
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.organization, self.number))
    }
}

impl TryFrom<String> for StepId {
    type Error = InvalidStepId;

    fn try_from(text: String) -> Result<Self, InvalidStepId> {
        let parts = text.rsplit_once('/');
        let found = parts.and_then(|(name, number)| Some(Self::new(name, number.parse().ok()?)));
        found.ok_or(InvalidStepId(text))
    }
}

impl From<StepId> for String {
    fn from(id: StepId) -> Self {
        id.to_string()
    }
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

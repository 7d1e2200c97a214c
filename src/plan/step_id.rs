use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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

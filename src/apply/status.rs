use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What became of a step, or of one person in a batch.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was so already.
    Already,
    /// It was done.
    Done,
    /// The answer was lost, and what happened could not be read.
    Unknown,
    /// It was refused, could not be sent, or was shown not to have happened.
    Failed,
    /// It was not begun.
    NotAttempted,
    /// A person has to do it.
    Manual,
    /// Nobody may do it now.
    Held,
}

impl Status {
    /// Whether things are as the step wants them.
    #[must_use]
    pub const fn succeeded(self) -> bool {
        matches!(self, Self::Already | Self::Done)
    }

    /// The word in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Already => "already",
            Self::Done => "done",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::NotAttempted => "not_attempted",
            Self::Manual => "manual",
            Self::Held => "held",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

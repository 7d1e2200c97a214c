use super::status::Status;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What came of one attempt at a step, after a lost answer was looked up. From good to bad.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The platform said so already.
    Already,
    /// It was done, by its own word or as was read afterwards.
    Done,
    /// The answer was lost, and what was read shows that it was not done.
    NotDone,
    /// Nothing can have happened: it never reached the platform.
    NotSent,
    /// The platform refused; nothing happened.
    Refused,
    /// The answer was lost, and what was read can't tell.
    Unknown,
}

impl Outcome {
    /// What becomes of the step, where this was its last attempt.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Already => Status::Already,
            Self::Done => Status::Done,
            Self::Unknown => Status::Unknown,
            Self::NotDone | Self::NotSent | Self::Refused => Status::Failed,
        }
    }

    /// The word in journals.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Already => "already",
            Self::Done => "done",
            Self::NotDone => "not_done",
            Self::Unknown => "unknown",
            Self::NotSent => "not_sent",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

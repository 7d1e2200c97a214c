use crate::model::{Operation, UserId, Values, WorkspaceId};

/// One write. Every id that its request needs is in its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The operation of the profile that makes it.
    pub operation: Operation,
    /// What it is made with.
    pub values: Values,
}

/// What came of one call.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The platform said success.
    Done(Answer),
    /// It refused with the words that mean "already so". For a batch: at least one of them is already there,
    /// and what of the others was done has to be read.
    AlreadySo,
    /// It refused; nothing happened.
    Refused(Refused),
    /// Nothing can have happened: never reached the platform, or was turned away at its limit until the deadline.
    NotSent {
        /// Why.
        why: String,
    },
    /// The answer was lost, cut short or no answer of the contract: the write may have happened.
    Unknown {
        /// Why.
        why: String,
    },
}

/// Ids that an answer told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Of a workspace just created.
    pub workspace: Option<WorkspaceId>,
    /// Of somebody just invited.
    pub user: Option<UserId>,
}

/// A refusal of the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// HTTP status.
    pub status: u16,
    /// What the platform said.
    pub message: String,
    /// What to do about it, where that is known (role may not, trial ended, not in this organization, …).
    pub help: Option<String>,
    /// Whether it would have been the same for other people: the trial ended, the caller's role, a limit.
    pub about_everybody: bool,
}

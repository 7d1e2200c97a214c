use super::{Mark, Sentence};
use crate::apply::Status;
use crate::plan::Step;

/// A step of the next plan. Its number is none of the applied plan.
pub(crate) fn again(step: &Step) -> Vec<Sentence> {
    step.planned().into_iter().map(|line| line.words).collect()
}

/// The sign and the word of a status.
pub(crate) const fn status(status: Status) -> (Mark, &'static str) {
    match status {
        Status::Done => (Mark::Done, ""),
        Status::Already => (Mark::Done, "already so"),
        Status::Failed => (Mark::Failed, "failed"),
        Status::Unknown => (Mark::Unknown, "unknown"),
        Status::NotAttempted => (Mark::Missed, "not attempted"),
        Status::Manual => (Mark::Manual, "by hand"),
        Status::Held => (Mark::Held, "held"),
    }
}

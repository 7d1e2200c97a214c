//! The one place that turns steps, holds, notes and counts into words: the same words in every format.

mod access;
mod cost;
mod hold;
mod outcome;
mod refusal;

pub(crate) use crate::plan::sentence::{
    GroupWords, GroupedChange, Impact, Mark, Part, Range, Sentence, StepSentence, Subject,
    some_workspaces,
};
pub(crate) use access::{changes, effective, grouped_note, note};
pub(crate) use cost::{cost, counts, requests};
pub(crate) use hold::hold;
pub(crate) use outcome::{again, status};
pub(crate) use refusal::{refusal, warning};

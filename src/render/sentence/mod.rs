//! The one place that turns steps, holds, notes and counts into words: the same words in every format.

mod access;
mod alike;
mod cost;
mod drift;
mod hold;
mod outcome;
mod refusal;
mod subject;
mod weight;

pub(crate) use crate::plan::sentence::{Line, Mark, Part, Sentence};
pub(crate) use access::{changes, effective, note};
pub(crate) use alike::{Piece, noted, pieces};
pub(crate) use cost::{cost, counts};
pub(crate) use drift::drifted;
pub(crate) use hold::hold;
pub(crate) use outcome::{again, status};
pub(crate) use refusal::{refusal, warning};
pub(crate) use subject::{Range, Subject, some_workspaces};
pub(crate) use weight::Weight;

//! Sentences in parts, so that each format can escape what isn't ours, and the words that several actions share.

mod change;
mod grouped;
mod impact;
mod mark;
mod parts;
mod subject;

pub(crate) use change::change;
pub(crate) use grouped::{GroupWords, GroupedChange};
pub(crate) use impact::Impact;
pub(crate) use mark::Mark;
pub(crate) use parts::{Part, Sentence};
pub(crate) use subject::{Range, Subject, some_workspaces};

use crate::model::Email;

/// One sentence of a step: about one person, or one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StepSentence {
    /// What it is about.
    pub(crate) mark: Mark,
    /// Whom it is about.
    pub(crate) person: Option<Email>,
    /// The words.
    pub(crate) words: Sentence,
}

impl StepSentence {
    pub(crate) const fn new(mark: Mark, words: Sentence) -> Self {
        Self { mark, person: None, words }
    }

    pub(crate) fn about(person: &Email, mark: Mark, words: Sentence) -> Self {
        Self { mark, person: Some(person.clone()), words }
    }
}

use super::sentence::{GroupedChange, StepSentence};
use super::{Action, Hold, StepId};
use crate::model::{Email, Source};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Up to which day people are given what this gives them.
    pub until: BTreeMap<Email, Date>,
    /// Of people from whom it takes something: the last day for which they were listed.
    pub ended: BTreeMap<Email, Date>,
    /// The line that asks for it.
    pub source: Source,
}

impl Step {
    /// Whether rolecall takes it.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.execution == Execution::Automatic
    }

    /// Whether a person takes it.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        matches!(self.execution, Execution::Manual { .. })
    }

    /// What it does, a sentence for each person or field, with the days that have to do with it.
    pub(crate) fn planned(&self) -> Vec<StepSentence> {
        self.dated(self.action.words().planned())
    }

    /// What is different on the platform, likewise.
    pub(crate) fn drifted(&self) -> Vec<StepSentence> {
        self.dated(self.action.words().drifted())
    }

    /// What it does, for a sentence about many organizations, likewise.
    pub(crate) fn grouped(&self) -> Vec<GroupedChange<'_>> {
        self.dated_groups(self.action.words().grouped())
    }

    /// What is different on the platform, for a sentence about many organizations, likewise.
    pub(crate) fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        self.dated_groups(self.action.words().grouped_drift())
    }

    fn dated_groups<'a>(&self, mut changes: Vec<GroupedChange<'a>>) -> Vec<GroupedChange<'a>> {
        for change in &mut changes {
            (change.until, change.ended) = self.days(change.person);
        }
        changes
    }

    fn dated(&self, sentences: Vec<StepSentence>) -> Vec<StepSentence> {
        let dated = |StepSentence { mark, person, words }| {
            let (until, ended) = self.days(person.as_ref());
            StepSentence { mark, person, words: words.lasting(until, ended) }
        };
        sentences.into_iter().map(dated).collect()
    }

    /// Up to which day somebody is given something, and the last day for which they were listed.
    fn days(&self, person: Option<&Email>) -> (Option<Date>, Option<Date>) {
        let of = |days: &BTreeMap<Email, Date>| days.get(person?).copied();
        (of(&self.until), of(&self.ended))
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

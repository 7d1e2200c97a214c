use super::super::super::sentence::{
    GroupWords, GroupedChange, Impact, Mark, Sentence, Subject, grouped_note, hold, some_workspaces,
};
use crate::model::Email;
use crate::plan::{Execution, OrganizationPlan, Step};
use std::collections::{BTreeMap, BTreeSet};

/// What alike changes have in common: the same sentence, but for whom it is about. The gravest come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ChangeKind {
    pub(super) impact: Impact,
    /// What is said of somebody as a whole comes after the steps.
    pub(super) is_note: bool,
    pub(super) mark: Mark,
    /// Who takes the step; a hold by its code alone, since its reason names people.
    pub(super) state: Sentence,
    words: Sentence,
}

/// What is done in one organization, by kind.
pub(super) type ByKind<'a> = BTreeMap<ChangeKind, Changes<'a>>;

/// Changes of one kind in one organization, with their waves.
#[derive(Clone, Default)]
pub(super) struct Changes<'a> {
    pub(super) all: Vec<GroupedChange<'a>>,
    pub(super) waves: BTreeSet<u32>,
}

/// How many people, workspaces, and both together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbers {
    people: usize,
    workspaces: usize,
    changes: usize,
}

/// The changes of a plan by kind; with `named` the workspaces are part of it.
pub(super) fn by_kind(plan: &OrganizationPlan, named: bool) -> ByKind<'_> {
    let mut all = ByKind::new();
    for step in &plan.steps {
        for change in step.grouped() {
            let (mark, state) = state(change.mark, step);
            let kind = ChangeKind { mark, state, ..ChangeKind::of(&change, named, false) };
            let changes = all.entry(kind).or_default();
            changes.all.push(change);
            changes.waves.extend(step.wave);
        }
    }
    for person in &plan.access {
        for note in &person.notes {
            let change = grouped_note(&person.email, note);
            all.entry(ChangeKind::of(&change, named, true)).or_default().all.push(change);
        }
    }
    all
}

impl ChangeKind {
    fn of(change: &GroupedChange<'_>, named: bool, is_note: bool) -> Self {
        let place = match change.workspace.filter(|_| named) {
            Some(name) => Sentence::new().workspace(name),
            None => some_workspaces(None),
        };
        let words = change.sentence(&GroupWords { who: Subject::Some, place, receiver: None });
        Self { impact: change.impact, is_note, mark: change.mark, state: Sentence::new(), words }
    }
}

fn state(mark: Mark, step: &Step) -> (Mark, Sentence) {
    match &step.execution {
        Execution::Automatic => (mark, Sentence::new()),
        Execution::Manual { instructions: _ } => (Mark::Manual, Sentence::new().strong("by hand")),
        Execution::Held { reason } => {
            let code = serde_json::to_value(reason).unwrap_or_default();
            let code = code.get("code").and_then(|code| code.as_str()).unwrap_or_default();
            (Mark::Held, hold(reason).held.say(" (").code(code).say(")"))
        }
    }
}

impl<'a> Changes<'a> {
    pub(super) fn people(&self) -> BTreeSet<&'a Email> {
        self.all.iter().filter_map(|change| change.person).collect()
    }

    pub(super) fn workspaces(&self) -> usize {
        self.all.iter().filter_map(|change| change.workspace).collect::<BTreeSet<_>>().len()
    }

    pub(super) fn numbers(&self) -> Numbers {
        Numbers {
            people: self.people().len(),
            workspaces: self.workspaces(),
            changes: self.all.len(),
        }
    }
}

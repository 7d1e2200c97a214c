use super::super::super::sentence::{
    GroupWords, GroupedChange, Impact, Mark, Sentence, Subject, grouped_note, hold, some_workspaces,
};
use super::super::organization::Side;
use super::FEWEST;
use crate::model::{Email, WorkspaceName};
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
    /// In this workspace, where several organizations have it; else in whichever.
    pub(super) workspace: Option<WorkspaceName>,
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

/// One change, and its wave.
type InWave<'a> = (GroupedChange<'a>, Option<u32>);

/// The changes of each plan by kind. A workspace's name is part of the kind where several plans have that kind of
/// change in a workspace of that name.
pub(super) fn by_kind<'a>(plans: &[&'a OrganizationPlan], side: Side) -> Vec<ByKind<'a>> {
    let told: Vec<_> = plans.iter().map(|plan| told(plan, side)).collect();
    let mut names: BTreeMap<&ChangeKind, BTreeMap<&WorkspaceName, usize>> = BTreeMap::new();
    for (kind, all) in told.iter().flatten() {
        let names = names.entry(kind).or_default();
        let places = all.iter().filter_map(|(change, _)| change.workspace);
        for place in places.collect::<BTreeSet<_>>() {
            *names.entry(place).or_default() += 1;
        }
    }
    let with_names = |all: &BTreeMap<ChangeKind, Vec<InWave<'a>>>| {
        let mut by_kind = ByKind::new();
        for (kind, all) in all {
            let is_usual = |name: &&WorkspaceName| names[kind][*name] >= FEWEST;
            let mut by_name: BTreeMap<Option<&WorkspaceName>, Changes<'a>> = BTreeMap::new();
            for (change, wave) in all {
                let changes = by_name.entry(change.workspace.filter(is_usual)).or_default();
                changes.all.push(change.clone());
                changes.waves.extend(wave);
            }
            let named = |name: Option<&WorkspaceName>| ChangeKind {
                workspace: name.cloned(),
                ..kind.clone()
            };
            by_kind.extend(by_name.into_iter().map(|(name, changes)| (named(name), changes)));
        }
        by_kind
    };
    told.iter().map(with_names).collect()
}

/// What is done in one organization by kind, in whichever workspace.
fn told(plan: &OrganizationPlan, side: Side) -> BTreeMap<ChangeKind, Vec<InWave<'_>>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for step in &plan.steps {
        let changes = match side {
            Side::Plan => step.grouped(),
            Side::Drift => step.grouped_drift(),
        };
        for change in changes {
            let (mark, state) = state(side, change.mark, step);
            let kind = ChangeKind { mark, state, ..ChangeKind::of(&change, false) };
            all.entry(kind).or_default().push((change, step.wave));
        }
    }
    let people = plan.access.iter().filter(|_| side == Side::Plan);
    for (person, note) in people.flat_map(|it| it.notes.iter().map(move |note| (it, note))) {
        let change = grouped_note(person, note);
        all.entry(ChangeKind::of(&change, true)).or_default().push((change, None));
    }
    all
}

impl ChangeKind {
    fn of(change: &GroupedChange<'_>, is_note: bool) -> Self {
        let place = some_workspaces(None);
        let words = change.sentence(&GroupWords { who: Subject::Some, place, receiver: None });
        let GroupedChange { impact, mark, .. } = *change;
        Self { impact, is_note, mark, state: Sentence::new(), words, workspace: None }
    }
}

fn state(side: Side, mark: Mark, step: &Step) -> (Mark, Sentence) {
    match &step.execution {
        Execution::Automatic => (mark, Sentence::new()),
        // Who would set it right, and in which order, does not matter for what is different.
        Execution::Manual { instructions: _ } if side == Side::Drift => (mark, Sentence::new()),
        Execution::Held { reason } if side == Side::Drift && reason.is_order() => {
            (mark, Sentence::new())
        }
        Execution::Manual { instructions: _ } => (Mark::Manual, Sentence::new().strong("by hand")),
        Execution::Held { reason } => {
            (Mark::Held, hold(reason).held.say(" (").code(&reason.code()).say(")"))
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

use super::super::super::sentence::{
    Mark, Piece, Sentence, Subject, Weight, hold, noted, pieces, some_workspaces,
};
use crate::model::Email;
use crate::plan::{Execution, OrganizationPlan, Step};
use std::collections::{BTreeMap, BTreeSet};

/// Changes of one kind: the same sentence, but for whom it is about. The heaviest comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    pub(super) weight: Weight,
    /// What is said of somebody as a whole comes after the steps.
    pub(super) is_note: bool,
    pub(super) mark: Mark,
    /// Who takes the step; a hold by its code alone, since its reason names people.
    pub(super) state: Sentence,
    words: Sentence,
}

/// What is done in one organization, by kind.
pub(super) type Told<'a> = BTreeMap<Kind, Pieces<'a>>;

/// Pieces of one kind in one organization, with their waves.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces<'a> {
    pub(super) all: Vec<Piece<'a>>,
    pub(super) waves: BTreeSet<u32>,
}

/// How many people, workspaces, and both together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbers {
    people: usize,
    workspaces: usize,
    pieces: usize,
}

/// The plan by kind; with `named` the workspaces are part of it.
pub(super) fn told(plan: &OrganizationPlan, named: bool) -> Told<'_> {
    let mut told = Told::new();
    for step in &plan.steps {
        for piece in pieces(step) {
            let (mark, state) = state(piece.mark, step);
            let kind = Kind { mark, state, ..Kind::of(&piece, named, false) };
            let of_kind = told.entry(kind).or_default();
            of_kind.all.push(piece);
            of_kind.waves.extend(step.wave);
        }
    }
    for person in &plan.access {
        for note in &person.notes {
            let piece = noted(&person.email, note);
            told.entry(Kind::of(&piece, named, true)).or_default().all.push(piece);
        }
    }
    told
}

impl Kind {
    fn of(piece: &Piece<'_>, named: bool, is_note: bool) -> Self {
        let place = match piece.workspace.filter(|_| named) {
            Some(name) => Sentence::new().workspace(name),
            None => some_workspaces(None),
        };
        let words = piece.told(&Subject::Some, &place, None);
        Self { weight: piece.weight, is_note, mark: piece.mark, state: Sentence::new(), words }
    }
}

fn state(mark: Mark, step: &Step) -> (Mark, Sentence) {
    match &step.execution {
        Execution::Automatic => (mark, Sentence::new()),
        Execution::Manual { instructions: _ } => (Mark::Hand, Sentence::new().strong("by hand")),
        Execution::Held { reason } => {
            let code = serde_json::to_value(reason).unwrap_or_default();
            let code = code.get("code").and_then(|code| code.as_str()).unwrap_or_default();
            (Mark::Held, hold(reason).held.say(" (").code(code).say(")"))
        }
    }
}

impl<'a> Pieces<'a> {
    pub(super) fn people(&self) -> BTreeSet<&'a Email> {
        self.all.iter().filter_map(|piece| piece.person).collect()
    }

    pub(super) fn workspaces(&self) -> usize {
        self.all.iter().filter_map(|piece| piece.workspace).collect::<BTreeSet<_>>().len()
    }

    pub(super) fn numbers(&self) -> Numbers {
        Numbers {
            people: self.people().len(),
            workspaces: self.workspaces(),
            pieces: self.all.len(),
        }
    }
}

use super::super::super::sentence::Impact;
use super::FEWEST;
use super::changes::{ByKind, ChangeKind, Changes, Numbers};
use crate::model::Email;
use std::collections::{BTreeMap, BTreeSet};

/// What the plans of a group have in common: kinds of changes, and for each who it is about, or how many.
pub(super) type GroupKey = Vec<(ChangeKind, InCommon)>;

/// What plans with the same kind of change have in common in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InCommon {
    people: BTreeSet<Email>,
    numbers: Option<Numbers>,
}

/// Who and how many turn up in several plans, by kind.
#[derive(Default)]
pub(super) struct Frequencies<'a> {
    people: BTreeMap<&'a ChangeKind, BTreeMap<&'a Email, usize>>,
    numbers: BTreeMap<&'a ChangeKind, BTreeMap<Numbers, usize>>,
}

impl<'a> Frequencies<'a> {
    /// Over all these plans.
    pub(super) fn of(all: &'a [ByKind<'a>]) -> Self {
        let mut found = Self::default();
        for (kind, changes) in all.iter().flatten() {
            let numbers = found.numbers.entry(kind).or_default();
            *numbers.entry(changes.numbers()).or_default() += 1;
            let people = found.people.entry(kind).or_default();
            for person in changes.people() {
                *people.entry(person).or_default() += 1;
            }
        }
        found
    }

    /// Two plans with the same key are told as one. So where somebody gains or loses access, the same people do (but
    /// for those whom hardly another plan has: each client's own), and just as many. Where little hangs on it the number
    /// may differ, but one that is unusual among usual ones makes an exception.
    pub(super) fn key(&self, all: &ByKind<'_>) -> GroupKey {
        all.iter().map(|(kind, changes)| (kind.clone(), self.common(kind, changes))).collect()
    }

    fn common(&self, kind: &ChangeKind, changes: &Changes<'_>) -> InCommon {
        let numbers = changes.numbers();
        if kind.impact == Impact::Other {
            let numbers = self.is_exception(kind, numbers).then_some(numbers);
            return InCommon { people: BTreeSet::new(), numbers };
        }
        let counts = self.people.get(kind);
        let is_usual = |person: &&Email| {
            counts.and_then(|counts| counts.get(*person)).is_some_and(|count| *count >= FEWEST)
        };
        let shared = changes.people().into_iter().filter(is_usual);
        InCommon { people: shared.cloned().collect(), numbers: Some(numbers) }
    }

    /// Whether hardly another plan has this number, where most have one that several have.
    fn is_exception(&self, kind: &ChangeKind, numbers: Numbers) -> bool {
        let Some(counts) = self.numbers.get(kind) else { return false };
        let is_usual = |count: &&usize| **count >= FEWEST;
        let usual: usize = counts.values().filter(is_usual).sum();
        let all: usize = counts.values().sum();
        !counts.get(&numbers).as_ref().is_some_and(is_usual) && usual * 2 >= all
    }
}

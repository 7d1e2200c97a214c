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
pub(super) struct Frequencies<'a> {
    people: BTreeMap<(&'a ChangeKind, &'a Email), usize>,
    numbers: BTreeMap<(&'a ChangeKind, Numbers), usize>,
    loose: bool,
}

impl<'a> Frequencies<'a> {
    /// Over all these plans. If `loose`, every number of what little hangs on is found.
    pub(super) fn of(all: impl Iterator<Item = &'a ByKind<'a>>, loose: bool) -> Self {
        let mut found = Self { people: BTreeMap::new(), numbers: BTreeMap::new(), loose };
        for (kind, changes) in all.flatten() {
            *found.numbers.entry((kind, changes.numbers())).or_default() += 1;
            for person in changes.people() {
                *found.people.entry((kind, person)).or_default() += 1;
            }
        }
        found
    }

    /// Two plans with the same key are told as one. So where somebody gains or loses access, the same people do (but
    /// for those whom hardly another plan has: each client's own), and just as many. Where little hangs on it the number
    /// may differ, but an unusual one makes an exception.
    pub(super) fn key(&self, all: &ByKind<'_>) -> GroupKey {
        all.iter().map(|(kind, changes)| (kind.clone(), self.common(kind, changes))).collect()
    }

    fn common(&self, kind: &ChangeKind, changes: &Changes<'_>) -> InCommon {
        let is_usual = |count: Option<&usize>| count.is_some_and(|count| *count >= FEWEST);
        let numbers = changes.numbers();
        if kind.impact == Impact::Other {
            let any = self.loose || is_usual(self.numbers.get(&(kind, numbers)));
            return InCommon { people: BTreeSet::new(), numbers: (!any).then_some(numbers) };
        }
        let people = changes.people().into_iter();
        let shared = people.filter(|person| is_usual(self.people.get(&(kind, *person))));
        InCommon { people: shared.cloned().collect(), numbers: Some(numbers) }
    }
}

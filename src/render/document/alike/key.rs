use super::super::super::sentence::Weight;
use super::FEWEST;
use super::kind::{Kind, Numbers, Pieces, Told};
use crate::model::Email;
use std::collections::{BTreeMap, BTreeSet};

/// What the plans of a group have in common: kinds of changes, and for each who it is about, or how many.
pub(super) type Key = Vec<(Kind, Common)>;

/// What plans with the same kind of change have in common in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Common {
    people: BTreeSet<Email>,
    numbers: Option<Numbers>,
}

/// Who and how many turn up in several plans, by kind.
pub(super) struct Usual<'a> {
    people: BTreeMap<(&'a Kind, &'a Email), usize>,
    numbers: BTreeMap<(&'a Kind, Numbers), usize>,
    loose: bool,
}

impl<'a> Usual<'a> {
    /// Over all these plans. If `loose`, every number of what little hangs on is usual.
    pub(super) fn of(all: impl Iterator<Item = &'a Told<'a>>, loose: bool) -> Self {
        let mut usual = Self { people: BTreeMap::new(), numbers: BTreeMap::new(), loose };
        for (kind, pieces) in all.flatten() {
            *usual.numbers.entry((kind, pieces.numbers())).or_default() += 1;
            for person in pieces.people() {
                *usual.people.entry((kind, person)).or_default() += 1;
            }
        }
        usual
    }

    /// Two plans with the same key are told as one. So where somebody gains or loses access, the same people do (but
    /// for those whom hardly another plan has: each client's own), and just as many. Where little hangs on it the number
    /// may differ, but an unusual one makes an exception.
    pub(super) fn key(&self, told: &Told<'_>) -> Key {
        told.iter().map(|(kind, pieces)| (kind.clone(), self.common(kind, pieces))).collect()
    }

    fn common(&self, kind: &Kind, pieces: &Pieces<'_>) -> Common {
        let is_usual = |count: Option<&usize>| count.is_some_and(|count| *count >= FEWEST);
        let numbers = pieces.numbers();
        if kind.weight == Weight::Plain {
            let any = self.loose || is_usual(self.numbers.get(&(kind, numbers)));
            return Common { people: BTreeSet::new(), numbers: (!any).then_some(numbers) };
        }
        let people = pieces.people().into_iter();
        let shared = people.filter(|person| is_usual(self.people.get(&(kind, *person))));
        Common { people: shared.cloned().collect(), numbers: Some(numbers) }
    }
}

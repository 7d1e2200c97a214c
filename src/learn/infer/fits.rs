//! Which place of an item shows what, by what became of the script's people and workspaces.

use super::cast::{History, Subject};
use super::value::{fields, last};
use crate::model::Field;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What one look at a list shows of a subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    /// Where in the recording the look begins and ends.
    pub(super) start: usize,
    pub(super) end: usize,
    /// `None` where it isn't there.
    pub(super) item: Option<&'a Value>,
}

/// What all looks at a list show, by subject.
pub(super) type Sightings<'a> = BTreeMap<Subject, Vec<Seen<'a>>>;

/// Between which places of the recording a step took effect: behind the first, up to the second.
pub(super) type Interval = (usize, usize);

/// When each step of a subject took effect, as coming and going show.
pub(super) fn presence(history: &History, seen: &[Seen<'_>]) -> BTreeMap<usize, Interval> {
    let mut expected = vec![(None, false)];
    for (step, state) in history {
        if expected.last().is_some_and(|(_, there)| *there != state.is_some()) {
            expected.push((Some(*step), state.is_some()));
        }
    }
    let mut runs: Vec<(usize, usize, bool)> = vec![(0, 0, false)];
    for look in seen {
        let there = look.item.is_some();
        match runs.last_mut() {
            Some(run) if run.2 == there => run.0 = look.start,
            _ => runs.push((look.start, look.end, there)),
        }
    }
    if runs.len() > expected.len() {
        return BTreeMap::new();
    }
    let pairs = runs.windows(2).zip(&expected[1..]);
    pairs.filter_map(|(runs, (step, _))| Some(((*step)?, (runs[0].0, runs[1].1)))).collect()
}

/// One place, and what it shows for each of our values.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) at: String,
    /// Ours, and the wire's.
    pub(super) words: Vec<(Value, Value)>,
    /// When steps took effect.
    pub(super) steps: BTreeMap<(usize, Subject), Interval>,
    /// How many subjects it fits.
    pub(super) subjects: usize,
}

impl Fit {
    /// The wire's for one of ours.
    pub(super) fn word(&self, ours: &Value) -> Option<&Value> {
        self.words.iter().find(|(it, _)| it == ours).map(|(_, wire)| wire)
    }

    /// Whether no two of ours are one on the wire.
    fn is_unlike(&self) -> bool {
        let wire: BTreeSet<_> = self.words.iter().map(|(_, wire)| wire.to_string()).collect();
        wire.len() == self.words.len()
    }
}

/// A value of ours that a history brings about, with its step.
type Phase = (usize, Value);

/// What a history says of one fact, each value once.
fn phases(
    history: &History,
    fact: &dyn Fn(&BTreeMap<Field, Value>) -> Option<Value>,
) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for (step, state) in history {
        let Some(value) = state.as_ref().and_then(fact) else { continue };
        if phases.last().is_none_or(|(_, before)| *before != value) {
            phases.push((*step, value));
        }
    }
    phases
}

/// Whether a place shows a fact, for all subjects whose looks show each of their states. `None` where it contradicts.
pub(super) fn fit(
    sightings: &Sightings<'_>,
    histories: &BTreeMap<Subject, History>,
    at: &str,
    fact: &dyn Fn(&BTreeMap<Field, Value>) -> Option<Value>,
) -> Option<Fit> {
    let mut fit = Fit { at: at.to_owned(), words: Vec::new(), steps: BTreeMap::new(), subjects: 0 };
    let mut unfit: Vec<Value> = Vec::new();
    for (subject, seen) in sightings {
        let Some(history) = histories.get(subject) else { continue };
        let expected = phases(history, fact);
        let mut shown: Vec<(usize, usize, Value)> = Vec::new();
        for look in seen {
            let Some(item) = look.item else { continue };
            let value = item.pointer(at).cloned().unwrap_or(Value::Null);
            match shown.last_mut() {
                Some(run) if run.2 == value => run.0 = look.start,
                _ => shown.push((look.start, look.end, value)),
            }
        }
        if shown.is_empty() || expected.is_empty() {
            continue;
        }
        if shown.len() != expected.len() {
            unfit.extend(shown.into_iter().map(|(_, _, value)| value));
            continue;
        }
        fit.subjects += 1;
        for ((_, ours), (_, _, wire)) in expected.iter().zip(&shown) {
            match fit.word(ours) {
                None => fit.words.push((ours.clone(), wire.clone())),
                Some(known) if known == wire => {}
                Some(_) => return None,
            }
        }
        for (runs, (step, _)) in shown.windows(2).zip(&expected[1..]) {
            fit.steps.insert((*step, subject.clone()), (runs[0].0, runs[1].1));
        }
    }
    let explained = unfit.iter().all(|value| fit.words.iter().any(|(_, wire)| wire == value));
    (explained && fit.is_unlike()).then_some(fit)
}

/// All places of the items that were seen.
pub(super) fn places(sightings: &Sightings<'_>) -> BTreeSet<String> {
    let items = sightings.values().flatten().filter_map(|seen| seen.item);
    items.flat_map(fields).map(|(at, _)| at).collect()
}

/// The best of several fits: that says most; then as the profile that is extended has it; then the plainest.
pub(super) fn best(mut fits: Vec<Fit>, usual: Option<&str>, word: &str) -> Option<Fit> {
    fits.sort_by_key(|fit| {
        let name = last(&fit.at);
        let told = std::cmp::Reverse((fit.words.len(), fit.subjects));
        (
            told,
            Some(fit.at.as_str()) != usual,
            name != word,
            !name.contains(word),
            fit.at.len(),
            fit.at.clone(),
        )
    });
    fits.into_iter().next()
}

/// The place of a role: unlike for each role, and never a mere yes or no.
pub(super) fn role(
    sightings: &Sightings<'_>,
    histories: &BTreeMap<Subject, History>,
    usual: Option<&str>,
    least: usize,
) -> Option<Fit> {
    let fact = |state: &BTreeMap<Field, Value>| state.get(&Field::Role).cloned();
    let fits = places(sightings).into_iter().filter_map(|at| fit(sightings, histories, &at, &fact));
    let says = |fit: &Fit| {
        fit.words.len() >= least
            && fit.words.iter().all(|(_, wire)| wire.is_string() || wire.is_u64())
    };
    best(fits.filter(says).collect(), usual, "role")
}

use super::cast::{History, Subject};
use super::fits::{Fit, Sightings, best, fit, places};
use crate::model::{Field, Restriction};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Where restrictions are shown.
#[derive(Clone, Debug)]
pub(super) enum Shown {
    /// As a list of words.
    List {
        at: String,
        /// The wire's word for each that was seen alone.
        words: BTreeMap<Restriction, Value>,
        fit: Fit,
    },
    /// Each as a flag; `true` where it says the opposite.
    Flags { flags: BTreeMap<Restriction, (String, bool)>, fits: Vec<Fit> },
}

impl Shown {
    pub(super) fn fits(&self) -> Vec<&Fit> {
        match self {
            Self::List { fit, .. } => vec![fit],
            Self::Flags { fits, .. } => fits.iter().collect(),
        }
    }
}

/// Where the items show restrictions.
pub(super) fn shown(
    sightings: &Sightings<'_>,
    histories: &BTreeMap<Subject, History>,
    usual: Option<&str>,
) -> Option<Shown> {
    list(sightings, histories, usual).or_else(|| flags(sightings, histories))
}

fn list(
    sightings: &Sightings<'_>,
    histories: &BTreeMap<Subject, History>,
    usual: Option<&str>,
) -> Option<Shown> {
    let set = |state: &BTreeMap<Field, Value>| state.get(&Field::Restrictions).cloned();
    let fits = places(sightings).into_iter().filter_map(|at| fit(sightings, histories, &at, &set));
    let fits = fits.filter(|fit| fit.words.iter().all(|(_, wire)| wire.is_array()));
    let fits: Vec<_> = fits.filter_map(|fit| Some((words(&fit.words)?, fit))).collect();
    let best = best(fits.iter().map(|(_, fit)| fit.clone()).collect(), usual, "restrictions")?;
    let words = fits.into_iter().find(|(_, fit)| fit.at == best.at)?.0;
    (!words.is_empty()).then(|| Shown::List { at: best.at.clone(), words, fit: best })
}

/// The word for each restriction that was alone once. `None` where the sets contradict each other.
pub(super) fn words(sets: &[(Value, Value)]) -> Option<BTreeMap<Restriction, Value>> {
    let mut words: BTreeMap<Restriction, Value> = BTreeMap::new();
    let ours =
        |set: &Value| -> Option<Vec<Restriction>> { serde_json::from_value(set.clone()).ok() };
    for (set, wire) in sets {
        if let ([one], [word]) = (ours(set)?.as_slice(), wire.as_array()?.as_slice())
            && words.insert(*one, word.clone()).is_some_and(|before| before != *word)
        {
            return None;
        }
    }
    let mut distinct: Vec<_> = words.values().map(ToString::to_string).collect();
    distinct.sort();
    distinct.dedup();
    let fits = |(set, wire): &(Value, Value)| {
        let (Some(set), Some(wire)) = (ours(set), wire.as_array()) else { return false };
        set.len() == wire.len()
            && set.iter().filter_map(|one| words.get(one)).all(|word| wire.contains(word))
            && wire.iter().all(|word| word.is_string() || word.is_u64())
    };
    (distinct.len() == words.len() && sets.iter().all(fits)).then_some(words)
}

fn flags(sightings: &Sightings<'_>, histories: &BTreeMap<Subject, History>) -> Option<Shown> {
    let mut flags = BTreeMap::new();
    let mut fits = Vec::new();
    for at in places(sightings) {
        let mut found = Vec::new();
        for one in Restriction::ALL {
            let on = |state: &BTreeMap<Field, Value>| {
                let set = state.get(&Field::Restrictions)?.as_array()?;
                Some(json!(set.contains(&json!(one.word()))))
            };
            let Some(fit) = fit(sightings, histories, &at, &on) else { continue };
            let said = (fit.word(&json!(true)).cloned(), fit.word(&json!(false)).cloned());
            match said {
                (Some(Value::Bool(true)), Some(Value::Bool(false))) => {
                    found.push((*one, false, fit))
                }
                (Some(Value::Bool(false)), Some(Value::Bool(true))) => {
                    found.push((*one, true, fit))
                }
                _ => {}
            }
        }
        found.sort_by_key(|(_, _, fit)| std::cmp::Reverse(fit.subjects));
        // A place that could be two of them is none.
        let clear = match found.as_slice() {
            [(_, _, first), (_, _, second), ..] => first.subjects > second.subjects,
            all => !all.is_empty(),
        };
        if let Some((one, negated, fit)) = found.into_iter().next().filter(|_| clear) {
            if flags.insert(one, (at.clone(), negated)).is_some() {
                flags.remove(&one);
            }
            fits.push(fit);
        }
    }
    // One that was not found would be taken for off.
    let used: BTreeSet<String> = histories
        .values()
        .flatten()
        .filter_map(|(_, state)| state.as_ref()?.get(&Field::Restrictions)?.as_array())
        .flatten()
        .map(Value::to_string)
        .collect();
    (!flags.is_empty() && flags.len() == used.len()).then_some(Shown::Flags { flags, fits })
}

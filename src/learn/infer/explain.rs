//! What each value of a request is: a placeholder, a constant, or nothing that a file can say.

use super::keep::{may_keep, shown};
use super::outcome::Reason;
use super::restrictions::words as restriction_words;
use super::slots::{Slot, Slots};
use super::value::{is_nothing, same, scalar};
use crate::model::{Placeholder, Restriction, Role};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one request: its step's values.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Ids, addresses and names, each with whether the request has to carry it.
    pub(super) values: BTreeMap<Placeholder, (Value, bool)>,
    pub(super) role: Option<(Role, bool)>,
    pub(super) restrictions: Option<(BTreeSet<Restriction>, bool)>,
    /// A number, or null where the limit is switched off.
    pub(super) limit: Option<(Value, bool)>,
}

/// One request with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Rep {
    pub(super) slots: Slots,
    pub(super) form: bool,
    pub(super) known: Known,
}

/// Words that were found elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// Of lists: what each role is called there.
    pub(super) roles: BTreeMap<Role, Value>,
    /// Of lists, and of other requests: what each restriction is called.
    pub(super) restrictions: BTreeMap<Restriction, Value>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Placeholder(Placeholder),
    Constant(Value),
    /// Nothing that the request needs.
    LeftOut,
    /// It varies; maybe the object has it.
    Unexplained,
}

/// What was found out about words on the way.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// Places that may be the role, with its words, and whether these are those of lists, or were said twice alike.
    pub(super) roles: Vec<(Slot, BTreeMap<Role, Value>, bool)>,
    pub(super) restrictions: BTreeMap<Restriction, Value>,
    /// What stands for a limit that is switched off.
    pub(super) unlimited: Option<Value>,
}

/// The values of one place, in the order of the requests.
fn values<'r>(slot: &Slot, reps: &'r [Rep]) -> Vec<Option<&'r Value>> {
    reps.iter().map(|rep| rep.slots.get(slot).filter(|value| !is_nothing(value))).collect()
}

/// What stands in a place of these requests.
pub(super) fn meaning(
    slot: &Slot,
    reps: &[Rep],
    organization: Option<&Value>,
    ambiguous_organization: bool,
    heard: &Heard,
    said: &mut Said,
) -> Result<Meaning, Reason> {
    let found = values(slot, reps);
    let distinct: BTreeSet<_> = found.iter().flatten().map(|value| value.to_string()).collect();
    let loose = slot.is_loose(reps.iter().any(|rep| rep.form));
    let mut fits: Vec<Placeholder> = Vec::new();
    if distinct.len() > 1 {
        let named: BTreeSet<_> = reps.iter().flat_map(|rep| rep.known.values.keys()).collect();
        let plain = |placeholder: &&&Placeholder| {
            carries(&found, reps, loose, |known| known.values.get(**placeholder).cloned())
        };
        fits.extend(named.iter().filter(plain).map(|it| **it));
        // Headers name whom or what a request is about; that others are unlike in each request is chance.
        let is_header = matches!(slot, Slot::Header(_));
        fits.retain(|it| !is_header || it.names_something());
        if !is_header && limit(&found, reps, loose, said) {
            fits.push(Placeholder::ContactLimit);
        }
        let enabled = |known: &Known| {
            let (limit, needed) = known.limit.as_ref()?;
            Some((json!(!limit.is_null()), *needed))
        };
        if !is_header && carries(&found, reps, loose, enabled) {
            fits.push(Placeholder::ContactLimitEnabled);
        }
        if !is_header {
            fits.extend(flags(&found, reps, loose));
        }
        if !is_header && restrictions(&found, reps, heard, said) {
            fits.push(Placeholder::Restrictions);
        }
        // Anything that is unlike in each request is like a role that is: so this comes last.
        if fits.is_empty()
            && !is_header
            && let Some((words, sure)) = role(&found, reps, loose, heard)
        {
            said.roles.push((slot.clone(), words, sure));
            fits.push(Placeholder::Role);
        }
    }
    // A user's id may be the address.
    if fits.contains(&Placeholder::Email) {
        fits.retain(|it| *it != Placeholder::User);
    }
    match fits.as_slice() {
        [only] => return Ok(Meaning::Placeholder(*only)),
        [] => {}
        _ => return Err(Reason::Ambiguous(shown(slot))),
    }
    let always = found.len() == reps.len() && found.iter().all(Option::is_some);
    if let (Some(organization), true, 1) = (organization, always, distinct.len())
        && found.iter().flatten().all(|value| same(value, organization, loose))
    {
        return match ambiguous_organization {
            true => Err(Reason::Ambiguous(shown(slot))),
            false => Ok(Meaning::Placeholder(Placeholder::Organization)),
        };
    }
    let raw: BTreeSet<_> =
        reps.iter().map(|rep| rep.slots.get(slot).map(Value::to_string)).collect();
    let constant = reps.first().and_then(|rep| rep.slots.get(slot)).filter(|_| raw.len() == 1);
    match (slot, constant) {
        (Slot::Header(_), Some(value)) if may_keep(slot, value) => {
            Ok(Meaning::Constant(value.clone()))
        }
        (Slot::Header(_), _) => Ok(Meaning::LeftOut),
        (_, Some(value)) if may_keep(slot, value) => Ok(Meaning::Constant(value.clone())),
        (_, Some(_)) => Err(Reason::Constant(shown(slot))),
        // What is empty in one request and missing in the next says nothing in either.
        (_, None) if distinct.is_empty() => Ok(Meaning::LeftOut),
        (_, None) => Ok(Meaning::Unexplained),
    }
}

/// Whether a place has the value of each request, and is empty where the request has none.
fn carries(
    found: &[Option<&Value>],
    reps: &[Rep],
    loose: bool,
    of: impl Fn(&Known) -> Option<(Value, bool)>,
) -> bool {
    let mut carried = 0;
    let fits = found.iter().zip(reps).all(|(found, rep)| match (of(&rep.known), found) {
        (Some((value, _)), Some(found)) => {
            carried += 1;
            same(found, &value, loose) || is_same_address(found, &value)
        }
        (Some((_, needed)), None) => !needed,
        (None, Some(_)) => false,
        (None, None) => true,
    });
    fits && carried > 0
}

fn is_same_address(one: &Value, other: &Value) -> bool {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => other.contains('@') && one.eq_ignore_ascii_case(other),
        _ => false,
    }
}

/// A number where the limit is on, and one and the same thing wherever it is off.
fn limit(found: &[Option<&Value>], reps: &[Rep], loose: bool, said: &mut Said) -> bool {
    let mut off = BTreeSet::new();
    let mut numbers = 0;
    let mut unlimited = Value::Null;
    for (found, rep) in found.iter().zip(reps) {
        match (&rep.known.limit, found) {
            (Some((Value::Null, needed)), None) => {
                if *needed {
                    off.insert("null".to_owned());
                }
            }
            (Some((Value::Null, _)), Some(value)) => {
                off.insert(value.to_string());
                unlimited = (*value).clone();
            }
            (Some((number, _)), Some(value)) if same(value, number, loose) => numbers += 1,
            (Some((_, needed)), None) if !needed => {}
            (None, None) => {}
            _ => return false,
        }
    }
    let fits = numbers > 0 && off.len() <= 1 && !unlimited.is_object() && !unlimited.is_boolean();
    if fits && !off.is_empty() {
        said.unlimited = Some(unlimited);
    }
    fits
}

fn flags(found: &[Option<&Value>], reps: &[Rep], loose: bool) -> Vec<Placeholder> {
    let of = |one: Restriction, negated: bool| {
        move |known: &Known| {
            let (set, needed) = known.restrictions.as_ref()?;
            Some((json!(set.contains(&one) != negated), *needed))
        }
    };
    let on = Restriction::ALL.iter().filter(|one| carries(found, reps, loose, of(**one, false)));
    let off = Restriction::ALL.iter().filter(|one| carries(found, reps, loose, of(**one, true)));
    let on = on.map(|one| Placeholder::Restriction(*one));
    on.chain(off.map(|one| Placeholder::NotRestriction(*one))).collect()
}

/// A list with a word for each restriction. Forms have their lists as texts.
fn restrictions(found: &[Option<&Value>], reps: &[Rep], heard: &Heard, said: &mut Said) -> bool {
    let mut sets = Vec::new();
    for (found, rep) in found.iter().zip(reps) {
        match (&rep.known.restrictions, found) {
            (Some((set, _)), Some(value)) if value.is_array() => {
                sets.push((json!(set), (*value).clone()));
            }
            (Some((set, needed)), None) if set.is_empty() || !needed => {}
            (None, None) => {}
            _ => return false,
        }
    }
    let Some(alone) = restriction_words(&sets) else { return false };
    let known = |one: &Restriction| alone.get(one).or_else(|| heard.restrictions.get(one)).cloned();
    let image = |(set, wire): &(Value, Value)| {
        let set: Vec<Restriction> = serde_json::from_value(set.clone()).ok()?;
        let words: Option<Vec<_>> = set.iter().map(known).collect();
        let words: BTreeSet<_> = words?.iter().filter_map(scalar).collect();
        let wire: BTreeSet<_> = wire.as_array()?.iter().filter_map(scalar).collect();
        (words == wire).then_some(())
    };
    let fits = !sets.is_empty() && sets.iter().all(|pair| image(pair).is_some());
    if fits {
        said.restrictions.extend(alone);
    }
    fits
}

/// One word for each role. Words of a list are sure; others have to be said more than once.
fn role(
    found: &[Option<&Value>],
    reps: &[Rep],
    loose: bool,
    heard: &Heard,
) -> Option<(BTreeMap<Role, Value>, bool)> {
    let mut words: BTreeMap<Role, Value> = BTreeMap::new();
    let mut again = BTreeSet::new();
    for (found, rep) in found.iter().zip(reps) {
        match (rep.known.role, found) {
            (Some((role, _)), Some(value)) => match words.get(&role) {
                None => _ = words.insert(role, (*value).clone()),
                Some(before) if before == *value => _ = again.insert(role),
                Some(_) => return None,
            },
            (Some((_, needed)), None) if !needed => {}
            (None, None) => {}
            _ => return None,
        }
    }
    let distinct: BTreeSet<_> = words.values().map(Value::to_string).collect();
    let is_word = |word: &Value| match word {
        Value::String(text) => {
            text.len() <= 32 && text.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
        }
        value => value.as_u64().is_some_and(|number| number < 1_000),
    };
    let listed = words.iter().all(|(role, word)| {
        heard
            .roles
            .get(role)
            .is_some_and(|known| same(word, known, loose) || is_same_word(word, known))
    });
    if distinct.len() != words.len() || words.len() < 2 || !words.values().all(is_word) {
        return None;
    }
    // Forms say everything as texts; the list knows what it is.
    let typed = |(role, word): (Role, Value)| match heard.roles.get(&role) {
        Some(known) if loose && same(&word, known, true) => (role, known.clone()),
        _ => (role, word),
    };
    Some((words.into_iter().map(typed).collect(), listed || again.len() > 1))
}

fn is_same_word(one: &Value, other: &Value) -> bool {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => false,
    }
}

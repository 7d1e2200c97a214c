//! Writes that replace an object: what their step doesn't change is there as it was read just before.

use super::keep::is_pointer_of_names;
use super::outcome::{Merge, Reason};
use super::slots::Slot;
use super::value::{is_nothing, leaves, same, token};
use crate::model::Operation;
use serde_json::Value;
use std::collections::BTreeSet;

/// One request and the object that it changes, as it was read just before.
pub(super) struct Change<'a> {
    pub(super) body: &'a Value,
    pub(super) object: &'a Value,
    pub(super) form: bool,
}

/// How an object is repeated.
pub(super) struct Repeated {
    pub(super) merge: Merge,
    /// Which places of each request only repeat it.
    pub(super) kept: Vec<BTreeSet<Slot>>,
}

/// How requests repeat their object, and which places of each only repeat it; `None` where none repeats anything.
///
/// # Errors
/// Where they don't always repeat the same part.
pub(super) fn repeated(
    read: Operation,
    changes: &[Change<'_>],
    objects: &[&Value],
    identities: &BTreeSet<Slot>,
) -> Result<Option<Repeated>, Reason> {
    let mut roots = vec![String::new()];
    if let Some(fields) = changes.first().and_then(|change| change.body.as_object()) {
        roots.extend(fields.iter().filter(|(_, it)| it.is_object()).map(|(name, _)| token(name)));
    }
    let kept = |under: &str| -> Vec<BTreeSet<Slot>> {
        let slot = |at: String| Slot::Body(format!("{under}{at}"));
        let of = |change: &Change<'_>| {
            let all = repeats(change, under).into_iter().map(slot);
            all.filter(|slot| !identities.contains(slot)).collect()
        };
        changes.iter().map(of).collect()
    };
    let weight = |under: &String| kept(under).iter().map(BTreeSet::len).sum::<usize>();
    // Of two roots with the same, the outer one.
    let Some(under) = roots.into_iter().rev().max_by_key(weight).filter(|under| weight(under) > 0)
    else {
        return Ok(None);
    };
    let names: BTreeSet<_> =
        changes.iter().map(|change| names(change.body.pointer(&under))).collect();
    let mut names = names.into_iter();
    let (Some(sent), None) = (names.next(), names.next()) else { return Err(Reason::WholeObject) };
    let there: BTreeSet<String> = objects.iter().flat_map(|object| names_of(object)).collect();
    let drop: BTreeSet<String> = there.into_iter().filter(|at| !sent.contains(at)).collect();
    // What is dropped whole needs no word of its parts.
    let inner = |at: &String| drop.iter().any(|other| at.starts_with(&format!("{other}/")));
    let outermost: Vec<String> = drop.iter().filter(|at| !inner(at)).cloned().collect();
    let named = outermost.iter().chain([&under]).all(|at| is_pointer_of_names(at));
    match named {
        true => {
            let kept = kept(&under);
            Ok(Some(Repeated { merge: Merge { read, under, drop: outermost }, kept }))
        }
        false => Err(Reason::WholeObject),
    }
}

/// What a body only repeats of its object, relative to where the object goes.
fn repeats(change: &Change<'_>, under: &str) -> Vec<String> {
    let Some(part) = change.body.pointer(under).filter(|part| part.is_object()) else {
        return Vec::new();
    };
    let repeated = |(at, value): &(String, &Value)| {
        change.object.pointer(at).is_some_and(|there| is_same(value, there, change.form))
    };
    leaves(part).into_iter().filter(repeated).map(|(at, _)| at).collect()
}

/// Lists of words are sets.
fn is_same(one: &Value, other: &Value, form: bool) -> bool {
    match (one, other) {
        (Value::Array(a), Value::Array(b)) if !form => {
            a.len() == b.len() && a.iter().all(|item| b.contains(item))
        }
        _ => same(one, other, form) || form && is_nothing(one) && is_nothing(other),
    }
}

fn names(object: Option<&Value>) -> BTreeSet<String> {
    object.map(names_of).unwrap_or_default()
}

/// The names of all fields, those inside of objects too.
fn names_of(object: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    if let Value::Object(fields) = object {
        for (name, field) in fields {
            let at = token(name);
            all.extend(names_of(field).into_iter().map(|inner| format!("{at}{inner}")));
            all.insert(at);
        }
    }
    all
}

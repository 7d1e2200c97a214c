use super::lists::Group;
use super::outcome::At;
use super::value::{fields, is_nothing, last};
use crate::model::UserStatus;
use crate::platform::Profile;
use serde_json::Value;
use std::collections::BTreeSet;

/// What a status may be called.
const NAMES: &[&str] =
    &["status", "state", "pending", "invit", "accept", "confirm", "activ", "verif", "join"];

/// What a date of acceptance may be called.
const ACCEPTED: &[&str] = &["accept", "confirm", "join", "activated", "verified"];

/// How somebody who has not accepted is told from the others. The script's people never accept.
pub(super) fn status(
    group: &Group<'_>,
    people: &BTreeSet<String>,
    usual: Option<&str>,
    base: &Profile,
) -> Option<(At, Vec<(UserStatus, Value)>)> {
    let items: Vec<&Value> = group.pages.iter().flat_map(|page| page.items).collect();
    let (ours, others): (Vec<_>, Vec<_>) =
        items.iter().copied().partition(|item| people.contains(&group.key_of(item)));
    let mut places: Vec<String> =
        items.iter().flat_map(|item| fields(item)).map(|(at, _)| at).collect();
    places
        .sort_by_key(|at| (Some(at.as_str()) != usual, last(at) != "status", at.len(), at.clone()));
    places.dedup();
    let named = |at: &str, names: &[&str]| {
        let name = last(at);
        !name.starts_with("last") && names.iter().any(|word| name.contains(word))
    };
    let mut dated = None;
    for at in places {
        let values = |of: &[&Value]| {
            let value = |item: &&Value| item.pointer(&at).cloned().unwrap_or(Value::Null);
            let all: BTreeSet<String> = of.iter().map(value).map(|it| it.to_string()).collect();
            let first = of.first().map(value);
            (all, first)
        };
        let ((pending, one), (accepted, _)) = (values(&ours), values(&others));
        let one = one?;
        let is_usual = Some(at.as_str()) == usual;
        if pending.len() == 1 && is_word(&one) && (is_usual || named(&at, NAMES)) {
            let rest: Vec<Value> = accepted
                .iter()
                .filter(|text| !pending.contains(*text))
                .filter_map(|text| serde_json::from_str(text).ok())
                .collect();
            let known = base.service.words.statuses.write(UserStatus::Active);
            let active = match rest.as_slice() {
                [only] => Some(only.clone()),
                several => several.iter().find(|it| Some(*it) == known.as_ref()).cloned(),
            };
            if let Some(active) = active.filter(is_word) {
                let words = vec![(UserStatus::Active, active), (UserStatus::Pending, one)];
                return Some((At::There(at), words));
            }
        }
        let nothing = |of: &[&Value]| {
            of.iter().filter(|item| item.pointer(&at).is_none_or(is_nothing)).count()
        };
        let (no_ours, no_others) = (nothing(&ours), nothing(&others));
        let told = named(&at, ACCEPTED) && no_ours == ours.len() && no_others < others.len();
        if dated.is_none() && told {
            dated = Some(At::PendingWhenMissing(at.clone()));
        }
        let told = named(&at, &["pending", "invitation"])
            && no_ours == 0
            && no_others == others.len()
            && !others.is_empty();
        if dated.is_none() && told {
            dated = Some(At::PendingWhenPresent(at));
        }
    }
    dated.map(|at| (at, Vec::new()))
}

fn is_word(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::String(text) => {
            (1..=24).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphabetic() || "_- ".contains(c))
        }
        value => value.as_u64().is_some_and(|number| number < 100),
    }
}

//! The list of workspaces.

use super::cast::Subject;
use super::explain::Known;
use super::fits::{Fit, Sightings, fit, places};
use super::found::{Found, ordinary, paging_out, request, sightings, usual_place};
use super::keep::is_pointer_of_names;
use super::lists::{Group, Known as Kind, groups};
use super::outcome::{At, Gap, Reason};
use super::paging::Paging;
use super::scene::Scene;
use super::slots::{has, slots};
use super::value::{last, scalar, whole};
use crate::model::{Field, Operation};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The list of workspaces, and the ids of the script's.
pub(super) fn workspaces<'a>(
    scene: &'a Scene<'a>,
    others: &[Paging],
    ambiguous: bool,
) -> Result<(Found<'a>, BTreeMap<usize, Value>), Reason> {
    let mut why = None;
    let mut works = Vec::new();
    for group in groups(scene.exchanges, &scene.cast, Kind::Spaces) {
        match found(scene, &group, others, ambiguous) {
            Ok(found) => works.push(found),
            Err(reason) => why = why.or(Some(reason)),
        }
    }
    let usual = scene.usual(Operation::ListWorkspaces).and_then(|wire| wire.request.as_ref());
    let usual = usual.map(|request| request.path.to_string());
    let rank = |one: &(Found<'_>, _)| {
        (Some(&one.0.learned.path) != usual.as_ref(), 99 - one.0.answer.len())
    };
    works.sort_by_key(rank);
    if let [first, second, ..] = works.as_slice()
        && rank(first) == rank(second)
    {
        return Err(Reason::SeveralRequests);
    }
    works.into_iter().next().ok_or(why.unwrap_or(Reason::NotSeen))
}

fn found<'a>(
    scene: &'a Scene<'a>,
    group: &Group<'a>,
    others: &[Paging],
    ambiguous: bool,
) -> Result<(Found<'a>, BTreeMap<usize, Value>), Reason> {
    let operation = Operation::ListWorkspaces;
    let paging = scene.paging(operation, group, others)?;
    let group = ordinary(group, Some(&paging), &BTreeSet::new());
    let looks = paging.looks(&group);
    let seen = sightings(&group, &looks, &scene.cast, Kind::Spaces, |_| Some(None));
    let usual = |field| scene.usual_at(operation, field);
    let id = id(scene, &group, usual(Field::Id).as_deref()).ok_or(Reason::OtherId)?;
    let mut ids = BTreeMap::new();
    for (subject, looks) in &seen {
        let item = looks.iter().find_map(|look| look.item);
        if let (Subject::Space(space), Some(id)) = (subject, item.and_then(|it| it.pointer(&id))) {
            ids.insert(*space, id.clone());
        }
    }
    let mut answer = BTreeMap::from([
        (Field::Items, At::There(group.items.clone())),
        (Field::Id, At::There(id)),
        (Field::Name, At::There(group.key.clone())),
    ]);
    let mut fits = Vec::new();
    fits.extend(exact(scene, &seen, Field::Name, Some(&group.key)));
    if let Some(zone) = exact(scene, &seen, Field::Timezone, usual(Field::Timezone).as_deref()) {
        answer.insert(Field::Timezone, At::There(zone.at.clone()));
        fits.push(zone);
    }
    if let Some((limit, off)) = limit(scene, &seen, usual(Field::ContactLimit).as_deref()) {
        answer.insert(Field::ContactLimit, At::Limit(limit.at.clone(), off.into_iter().collect()));
        fits.push(limit);
        if let Some(enabled) = enabled(scene, &seen, usual(Field::ContactLimitEnabled).as_deref()) {
            answer.insert(Field::ContactLimitEnabled, At::There(enabled.at.clone()));
        }
    }
    let by_name: [(Field, Fits); 3] =
        [(Field::Contacts, is_count), (Field::Users, is_count), (Field::CreatedAt, is_time)];
    for (field, fits) in by_name {
        let known = usual(field).filter(|at| usual_place(&group, at, fits));
        answer.extend(known.map(|at| (field, At::There(at))));
    }
    let pages: Vec<_> = group.pages.iter().map(|page| (page, Known::default())).collect();
    let template = request(&pages, &paging, Some((&scene.organization, ambiguous)))?;
    let mut learned = template.learned(operation)?;
    learned.seen = looks.len();
    learned.paging = Some(paging_out(&paging)?);
    let named = |at: &At| match at {
        At::There(at) | At::Limit(at, _) => is_pointer_of_names(at),
        _ => true,
    };
    if !answer.values().all(named) {
        return Err(Reason::Constant("a name in its answer".to_owned()));
    }
    let missing =
        operation.definition().may_tell.iter().filter(|field| !answer.contains_key(field));
    learned.gaps = missing.map(|field| Gap::Field(*field)).collect();
    learned.answer = answer.clone();
    let found = Found {
        operation,
        group,
        sightings: seen,
        role: None,
        restrictions: None,
        fits,
        answer,
        learned,
    };
    Ok((found, ids))
}

/// Whether a value is what a field has.
type Fits = fn(&Value) -> bool;

fn is_count(value: &Value) -> bool {
    whole(value).is_some()
}

fn is_time(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().parse::<Timestamp>().is_ok())
}

/// The id by which the console itself speaks of workspaces.
fn id(scene: &Scene<'_>, group: &Group<'_>, usual: Option<&str>) -> Option<String> {
    let requests: Vec<_> = scene.exchanges.iter().map(slots).collect();
    let mut ids = group.ids();
    let used = |at: &String| {
        let items = group.pages.iter().flat_map(|page| page.items);
        let ours = items.filter(|item| {
            let name = item.pointer(&group.key).and_then(Value::as_str);
            name.is_some_and(|name| scene.cast.space_called(name).is_some())
        });
        let values: BTreeSet<_> =
            ours.filter_map(|item| item.pointer(at).and_then(scalar)).collect();
        requests.iter().filter(|slots| values.iter().any(|value| has(slots, value))).count()
    };
    ids.sort_by_key(|at| {
        let is_usual = Some(at.as_str()) == usual;
        (std::cmp::Reverse(used(at)), !is_usual, last(at) != "id", at.len(), at.clone())
    });
    ids.into_iter().next()
}

/// The place that shows just what the script set.
fn exact(scene: &Scene<'_>, seen: &Sightings<'_>, fact: Field, usual: Option<&str>) -> Option<Fit> {
    let of = |state: &BTreeMap<Field, Value>| state.get(&fact).cloned();
    let mut fits: Vec<_> = places(seen)
        .into_iter()
        .filter_map(|at| fit(seen, &scene.cast.histories, &at, &of))
        .filter(|fit| fit.words.len() > 1 && fit.words.iter().all(|(ours, wire)| ours == wire))
        .collect();
    fits.sort_by_key(|fit| {
        (
            std::cmp::Reverse(fit.words.len()),
            Some(fit.at.as_str()) != usual,
            fit.at.len(),
            fit.at.clone(),
        )
    });
    fits.into_iter().next()
}

/// The place of the limit, and what is there while it is off. What was there before nobody knows.
fn limit(
    scene: &Scene<'_>,
    seen: &Sightings<'_>,
    usual: Option<&str>,
) -> Option<(Fit, Option<Value>)> {
    let mut found = Vec::new();
    'places: for at in places(seen) {
        let mut fit = Fit { at, words: Vec::new(), steps: BTreeMap::new(), subjects: 0 };
        let mut off: Option<Value> = None;
        for (subject, looks) in seen {
            let Some(phases) = limits(scene, subject) else { continue };
            let mut shown: Vec<(usize, usize, Value)> = Vec::new();
            for look in looks {
                let Some(item) = look.item else { continue };
                let value = item.pointer(&fit.at).cloned().unwrap_or(Value::Null);
                match shown.last_mut() {
                    Some(run) if run.2 == value => run.0 = look.start,
                    _ => shown.push((look.start, look.end, value)),
                }
            }
            let Some(on) = phases.first() else { continue };
            let Some(at) = shown.iter().position(|(_, _, value)| *value == on.1) else { continue };
            if at > 1 || shown.len() - at > phases.len() {
                continue 'places;
            }
            fit.subjects += 1;
            for (number, (step, ours)) in phases.iter().enumerate() {
                let Some(run) = shown.get(at + number) else { break };
                if !ours.is_null() && run.2 != *ours {
                    continue 'places;
                }
                if ours.is_null() {
                    if off.as_ref().is_some_and(|off| *off != run.2) {
                        continue 'places;
                    }
                    off = Some(run.2.clone());
                }
                let start = (at + number).checked_sub(1).map_or(0, |before| shown[before].0);
                fit.steps.insert((*step, subject.clone()), (start, run.1));
            }
        }
        if fit.subjects > 1 {
            found.push((fit, off));
        }
    }
    found.sort_by_key(|(fit, off)| {
        let is_usual = Some(fit.at.as_str()) == usual;
        (off.is_none(), !is_usual, !last(&fit.at).contains("limit"), fit.at.clone())
    });
    found.into_iter().next()
}

fn limits(scene: &Scene<'_>, subject: &Subject) -> Option<Vec<(usize, Value)>> {
    let mut phases: Vec<(usize, Value)> = Vec::new();
    for (step, state) in scene.cast.histories.get(subject)? {
        let Some(value) = state.as_ref().and_then(|state| state.get(&Field::ContactLimit)) else {
            continue;
        };
        if phases.last().is_none_or(|(_, before)| before != value) {
            phases.push((*step, value.clone()));
        }
    }
    Some(phases).filter(|phases| !phases.is_empty())
}

/// The place that says whether the limit is on.
fn enabled(scene: &Scene<'_>, seen: &Sightings<'_>, usual: Option<&str>) -> Option<Fit> {
    // Before the script sets a limit there is none: only so can this place be seen to change.
    let of = |state: &BTreeMap<Field, Value>| {
        Some(json!(state.get(&Field::ContactLimit).is_some_and(|limit| !limit.is_null())))
    };
    let says = |fit: &Fit| {
        fit.word(&json!(true)) == Some(&json!(true))
            && fit.word(&json!(false)) == Some(&json!(false))
    };
    let fits = places(seen).into_iter().filter_map(|at| fit(seen, &scene.cast.histories, &at, &of));
    super::fits::best(fits.filter(says).collect(), usual, "enabled")
}

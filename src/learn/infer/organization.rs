//! The organization itself, and those that one can switch to.

use super::cast::Subject;
use super::doubts::readable;
use super::explain::Known;
use super::fits::{Fit, Seen, Sightings, fit};
use super::found::{paging_out, request};
use super::keep::is_pointer_of_names;
use super::lists::{Group, Page, kin, succeeded};
use super::outcome::{At, Gap, Learned, Reason};
use super::paging::{By, Paging};
use super::scene::Scene;
use super::slots::slots;
use super::value::{fields, last, lists, scalar, tokens};
use crate::learn::recording::Exchange;
use crate::model::{Field, Operation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The read of the organization's own fields, what it showed, and which fit shows renames.
pub(super) struct Own<'a> {
    pub(super) learned: Learned,
    pub(super) sightings: Sightings<'a>,
    pub(super) name: Fit,
    /// The object that the name stands in.
    pub(super) object: String,
}

/// The read that shows each name that the script gives the organization.
pub(super) fn own<'a>(scene: &'a Scene<'a>, ambiguous: bool) -> Result<Own<'a>, Reason> {
    let names: BTreeSet<String> = scene
        .cast
        .histories
        .get(&Subject::Organization)
        .into_iter()
        .flatten()
        .filter_map(|(_, state)| Some(state.as_ref()?.get(&Field::Name)?.as_str()?.to_owned()))
        .collect();
    if names.is_empty() {
        return Err(Reason::NotSeen);
    }
    let mut kinds = BTreeSet::new();
    let reads = || scene.exchanges.iter().enumerate().filter(|(_, it)| succeeded(it));
    for (_, exchange) in reads() {
        for (at, value) in exchange.answer.value().into_iter().flat_map(fields) {
            if value.as_str().is_some_and(|text| names.contains(text)) {
                kinds.insert((kin(exchange), at));
            }
        }
    }
    let mut found = Vec::new();
    let mut why = None;
    for (kind, at) in kinds {
        let pages: Vec<_> = reads()
            .filter(|(_, it)| kin(it) == kind)
            .filter_map(|(order, exchange)| {
                let answer = exchange.answer.value()?;
                Some(Page { order, exchange, slots: slots(exchange), answer, items: &[] })
            })
            .collect();
        match read(scene, &pages, &at, ambiguous) {
            Ok(own) => found.push(own),
            Err(reason) => why = why.or(Some(reason)),
        }
    }
    let usual = scene.usual(Operation::GetOrganization).and_then(|wire| wire.request.as_ref());
    let usual = usual.map(|request| request.path.to_string());
    let rank =
        |own: &Own<'_>| (Some(&own.learned.path) != usual.as_ref(), 9 - own.learned.answer.len());
    found.sort_by_key(rank);
    let another = |one: &Own<'_>, other: &Own<'_>| one.learned.path != other.learned.path;
    if let [first, second, ..] = found.as_slice()
        && rank(first) == rank(second)
        && another(first, second)
    {
        return Err(Reason::SeveralRequests);
    }
    found.into_iter().next().ok_or(why.unwrap_or(Reason::NotSeen))
}

fn read<'a>(
    scene: &'a Scene<'a>,
    pages: &[Page<'a>],
    at: &str,
    ambiguous: bool,
) -> Result<Own<'a>, Reason> {
    let operation = Operation::GetOrganization;
    pages.iter().try_for_each(|page| readable(page.exchange))?;
    let look =
        |page: &Page<'a>| Seen { start: page.order, end: page.order, item: Some(page.answer) };
    let sightings = Sightings::from([(Subject::Organization, pages.iter().map(look).collect())]);
    let of = |state: &BTreeMap<Field, Value>| state.get(&Field::Name).cloned();
    let name = fit(&sightings, &scene.cast.histories, at, &of)
        .filter(|fit| fit.words.len() > 1 && fit.words.iter().all(|(ours, wire)| ours == wire));
    let name = name.ok_or(Reason::SeenTooSeldom)?;
    let pages: Vec<_> = pages.iter().map(|page| (page, Known::default())).collect();
    let once = Paging { by: By::None, total: None, more: None };
    let template = request(&pages, &once, Some((&scene.organization, ambiguous)))?;
    let mut learned = template.learned(operation)?;
    learned.seen = pages.len();
    let object = parent(at);
    let mut answer = BTreeMap::from([(Field::Name, At::There(at.to_owned()))]);
    for field in [Field::Status, Field::IsResellerPartner, Field::WorkspaceLimit, Field::UserLimit]
    {
        let usual = |field| scene.usual_at(operation, field);
        let (Some(here), Some(by)) = (usual(field), usual(Field::Name)) else { continue };
        let Some(inside) = here.strip_prefix(&parent(&by)) else { continue };
        let place = format!("{object}{inside}");
        let fits = |value: &Value| match field {
            Field::Status => value.is_string(),
            Field::IsResellerPartner => value.is_boolean(),
            _ => value.is_u64() || value.is_null(),
        };
        if pages.iter().all(|(page, _)| page.answer.pointer(&place).is_some_and(fits)) {
            answer.insert(field, At::There(place));
        }
    }
    if !is_pointer_of_names(at) {
        return Err(Reason::Constant("a name in its answer".to_owned()));
    }
    let missing =
        operation.definition().may_tell.iter().filter(|field| !answer.contains_key(field));
    learned.gaps = missing.map(|field| Gap::Field(*field)).collect();
    learned.answer = answer;
    Ok(Own { learned, sightings, name, object })
}

fn parent(pointer: &str) -> String {
    pointer.rsplit_once('/').map_or_else(String::new, |(parent, _)| parent.to_owned())
}

/// The list of organizations: one of its items has the organization's id, and its name where the script knows it.
pub(super) fn listed<'a>(scene: &Scene<'a>) -> Result<(Learned, Vec<&'a Value>), Reason> {
    let operation = Operation::ListOrganizations;
    let id = scalar(&scene.organization).unwrap_or_default();
    let usual = |field| scene.usual_at(operation, field);
    let name = scene.script.organization_name();
    let is_it = |value: &Value| scalar(value).as_ref() == Some(&id);
    let mut kinds = BTreeSet::new();
    for exchange in scene.exchanges.iter().filter(|it| succeeded(it)) {
        for (at, items) in exchange.answer.value().into_iter().flat_map(lists) {
            let mut ours = items.iter().filter(|item| fields(item).iter().any(|(_, it)| is_it(it)));
            let (Some(item), None) = (ours.next(), ours.next()) else { continue };
            let ids = fields(item).into_iter().filter(|(_, it)| is_it(it)).map(|(at, _)| at);
            let best = ids.min_by_key(|at| {
                (Some(at.clone()) != usual(Field::Id), last(at) != "id", at.len(), at.clone())
            });
            let called =
                fields(item).into_iter().filter(|(_, it)| it.as_str() == name && name.is_some());
            let called = called.map(|(at, _)| at).min_by_key(|at| (last(at) != "name", at.clone()));
            let known =
                usual(Field::Name).filter(|at| item.pointer(at).is_some_and(Value::is_string));
            let proven =
                called.is_some() || best == usual(Field::Id) && known.is_some() && name.is_none();
            if let (Some(best), true) = (best, proven) {
                kinds.insert((kin(exchange), at, best, called.or(known)));
            }
        }
    }
    let mut found = Vec::new();
    let mut why = None;
    for (kind, at, best, called) in kinds {
        let group = group(scene.exchanges, &kind, &at, &best);
        match list(scene, &group, &best, called) {
            Ok(learned) => {
                let answers = group.pages.iter().map(|page| page.answer).collect();
                found.push((learned, answers));
            }
            Err(reason) => why = why.or(Some(reason)),
        }
    }
    let path =
        scene.usual(operation).and_then(|wire| wire.request.as_ref()).map(|it| it.path.to_string());
    found.sort_by_key(|(learned, _)| Some(&learned.path) != path.as_ref());
    match found.as_slice() {
        [(first, _), (second, _), ..]
            if Some(&first.path) != path.as_ref() && first.path != second.path =>
        {
            Err(Reason::SeveralRequests)
        }
        _ => found.into_iter().next().ok_or(why.unwrap_or(Reason::NotSeen)),
    }
}

fn group<'a>(
    exchanges: &'a [Exchange],
    kind: &(String, Vec<String>),
    at: &str,
    key: &str,
) -> Group<'a> {
    let page = |(order, exchange): (usize, &'a Exchange)| {
        let answer = exchange.answer.value()?;
        let items = answer.pointer(at)?.as_array()?;
        Some(Page { order, exchange, slots: slots(exchange), answer, items })
    };
    let same = |(_, it): &(usize, &Exchange)| succeeded(it) && kin(it) == *kind;
    let pages = exchanges.iter().enumerate().filter(same).filter_map(page).collect();
    Group { pages, items: at.to_owned(), key: key.to_owned(), aliases: BTreeMap::new() }
}

fn list(
    scene: &Scene<'_>,
    group: &Group<'_>,
    id: &str,
    name: Option<String>,
) -> Result<Learned, Reason> {
    let operation = Operation::ListOrganizations;
    let has_id = |item: &Value| item.pointer(id).and_then(scalar).is_some();
    if !group.pages.iter().flat_map(|page| page.items).all(has_id) {
        return Err(Reason::OtherId);
    }
    let paging = scene.paging(operation, group, &[])?;
    let pages: Vec<_> = group.pages.iter().map(|page| (page, Known::default())).collect();
    let template = request(&pages, &paging, None)?;
    let mut learned = template.learned(operation)?;
    learned.seen = pages.len();
    learned.paging = Some(paging_out(&paging)?);
    learned.answer = BTreeMap::from([
        (Field::Items, At::There(group.items.clone())),
        (Field::Id, At::There(id.to_owned())),
    ]);
    learned.answer.extend(name.map(|at| (Field::Name, At::There(at))));
    let named =
        |at: &At| matches!(at, At::There(at) if is_pointer_of_names(at) || tokens(at).is_empty());
    match learned.answer.values().all(named) {
        true => Ok(learned),
        false => Err(Reason::Constant("a name in its answer".to_owned())),
    }
}

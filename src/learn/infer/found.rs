use super::cast::{Cast, Subject};
use super::explain::{Heard, Known, Meaning, Rep, Said, meaning};
use super::fits::{Fit, Seen, Sightings};
use super::keep::is_pointer_of_names;
use super::lists::{Group, Known as Kind, Page};
use super::outcome::{At, Learned, Paging as PagingOut, Reason};
use super::paging::{By, Look, Paging};
use super::restrictions::Shown;
use super::slots::{Slot, Slots, is_form};
use super::template::Template;
use super::value::{is_nothing, scalar};
use crate::model::{Field, Operation, Placeholder};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A list that was found in the recording.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub(super) operation: Operation,
    pub(super) group: Group<'a>,
    pub(super) sightings: Sightings<'a>,
    pub(super) role: Option<Fit>,
    pub(super) restrictions: Option<Shown>,
    /// Other fits whose steps show effects: names, zones, limits, invitations.
    pub(super) fits: Vec<Fit>,
    pub(super) answer: BTreeMap<Field, At>,
    pub(super) learned: Learned,
}

/// Only the pages that were asked for alike: somebody who searched saw another list.
pub(super) fn ordinary<'a>(
    group: &Group<'a>,
    paging: Option<&Paging>,
    ids: &BTreeSet<String>,
) -> Group<'a> {
    let slots: BTreeSet<Slot> = group
        .pages
        .iter()
        .flat_map(|page| page.slots.keys().cloned())
        .filter(|slot| matches!(slot, Slot::Query(_) | Slot::Body(_)))
        .filter(|slot| paging.and_then(|it| it.by.slot()) != Some(slot))
        .collect();
    let mut group = group.clone();
    for slot in slots {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let value =
            |page: &Page<'_>| page.slots.get(&slot).map_or_else(String::new, Value::to_string);
        let is_id = |page: &Page<'_>| {
            page.slots.get(&slot).and_then(scalar).is_some_and(|text| ids.contains(&text))
        };
        // Other workspaces are lists of the same kind.
        if group.pages.iter().any(is_id) {
            continue;
        }
        for page in &group.pages {
            *counts.entry(value(page)).or_default() += 1;
        }
        let usual = counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value);
        group.pages.retain(|page| Some(value(page)) == usual);
    }
    group
}

/// What the looks at a list show of the script's people or workspaces.
pub(super) fn sightings<'a>(
    group: &Group<'a>,
    looks: &[Look<'a>],
    cast: &Cast,
    kind: Kind,
    space_of: impl Fn(&Look<'a>) -> Option<Option<usize>>,
) -> Sightings<'a> {
    let mut sightings = Sightings::new();
    for look in looks {
        let Some(space) = space_of(look) else { continue };
        let mut here: BTreeMap<Subject, &'a Value> = BTreeMap::new();
        for item in look.items() {
            let subject = match (kind, space) {
                (Kind::Spaces, _) => {
                    let name = item.pointer(&group.key).and_then(Value::as_str).unwrap_or_default();
                    cast.space_called(name).map(Subject::Space)
                }
                (Kind::People, space) => {
                    let email = group.key_of(item);
                    cast.people.contains(&email).then_some(match space {
                        Some(space) => Subject::Access(space, email),
                        None => Subject::User(email),
                    })
                }
            };
            here.extend(subject.map(|subject| (subject, item)));
        }
        let (start, end) = (look.start, look.end);
        let all = cast.histories.keys().filter(|subject| match (kind, space, subject) {
            (Kind::Spaces, _, Subject::Space(_)) => true,
            (Kind::People, None, Subject::User(_)) => true,
            (Kind::People, Some(space), Subject::Access(of, _)) => *of == space,
            _ => false,
        });
        for subject in all {
            let item = here.get(subject).copied();
            if item.is_some() || look.is_whole {
                sightings.entry(subject.clone()).or_default().push(Seen { start, end, item });
            }
        }
    }
    sightings
}

/// The request of a read, in placeholders.
pub(super) fn request(
    pages: &[(&Page<'_>, Known)],
    paging: &Paging,
    organization: Option<(&Value, bool)>,
) -> Result<Template, Reason> {
    let own: Option<&Slot> = paging.by.slot();
    let reps: Vec<Rep> = pages
        .iter()
        .map(|(page, known)| {
            let slots: Slots = page
                .slots
                .iter()
                .filter(|(slot, _)| Some(*slot) != own)
                .map(|(a, b)| (a.clone(), b.clone()))
                .collect();
            Rep { slots, form: is_form(page.exchange), known: known.clone() }
        })
        .collect();
    let exchange = pages.first().ok_or(Reason::NotSeen)?.0.exchange;
    let mut template = Template::of(exchange, reps.iter().any(|rep| rep.form));
    let all: BTreeSet<&Slot> = reps.iter().flat_map(|rep| rep.slots.keys()).collect();
    for slot in all {
        let (id, ambiguous) = organization.map_or((None, false), |(id, it)| (Some(id), it));
        let found = meaning(slot, &reps, id, ambiguous, &Heard::default(), &mut Said::default())?;
        match found {
            Meaning::Unexplained => return Err(Reason::Unexplained(super::keep::shown(slot))),
            found => template.set(slot, found)?,
        }
    }
    if let Some(slot) = own {
        let placeholder = match paging.by {
            By::Page { .. } => Placeholder::Page,
            By::Offset { .. } => Placeholder::Offset,
            By::Cursor { .. } | By::None => Placeholder::Cursor,
        };
        template.set(slot, Meaning::Placeholder(placeholder))?;
    }
    Ok(template)
}

/// How a list goes on, as a profile says it.
pub(super) fn paging_out(paging: &Paging) -> Result<PagingOut, Reason> {
    let Paging { by, total, more } = paging;
    let mut out = PagingOut {
        by: "none",
        first: None,
        total: total.clone(),
        more: more.clone(),
        next: None,
        parameter: None,
    };
    match by {
        By::None => out.more = None,
        By::Page { first, .. } => (out.by, out.first) = ("page", Some(*first)),
        By::Offset { .. } => out.by = "offset",
        By::Cursor { next, parameter, .. } => {
            out.by = "cursor";
            out.next = Some(next.clone());
            out.parameter.clone_from(parameter);
            out.more = None;
        }
    }
    let pointers = [out.total.as_ref().map(|(at, _)| at), out.more.as_ref(), out.next.as_ref()];
    let named = pointers.into_iter().flatten().all(|at| is_pointer_of_names(at));
    match named {
        true => Ok(out),
        false => Err(Reason::Constant("a name in its answer".to_owned())),
    }
}

/// The scalar that is the same place in every item, of the type that a field has, where the extended profile has it.
pub(super) fn usual_place(group: &Group<'_>, at: &str, fits: impl Fn(&Value) -> bool) -> bool {
    let mut items = group.pages.iter().flat_map(|page| page.items).peekable();
    let mut anything = false;
    let all = items.all(|item| match item.pointer(at) {
        Some(value) => {
            anything |= !is_nothing(value);
            fits(value)
        }
        None => false,
    });
    all && anything
}

//! The lists of people: everybody in the organization, and who has access to a workspace.

use super::cast::Subject;
use super::explain::Known;
use super::fits::{Fit, Sightings, role};
use super::found::{Found, ordinary, paging_out, request, sightings, usual_place};
use super::keep::is_pointer_of_names;
use super::lists::{Group, Known as Kind, groups};
use super::outcome::{At, Gap, Reason, Word, Words};
use super::paging::Paging;
use super::restrictions::{Shown, shown};
use super::scene::Scene;
use super::slots::has;
use super::status::status;
use super::value::{fields, last, scalar};
use crate::model::{Field, Operation, OrganizationRole, Placeholder};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Ids of the script's workspaces, by number.
pub(super) type SpaceIds = BTreeMap<usize, Value>;

/// Everybody in the organization: the list that shows somebody whom no workspace has.
pub(super) fn users<'a>(
    scene: &'a Scene<'a>,
    spaces: &SpaceIds,
    others: &[Paging],
    ambiguous: bool,
) -> Result<Found<'a>, Reason> {
    let outsiders = outsiders(scene);
    let shows_outsider = |group: &Group<'_>| {
        let items = group.pages.iter().flat_map(|page| page.items);
        items.map(|item| group.key_of(item)).any(|email| outsiders.contains(&email))
    };
    let found = groups(scene.exchanges, &scene.cast, Kind::People).into_iter();
    let found = found.filter(shows_outsider).map(|group| {
        let list = List { operation: Operation::ListOrganizationUsers, spaces, others, ambiguous };
        list.found(scene, &group, &|_| Some(None))
    });
    only(scene, Operation::ListOrganizationUsers, found.collect())
}

/// Who has access to a workspace: the list that says which workspace, and shows just its people.
pub(super) fn access<'a>(
    scene: &'a Scene<'a>,
    spaces: &SpaceIds,
    others: &[Paging],
    ambiguous: bool,
) -> Result<Found<'a>, Reason> {
    let space_of = |slots: &super::slots::Slots| {
        let named = |id: &Value| scalar(id).is_some_and(|text| has(slots, &text));
        let mut fitting = spaces.iter().filter(|(_, id)| named(id));
        match (fitting.next(), fitting.next()) {
            (Some((space, _)), None) => Some(*space),
            _ => None,
        }
    };
    let members = |space: usize| {
        let all = scene.cast.histories.keys();
        all.filter_map(move |subject| match subject {
            Subject::Access(of, email) if *of == space => Some(email.clone()),
            _ => None,
        })
    };
    // Admins reach every workspace, so that some consoles list them everywhere.
    let admins = ever_admins(scene);
    let shows_members_alone = |group: &Group<'_>| {
        let assigned = group.pages.iter().filter_map(|page| Some((page, space_of(&page.slots)?)));
        let assigned: Vec<_> = assigned.collect();
        let of: BTreeSet<_> = assigned.iter().map(|(_, space)| *space).collect();
        of.len() > 1
            && assigned.iter().all(|(page, space)| {
                let members: BTreeSet<_> = members(*space).collect();
                let shown = page.items.iter().map(|item| group.key_of(item));
                shown
                    .filter(|email| scene.cast.people.contains(email) && !admins.contains(email))
                    .all(|email| members.contains(&email))
            })
    };
    let found = groups(scene.exchanges, &scene.cast, Kind::People).into_iter();
    let found = found.filter(shows_members_alone).map(|group| {
        let list = List { operation: Operation::ListWorkspaceUsers, spaces, others, ambiguous };
        let assigned: BTreeMap<usize, usize> = group
            .pages
            .iter()
            .filter_map(|page| Some((page.order, space_of(&page.slots)?)))
            .collect();
        list.found(scene, &group, &|order| assigned.get(&order).map(|space| Some(*space)))
    });
    only(scene, Operation::ListWorkspaceUsers, found.collect())
}

fn ever_admins(scene: &Scene<'_>) -> BTreeSet<String> {
    let admin = json!(OrganizationRole::Admin.word());
    let histories = scene.cast.histories.iter();
    let ever = histories.filter_map(|(subject, history)| match subject {
        Subject::User(email) => {
            let mut states = history.iter().filter_map(|(_, state)| state.as_ref());
            let is_admin = states.any(|state| state.get(&Field::Role) == Some(&admin));
            is_admin.then(|| email.clone())
        }
        _ => None,
    });
    ever.collect()
}

/// Whom no workspace ever has, admins left out.
fn outsiders(scene: &Scene<'_>) -> BTreeSet<String> {
    let mut all = &scene.cast.people - &ever_admins(scene);
    for subject in scene.cast.histories.keys() {
        if let Subject::Access(_, email) = subject {
            all.remove(email);
        }
    }
    all
}

/// The one that works; of several, the one that the extended profile has, or that says most.
fn only<'a>(
    scene: &Scene<'_>,
    operation: Operation,
    found: Vec<Result<Found<'a>, Reason>>,
) -> Result<Found<'a>, Reason> {
    let mut works = Vec::new();
    let mut why = None;
    for one in found {
        match one {
            Ok(one) => works.push(one),
            Err(reason) => why = why.or(Some(reason)),
        }
    }
    let usual = scene.usual(operation).and_then(|wire| wire.request.as_ref());
    let usual = usual.map(|request| request.path.to_string());
    let rank = |one: &Found<'_>| (Some(&one.learned.path) != usual.as_ref(), 99 - one.answer.len());
    works.sort_by_key(rank);
    if let [first, second, ..] = works.as_slice()
        && rank(first) == rank(second)
    {
        return Err(Reason::SeveralRequests);
    }
    works.into_iter().next().ok_or(why.unwrap_or(Reason::NotSeen))
}

struct List<'c> {
    operation: Operation,
    spaces: &'c SpaceIds,
    others: &'c [Paging],
    ambiguous: bool,
}

impl List<'_> {
    /// `space_of` says of which workspace a page is, by its place in the recording; `None`: of nobody's.
    fn found<'a>(
        &self,
        scene: &Scene<'a>,
        group: &Group<'a>,
        space_of: &dyn Fn(usize) -> Option<Option<usize>>,
    ) -> Result<Found<'a>, Reason> {
        let operation = self.operation;
        let ids = self.spaces.values().filter_map(scalar).collect();
        let paging = scene.paging(operation, group, self.others)?;
        let group = ordinary(group, Some(&paging), &ids);
        let looks = paging.looks(&group);
        let seen =
            sightings(&group, &looks, &scene.cast, Kind::People, |look| space_of(look.start));
        let histories = &scene.cast.histories;
        let usual = |field| scene.usual_at(operation, field);
        let of_access = operation == Operation::ListWorkspaceUsers;
        let least = if of_access { 2 } else { 3 };
        let role = role(&seen, histories, usual(Field::Role).as_deref(), least);
        let role = role.ok_or(Reason::SeenTooSeldom)?;
        let mut answer = BTreeMap::from([
            (Field::Items, At::There(group.items.clone())),
            (Field::Email, At::There(group.key.clone())),
            (Field::Role, At::There(role.at.clone())),
        ]);
        let restrictions = match of_access {
            true => shown(&seen, histories, usual(Field::Restrictions).as_deref()),
            false => None,
        };
        match &restrictions {
            Some(Shown::List { at, .. }) => {
                answer.insert(Field::Restrictions, At::There(at.clone()));
            }
            Some(Shown::Flags { flags, .. }) => {
                answer.insert(Field::Restrictions, At::Flags(flags.clone()));
            }
            None => {}
        }
        let mut fits = Vec::new();
        if !of_access {
            let place = invited(&seen, scene, usual(Field::InvitedAt).as_deref());
            let is_time = |value: &Value| value.is_null() || time(value).is_some();
            let known = || usual(Field::InvitedAt).filter(|at| usual_place(&group, at, is_time));
            match place {
                Some(fit) => {
                    answer.insert(Field::InvitedAt, At::There(fit.at.clone()));
                    fits.push(fit);
                }
                None => {
                    answer.extend(known().map(|at| (Field::InvitedAt, At::There(at))));
                }
            }
        }
        let pages = group.pages.iter().filter_map(|page| {
            let mut known = Known::default();
            if let Some(space) = space_of(page.order)? {
                let id = self.spaces.get(&space)?.clone();
                known.values.insert(Placeholder::Workspace, (id, true));
            }
            Some((page, known))
        });
        let organization = Some((&scene.organization, self.ambiguous));
        let template = request(&pages.collect::<Vec<_>>(), &paging, organization)?;
        let mut learned = template.learned(operation)?;
        learned.seen = looks.len();
        learned.paging = Some(paging_out(&paging)?);
        let mut found = Found {
            operation,
            group,
            sightings: seen,
            role: Some(role),
            restrictions,
            fits,
            answer,
            learned,
        };
        found.check_pointers()?;
        Ok(found)
    }
}

impl Found<'_> {
    /// No pointer holds a value of the recording.
    fn check_pointers(&mut self) -> Result<(), Reason> {
        let names = |at: &At| match at {
            At::There(at)
            | At::PendingWhenMissing(at)
            | At::PendingWhenPresent(at)
            | At::Limit(at, _) => is_pointer_of_names(at),
            At::Flags(flags) => flags.values().all(|(at, _)| is_pointer_of_names(at)),
        };
        let needed = self.operation.definition().tells;
        self.answer.retain(|field, at| names(at) || needed.contains(field));
        match self.answer.values().all(names) {
            true => Ok(()),
            false => Err(Reason::Constant("a name in its answer".to_owned())),
        }
    }

    /// Says how pending people are told apart, and what could not be found.
    ///
    /// `usual_status` is where another list of this console says it.
    pub(super) fn tell_status(
        &mut self,
        scene: &Scene<'_>,
        words: &mut Words,
        usual_status: Option<&str>,
    ) {
        let usual = scene.usual_at(self.operation, Field::Status);
        let found = status(&self.group, &scene.cast.people, usual.as_deref(), scene.base);
        // What tells pending people in one list tells them in the other, where it says the same word of ours.
        let same = || {
            let at = usual_status.filter(|at| self.says_of_all(scene, at, words))?;
            Some((At::There(at.to_owned()), Vec::new()))
        };
        if let Some((at, said)) = found.or_else(same) {
            let clash = |(status, value): &(crate::model::UserStatus, Value)| {
                words
                    .statuses
                    .iter()
                    .any(|(other, word)| other != status && word.read.contains(value))
            };
            if !said.iter().any(clash) {
                for (status, value) in said {
                    let word: &mut Word = words.statuses.entry(status).or_default();
                    if !word.read.contains(&value) {
                        word.read.push(value.clone());
                    }
                    word.send.get_or_insert(value);
                }
                self.answer.insert(Field::Status, at);
                self.learned.shows_pending = true;
            }
        }
        let _ = self.check_pointers();
        let missing = self.operation.definition().may_tell.iter();
        let missing = missing.filter(|field| !self.answer.contains_key(field));
        self.learned.gaps.extend(missing.map(|field| Gap::Field(*field)));
        self.learned.answer = self.answer.clone();
    }
}

impl Found<'_> {
    /// Whether a place says of all people of the script that they are pending.
    fn says_of_all(&self, scene: &Scene<'_>, at: &str, words: &Words) -> bool {
        let Some(pending) = words.statuses.get(&crate::model::UserStatus::Pending) else {
            return false;
        };
        let items = self.group.pages.iter().flat_map(|page| page.items);
        let mut ours =
            items.filter(|it| scene.cast.people.contains(&self.group.key_of(it))).peekable();
        ours.peek().is_some()
            && ours.all(|item| item.pointer(at).is_some_and(|said| pending.read.contains(said)))
    }

    /// Where it says who is pending, in a word.
    pub(super) fn status_at(&self) -> Option<String> {
        match self.answer.get(&Field::Status)? {
            At::There(at) => Some(at.clone()),
            _ => None,
        }
    }
}

/// Where the time of the last invitation is: it moved for whom it was sent again, and for nobody else.
fn invited(seen: &Sightings<'_>, scene: &Scene<'_>, usual: Option<&str>) -> Option<Fit> {
    let mut fits = Vec::new();
    let places: BTreeSet<String> = seen
        .values()
        .flatten()
        .filter_map(|look| look.item)
        .flat_map(fields)
        .filter(|(_, value)| time(value).is_some())
        .map(|(at, _)| at)
        .collect();
    'places: for at in places {
        let mut fit = Fit { at, words: Vec::new(), steps: BTreeMap::new(), subjects: 0 };
        for (subject, looks) in seen {
            let Some(history) = scene.cast.histories.get(subject) else { continue };
            let sent: BTreeSet<_> = history
                .iter()
                .filter_map(|(step, state)| {
                    Some((state.as_ref()?.get(&Field::InvitedAt)?.to_string(), *step))
                })
                .collect();
            let sent: BTreeMap<String, usize> = sent.into_iter().rev().collect();
            let mut steps: Vec<usize> = sent.into_values().collect();
            steps.sort_unstable();
            let mut shown: Vec<(usize, usize, Option<Timestamp>)> = Vec::new();
            for look in looks {
                let Some(item) = look.item else { continue };
                let value = item.pointer(&fit.at).and_then(time);
                match shown.last_mut() {
                    Some(run) if run.2 == value => run.0 = look.start,
                    _ => shown.push((look.start, look.end, value)),
                }
            }
            if shown.is_empty() {
                continue;
            }
            let rises = shown.windows(2).all(|pair| pair[0].2.is_some() && pair[0].2 < pair[1].2);
            if shown.len() > steps.len() || !rises {
                continue 'places;
            }
            if shown.len() == steps.len() {
                for (runs, step) in shown.windows(2).zip(&steps[1..]) {
                    fit.steps.insert((*step, subject.clone()), (runs[0].0, runs[1].1));
                }
                fit.subjects += 1;
            }
        }
        if !fit.steps.is_empty() {
            fits.push(fit);
        }
    }
    fits.sort_by_key(|fit| {
        let name = last(&fit.at);
        (Some(fit.at.as_str()) != usual, !name.contains("invit"), fit.at.clone())
    });
    fits.into_iter().next()
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.trim().parse().ok()
}

//! Which requests made which step true: those between the last read that shows it wasn't, and the first that shows it is.

use super::cast::{Subject, canonical};
use super::fits::{Interval, Sightings, presence};
use super::found::Found;
use super::lists::{kin, succeeded};
use super::organization::Own;
use super::people::SpaceIds;
use super::scene::Scene;
use super::slots::{Slots, has, slots};
use super::value::scalar;
use crate::learn::script::Step;
use crate::model::{Field, Operation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The lists, and what they tell of ids.
pub(super) struct Evidence<'a> {
    pub(super) own: Option<Own<'a>>,
    pub(super) users: Option<Found<'a>>,
    pub(super) spaces: Option<Found<'a>>,
    pub(super) access: Option<Found<'a>>,
    pub(super) space_ids: SpaceIds,
    /// By address.
    pub(super) user_ids: BTreeMap<String, Value>,
    /// Whether a user or a workspace has the organization's id.
    pub(super) ambiguous: bool,
}

/// A kind of request: method and path, ids left out.
pub(super) type Kin = (String, Vec<String>);

/// One step of an operation that took effect, and the requests that may have done it.
#[derive(Clone, Debug)]
pub(super) struct Attributed {
    pub(super) step: usize,
    pub(super) subject: Subject,
    /// What the step does besides its operation: which facts it changes, and whether contacts go to somebody.
    pub(super) part: String,
    /// Places in the recording, by kind.
    pub(super) candidates: BTreeMap<Kin, Vec<usize>>,
}

/// All requests of a recording, taken apart once.
pub(super) struct Requests(Vec<Option<Slots>>);

impl Requests {
    /// Those that may change something, and were not refused.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let is_write = |method: &str| !matches!(method, "GET" | "HEAD");
        let taken = scene.exchanges.iter().map(|exchange| {
            (is_write(&exchange.method) && succeeded(exchange)).then(|| slots(exchange))
        });
        Self(taken.collect())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (usize, &Slots)> {
        let all = self.0.iter().enumerate();
        all.filter_map(|(order, slots)| Some((order, slots.as_ref()?)))
    }
}

impl Evidence<'_> {
    fn sightings(&self, subject: &Subject) -> Option<&Sightings<'_>> {
        match subject {
            Subject::Organization => self.own.as_ref().map(|own| &own.sightings),
            Subject::User(_) => self.users.as_ref().map(|found| &found.sightings),
            Subject::Space(_) => self.spaces.as_ref().map(|found| &found.sightings),
            Subject::Access(..) => self.access.as_ref().map(|found| &found.sightings),
        }
    }

    fn found(&self, subject: &Subject) -> Option<&Found<'_>> {
        match subject {
            Subject::Organization => None,
            Subject::User(_) => self.users.as_ref(),
            Subject::Space(_) => self.spaces.as_ref(),
            Subject::Access(..) => self.access.as_ref(),
        }
    }

    /// When a step took effect on a subject, where reads show it.
    pub(super) fn interval(
        &self,
        scene: &Scene<'_>,
        step: usize,
        subject: &Subject,
    ) -> Option<Interval> {
        let history = scene.cast.histories.get(subject)?;
        let seen = self.sightings(subject)?.get(subject)?;
        let at = history.iter().position(|(number, _)| *number == step)?;
        let was = at.checked_sub(1).is_some_and(|before| history[before].1.is_some());
        if was != history[at].1.is_some() {
            return presence(history, seen).get(&step).copied();
        }
        if let (Subject::Organization, Some(own)) = (subject, &self.own) {
            return own.name.steps.get(&(step, subject.clone())).copied();
        }
        let found = self.found(subject)?;
        let restrictions = found.restrictions.iter().flat_map(|shown| shown.fits());
        let fits = found.role.iter().chain(restrictions).chain(&found.fits);
        let key = (step, subject.clone());
        let mut shown = fits.filter_map(|fit| fit.steps.get(&key).copied());
        // Where it changed two things at once, both were changed in between.
        let first = shown.next()?;
        Some(shown.fold(first, |all, one| (all.0.max(one.0), all.1.min(one.1))))
    }

    /// What an object was like when a request was made: the last read before it.
    pub(super) fn object(&self, subject: &Subject, before: usize) -> Option<&Value> {
        let seen = self.sightings(subject)?.get(subject)?;
        let last = seen.iter().rfind(|look| look.end < before)?.item?;
        match (subject, &self.own) {
            (Subject::Organization, Some(own)) => last.pointer(&own.object),
            _ => Some(last),
        }
    }

    /// All objects of the list that shows this subject.
    pub(super) fn objects(&self, subject: &Subject) -> Vec<&Value> {
        match self.found(subject) {
            Some(found) => found.group.pages.iter().flat_map(|page| page.items).collect(),
            None => self
                .sightings(subject)
                .into_iter()
                .flat_map(|all| all.values().flatten())
                .filter_map(|look| {
                    self.object(subject, look.end + 1).filter(|_| look.item.is_some())
                })
                .collect(),
        }
    }

    /// Whether a request names this subject.
    pub(super) fn names(
        &self,
        scene: &Scene<'_>,
        step: &Step,
        subject: &Subject,
        slots: &Slots,
    ) -> bool {
        let id =
            |value: Option<&Value>| value.and_then(scalar).is_some_and(|text| has(slots, &text));
        let space = |number: &usize| id(self.space_ids.get(number));
        let user = |email: &String| has(slots, email) || id(self.user_ids.get(email));
        match subject {
            Subject::Organization => {
                step.values.name.as_deref().is_some_and(|name| has(slots, name))
            }
            Subject::User(email) => user(email),
            Subject::Space(number) if step.operation == Operation::CreateWorkspace => {
                scene.cast.spaces[*number].iter().any(|name| has(slots, name))
            }
            Subject::Space(number) => space(number),
            Subject::Access(number, email) => space(number) && user(email),
        }
    }

    /// The places of the lists' pages: some consoles ask for them as if they changed something.
    fn reads(&self) -> BTreeSet<usize> {
        let lists = [&self.users, &self.spaces, &self.access].into_iter().flatten();
        let pages = lists.flat_map(|found| found.group.pages.iter().map(|page| page.order));
        let own = self.own.iter().flat_map(|own| own.sightings.values().flatten());
        pages.chain(own.map(|look| look.start)).collect()
    }

    /// The steps of an operation that took effect, each with what may have done it.
    pub(super) fn attributed(
        &self,
        scene: &Scene<'_>,
        requests: &Requests,
        operation: Operation,
    ) -> Vec<Attributed> {
        let reads = self.reads();
        let mut all = Vec::new();
        for (number, step) in scene.script.steps.iter().enumerate() {
            if step.operation != operation || step.see.is_some() || step.refused {
                continue;
            }
            for subject in scene.cast.subjects(step) {
                let Some((from, to)) = self.interval(scene, number, &subject) else { continue };
                let mut candidates: BTreeMap<Kin, Vec<usize>> = BTreeMap::new();
                let within = requests.all().filter(|(order, _)| (from..=to).contains(order));
                for (order, slots) in within.filter(|(order, _)| !reads.contains(order)) {
                    if self.names(scene, step, &subject, slots) {
                        candidates.entry(kin(&scene.exchanges[order])).or_default().push(order);
                    }
                }
                let part = part(scene, number, step, &subject);
                all.push(Attributed { step: number, subject, part, candidates });
            }
        }
        all
    }
}

fn part(scene: &Scene<'_>, number: usize, step: &Step, subject: &Subject) -> String {
    let facts: BTreeSet<Field> = scene.cast.changes(number, subject).into_iter().collect();
    match step.operation {
        Operation::UpdateWorkspace | Operation::ChangeWorkspaceAccess => format!("{facts:?}"),
        Operation::RevokeWorkspaceAccess => step
            .values
            .reassign_to
            .as_ref()
            .map(canonical)
            .map_or_else(String::new, |_| "heir".to_owned()),
        _ => String::new(),
    }
}

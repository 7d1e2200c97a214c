//! From requests that took effect to how an operation goes.

use super::cast::Subject;
use super::doubts::{readable, settle_roles};
use super::evidence::{Attributed, Evidence, Kin, Requests};
use super::explain::{Heard, Meaning, Rep, Said, meaning};
use super::keep::{is_pointer_of_names, shown};
use super::lists::kin;
use super::merge::{Change, Repeated, repeated};
use super::outcome::{At, Learned, Merge, Reason};
use super::scene::Scene;
use super::slots::{Slot, is_form, slots};
use super::template::Template;
use super::value::fields;
use crate::learn::recording::Exchange;
use crate::model::{Argument, Field, Operation, Placeholder};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An operation as its requests show it.
pub(super) struct Shown {
    pub(super) learned: Learned,
    pub(super) used: BTreeSet<Placeholder>,
    pub(super) said: Said,
    pub(super) kin: Kin,
    /// The requests that it was learned from.
    pub(super) orders: BTreeSet<usize>,
    /// Constants of its body, which tell its requests from those of others.
    pub(super) constants: BTreeMap<Slot, Value>,
    /// How many parts of the operation it covers.
    parts: usize,
}

/// Learns a write.
///
/// # Errors
/// Why it isn't known.
pub(super) fn write(
    scene: &Scene<'_>,
    evidence: &Evidence<'_>,
    requests: &Requests,
    operation: Operation,
    heard: &Heard,
) -> Result<Shown, Reason> {
    let attributed = evidence.attributed(scene, requests, operation);
    if attributed.is_empty() {
        return Err(Reason::NoEffect);
    }
    let kinds: BTreeSet<&Kin> = attributed.iter().flat_map(|it| it.candidates.keys()).collect();
    if kinds.is_empty() {
        return Err(Reason::NoRequest);
    }
    let mut works: Vec<Shown> = Vec::new();
    let mut why: Option<Reason> = None;
    for kind in kinds {
        let covered = parts(&attributed, kind);
        // A revocation that hands nothing over is what all of them are, with or without an heir.
        let whole = operation != Operation::RevokeWorkspaceAccess || covered.contains("");
        if covered.is_empty() || !whole {
            continue;
        }
        let of: Vec<&Attributed> =
            attributed.iter().filter(|it| covered.contains(&it.part)).collect();
        let attempt = Attempt { scene, evidence, operation, heard, kind };
        match attempt.shown(&of, covered.len()) {
            Ok(shown) => works.push(shown),
            Err(reason) => why = Some(worst(why, reason)),
        }
    }
    let most = works.iter().map(|shown| shown.parts).max().unwrap_or(0);
    let mut best: Vec<Shown> = works.into_iter().filter(|shown| shown.parts == most).collect();
    match best.len() {
        0 => Err(why.unwrap_or(Reason::NoRequest)),
        1 => Ok(best.remove(0)),
        // Calls of their own for each part: the name is what most plans need.
        _ if is_change(operation) && disjoint(&attributed, &best) => {
            best.sort_by_key(|shown| {
                let takes = [Placeholder::Role, Placeholder::ContactLimit, Placeholder::Name];
                std::cmp::Reverse(takes.map(|it| shown.used.contains(&it)))
            });
            Ok(best.remove(0))
        }
        _ => Err(Reason::SeveralRequests),
    }
}

/// Of two reasons, the one that says more.
fn worst(before: Option<Reason>, reason: Reason) -> Reason {
    match before {
        Some(before) if !matches!(before, Reason::NoRequest | Reason::NoPlaceFor(_)) => before,
        _ => reason,
    }
}

/// The parts of an operation, each of whose steps has a request of this kind.
fn parts(attributed: &[Attributed], kind: &Kin) -> BTreeSet<String> {
    let all: BTreeSet<&String> = attributed.iter().map(|it| &it.part).collect();
    let covers = |part: &&String| {
        let mut steps = attributed.iter().filter(|it| it.part == **part);
        steps.all(|it| it.candidates.contains_key(kind))
    };
    all.into_iter().filter(covers).cloned().collect()
}

fn disjoint(attributed: &[Attributed], shown: &[Shown]) -> bool {
    let parts: Vec<_> = shown.iter().map(|shown| parts(attributed, &shown.kin)).collect();
    let total: usize = parts.iter().map(BTreeSet::len).sum();
    parts.into_iter().flatten().collect::<BTreeSet<_>>().len() == total
}

/// Whether it changes what is there, so that whatever else it carries may be a part of that.
const fn is_change(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::UpdateOrganization
            | Operation::ChangeOrganizationRole
            | Operation::UpdateWorkspace
            | Operation::ChangeWorkspaceAccess
    )
}

/// A request in placeholders, and the constants of its body.
pub(super) type Written = (Template, BTreeMap<Slot, Value>);

/// One kind of request, as what an operation may be.
pub(super) struct Attempt<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) evidence: &'s Evidence<'a>,
    operation: Operation,
    heard: &'s Heard,
    kind: &'s Kin,
}

impl Attempt<'_, '_> {
    fn shown(&self, attributed: &[&Attributed], parts: usize) -> Result<Shown, Reason> {
        let mut people: BTreeMap<usize, Vec<&Attributed>> = BTreeMap::new();
        for one in attributed {
            // Where somebody did a step twice, the last time is what took effect.
            let last = one.candidates.get(self.kind).and_then(|orders| orders.last());
            people.entry(*last.ok_or(Reason::NoRequest)?).or_default().push(one);
        }
        let exchanges: Vec<(&Exchange, &Vec<&Attributed>)> =
            people.iter().map(|(order, of)| (&self.scene.exchanges[*order], of)).collect();
        for (exchange, _) in &exchanges {
            readable(exchange)?;
        }
        let mut said = Said::default();
        let (template, merge) = match self.operation {
            Operation::AddWorkspaceUsers => (self.batch(&exchanges, &mut said)?, None),
            _ => self.single(&people, &mut said)?,
        };
        let (template, constants) = template;
        settle_roles(&mut said)?;
        let used = template.used.clone();
        if is_change(self.operation) {
            let takes = self.operation.definition().arguments();
            let state = takes.filter(|it| {
                !matches!(it, Argument::Workspace | Argument::User | Argument::Organization)
            });
            if !state.flat_map(Argument::placeholders).any(|it| used.contains(&it)) {
                return Err(Reason::NoPlaceFor("what is changed".to_owned()));
            }
        }
        let mut learned = template.learned(self.operation)?;
        learned.seen = exchanges.len();
        learned.merge = merge;
        if let Some((field, at)) = self.told(attributed) {
            learned.answer.insert(field, At::There(at));
        }
        let orders = people.keys().copied().collect();
        Ok(Shown { learned, used, said, kin: self.kind.clone(), orders, constants, parts })
    }

    /// Requests about one person, workspace or organization each.
    fn single(
        &self,
        people: &BTreeMap<usize, Vec<&Attributed>>,
        said: &mut Said,
    ) -> Result<(Written, Option<Merge>), Reason> {
        let mut reps = Vec::new();
        let mut objects = Vec::new();
        for (order, of) in people {
            let [one] = of.as_slice() else { return Err(Reason::SeveralRequests) };
            let exchange = &self.scene.exchanges[*order];
            let known = self.known(one);
            reps.push(Rep { slots: slots(exchange), form: is_form(exchange), known });
            objects.push((exchange, self.evidence.object(&one.subject, *order), &one.subject));
        }
        if reps.len() < 2 {
            return Err(Reason::SeenTooSeldom);
        }
        if !is_change(self.operation) {
            let template = self.template(&reps, said, None)?;
            return Ok((template, None));
        }
        let identities = self.identities(&reps);
        let mut plain = said.clone();
        if let Ok(template) = self.template(&reps, &mut plain, None)
            && !self.repeats_an_argument(&reps)
        {
            *said = plain;
            return Ok((template, None));
        }
        let changes: Option<Vec<Change<'_>>> = objects
            .iter()
            .map(|(exchange, object, _)| {
                let body = exchange.body.value()?;
                Some(Change { body, object: (*object)?, form: is_form(exchange) })
            })
            .collect();
        let changes = changes.ok_or(Reason::WholeObject)?;
        let subject = objects.first().map(|(_, _, subject)| *subject);
        let all = subject.map(|subject| self.evidence.objects(subject)).unwrap_or_default();
        let read = match self.operation {
            Operation::UpdateOrganization => Operation::GetOrganization,
            Operation::ChangeOrganizationRole => Operation::ListOrganizationUsers,
            Operation::UpdateWorkspace => Operation::ListWorkspaces,
            _ => Operation::ListWorkspaceUsers,
        };
        match repeated(read, &changes, &all, &identities)? {
            Some(Repeated { merge, kept }) => {
                let template = self.template(&reps, said, Some(&kept))?;
                Ok((template, Some(merge)))
            }
            None => {
                let template = self.template(&reps, said, None)?;
                match self.repeats_an_argument(&reps) {
                    true => Err(Reason::WholeObject),
                    false => Ok((template, None)),
                }
            }
        }
    }

    /// Where the answers tell the id of what was made.
    fn told(&self, attributed: &[&Attributed]) -> Option<(Field, String)> {
        let field = match self.operation {
            Operation::CreateWorkspace => Field::Workspace,
            Operation::InviteOrganizationUser => Field::User,
            _ => return None,
        };
        let mut places: Option<BTreeSet<String>> = None;
        for one in attributed {
            let order = *one.candidates.get(self.kind)?.last()?;
            let id = match &one.subject {
                Subject::Space(space) => self.evidence.space_ids.get(space)?,
                Subject::User(email) => self.evidence.user_ids.get(email)?,
                _ => return None,
            };
            let answer = self.scene.exchanges[order].answer.value()?;
            let here = fields(answer).into_iter().filter(|(_, value)| *value == id);
            let here: BTreeSet<String> = here.map(|(at, _)| at).collect();
            places = Some(places.map_or(here.clone(), |all| &all & &here));
        }
        let place = places?.into_iter().find(|at| is_pointer_of_names(at))?;
        Some((field, place))
    }

    /// The places of whom or what a request is about.
    fn identities(&self, reps: &[Rep]) -> BTreeSet<Slot> {
        let slots: BTreeSet<&Slot> = reps.iter().flat_map(|rep| rep.slots.keys()).collect();
        let is_identity = |slot: &&Slot| {
            let found = self.meaning(slot, reps, &mut Said::default());
            matches!(found, Ok(Meaning::Placeholder(it)) if it.names_something())
        };
        slots.into_iter().filter(is_identity).cloned().collect()
    }

    /// Whether a request says again what its step doesn't change: then a call that leaves it out would be another one.
    fn repeats_an_argument(&self, reps: &[Rep]) -> bool {
        let slots: BTreeSet<&Slot> = reps.iter().flat_map(|rep| rep.slots.keys()).collect();
        let said = |slot: &Slot| self.meaning(slot, reps, &mut Said::default());
        slots.into_iter().any(|slot| {
            let Ok(Meaning::Placeholder(placeholder)) = said(slot) else { return false };
            reps.iter().any(|rep| {
                let there = rep.slots.get(slot).is_some_and(|it| !super::value::is_nothing(it));
                there && rep.known.repeats(placeholder)
            })
        })
    }

    fn meaning(&self, slot: &Slot, reps: &[Rep], said: &mut Said) -> Result<Meaning, Reason> {
        let organization = Some(&self.scene.organization);
        meaning(slot, reps, organization, self.evidence.ambiguous, self.heard, said)
    }

    /// The request in placeholders. What is `kept` of each request, the object has; where a place has a value of its own
    /// only in some, these say what it is.
    pub(super) fn template(
        &self,
        reps: &[Rep],
        said: &mut Said,
        kept: Option<&Vec<BTreeSet<Slot>>>,
    ) -> Result<Written, Reason> {
        let exchange = self.exchange();
        let mut template = Template::of(exchange, reps.iter().any(|rep| rep.form));
        let mut constants = BTreeMap::new();
        let slots: BTreeSet<&Slot> = reps.iter().flat_map(|rep| rep.slots.keys()).collect();
        for slot in slots {
            let mut own = said.clone();
            let mut found = self.meaning(slot, reps, &mut own);
            let is_placeholder = matches!(found, Ok(Meaning::Placeholder(_)));
            if let (Some(kept), false) = (kept, is_placeholder) {
                let own_reps = reps.iter().zip(kept).filter(|(_, kept)| !kept.contains(slot));
                let own_reps: Vec<Rep> = own_reps.map(|(rep, _)| rep.clone()).collect();
                if own_reps.is_empty() {
                    continue;
                }
                if own_reps.len() < reps.len() {
                    own = said.clone();
                    found = self.meaning(slot, &own_reps, &mut own);
                    if !matches!(found, Ok(Meaning::Placeholder(_))) {
                        return Err(Reason::WholeObject);
                    }
                }
            }
            *said = own;
            let found = found?;
            match (&found, slot) {
                (Meaning::Unexplained, _) => return Err(Reason::Unexplained(shown(slot))),
                (Meaning::Constant(value), Slot::Body(_)) => {
                    if is_change(self.operation) && !self.tells_calls_apart(slot, value) {
                        return Err(Reason::Constant(shown(slot)));
                    }
                    constants.insert(slot.clone(), value.clone());
                }
                _ => {}
            }
            template.set(slot, found)?;
        }
        Ok((template, constants))
    }

    /// Whether other calls of this kind have another word there: then it says which call it is, and is no state.
    fn tells_calls_apart(&self, slot: &Slot, value: &Value) -> bool {
        let mut others = self.scene.exchanges.iter().filter(|it| kin(it) == *self.kind);
        value.is_string()
            && others
                .any(|other| slots(other).get(slot).is_some_and(|it| it.is_string() && it != value))
    }

    fn exchange(&self) -> &Exchange {
        let mut all = self.scene.exchanges.iter();
        // The kind was taken from one of them.
        all.find(|it| kin(it) == *self.kind).unwrap_or(&self.scene.exchanges[0])
    }
}

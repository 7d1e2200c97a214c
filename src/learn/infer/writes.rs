//! From requests that took effect to how an operation goes.

use super::cast::{Fact, Subject, canonical};
use super::evidence::{Attributed, Evidence, Kin, Requests};
use super::explain::{Heard, Known, Meaning, Rep, Said, meaning};
use super::keep::{is_pointer_of_names, shown, signs};
use super::lists::kin;
use super::merge::{Change, Repeated, repeated};
use super::outcome::{At, Learned, Merge, Reason};
use super::scene::Scene;
use super::slots::{Slot, Slots, is_form, slots};
use super::template::Template;
use super::value::{fields, lists, scalar};
use crate::learn::recording::{Content, Exchange};
use crate::learn::script::{Step, role_of};
use crate::model::{Argument, Field, Operation, Placeholder, Restriction};
use serde_json::{Value, json};
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
    constants: BTreeMap<Slot, Value>,
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
type Written = (Template, BTreeMap<Slot, Value>);

struct Attempt<'s, 'a> {
    scene: &'s Scene<'a>,
    evidence: &'s Evidence<'a>,
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
    fn template(
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

    /// Requests that give people access, several at once where one of them did.
    fn batch(
        &self,
        exchanges: &[(&Exchange, &Vec<&Attributed>)],
        said: &mut Said,
    ) -> Result<Written, Reason> {
        if exchanges.len() < 2 {
            return Err(Reason::SeenTooSeldom);
        }
        let people_in = |item: &Value| {
            let all = super::value::leaves(item);
            let email = |text: String| text.trim().to_lowercase();
            let found = all.into_iter().filter_map(|(_, value)| scalar(value)).map(email);
            found.filter(|text| self.scene.cast.people.contains(text)).collect::<BTreeSet<_>>()
        };
        let at = exchanges
            .iter()
            .flat_map(|(exchange, _)| exchange.body.value().into_iter().flat_map(lists))
            .filter(|(_, items)| items.len() > 1 && items.iter().all(|it| people_in(it).len() == 1))
            .map(|(at, _)| at)
            .next();
        let Some(at) = at else {
            let mut reps = Vec::new();
            for (exchange, of) in exchanges {
                let [one] = of.as_slice() else { return Err(Reason::SeveralRequests) };
                let known = self.known(one);
                reps.push(Rep { slots: slots(exchange), form: is_form(exchange), known });
            }
            return self.template(&reps, said, None);
        };
        let inside = |slot: &Slot| match slot {
            Slot::Body(pointer) => pointer
                .strip_prefix(&at)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            _ => false,
        };
        let mut outer = Vec::new();
        let mut items = Vec::new();
        for (exchange, of) in exchanges {
            let form = is_form(exchange);
            let known = of.first().map(|one| self.known(one)).unwrap_or_default();
            let values = known.values.into_iter().filter(|(it, _)| *it == Placeholder::Workspace);
            let known = Known { values: values.collect(), ..Known::default() };
            let around = slots(exchange).into_iter().filter(|(slot, _)| !inside(slot)).collect();
            outer.push(Rep { slots: around, form, known });
            let list = exchange.body.value().and_then(|body| body.pointer(&at)?.as_array());
            let list = list.ok_or(Reason::SeveralRequests)?;
            for item in list {
                let person = people_in(item);
                let one = of.iter().find(|one| match &one.subject {
                    Subject::Access(_, email) => person.contains(email),
                    _ => false,
                });
                // Somebody whose access no read shows says nothing.
                let Some(one) = one else { continue };
                let leaves = super::value::leaves(item).into_iter();
                let slots: Slots =
                    leaves.map(|(at, value)| (Slot::Body(at), value.clone())).collect();
                let mut known = self.known(one);
                known.values.remove(&Placeholder::Workspace);
                items.push(Rep { slots, form, known });
            }
        }
        let (mut template, constants) = self.template(&outer, said, None)?;
        let (item, _) = self.template(&items, said, None)?;
        template.each(&at, item);
        Ok((template, constants))
    }

    /// What is known of the request of a step.
    fn known(&self, one: &Attributed) -> Known {
        let step = &self.scene.script.steps[one.step];
        let history = self.scene.cast.histories.get(&one.subject);
        let state = history
            .and_then(|history| history.iter().find(|(number, _)| *number == one.step)?.1.as_ref());
        let changed: BTreeSet<Fact> =
            self.scene.cast.changes(one.step, &one.subject).into_iter().collect();
        let made = changed.is_empty();
        let of = |fact: Fact| {
            state
                .and_then(|state| state.get(&fact))
                .map(|it| (it.clone(), made || changed.contains(&fact)))
        };
        let mut known = Known::default();
        let mut set = |placeholder, value: Option<Value>, needed| {
            if let Some(value) = value {
                known.values.insert(placeholder, (value, needed));
            }
        };
        let (email, space) = match &one.subject {
            Subject::User(email) => (Some(email), None),
            Subject::Access(space, email) => (Some(email), Some(space)),
            Subject::Space(space) => (None, Some(space)),
            Subject::Organization => (None, None),
        };
        set(Placeholder::Email, email.map(|email| json!(email)), true);
        set(Placeholder::User, email.and_then(|it| self.evidence.user_ids.get(it).cloned()), true);
        if step.operation != Operation::CreateWorkspace {
            let id = space.and_then(|it| self.evidence.space_ids.get(it).cloned());
            set(Placeholder::Workspace, id, true);
        }
        let heir = step.values.reassign_to.as_ref().map(canonical);
        set(Placeholder::ReassignToEmail, heir.as_ref().map(|it| json!(it)), true);
        let id = heir.and_then(|it| self.evidence.user_ids.get(&it).cloned());
        set(Placeholder::ReassignTo, id, true);
        if matches!(
            step.operation,
            Operation::CreateWorkspace | Operation::UpdateWorkspace | Operation::UpdateOrganization
        ) {
            if let Some((name, needed)) = of(Fact::Name) {
                set(Placeholder::Name, Some(name), needed);
            }
            // A dialog that makes a workspace may ask for a time zone, or not.
            if let Some((zone, needed)) = of(Fact::Timezone) {
                let asked = step.operation != Operation::CreateWorkspace;
                set(Placeholder::Timezone, Some(zone), needed && asked);
            }
            known.limit = of(Fact::Limit);
        }
        if step.operation != Operation::ResendInvitation {
            known.role =
                of(Fact::Role).and_then(|(word, needed)| Some((role_of(word.as_str()?)?, needed)));
        }
        known.restrictions = of(Fact::Restrictions).and_then(|(set, needed)| {
            let set: BTreeSet<Restriction> = serde_json::from_value(set).ok()?;
            let asked = step.operation == Operation::ChangeWorkspaceAccess || !set.is_empty();
            Some((set, needed && asked))
        });
        known
    }
}

impl Known {
    /// Whether this is known and not changed.
    fn repeats(&self, placeholder: Placeholder) -> bool {
        match placeholder {
            Placeholder::Role => self.role.is_some_and(|(_, changed)| !changed),
            Placeholder::Restrictions
            | Placeholder::Restriction(_)
            | Placeholder::NotRestriction(_) => {
                self.restrictions.as_ref().is_some_and(|(_, changed)| !changed)
            }
            Placeholder::ContactLimit | Placeholder::ContactLimitEnabled => {
                self.limit.as_ref().is_some_and(|(_, changed)| !changed)
            }
            other => self.values.get(&other).is_some_and(|(_, needed)| !needed),
        }
    }
}

/// Whether a profile can say requests of this kind at all.
fn readable(exchange: &Exchange) -> Result<(), Reason> {
    if let Some((name, _)) = exchange.headers.iter().find(|(name, _)| signs(name)) {
        return Err(Reason::Signed(name.chars().take(40).collect()));
    }
    let graph = |body: &Value| {
        let query = body.get("query").and_then(Value::as_str);
        query.is_some_and(|text| text.contains('{'))
    };
    let path = exchange.path.last().map(|it| it.to_lowercase()).unwrap_or_default();
    match &exchange.body {
        Content::Cut => Err(Reason::CutBodies),
        Content::Other => Err(Reason::OtherBody),
        Content::Json(body) if graph(body) || path.contains("graphql") => Err(Reason::GraphQl),
        Content::Json(_) | Content::Form(_) | Content::Empty => Ok(()),
    }
}

/// Of several places that may be the role, those that surely are.
fn settle_roles(said: &mut Said) -> Result<(), Reason> {
    let unsure: Vec<_> = said.roles.iter().filter(|(_, _, sure)| !sure).collect();
    let sure = said.roles.len() - unsure.len();
    match unsure.first() {
        Some((slot, _, _)) if sure > 0 => Err(Reason::Unexplained(shown(slot))),
        Some((slot, _, _)) if unsure.len() > 1 => Err(Reason::Ambiguous(shown(slot))),
        _ => Ok(()),
    }
}

/// Whether there is another request that it would have been taken for, and that no step of it explains.
pub(super) fn contradicted(
    scene: &Scene<'_>,
    evidence: &Evidence<'_>,
    requests: &Requests,
    operation: Operation,
    shown: &Shown,
) -> bool {
    let steps: Vec<&Step> = scene
        .script
        .steps
        .iter()
        .filter(|it| it.operation == operation && it.see.is_none())
        .collect();
    requests.all().any(|(order, slots)| {
        let alike = kin(&scene.exchanges[order]) == shown.kin
            && shown.constants.iter().all(|(slot, value)| slots.get(slot) == Some(value));
        if !alike || shown.orders.contains(&order) {
            return false;
        }
        let named = |step: &&&Step| {
            let subjects = scene.cast.subjects(step);
            subjects.iter().any(|subject| evidence.names(scene, step, subject, slots))
        };
        // Who is gone can't go once more: a request that came at another time too is not what did it.
        let at_its_time = || {
            scene.script.steps.iter().enumerate().any(|(number, step)| {
                let of_it = step.operation == operation;
                let subjects = if of_it { scene.cast.subjects(step) } else { Vec::new() };
                subjects.iter().any(|subject| {
                    let interval = evidence.interval(scene, number, subject);
                    interval.is_some_and(|(from, to)| (from..=to).contains(&order))
                        && evidence.names(scene, step, subject, slots)
                })
            })
        };
        let once = matches!(
            operation,
            Operation::RemoveOrganizationUser
                | Operation::ResendInvitation
                | Operation::DeleteWorkspace
                | Operation::RevokeWorkspaceAccess
        );
        if once && steps.iter().any(|step| named(&step)) && !at_its_time() {
            return true;
        }
        let about_somebody = scene.script.steps.iter().any(|step| {
            let subjects = scene.cast.subjects(step);
            subjects.iter().any(|subject| evidence.names(scene, step, subject, slots))
        });
        about_somebody && !steps.iter().any(|step| named(&step))
    })
}

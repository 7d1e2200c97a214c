//! Script and recording → how each operation goes over the wire, or why that isn't known.
//!
//! | file | idea |
//! |---|---|
//! | `cast` | who and what the script is about, and what becomes of them |
//! | `lists`, `paging`, `found` | reads: lists, pages, walks |
//! | `fits` | which place of an item shows what |
//! | `people`, `status`, `restrictions`, `spaces`, `organization` | each list, and its fields |
//! | `evidence` | which requests made which step true |
//! | `explain`, `slots`, `template` | requests: placeholders, constants |
//! | `merge` | writes that replace an object |
//! | `writes`, `batch`, `known` | from requests that took effect to an operation |
//! | `doubts`, `contradicted` | requests that don't show it, and requests that speak against it |
//! | `words`, `marks` | words of the wire; success and refusal |
//! | `keep` | what of a recording may stand in a file |
//! | `outcome` | what is known, and why the rest isn't |

mod batch;
mod cast;
mod contradicted;
mod doubts;
mod evidence;
mod explain;
mod fits;
mod found;
mod keep;
mod known;
mod lists;
mod marks;
mod merge;
mod organization;
mod outcome;
mod paging;
mod people;
mod restrictions;
mod scene;
mod slots;
mod spaces;
mod status;
mod template;
mod value;
mod words;
mod writes;

pub(crate) use outcome::{AlreadySo, At, Body, Paging as PagingOut, Word};
pub use outcome::{Findings, Gap, Learned, Missing, Reason};

use super::recording::{Exchange, Recording};
use super::script::Script;
use crate::model::{Argument, Field, Operation};
use crate::platform::Profile;
use cast::Cast;
use contradicted::contradicted;
use evidence::{Evidence, Requests};
use explain::Heard;
use found::Found;
use outcome::At as Place;
use paging::Paging;
use scene::Scene;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use value::{last, scalar};
use writes::{Shown, write};

/// What a recording of this script shows, beside the profile that is extended.
#[must_use]
pub fn infer(script: &Script, recording: &Recording, base: &Profile) -> Findings {
    let scene = Scene {
        script,
        cast: Cast::of(script),
        exchanges: &recording.exchanges,
        base,
        organization: script.organization.json(),
    };
    let requests = Requests::of(&scene);
    // A list of which one page was seen may go on as another list of the console does, and whether a user has the
    // organization's id shows once users are known: so all are looked at twice.
    let first = reads(&scene, &requests, &[], false);
    let known: Vec<Paging> =
        first.lists().filter_map(|found| Paging::shown_by(&found.group)).collect();
    let mut reads = reads(&scene, &requests, &known, first.evidence.ambiguous);
    let mut why = std::mem::take(&mut reads.why);
    let mut findings = Findings::default();
    let Evidence { users, access, .. } = &reads.evidence;
    words::read(&mut findings.words, users.as_ref().and_then(|it| it.role.as_ref()), None);
    if let Some(access) = access {
        words::read(&mut findings.words, access.role.as_ref(), access.restrictions.as_ref());
    }
    let mut shown = writes(&scene, &reads.evidence, &requests, &mut why);
    for (operation, reason) in words::settle(&mut shown, &mut findings.words) {
        shown.remove(&operation);
        why.insert(operation, reason);
    }
    words::complete(&mut findings.words);
    outcomes(&scene, &mut shown, &mut findings, &mut why);
    mark_reads(&scene, &mut reads, &findings);
    let Reads { evidence: Evidence { own, mut users, mut spaces, mut access, .. }, listed, .. } =
        reads;
    unlimited(&shown, spaces.as_mut());
    let mut status = None;
    for found in [&mut users, &mut access].into_iter().flatten() {
        found.tell_status(&scene, &mut findings.words, status.as_deref());
        status = found.status_at();
    }
    findings.learned.extend(listed.map(|(learned, _)| (Operation::ListOrganizations, learned)));
    findings.learned.extend(own.map(|own| (Operation::GetOrganization, own.learned)));
    for found in [users, spaces, access].into_iter().flatten() {
        findings.learned.insert(found.operation, found.learned);
    }
    findings.learned.extend(shown.into_iter().map(|(operation, it)| (operation, it.learned)));
    missing(script, &recording.exchanges, &why, &mut findings);
    findings
}

/// All reads, and why some are not known.
struct Reads<'a> {
    evidence: Evidence<'a>,
    why: BTreeMap<Operation, Reason>,
    /// With its answers.
    listed: Option<(Learned, Vec<&'a Value>)>,
}

impl<'a> Reads<'a> {
    fn lists(&self) -> impl Iterator<Item = &Found<'a>> {
        let Evidence { users, spaces, access, .. } = &self.evidence;
        [users, spaces, access].into_iter().flatten()
    }
}

fn reads<'a>(
    scene: &'a Scene<'a>,
    requests: &Requests,
    known: &[Paging],
    ambiguous: bool,
) -> Reads<'a> {
    let mut why = BTreeMap::new();
    let mut told = |operation, reason| {
        why.insert(operation, reason);
    };
    let own = organization::own(scene, ambiguous);
    let own = own.map_err(|reason| told(Operation::GetOrganization, reason)).ok();
    let listed = organization::listed(scene);
    let listed = listed.map_err(|reason| told(Operation::ListOrganizations, reason)).ok();
    let spaces = spaces::workspaces(scene, known, ambiguous);
    let spaces = spaces.map_err(|reason| told(Operation::ListWorkspaces, reason)).ok();
    let (spaces, space_ids) = spaces.map_or((None, BTreeMap::new()), |(it, ids)| (Some(it), ids));
    let users = people::users(scene, &space_ids, known, ambiguous);
    let mut users = users.map_err(|reason| told(Operation::ListOrganizationUsers, reason)).ok();
    let access = people::access(scene, &space_ids, known, ambiguous);
    let mut access = access.map_err(|reason| told(Operation::ListWorkspaceUsers, reason)).ok();
    let user_ids = user_ids(scene, requests, users.as_mut(), access.as_mut());
    let id = scalar(&scene.organization);
    let ambiguous = [&users, &spaces, &access].into_iter().flatten().any(|found| {
        let Some(Place::There(at)) = found.answer.get(&Field::Id) else { return false };
        let mut items = found.group.pages.iter().flat_map(|page| page.items);
        items.any(|item| item.pointer(at).and_then(scalar) == id)
    });
    let evidence = Evidence { own, users, spaces, access, space_ids, user_ids, ambiguous };
    Reads { evidence, why, listed }
}

/// The ids by which the console itself speaks of users, by address; both lists have to tell the same ones.
fn user_ids(
    scene: &Scene<'_>,
    requests: &Requests,
    users: Option<&mut Found<'_>>,
    access: Option<&mut Found<'_>>,
) -> BTreeMap<String, Value> {
    let of = |found: &Found<'_>, at: &str| -> BTreeMap<String, Value> {
        let items = found.group.pages.iter().flat_map(|page| page.items);
        items.filter_map(|it| Some((found.group.key_of(it), it.pointer(at)?.clone()))).collect()
    };
    let chosen = |found: &Found<'_>| {
        let used = |at: &String| {
            let ids = of(found, at).into_iter();
            let ids = ids.filter(|(email, _)| scene.cast.people.contains(email));
            let ids: BTreeSet<String> = ids.filter_map(|(_, id)| scalar(&id)).collect();
            let names = |slots: &slots::Slots| ids.iter().any(|id| slots::has(slots, id));
            requests.all().filter(|(_, slots)| names(slots)).count()
        };
        let usual = scene.usual_at(found.operation, Field::Id);
        let mut ids = found.group.ids();
        ids.sort_by_key(|at| {
            let is_usual = Some(at) == usual.as_ref();
            (std::cmp::Reverse(used(at)), !is_usual, last(at) != "id", at.len(), at.clone())
        });
        ids.into_iter().next()
    };
    let mut known = BTreeMap::new();
    if let Some(users) = users
        && let Some(at) = chosen(users)
    {
        known = of(users, &at);
        users.answer.insert(Field::Id, Place::There(at));
    }
    let Some(access) = access else { return known };
    if known.is_empty() {
        if let Some(at) = chosen(access) {
            known = of(access, &at);
            access.answer.insert(Field::Id, Place::There(at));
        }
        return known;
    }
    let same = |at: &String| {
        let here = of(access, at);
        let both: Vec<_> = here.iter().filter(|(email, _)| known.contains_key(*email)).collect();
        !both.is_empty() && both.iter().all(|(email, id)| known.get(*email) == Some(id))
    };
    if let Some(at) = access.group.ids().into_iter().find(same) {
        access.answer.insert(Field::Id, Place::There(at));
    }
    known
}

/// All writes that are known, and why the others aren't.
fn writes(
    scene: &Scene<'_>,
    evidence: &Evidence<'_>,
    requests: &Requests,
    why: &mut BTreeMap<Operation, Reason>,
) -> BTreeMap<Operation, Shown> {
    let of = |found: Option<&Found<'_>>| words::heard(found.and_then(|it| it.role.as_ref()));
    let mut heard = Heard { roles: of(evidence.users.as_ref()), ..Heard::default() };
    heard.roles.extend(of(evidence.access.as_ref()));
    let restricted = evidence.access.as_ref().and_then(|it| it.restrictions.as_ref());
    if let Some(restrictions::Shown::List { words, .. }) = restricted {
        heard.restrictions.clone_from(words);
    }
    let mut all = BTreeMap::new();
    // Restrictions change there one by one, which tells the words that other requests have for them.
    let first = Operation::ChangeWorkspaceAccess;
    let others = Operation::ALL.iter().copied().filter(|it| !it.is_read() && *it != first);
    for operation in iter::once(first).chain(others) {
        match write(scene, evidence, requests, operation, &heard) {
            Ok(shown) => {
                // Requests may call a restriction otherwise than lists do.
                heard.restrictions.extend(shown.said.restrictions.clone());
                all.insert(operation, shown);
            }
            Err(reason) => _ = why.insert(operation, reason),
        }
    }
    let doubtful: Vec<Operation> = all
        .iter()
        .filter(|(operation, it)| contradicted(scene, evidence, requests, **operation, it))
        .map(|(operation, _)| *operation)
        .collect();
    for operation in doubtful {
        all.remove(&operation);
        why.insert(operation, Reason::SeveralRequests);
    }
    all
}

/// Success and refusal, ids that answers tell, and what could not be found.
fn outcomes(
    scene: &Scene<'_>,
    shown: &mut BTreeMap<Operation, Shown>,
    findings: &mut Findings,
    why: &mut BTreeMap<Operation, Reason>,
) {
    let exchanges: Vec<_> =
        shown.values().flat_map(|it| &it.orders).map(|order| &scene.exchanges[*order]).collect();
    let invites = shown.get(&Operation::InviteOrganizationUser);
    let last = invites.and_then(|it| it.orders.last().copied()).unwrap_or(0);
    let refusal = invites.and_then(|it| marks::refusal(scene, &it.kin, last));
    match marks::mark(scene, &exchanges, refusal) {
        Ok(mark) => (findings.success, findings.usual_success) = (mark.own, mark.usual),
        Err(reason) => {
            for operation in std::mem::take(shown).into_keys() {
                why.insert(operation, reason.clone());
            }
            return;
        }
    }
    if let Some(refusal) = refusal {
        findings.message = marks::message(scene, refusal);
        if let Some(invites) = shown.get_mut(&Operation::InviteOrganizationUser) {
            invites.learned.already_so = marks::already_so(scene, refusal);
        }
    }
    for (operation, it) in shown {
        let definition = operation.definition();
        let carried =
            |argument: &&Argument| argument.placeholders().iter().any(|way| it.used.contains(way));
        let lost = definition.takes.iter().filter(|argument| !carried(argument));
        let lost: Vec<Gap> = lost.map(|argument| Gap::Argument(*argument)).collect();
        it.learned.gaps.extend(lost);
    }
}

/// What is sent for "no limit" stands first.
fn unlimited(shown: &BTreeMap<Operation, Shown>, spaces: Option<&mut Found<'_>>) {
    let update = shown.get(&Operation::UpdateWorkspace);
    let Some(sent) = update.and_then(|it| it.said.unlimited.clone()) else { return };
    let Some(spaces) = spaces else { return };
    for answer in [&mut spaces.answer, &mut spaces.learned.answer] {
        if let Some(Place::Limit(_, off)) = answer.get_mut(&Field::ContactLimit) {
            off.retain(|value| *value != sent);
            off.insert(0, sent.clone());
        }
    }
}

/// Whether each read has the mark of a success too; where it doesn't, its status alone says so.
fn mark_reads(scene: &Scene<'_>, reads: &mut Reads<'_>, findings: &Findings) {
    let usual = scene.base.service.success.mark.as_ref().filter(|_| findings.usual_success);
    let usual = usual.map(|(at, is)| (at.to_string(), is.clone()));
    let Some((at, is)) = findings.success.clone().or(usual) else { return };
    let lacks = |answer: &Value| answer.pointer(&at) != Some(&is);
    let Evidence { own, users, spaces, access, .. } = &mut reads.evidence;
    for found in [users, spaces, access].into_iter().flatten() {
        found.learned.unmarked = found.group.pages.iter().any(|page| lacks(page.answer));
    }
    if let Some(own) = own {
        let looks = own.sightings.values().flatten();
        own.learned.unmarked = looks.filter_map(|look| look.item).any(lacks);
    }
    if let Some((learned, pages)) = &mut reads.listed {
        learned.unmarked = pages.iter().any(|answer| lacks(answer));
    }
}

/// Why each operation of the script that is not known isn't, and what to record again.
fn missing(
    script: &Script,
    exchanges: &[Exchange],
    why: &BTreeMap<Operation, Reason>,
    findings: &mut Findings,
) {
    for operation in Operation::ALL {
        let steps =
            script.steps.iter().filter(|step| step.operation == *operation && !step.refused);
        let mut again: Vec<String> = steps.map(|step| step.id.clone()).collect();
        if again.is_empty() || findings.learned.contains_key(operation) {
            continue;
        }
        let why = match why.get(operation).cloned().unwrap_or(Reason::NotSeen) {
            found_nothing @ (Reason::NotSeen | Reason::NoEffect | Reason::NoRequest) => {
                doubts::throughout(script, exchanges, *operation).unwrap_or(found_nothing)
            }
            why => why,
        };
        if !why.can_be_recorded() {
            again.clear();
        }
        findings.missing.insert(*operation, Missing { why, again });
    }
}

//! The organization's name and its users.

use super::Differences;
use crate::model::{
    Completeness, Ended, Field, Operation, OrganizationRole, OrganizationUser, Seen, Source,
};
use crate::plan::change::Change;
use crate::plan::input::PlanInput;
use crate::plan::world::{Person, PersonFacts};
use crate::plan::{
    ChangeOrganizationRole, Hold, InviteOrganizationUser, Properties as _, RemoveOrganizationUser,
    ResendInvitation, UpdateOrganization,
};
use jiff::{Timestamp, ToSpan};

pub(super) fn name(input: &PlanInput, found: &mut Differences) {
    let Some(wanted) = &input.world.desired.display_name else { return };
    match input.world.snapshot.organization.as_ref().and_then(|it| it.name.as_ref()) {
        Some(live) if *live == wanted.value => {}
        Some(live) => {
            let rename = UpdateOrganization { before: live.clone(), after: wanted.value.clone() };
            found.changes.push(Change::new(rename, &wanted.source));
        }
        None => {
            let what = "the organization's name".to_owned();
            found.missing(input, Operation::GetOrganization, Field::Name, what);
        }
    }
}

pub(super) fn users(input: &PlanInput, found: &mut Differences) {
    let world = input.world;
    if world.desired.users.is_none() {
        return;
    }
    if world.snapshot.users.completeness == Completeness::OutOfSight {
        return;
    }
    for (person, facts) in world.everybody() {
        if facts.ignored {
            continue;
        }
        if facts.is_strange() {
            found.warn(format!(
                "{} has a role or state that this version does not know, and is left alone",
                facts.email
            ));
            continue;
        }
        match (facts.live, world.wanted_role(person)) {
            (None, None) => {}
            (None, Some(role)) => invite(input, found, person, role),
            (Some(live), Some(role)) => keep(input, found, person, live, role),
            (Some(live), None) => remove(input, found, person, live),
        }
    }
}

/// Members with a workspace are invited by the workspace; everybody else is invited here.
fn invite(input: &PlanInput, found: &mut Differences, person: Person, role: OrganizationRole) {
    let facts = input.world.person(person);
    if role == OrganizationRole::Member && facts.in_workspace || !facts.access.is_empty() {
        return;
    }
    let Some(listed) = facts.listed else { return };
    let unsure = !input.world.snapshot.users.is_complete()
        && !input.knows_already_so(Operation::InviteOrganizationUser);
    let hold =
        unsure.then(|| Hold::NotObserved { what: "all users of the organization".to_owned() });
    let invite = InviteOrganizationUser { email: facts.email.clone(), role };
    let change = Change::new(invite, &listed.source).of(person).until(listed.until);
    found.changes.push(change.held(hold));
}

fn keep(
    input: &PlanInput,
    found: &mut Differences,
    person: Person,
    live: &OrganizationUser,
    role: OrganizationRole,
) {
    let facts = input.world.person(person);
    let source = source_of(input, facts);
    if let Seen::Known(before) = live.role
        && before != role
    {
        let (email, before) = (facts.email.clone(), Seen::Known(before));
        let change = ChangeOrganizationRole { email, before, after: role };
        // R8: nothing is taken on the strength of a list that did not add up.
        let unseen = !input.world.snapshot.users.is_complete() && change.takes_away();
        let hold = unseen.then(|| Hold::not_observed("all users of the organization"));
        let change = Change::new(change, &source).of(person);
        let change = change.until(facts.listed.and_then(|it| it.until));
        found.changes.push(change.since(ended(input, facts)).held(hold));
    }
    let resend_after = input.world.desired.resend_after_days.filter(|_| live.is_pending());
    if resend_after.is_some() && live.invited_at.is_none() {
        let what = format!("the time of the invitation of {}", facts.email);
        found.missing(input, Operation::ListOrganizationUsers, Field::InvitedAt, what);
    }
    if let (Some(days), Some(invited_at)) = (resend_after, live.invited_at)
        && is_older(invited_at, days, input.settings.now)
    {
        let resend = ResendInvitation { email: facts.email.clone(), invited_at };
        found.changes.push(Change::new(resend, &source).of(person));
    }
}

fn is_older(invited_at: Timestamp, days: u32, now: Timestamp) -> bool {
    let age = (i64::from(days) * 24).hours();
    invited_at.checked_add(age).is_ok_and(|due| due <= now)
}

fn remove(input: &PlanInput, found: &mut Differences, person: Person, live: &OrganizationUser) {
    let facts = input.world.person(person);
    let handed_over = facts.hand_over.is_some();
    if !handed_over && input.world.desired.policy.additive {
        return;
    }
    let hold = awaited(input, facts).or_else(|| unmanaged(input, facts)).or_else(|| unseen(input));
    let pending = live.is_pending();
    let (email, before) = (facts.email.clone(), live.role.clone());
    let removal = RemoveOrganizationUser { email, before, pending };
    let change = Change::new(removal, &source_of(input, facts)).of(person);
    found.changes.push(change.since(ended(input, facts)).held(hold));
}

/// The old address of a hand-over stays until the new one has accepted.
pub(super) fn awaited(input: &PlanInput, facts: &PersonFacts) -> Option<Hold> {
    let to = &facts.hand_over?.to;
    let accepted = input.world.find(to).is_some_and(|new| input.world.person(new).accepted());
    (!accepted).then(|| Hold::AwaitingAcceptance { people: vec![to.clone()] })
}

/// R6: access to workspaces whose users are not managed is not taken away, and has to go first.
fn unmanaged(input: &PlanInput, facts: &PersonFacts) -> Option<Hold> {
    let workspaces: Vec<_> = facts
        .access
        .keys()
        .map(|workspace| input.world.workspace_facts(*workspace))
        .filter(|workspace| {
            workspace.retired.is_none() && workspace.desired.is_none_or(|it| it.users.is_none())
        })
        .map(|workspace| workspace.name.clone())
        .collect();
    (!workspaces.is_empty()).then_some(Hold::UnmanagedAccess { workspaces })
}

/// R8 for R6: somebody's access is known to be gone only where every list was read in full.
fn unseen(input: &PlanInput) -> Option<Hold> {
    let snapshot = input.world.snapshot;
    if !snapshot.users.is_complete() {
        return Some(Hold::not_observed("all users of the organization"));
    }
    if !snapshot.workspaces.is_complete() {
        return Some(Hold::not_observed("all workspaces"));
    }
    let mut live = input.world.workspaces.iter().filter_map(|it| it.live);
    let unread = live.find(|it| !(it.users.is_complete() && it.users.shows_pending))?;
    Some(Hold::not_observed(format!("everybody in {}", unread.name.quoted())))
}

/// The listing of somebody in the organization that has ended; of somebody who was listed in workspaces alone, the last
/// of these.
fn ended<'a>(input: &PlanInput<'a>, facts: &PersonFacts) -> Option<&'a Ended> {
    let own = input.world.desired.ended.get(facts.email);
    let workspaces = input.world.desired.workspaces.iter();
    let of_workspaces = || workspaces.filter_map(|it| it.ended.get(facts.email));
    own.or_else(|| of_workspaces().max_by_key(|it| it.until))
}

/// The line that lists somebody, or did until its day was over; for somebody nowhere listed, the organization itself.
pub(super) fn source_of(input: &PlanInput, facts: &PersonFacts) -> Source {
    let desired = input.world.desired;
    let listed = facts.listed.map(|it| &it.source);
    let handed_over = facts.hand_over.map(|it| &it.source);
    let departure = desired.departures.get(facts.email).map(|it| &it.source);
    let in_workspace = || {
        let mut lists = input.world.workspaces.iter().filter_map(|it| it.desired?.users.as_ref());
        lists.find_map(|users| users.get(facts.email)).map(|it| &it.source)
    };
    let ended = || ended(input, facts).map(|it| &it.source);
    let found = listed.or(handed_over).or_else(in_workspace).or_else(ended).or(departure);
    found.unwrap_or(&desired.source).clone()
}

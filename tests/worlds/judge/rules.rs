//! R1 to R7 of DESIGN §5 in every state that the platform truly passed through.

use super::film::{Film, Transition};
use crate::world::{ACTOR, World};
use rolecall::model::{Email, OrganizationRole, UserStatus, WorkspaceName, WorkspaceRole};
use rolecall::sandbox::Endpoint;
use rolecall::sandbox::state::{EmailKind, Organization, SentEmail, Workspace};
use std::collections::BTreeMap;

/// Everything that was broken on the way by rolecall's own doing.
pub(crate) fn broken(world: &World, film: &Film, emails: &[SentEmail]) -> Vec<String> {
    let mut all = Vec::new();
    for transition in film.own() {
        let number = transition.number;
        for (list, what) in judge(world, film.start(), &transition) {
            // Nobody can see what somebody else does after the last look.
            let seen = list.and_then(|list| film.last_read(list, number));
            if list.is_none() || !film.disturbed(seen, number) {
                let operation = transition.request.operation;
                let request = transition.request.number;
                all.push(format!("{what}, at request {request} ({operation})"));
            }
        }
    }
    let mut invited: BTreeMap<&Email, usize> = BTreeMap::new();
    for sent in emails.iter().filter(|sent| sent.kind == EmailKind::Invitation) {
        *invited.entry(&sent.email).or_default() += 1;
    }
    // Whom somebody else put out in between is new again to a step that adds them to another workspace.
    let twice =
        invited.into_iter().filter(|(email, times)| *times > 1 + film.put_out_by_others(email));
    all.extend(twice.map(|(email, times)| format!("{email} was invited {times} times")));
    all
}

/// What is wrong, and the list that could have told.
type Broken = (Option<(Endpoint, Option<u64>)>, String);

fn judge(world: &World, start: &Organization, change: &Transition<'_>) -> Vec<Broken> {
    let Transition { number: _, before, after, request } = change;
    let mut all = Vec::new();
    let (was, is) = (admins(before), admins(after));
    if is < was && is < world.min_admins.min(admins(start)) {
        let list = (Endpoint::ListOrganizationUsers, None);
        all.push((Some(list), format!("R1: {is} accepted admins of {was}")));
    }
    let actor = Email::seen(ACTOR);
    if lost(&own(before, &actor), &own(after, &actor))
        && request.operation != Endpoint::DeleteWorkspace
    {
        all.push((None, "R2: the actor's own access".to_owned()));
    }
    for space in before.workspaces.values() {
        let Some(now) = after.workspaces.get(&space.id) else { continue };
        let listed = world.owned.iter().any(|name| is_named(now, name));
        if listed && owners(before, space) > 0 && owners(after, now) == 0 {
            let list = (Endpoint::ListWorkspaceUsers, Some(space.id.get()));
            all.push((Some(list), format!("R3: {} has no accepted owner", space.name)));
        }
    }
    let limits = after.limits();
    let above = |limit: Option<u64>, was: usize, is: usize| {
        is > was && limit.is_some_and(|limit| is as u64 > limit)
    };
    if above(limits.users, before.users.len(), after.users.len())
        || above(limits.workspaces, before.workspaces.len(), after.workspaces.len())
    {
        all.push((None, "R4: above the limits".to_owned()));
    }
    for email in &world.reach {
        let email = Email::seen(email);
        if reaches(start, &email) && reaches(before, &email) && !reaches(after, &email) {
            let list = match request.operation {
                Endpoint::ChangeOrganizationRole | Endpoint::RemoveOrganizationUser => {
                    (Endpoint::ListOrganizationUsers, None)
                }
                _ => (Endpoint::ListWorkspaceUsers, request.workspace.map(|id| id.get())),
            };
            all.push((Some(list), format!("R5: {email} has no access any more")));
        }
    }
    all
}

/// West is called North until it is renamed.
fn is_named(space: &Workspace, name: &str) -> bool {
    let key = |name: &str| WorkspaceName::new(name).key();
    key(&space.name) == key(name) || name == "West" && space.id.get() == 101
}

fn admins(there: &Organization) -> usize {
    let accepted = there.users.values().filter(|user| user.status == UserStatus::Active);
    accepted.filter(|user| user.role == OrganizationRole::Admin).count()
}

fn owners(there: &Organization, space: &Workspace) -> usize {
    let owners = space.users.values().filter(|access| access.role == WorkspaceRole::Owner);
    let accepted = owners.filter_map(|access| there.users.get(&access.user));
    accepted.filter(|user| user.status == UserStatus::Active).count()
}

/// The person's role, and in which workspaces they have which access. Access to more is no change.
fn own(there: &Organization, email: &Email) -> Own {
    let user = there.user_by_email(email)?;
    let access = there
        .workspaces
        .values()
        .filter_map(|space| Some((space.id.get(), space.users.get(&user.id)?.role)));
    Some((user.role, access.collect()))
}

/// R5: access to a workspace, or to all of them as an admin.
fn reaches(there: &Organization, email: &Email) -> bool {
    there.user_by_email(email).is_some_and(|user| {
        user.role == OrganizationRole::Admin
            || there.workspaces.values().any(|space| space.users.contains_key(&user.id))
    })
}

type Own = Option<(OrganizationRole, Vec<(u64, WorkspaceRole)>)>;

/// Whether anything of it is gone or otherwise.
fn lost(before: &Own, after: &Own) -> bool {
    match (before, after) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some((role, access)), Some((now, there))) => {
            role != now || access.iter().any(|one| !there.contains(one))
        }
    }
}

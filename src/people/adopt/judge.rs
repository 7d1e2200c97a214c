use super::difference::{Difference, Live};
use super::{Only, Request, Why};
use crate::model::{
    Collection, Desired, Email, OrganizationRole, Seen, Snapshot, UserStatus, WorkspaceField,
    WorkspaceRef, WorkspaceRole, WorkspaceUser,
};
use crate::plan::Hold;

/// Whether it is among what was asked for.
pub(super) fn is_asked(live: &Live, only: Option<Only>) -> bool {
    let part = match live {
        Live::User(..) | Live::Access(..) | Live::Invited(_) => Only::People,
        Live::Field(_, WorkspaceField::ContactLimit(_)) => Only::Limits,
        Live::Named(_) | Live::Gone(_) | Live::Retired(_) | Live::Field(..) => Only::Workspaces,
    };
    only.is_none_or(|only| only == part)
}

/// Why it must not be adopted; `None` where it may.
pub(super) fn forbids(
    difference: &Difference,
    desired: &Desired,
    snapshot: &Snapshot,
    request: &Request<'_>,
) -> Option<Why> {
    let Difference { live, wanted, hold, waits, ended, at: _ } = difference;
    if live.texts().into_iter().any(|text| (request.is_secret)(text)) {
        return Some(Why::Secret);
    }
    if *ended {
        return Some(Why::Ended);
    }
    if let Some(person) = live.person() {
        let mut changes = desired.hand_overs.iter();
        if changes.any(|(old, hand_over)| old == person || hand_over.to == *person) {
            return Some(Why::HandOver);
        }
        if is_pending(person, snapshot) {
            return Some(Why::Invitation);
        }
    }
    if *waits {
        return Some(Why::Waits);
    }
    if is_strange(live, snapshot) {
        return Some(Why::Unknown);
    }
    match hold {
        Some(Hold::NotObserved { .. }) => return Some(Why::NotRead),
        Some(Hold::TwoAccounts { .. }) => return Some(Why::TwoAccounts),
        Some(Hold::PinGone { instead: Some(_), .. }) => return Some(Why::Pinned),
        _ => {}
    }
    let whole = &snapshot.users;
    match live {
        Live::Retired(_) => Some(Why::Retired),
        Live::Invited(_) => Some(Why::Invitation),
        Live::Named(_) | Live::Field(..) => None,
        Live::Gone(_) => (!snapshot.workspaces.is_complete()).then_some(Why::NotRead),
        Live::User(_, None) => (!is_whole(whole)).then_some(Why::NotRead),
        Live::User(..) if !whole.is_complete() => Some(Why::NotRead),
        Live::User(_, Some(role)) => {
            let before = Seen::Known(wanted.unwrap_or(OrganizationRole::Member));
            let rises = role.known().is_some_and(|role| role.rises_from(&before));
            (rises && !request.with_power).then_some(Why::Power)
        }
        Live::Access(workspace, _, access) => match access.as_ref().map(|it| &it.role) {
            _ if !is_read(workspace, snapshot) => Some(Why::NotRead),
            Some(Seen::Known(WorkspaceRole::Owner)) if !request.with_power => Some(Why::Power),
            _ => None,
        },
    }
}

/// Whether somebody was invited and has not accepted.
fn is_pending(person: &Email, snapshot: &Snapshot) -> bool {
    let mut users = snapshot.users.items.iter();
    let mut accesses = snapshot.workspaces.items.iter().flat_map(|it| &it.users.items);
    let pending = |status: &Option<Seen<UserStatus>>| {
        status.as_ref().is_some_and(|it| it.is(UserStatus::Pending))
    };
    users.any(|it| it.email == *person && it.is_pending())
        || accesses.any(|it| it.email == *person && pending(&it.status))
}

/// Whether absence from a list proves that somebody was not even invited.
fn is_whole<T>(list: &Collection<T>) -> bool {
    list.is_complete() && list.shows_pending
}

/// Whether who has a workspace was read in full. Without all of the organization nobody knows who is an admin.
fn is_read(workspace: &WorkspaceRef, snapshot: &Snapshot) -> bool {
    let live = workspace.id.and_then(|id| snapshot.workspace(id));
    live.is_some_and(|it| is_whole(&it.users)) && snapshot.users.is_complete()
}

/// Whether a role or restriction is one that this version doesn't know.
fn is_strange(live: &Live, snapshot: &Snapshot) -> bool {
    match live {
        Live::User(_, Some(role)) => role.known().is_none(),
        Live::Access(workspace, email, Some(access)) => {
            let live = workspace.id.and_then(|id| snapshot.workspace(id));
            let mut users = live.into_iter().flat_map(|it| &it.users.items);
            let strange =
                |it: &WorkspaceUser| it.email == *email && !it.unknown_restrictions.is_empty();
            access.role.known().is_none() || users.any(strange)
        }
        _ => false,
    }
}

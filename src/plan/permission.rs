//! R2 and the embargo: what the actor may not do, and what may not go out yet.

use super::change::{Change, Why};
use super::input::PlanInput;
use super::{Action, Effect, Fact, Hold};
use crate::model::{Completeness, Email, OrganizationRole, OrganizationUser};

/// Why this change may not be made, whatever the order: the strongest reason first.
pub(super) fn hold(input: &PlanInput, change: &Change) -> Option<Hold> {
    let kept = match &change.held {
        Some(Why::Hold(hold)) => Some(hold.clone()),
        _ => None,
    };
    own_access(input, &change.action)
        .or_else(|| no_permission(input, &change.action))
        .or(kept)
        .or_else(|| embargo(input, &change.action))
}

/// Nobody edits or revokes their own access (`rules.md`, Organization roles); adding oneself is allowed.
pub(super) fn changes_access_of(action: &Action, person: &Email) -> bool {
    matches!(action.effect(), Effect::Change | Effect::Revoke) && action.email() == Some(person)
}

fn own_access(input: &PlanInput, action: &Action) -> Option<Hold> {
    let actor = input.world.snapshot.actor.as_ref()?;
    changes_access_of(action, actor).then_some(Hold::OwnAccess)
}

/// Whether somebody with this organization role may make these facts true (`rules.md`, Organization roles).
///
/// A user admin adds and deletes members, edits anybody's workspace access and manages workspaces, but
/// neither promotes nor demotes, and sees the organization's own settings only.
pub(super) fn may(
    role: OrganizationRole,
    facts: &[Fact],
    role_of: impl Fn(&Email) -> Option<OrganizationRole>,
) -> bool {
    let is_member = |email: &Email| role_of(email) == Some(OrganizationRole::Member);
    match role {
        OrganizationRole::Admin => true,
        OrganizationRole::BillingAdmin | OrganizationRole::Member => false,
        OrganizationRole::UserAdmin => facts.iter().all(|fact| match fact {
            Fact::OrganizationNamed(_) => false,
            Fact::InOrganization { email, role } => {
                *role == OrganizationRole::Member && role_of(email).is_none()
            }
            Fact::NotInOrganization(email) | Fact::InvitedAfter { email, .. } => is_member(email),
            Fact::Workspace { .. }
            | Fact::NoWorkspace(_)
            | Fact::Access { .. }
            | Fact::NoAccess { .. } => true,
        }),
    }
}

/// What the actor's organization role may not do.
fn no_permission(input: &PlanInput, action: &Action) -> Option<Hold> {
    let world = input.world;
    if world.snapshot.users.completeness == Completeness::OutOfSight {
        return None;
    }
    let actor = world.snapshot.actor.as_ref()?;
    let own = world.find(actor).map(|person| world.person(person));
    let accounts =
        || own.iter().flat_map(|it| it.live.into_iter().chain(it.further.iter().copied()));
    // Of two accounts with one address the weaker counts.
    let rank = |user: &&OrganizationUser| user.role.known().map(|role| role.rank());
    let Some(weakest) = accounts().min_by_key(rank) else {
        let complete = world.snapshot.users.is_complete();
        return Some(if complete {
            Hold::NoPermission { role: "none".to_owned() }
        } else {
            Hold::NotObserved { what: "the actor's own role".to_owned() }
        });
    };
    // Inferred: who has not accepted is not in the organization yet.
    if let Some(user) = accounts().find(|user| !user.is_active()) {
        let status = user.status.as_ref().map(ToString::to_string);
        return Some(Hold::NoPermission { role: status.unwrap_or_default() });
    }
    let role_of = |email: &Email| world.find(email).and_then(|person| world.person(person).role());
    let allowed = weakest.role.known().is_some_and(|role| may(*role, &action.facts(), role_of));
    (!allowed).then(|| Hold::NoPermission { role: weakest.role.to_string() })
}

/// Invitations are held until the embargo ends; giving access to somebody who is there is none.
fn embargo(input: &PlanInput, action: &Action) -> Option<Hold> {
    let embargo = input.world.desired.embargo.as_ref()?;
    let today = input.settings.today();
    let held = action.invites().into_iter().any(|email| embargo.holds(email, today));
    held.then_some(Hold::Embargo { until: embargo.free_from })
}

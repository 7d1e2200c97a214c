//! R2 and the embargo: what the actor may not do, and what may not go out yet.

use super::Hold;
use super::change::{Change, Kind, Why};
use super::diff::Eye;
use super::rules::Rule;
use super::world::Person;
use crate::model::{Completeness, OrganizationRole, Seen};

/// Why this change may not be made, whatever the order: the strongest reason first.
pub(super) fn hold(eye: &Eye, change: &Change) -> Option<Hold> {
    let kept = match &change.held {
        Some(Why::Hold(hold)) => Some(hold.clone()),
        _ => None,
    };
    let of_the_actor =
        || own_access(eye, &change.kind).or_else(|| no_permission(eye, &change.kind));
    let of_the_actor = eye.rules.enforces(Rule::R2).then(of_the_actor).flatten();
    of_the_actor.or(kept).or_else(|| embargo(eye, &change.kind))
}

/// Nobody edits or revokes their own access (`rules.md`, Organization roles); adding oneself is allowed.
fn own_access(eye: &Eye, kind: &Kind) -> Option<Hold> {
    let takes = matches!(
        kind,
        Kind::ChangeAccess { .. }
            | Kind::Revoke { .. }
            | Kind::ChangeRole { .. }
            | Kind::Remove { .. }
    );
    let actor = eye.world.snapshot.actor.as_ref()?;
    (takes && eye.world.find(actor) == kind.person()).then_some(Hold::OwnAccess)
}

/// What the actor's organization role may not do (`rules.md`, Organization roles).
fn no_permission(eye: &Eye, kind: &Kind) -> Option<Hold> {
    let world = eye.world;
    if world.snapshot.users.completeness == Completeness::OutOfSight {
        return None;
    }
    let actor = world.snapshot.actor.as_ref()?;
    let Some(user) = world.find(actor).and_then(|person| world.person(person).live) else {
        let complete = world.snapshot.users.is_complete();
        return Some(if complete {
            Hold::NoPermission { role: "none".to_owned() }
        } else {
            Hold::NotObserved { what: "the actor's own role".to_owned() }
        });
    };
    // Inferred: who has not accepted is not in the organization yet.
    if !user.is_active() {
        return Some(Hold::NoPermission {
            role: user.status.as_ref().map(ToString::to_string).unwrap_or_default(),
        });
    }
    let allowed = match &user.role {
        Seen::Known(OrganizationRole::Admin) => true,
        Seen::Known(OrganizationRole::UserAdmin) => user_admin_may(eye, kind),
        Seen::Known(OrganizationRole::BillingAdmin | OrganizationRole::Member)
        | Seen::Unknown(_) => false,
    };
    (!allowed).then(|| Hold::NoPermission { role: user.role.to_string() })
}

/// A user admin adds and deletes members, edits anybody's workspace access and manages workspaces, but
/// neither promotes nor demotes, and sees the organization's own settings only.
fn user_admin_may(eye: &Eye, kind: &Kind) -> bool {
    let is_member = |person: &Person| {
        eye.world.person(*person).role().is_none_or(|role| role == OrganizationRole::Member)
    };
    match kind {
        Kind::RenameOrganization { .. } | Kind::ChangeRole { .. } => false,
        Kind::Invite { person: _, role } => *role == OrganizationRole::Member,
        Kind::Remove { person, .. } | Kind::Resend { person, .. } => is_member(person),
        Kind::Create { .. }
        | Kind::Update { .. }
        | Kind::Delete { .. }
        | Kind::Add { .. }
        | Kind::ChangeAccess { .. }
        | Kind::Revoke { .. } => true,
    }
}

/// Invitations are held until the embargo ends; giving access to somebody who is there is none.
fn embargo(eye: &Eye, kind: &Kind) -> Option<Hold> {
    let embargo = eye.world.desired.embargo.as_ref()?;
    let person = match kind {
        Kind::Add { person, .. } => Some(*person).filter(|it| eye.world.is_new(*it))?,
        Kind::Invite { person, .. } | Kind::Resend { person, .. } => *person,
        _ => return None,
    };
    let today = eye.settings.today();
    embargo
        .holds(eye.world.person(person).email, today)
        .then_some(Hold::Embargo { until: embargo.free_from })
}

//! What adds: workspaces, access, invitations. Seats are counted later.

use super::{Draft, TooEarly};
use crate::plan::Hold;
use crate::plan::change::{Number, Why};
use crate::plan::world::{Person, WorkspaceNumber};
use std::collections::BTreeMap;

pub(super) fn place(draft: &mut Draft) {
    workspaces(draft);
    in_new_workspaces(draft);
    one_invitation_each(draft);
}

/// R4: workspaces are created while the subscription allows, those that are created automatically first, and then in
/// the order of their names. What a deletion frees counts in the next run only, since deletions come after everything
/// else (R7).
fn workspaces(draft: &mut Draft) {
    let snapshot = draft.world.snapshot;
    let limit = snapshot.organization.as_ref().and_then(|it| it.limits.workspaces);
    // Of a list that was not read in full, at least those that were seen are there.
    let Some(limit) = limit else { return };
    let mut count = snapshot.workspaces.items.len() as u64;
    let mut creations: Vec<Number> = draft.numbers().collect();
    creations.retain(|it| draft.change(*it).is_creation() && draft.change(*it).is_placed());
    creations.sort_by_key(|it| draft.change(*it).by);
    for number in creations {
        if count < limit {
            count += 1;
        } else {
            draft.hold(number, Why::Hold(Hold::WorkspaceLimit { limit }));
        }
    }
}

/// R6: a workspace is there before its users and its limit.
fn in_new_workspaces(draft: &mut Draft) {
    let mut creations: BTreeMap<WorkspaceNumber, Number> = BTreeMap::new();
    for number in draft.numbers() {
        let change = draft.change(number);
        if let Some(workspace) = change.workspace.filter(|_| change.is_creation()) {
            creations.insert(workspace, number);
        }
    }
    for number in draft.numbers() {
        let change = draft.change(number);
        let workspace = change.workspace.filter(|_| !change.is_creation());
        if let Some(creation) = workspace.and_then(|workspace| creations.get(&workspace)) {
            draft.need(number, &[*creation], TooEarly::Impossible);
        }
    }
}

/// Somebody new is invited by one change: with a role of their own by an invitation, else by the first
/// workspace that can take them. Everything else about them comes after it, so that no two calls can
/// send two e-mails.
fn one_invitation_each(draft: &mut Draft) {
    let mut inviters: BTreeMap<Person, Number> = BTreeMap::new();
    let numbers: Vec<Number> = draft.numbers().collect();
    for number in &numbers {
        if let Some(person) = draft.invited_alone(*number) {
            inviters.insert(person, *number);
        }
    }
    for number in &numbers {
        if let Some(person) = draft.added(*number)
            && draft.world.is_new(person)
            && draft.change(*number).is_placed()
        {
            inviters.entry(person).or_insert(*number);
        }
    }
    for number in numbers {
        if let Some(person) = draft.added(number)
            && let Some(inviter) = inviters.get(&person).copied()
            && inviter != number
        {
            follow(draft, number, inviter);
        }
    }
}

/// Waits for the invitation; where that is held, for the same reason, so that a reader sees one cause.
pub(super) fn follow(draft: &mut Draft, number: Number, inviter: Number) {
    match &draft.change(inviter).held {
        Some(why @ Why::Hold(_)) => {
            let why = why.clone();
            draft.hold(number, why);
        }
        _ => draft.need(number, &[inviter], TooEarly::Harmful),
    }
}

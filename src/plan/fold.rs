//! Changes into steps: one call each, numbered in the order of the plan.

use super::change::{Change, Kind, Number, Why};
use super::contacts::Receivers;
use super::order::Order;
use super::place::Placement;
use super::world::{Place, World};
use super::{Action, Execution, Hold, NewAccess, Step, StepId, WorkspaceRef, clicks};
use crate::model::Capabilities;
use std::collections::BTreeMap;

/// Folds additions to one workspace in one wave into one call, and turns everything into steps.
pub(super) fn steps(
    world: &World,
    capabilities: &Capabilities,
    placement: &Placement,
    order: &Order,
    receivers: &Receivers,
) -> Vec<Step> {
    let mut groups: BTreeMap<Key, Vec<Number>> = BTreeMap::new();
    let mut reasons: Vec<&Why> = Vec::new();
    for (number, change) in (0..).map(Number).zip(&placement.changes) {
        let reason = change.held.as_ref().filter(|_| matches!(change.kind, Kind::Add { .. }));
        // Held additions to one workspace are one step where they have one reason.
        let reason = reason.map(|why| {
            reasons.iter().position(|it| *it == why).unwrap_or_else(|| {
                reasons.push(why);
                reasons.len() - 1
            })
        });
        groups.entry(Key::of(change, number, order, reason)).or_default().push(number);
    }
    let mut id_of: Vec<StepId> = vec![StepId::new("", 0); placement.changes.len()];
    for (index, numbers) in groups.values().enumerate() {
        for number in numbers {
            id_of[number.0] = StepId::new(world.desired.name.as_str(), index + 1);
        }
    }
    let ids = |numbers: &[Number]| {
        let mut ids: Vec<(usize, StepId)> =
            numbers.iter().map(|it| (step_number(&id_of[it.0]), id_of[it.0].clone())).collect();
        ids.sort();
        ids.dedup();
        ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    };
    let fold = |numbers: &Vec<Number>| {
        let first = numbers[0];
        let change = &placement.changes[first.0];
        let action = action(world, placement, receivers, numbers);
        let execution = match &change.held {
            Some(why) => Execution::Held { reason: reason(why, ids) },
            None if change.is_manual() => {
                Execution::Manual { instructions: clicks::instructions(capabilities, &action) }
            }
            None => Execution::Automatic,
        };
        let waits: Vec<Number> = match execution {
            Execution::Automatic => {
                numbers.iter().flat_map(|it| &order.depends_on[it.0]).copied().collect()
            }
            Execution::Manual { .. } | Execution::Held { .. } => Vec::new(),
        };
        Step {
            id: id_of[first.0].clone(),
            wave: order.wave[first.0],
            action,
            execution,
            depends_on: ids(&waits),
            source: change.source.clone(),
        }
    };
    groups.values().map(fold).collect()
}

fn step_number(id: &StepId) -> usize {
    id.to_string().rsplit('/').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// What sorts steps, and makes one of several additions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Held steps come last.
    wave: u32,
    kind: u8,
    place: Option<Place>,
    by_hand: bool,
    /// Everything but additions is a step of its own, in the order of people.
    alone: Option<(Option<super::world::Person>, Number)>,
    reason: Option<usize>,
}

impl Key {
    fn of(change: &Change, number: Number, order: &Order, reason: Option<usize>) -> Self {
        let kind = match &change.kind {
            Kind::RenameOrganization { .. } => 0,
            Kind::Create { .. } => 1,
            Kind::Update { .. } => 2,
            Kind::Invite { .. } => 3,
            Kind::Add { .. } => 4,
            Kind::ChangeRole { .. } if !change.kind.takes_away() => 5,
            Kind::ChangeAccess { .. } if !change.kind.takes_away() => 6,
            Kind::Resend { .. } => 7,
            Kind::ChangeAccess { .. } => 8,
            Kind::Revoke { .. } => 9,
            Kind::ChangeRole { .. } => 10,
            Kind::Remove { .. } => 11,
            Kind::Delete { .. } => 12,
        };
        let batch = matches!(change.kind, Kind::Add { .. });
        Self {
            wave: order.wave[number.0].unwrap_or(u32::MAX),
            kind,
            place: change.kind.place(),
            by_hand: change.is_manual(),
            alone: (!batch).then(|| (change.kind.person(), number)),
            reason,
        }
    }
}

fn reason(why: &Why, ids: impl Fn(&[Number]) -> Vec<StepId>) -> Hold {
    match why {
        Why::Hold(hold) => hold.clone(),
        Why::DependsOnHeld(those) => Hold::DependsOnHeld { steps: ids(those) },
        Why::DependsOnManual(those) => Hold::DependsOnManual { steps: ids(those) },
        Why::DependsOnAutomatic(those) => Hold::DependsOnAutomatic { steps: ids(those) },
    }
}

fn action(
    world: &World,
    placement: &Placement,
    receivers: &Receivers,
    numbers: &[Number],
) -> Action {
    let workspace = |place: &Place| {
        let facts = world.place(*place);
        WorkspaceRef { name: facts.name.clone(), id: facts.live.map(|live| live.id) }
    };
    let email = |person: &super::world::Person| world.person(*person).email.clone();
    match placement.changes[numbers[0].0].kind.clone() {
        Kind::RenameOrganization { before, after } => Action::UpdateOrganization { before, after },
        Kind::Create { place, timezone } => {
            Action::CreateWorkspace { name: world.place(place).name.clone(), timezone }
        }
        Kind::Update { place, before, after } => {
            Action::UpdateWorkspace { workspace: workspace(&place), before, after }
        }
        Kind::Delete { place } => {
            let contacts = world.place(place).live.and_then(|live| live.contacts);
            Action::DeleteWorkspace { workspace: workspace(&place), contacts }
        }
        Kind::Add { place, .. } => {
            let mut users: Vec<NewAccess> =
                numbers.iter().filter_map(|number| new_access(world, placement, *number)).collect();
            users.sort_by(|a, b| a.email.cmp(&b.email));
            Action::AddWorkspaceUsers { workspace: workspace(&place), users }
        }
        Kind::ChangeAccess { place, person, before, after } => Action::ChangeWorkspaceAccess {
            workspace: workspace(&place),
            email: email(&person),
            before,
            after,
        },
        Kind::Revoke { place, person, before } => Action::RevokeWorkspaceAccess {
            workspace: workspace(&place),
            email: email(&person),
            before,
            reassign_to: receivers.of(numbers[0]).cloned(),
        },
        Kind::Invite { person, role } => {
            Action::InviteOrganizationUser { email: email(&person), role }
        }
        Kind::ChangeRole { person, before, after } => Action::ChangeOrganizationRole {
            email: email(&person),
            before: crate::model::Seen::Known(before),
            after,
        },
        Kind::Remove { person, before, pending } => {
            Action::RemoveOrganizationUser { email: email(&person), before, pending }
        }
        Kind::Resend { person, invited_at } => {
            Action::ResendInvitation { email: email(&person), invited_at }
        }
    }
}

fn new_access(world: &World, placement: &Placement, number: Number) -> Option<NewAccess> {
    let Kind::Add { place: _, person, role, restrictions } = &placement.changes[number.0].kind
    else {
        return None;
    };
    // Whoever follows another change that invites is there by then.
    let follows = placement.needs[number.0]
        .iter()
        .any(|it| placement.changes[it.0].kind.person() == Some(*person));
    Some(NewAccess {
        email: world.person(*person).email.clone(),
        role: *role,
        restrictions: restrictions.clone(),
        invites: world.is_new(*person) && !follows,
    })
}

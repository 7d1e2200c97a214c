//! Changes into steps: one call each, numbered in the order of the plan.

use super::change::{Change, Number, Why};
use super::contacts::Receivers;
use super::order::Order;
use super::placement::Placement;
use super::world::{WorkspaceNumber, World};
use super::{Action, Execution, Hold, NewAccess, Step, StepId, clicks};
use crate::model::Capabilities;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

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
        let reason = change.held.as_ref().filter(|_| change.is_addition());
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
        let ids: BTreeSet<StepId> = numbers.iter().map(|it| id_of[it.0].clone()).collect();
        ids.into_iter().collect::<Vec<_>>()
    };
    let fold = |numbers: &Vec<Number>| {
        let first = numbers[0];
        let change = &placement.changes[first.0];
        let action = action(placement, receivers, numbers);
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
        let days = |day: fn(&Change) -> Option<Date>| {
            let of = |number: &Number| {
                let change = &placement.changes[number.0];
                Some((world.person(change.person?).email.clone(), day(change)?))
            };
            numbers.iter().filter_map(of).collect()
        };
        Step {
            id: id_of[first.0].clone(),
            wave: order.wave[first.0],
            action,
            execution,
            depends_on: ids(&waits),
            until: days(|change| change.until),
            ended: days(|change| change.ended),
            source: change.source.clone(),
        }
    };
    groups.values().map(fold).collect()
}

/// What sorts steps, and makes one of several additions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Held steps come last.
    wave: u32,
    rank: u8,
    workspace: Option<WorkspaceNumber>,
    by_hand: bool,
    /// Everything but additions is a step of its own, in the order of people.
    alone: Option<(Option<super::world::Person>, Number)>,
    reason: Option<usize>,
}

impl Key {
    fn of(change: &Change, number: Number, order: &Order, reason: Option<usize>) -> Self {
        let batch = change.is_addition();
        Self {
            wave: order.wave[number.0].unwrap_or(u32::MAX),
            rank: change.action.rank(),
            workspace: change.workspace,
            by_hand: change.is_manual(),
            alone: (!batch).then_some((change.person, number)),
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

/// The action of a step: that of its change; one of several additions has all their people.
fn action(placement: &Placement, receivers: &Receivers, numbers: &[Number]) -> Action {
    let mut action = placement.changes[numbers[0].0].action.clone();
    match &mut action {
        Action::AddWorkspaceUsers(addition) => {
            addition.users =
                numbers.iter().flat_map(|number| new_users(placement, *number)).collect();
            addition.users.sort_by(|a, b| a.email.cmp(&b.email));
        }
        Action::RevokeWorkspaceAccess(revocation) => {
            revocation.reassign_to = receivers.of(numbers[0]).cloned();
        }
        _ => {}
    }
    action
}

/// Whoever follows another change that invites is there by then.
fn new_users(placement: &Placement, number: Number) -> Vec<NewAccess> {
    let change = &placement.changes[number.0];
    let Action::AddWorkspaceUsers(addition) = &change.action else { return Vec::new() };
    let follows =
        placement.needs[number.0].iter().any(|it| placement.changes[it.0].person == change.person);
    let user = |user: &NewAccess| NewAccess { invites: user.invites && !follows, ..user.clone() };
    addition.users.iter().map(user).collect()
}

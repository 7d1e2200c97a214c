//! Names of workspaces: who has one, who gets it, and in which order.

use super::{Desk, TooEarly};
use crate::model::WorkspaceName;
use crate::plan::change::{Change, Number, Why};
use crate::plan::world::Place;
use crate::plan::{Action, Hold, UpdateWorkspace, WorkspaceFields};
use std::collections::BTreeMap;

/// Orders renames and creations so that a name is free before it is taken: chains go end first, and
/// workspaces that swap names do it through a temporary one.
pub(super) fn place(desk: &mut Desk) {
    let world = desk.world;
    let mut occupants: BTreeMap<String, Place> = BTreeMap::new();
    for (place, facts) in world.everywhere() {
        if let Some(live) = facts.live {
            occupants.entry(live.name.key()).or_insert(place);
        }
    }
    let mut renames: BTreeMap<Place, Number> = BTreeMap::new();
    for number in desk.numbers() {
        let change = desk.change(number);
        if let (Some(place), Some(_), false) =
            (change.place, change.new_name(), change.is_creation())
        {
            renames.insert(place, number);
        }
    }
    break_cycles(desk, &occupants, &mut renames);
    for number in order(desk, &occupants, &renames) {
        let Some((place, occupant)) = blocked_by(desk, &occupants, number) else { continue };
        match renames.get(&occupant) {
            _ if occupant == place => {}
            Some(freeing) => desk.need(number, &[*freeing], TooEarly::Impossible),
            None => {
                let workspace = world.place(place).name.clone();
                desk.hold(number, Why::Hold(Hold::NameTaken { workspace }));
            }
        }
    }
}

/// The workspace that a change names, and the one that has that name.
fn blocked_by(
    desk: &Desk,
    occupants: &BTreeMap<String, Place>,
    number: Number,
) -> Option<(Place, Place)> {
    let change = desk.change(number);
    let place = change.place?;
    let name = change.new_name()?;
    let occupant = *occupants.get(&name.key())?;
    Some((place, occupant))
}

/// The changes that give names, each after the one that frees its name.
fn order(
    desk: &Desk,
    occupants: &BTreeMap<String, Place>,
    renames: &BTreeMap<Place, Number>,
) -> Vec<Number> {
    let mut order: Vec<Number> = Vec::new();
    for start in desk.numbers() {
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(number) = next.filter(|it| !order.contains(it) && !chain.contains(it)) {
            let Some((place, occupant)) = blocked_by(desk, occupants, number) else { break };
            chain.push(number);
            next = renames.get(&occupant).copied().filter(|_| occupant != place);
        }
        order.extend(chain.into_iter().rev());
    }
    order
}

/// Finds workspaces that take each other's names and sends one of each round through a temporary name: one
/// whose id is pinned, so that it is known again if the run breaks off there.
fn break_cycles(
    desk: &mut Desk,
    occupants: &BTreeMap<String, Place>,
    renames: &mut BTreeMap<Place, Number>,
) {
    let starts: Vec<(Place, Number)> = renames.iter().map(|(place, it)| (*place, *it)).collect();
    let mut seen: Vec<Place> = Vec::new();
    for (start, mut next) in starts {
        let mut round = vec![start];
        let closes = loop {
            let Some((_, occupant)) = blocked_by(desk, occupants, next) else { break false };
            if occupant == start {
                break round.len() > 1;
            }
            match renames.get(&occupant) {
                Some(number) if !round.contains(&occupant) => next = *number,
                _ => break false,
            }
            round.push(occupant);
        };
        if closes && !round.iter().any(|place| seen.contains(place)) {
            seen.extend(&round);
            let pinned = |place: &&Place| {
                desk.world.place(**place).desired.is_some_and(|it| it.id.is_some())
            };
            let first = round.iter().find(pinned).copied().unwrap_or(start);
            if let Some(number) = renames.get(&first).copied() {
                through_temporary(desk, first, number, renames);
            }
        }
    }
}

fn through_temporary(
    desk: &mut Desk,
    place: Place,
    number: Number,
    renames: &mut BTreeMap<Place, Number>,
) {
    let facts = desk.world.place(place);
    let Some(live) = facts.live else { return };
    let suffix = format!(" (rolecall {})", live.id);
    let kept: String = facts.name.as_str().trim().chars().take(255 - suffix.len()).collect();
    let temporary = WorkspaceName::new(&format!("{kept}{suffix}"));
    let fields = |name: &WorkspaceName| WorkspaceFields {
        name: Some(name.clone()),
        ..WorkspaceFields::default()
    };
    let (before, after) = (fields(&live.name), fields(&temporary));
    let update = UpdateWorkspace { workspace: desk.world.workspace(place), before, after };
    let first = Change { action: update.into(), ..desk.change(number).clone() };
    let first = desk.push(first);
    if let Action::UpdateWorkspace(update) = &mut desk.changes[number.0].action {
        update.before.name = Some(temporary);
    }
    desk.need(number, &[first], TooEarly::Impossible);
    renames.insert(place, first);
}

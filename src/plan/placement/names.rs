//! Names of workspaces: who has one, who gets it, and in which order.

use super::{Draft, TooEarly};
use crate::model::WorkspaceName;
use crate::plan::change::{Change, Number, Why};
use crate::plan::world::WorkspaceNumber;
use crate::plan::{Action, Hold, UpdateWorkspace, WorkspaceFields};
use std::collections::BTreeMap;

/// Orders renames and creations so that a name is free before it is taken: chains go end first, and
/// workspaces that swap names do it through a temporary one.
pub(super) fn place(draft: &mut Draft) {
    let world = draft.world;
    let mut occupants: BTreeMap<String, WorkspaceNumber> = BTreeMap::new();
    for (workspace, facts) in world.everywhere() {
        if let Some(live) = facts.live {
            occupants.entry(live.name.key()).or_insert(workspace);
        }
    }
    let mut renames: BTreeMap<WorkspaceNumber, Number> = BTreeMap::new();
    for number in draft.numbers() {
        let change = draft.change(number);
        if let (Some(workspace), Some(_), false) =
            (change.workspace, change.new_name(), change.is_creation())
        {
            renames.insert(workspace, number);
        }
    }
    break_cycles(draft, &occupants, &mut renames);
    for number in order(draft, &occupants, &renames) {
        let Some((workspace, occupant)) = blocked_by(draft, &occupants, number) else { continue };
        match renames.get(&occupant) {
            _ if occupant == workspace => {}
            Some(freeing) => draft.need(number, &[*freeing], TooEarly::Impossible),
            None => {
                let workspace = world.workspace_facts(workspace).name.clone();
                draft.hold(number, Why::Hold(Hold::NameTaken { workspace }));
            }
        }
    }
}

/// The workspace that a change names, and the one that has that name.
fn blocked_by(
    draft: &Draft,
    occupants: &BTreeMap<String, WorkspaceNumber>,
    number: Number,
) -> Option<(WorkspaceNumber, WorkspaceNumber)> {
    let change = draft.change(number);
    let workspace = change.workspace?;
    let name = change.new_name()?;
    let occupant = *occupants.get(&name.key())?;
    Some((workspace, occupant))
}

/// The changes that give names, each after the one that frees its name.
fn order(
    draft: &Draft,
    occupants: &BTreeMap<String, WorkspaceNumber>,
    renames: &BTreeMap<WorkspaceNumber, Number>,
) -> Vec<Number> {
    let mut order: Vec<Number> = Vec::new();
    for start in draft.numbers() {
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(number) = next.filter(|it| !order.contains(it) && !chain.contains(it)) {
            let Some((workspace, occupant)) = blocked_by(draft, occupants, number) else { break };
            chain.push(number);
            next = renames.get(&occupant).copied().filter(|_| occupant != workspace);
        }
        order.extend(chain.into_iter().rev());
    }
    order
}

/// Finds workspaces that take each other's names and sends one of each round through a temporary name: one
/// whose id is pinned, so that it is known again if the run breaks off there.
fn break_cycles(
    draft: &mut Draft,
    occupants: &BTreeMap<String, WorkspaceNumber>,
    renames: &mut BTreeMap<WorkspaceNumber, Number>,
) {
    let starts: Vec<(WorkspaceNumber, Number)> =
        renames.iter().map(|(workspace, it)| (*workspace, *it)).collect();
    let mut seen: Vec<WorkspaceNumber> = Vec::new();
    for (start, mut next) in starts {
        let mut round = vec![start];
        let closes = loop {
            let Some((_, occupant)) = blocked_by(draft, occupants, next) else { break false };
            if occupant == start {
                break round.len() > 1;
            }
            match renames.get(&occupant) {
                Some(number) if !round.contains(&occupant) => next = *number,
                _ => break false,
            }
            round.push(occupant);
        };
        if closes && !round.iter().any(|workspace| seen.contains(workspace)) {
            seen.extend(&round);
            let pinned = |workspace: &&WorkspaceNumber| {
                draft.world.workspace_facts(**workspace).desired.is_some_and(|it| it.id.is_some())
            };
            let first = round.iter().find(pinned).copied().unwrap_or(start);
            if let Some(number) = renames.get(&first).copied() {
                through_temporary(draft, first, number, renames);
            }
        }
    }
}

fn through_temporary(
    draft: &mut Draft,
    workspace: WorkspaceNumber,
    number: Number,
    renames: &mut BTreeMap<WorkspaceNumber, Number>,
) {
    let facts = draft.world.workspace_facts(workspace);
    let Some(live) = facts.live else { return };
    let suffix = format!(" (rolecall {})", live.id);
    let kept: String = facts.name.as_str().trim().chars().take(255 - suffix.len()).collect();
    let temporary = WorkspaceName::new(&format!("{kept}{suffix}"));
    let fields = |name: &WorkspaceName| WorkspaceFields {
        name: Some(name.clone()),
        ..WorkspaceFields::default()
    };
    let (before, after) = (fields(&live.name), fields(&temporary));
    let update = UpdateWorkspace { workspace: draft.world.workspace_ref(workspace), before, after };
    let first = Change { action: update.into(), ..draft.change(number).clone() };
    let first = draft.push(first);
    if let Action::UpdateWorkspace(update) = &mut draft.changes[number.0].action {
        update.before.name = Some(temporary);
    }
    draft.need(number, &[first], TooEarly::Impossible);
    renames.insert(workspace, first);
}

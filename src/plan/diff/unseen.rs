//! Of drift: what no list can show, which nobody has seen to differ.

use super::Differences;
use crate::plan::change::Change;
use crate::plan::fact::{Answer, CannotTell};
use crate::plan::input::PlanInput;

/// Takes out each change of which the snapshot can't tell whether it is so already, and says so.
pub(super) fn take_out(input: &PlanInput, found: &mut Differences) {
    let changes = std::mem::take(&mut found.changes);
    for change in changes {
        let unseen = unseen(input, &change);
        if unseen.is_empty() {
            found.changes.push(change);
        }
        unseen.into_iter().for_each(|message| found.warn(message));
    }
}

/// What of a change can't be seen; nothing where the snapshot shows that something else is there.
fn unseen(input: &PlanInput, change: &Change) -> Vec<String> {
    let mut unseen = Vec::new();
    for fact in change.action.facts() {
        let why = match fact.ask(input.world.snapshot) {
            Answer::Otherwise(_) => return Vec::new(),
            Answer::Shows { note: None } => continue,
            Answer::Shows { note: Some(note) } => note.to_string(),
            // Both accounts were seen, and so was what the one or the other has.
            Answer::CannotTell(CannotTell::TwoAccounts { .. }) => return Vec::new(),
            Answer::CannotTell(why) => why.to_string(),
        };
        unseen.push(format!("it can't be told whether {fact}: {why}"));
    }
    unseen
}

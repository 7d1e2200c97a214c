//! How many people lose something, and how many may.

use super::change::Change;
use super::world::{Person, World};
use super::{Refusal, Settings, Warning};
use crate::model::{MaxRemovals, Waiver};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Refuses a plan in which more people lose something than the budget allows. Each person counts once;
/// held changes don't count.
pub(super) fn refusal(
    world: &World,
    changes: &[Change],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Option<Refusal> {
    let losing: BTreeSet<Person> = changes
        .iter()
        .filter(|change| change.is_placed() && change.action.counts_as_removal())
        .filter_map(|change| change.person)
        .collect();
    let safety = &world.desired.safety;
    let today = settings.today();
    let budget = settings.max_removals.unwrap_or(safety.max_removals);
    let waived = safety.waivers.iter().filter_map(|waiver| {
        let counts = counts(world, waiver, &losing, today, warnings);
        counts.then_some(u64::from(waiver.removals))
    });
    let allowed = waived.chain([allowed(world, budget)]).max().unwrap_or(0);
    let counted = losing.len() as u64;
    (counted > allowed).then(|| Refusal { rule: "max_removals".to_owned(), counted, allowed })
}

fn allowed(world: &World, budget: MaxRemovals) -> u64 {
    let there =
        |facts: &&super::world::PersonFacts| facts.live.is_some() || !facts.access.is_empty();
    budget.allowed(world.people.iter().filter(there).count())
}

/// A waiver counts until its day and, where it names people, only while nobody else loses anything.
fn counts(
    world: &World,
    waiver: &Waiver,
    losing: &BTreeSet<Person>,
    today: Date,
    warnings: &mut Vec<Warning>,
) -> bool {
    if today > waiver.until {
        warnings.push(Warning {
            code: None,
            message: format!("the waiver until {} has expired and can be deleted", waiver.until),
            source: Some(waiver.source.clone()),
        });
        return false;
    }
    waiver.people.as_ref().is_none_or(|people| {
        losing.iter().all(|person| people.contains(world.person(*person).email))
    })
}

use super::super::sentence::{Mark, Sentence};
use crate::plan::{Execution, OrganizationPlan, Step};

/// Steps that may run together.
#[derive(Clone, Debug)]
pub(crate) struct Wave {
    /// From 1.
    pub(crate) number: u32,
    /// In the order of the plan.
    pub(crate) steps: Vec<WaveStep>,
}

/// A step, as it is drawn.
#[derive(Clone, Debug)]
pub(crate) struct WaveStep {
    /// Its number in its organization.
    pub(crate) number: u64,
    /// What it is about.
    pub(crate) mark: Mark,
    /// Its first sentence.
    pub(crate) words: Sentence,
    /// How many sentences more it has.
    pub(crate) more: usize,
    /// Whether a person takes it.
    pub(crate) by_hand: bool,
    /// Steps that come before.
    pub(crate) after: Vec<u64>,
}

/// The waves of a plan, by number. Held steps are in none.
pub(crate) fn waves(plan: &OrganizationPlan) -> Vec<Wave> {
    let mut waves: Vec<Wave> = Vec::new();
    let mut placed: Vec<(u32, &Step)> =
        plan.steps.iter().filter_map(|step| Some((step.wave?, step))).collect();
    placed.sort_by_key(|(wave, step)| (*wave, step.id.number() as u64));
    for (wave, step) in placed {
        if waves.last().is_none_or(|last| last.number != wave) {
            waves.push(Wave { number: wave, steps: Vec::new() });
        }
        if let Some(last) = waves.last_mut() {
            last.steps.extend(drawn(step));
        }
    }
    waves
}

fn drawn(step: &Step) -> Option<WaveStep> {
    let lines = step.planned();
    let more = lines.len().saturating_sub(1);
    let first = lines.into_iter().next()?;
    Some(WaveStep {
        number: step.id.number() as u64,
        mark: first.mark,
        words: first.words,
        more,
        by_hand: matches!(step.execution, Execution::Manual { .. }),
        after: step.depends_on.iter().map(|id| id.number() as u64).collect(),
    })
}

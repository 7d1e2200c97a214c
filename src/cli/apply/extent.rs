//! How much a run is about to do.

use rolecall::apply::Stages;
use rolecall::model::Slug;
use rolecall::plan::Plan;
use std::collections::BTreeMap;

/// What is asked about, and what progress counts to.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Extent {
    /// Organizations with something to do.
    pub(super) organizations: u64,
    /// Automatic steps.
    pub(super) steps: u64,
    /// Requests that they take.
    pub(super) requests: u64,
    /// At the allowed rate.
    pub(super) seconds: f64,
}

impl Extent {
    /// The automatic steps of the plan, of organizations that will have their turn: none that is refused,
    /// stale, could not be read, or is left for another run.
    pub(super) fn of(plan: &Plan, stages: &Stages) -> Self {
        let jobs = stages.stages.iter().flatten().map(|job| (job.name(), job.steps_left() as u64));
        let working: BTreeMap<&Slug, u64> = jobs.filter(|(_, steps)| *steps > 0).collect();
        let plans = plan.organizations.iter().filter_map(|it| Some((it, working.get(&it.name)?)));
        plans.fold(Self::default(), |sum, (plan, steps)| Self {
            organizations: sum.organizations + 1,
            steps: sum.steps + steps,
            requests: sum.requests + plan.cost.requests,
            seconds: sum.seconds + plan.cost.estimated_seconds,
        })
    }
}

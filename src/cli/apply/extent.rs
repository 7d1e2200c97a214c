//! How much a run is about to do.

use rolecall::apply::{Job, Stages};
use rolecall::model::Slug;
use rolecall::plan::Plan;
use std::collections::BTreeSet;

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
        let working = stages.stages.iter().flatten().filter(|job| job.has_work());
        let working: BTreeSet<&Slug> = working.map(Job::name).collect();
        let plans = plan.organizations.iter().filter(|it| working.contains(&it.name));
        plans.fold(Self::default(), |sum, plan| Self {
            organizations: sum.organizations + 1,
            steps: sum.steps + plan.automatic().count() as u64,
            requests: sum.requests + plan.cost.requests,
            seconds: sum.seconds + plan.cost.estimated_seconds,
        })
    }
}

//! How much a run is about to do.

use rolecall::apply::Stages;
use rolecall::model::Slug;
use rolecall::plan::{OrganizationPlan, Plan, together};
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
    /// At the allowed rate, with organizations in parallel.
    pub(super) seconds: f64,
}

impl Extent {
    /// The automatic steps of the plan, of organizations that will have their turn: none that is refused,
    /// stale, could not be read, or is left for another run.
    pub(super) fn of(plan: &Plan, stages: &Stages, parallelism: usize) -> Self {
        let plans = plan.organizations.iter().map(|it| (&it.name, it));
        let plans: BTreeMap<&Slug, &OrganizationPlan> = plans.collect();
        let mut sum = Self::default();
        for stage in &stages.stages {
            let working = stage.iter().filter(|job| job.steps_left() > 0);
            let working = working.filter_map(|job| Some((job, *plans.get(job.name())?)));
            let working: Vec<_> = working.collect();
            for (job, plan) in &working {
                sum.organizations += 1;
                sum.steps += job.steps_left() as u64;
                sum.requests += plan.cost.requests;
            }
            sum.seconds += together(working.into_iter().map(|(_, plan)| plan), parallelism);
        }
        sum
    }
}

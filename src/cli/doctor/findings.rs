use rolecall::plan::OrganizationPlan;
use rolecall::platform::doctor::Examination;
use serde::Serialize;

/// What was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Findings {
    /// Credentials, reads, evidence.
    pub(super) examination: Examination,
    /// Steps of the present plan; of organizations that could be planned.
    pub(super) plan: Steps,
    /// What to do next, in order.
    pub(super) next: Vec<String>,
}

/// By whom steps would be taken.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Steps {
    pub(super) organizations: usize,
    pub(super) automatic: usize,
    pub(super) manual: usize,
    pub(super) held: usize,
}

impl Steps {
    pub(super) fn of(plans: &[OrganizationPlan]) -> Self {
        Self {
            organizations: plans.len(),
            automatic: plans.iter().map(|plan| plan.automatic().count()).sum(),
            manual: plans.iter().map(|plan| plan.manual().count()).sum(),
            held: plans.iter().map(|plan| plan.held().count()).sum(),
        }
    }
}

use rolecall::plan::OrganizationPlan;
use rolecall::platform::doctor::Examination;
use schemars::JsonSchema;
use serde::Serialize;

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Findings {
    /// Credentials, reads, evidence.
    pub(super) examination: Examination,
    /// Steps of the present plan; of organizations that could be planned.
    pub(super) plan: Steps,
    /// What to do next, in order.
    pub(super) next: Vec<String>,
}

/// By whom steps would be taken. Of organizations that are refused nothing is.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub(super) struct Steps {
    /// Of so many organizations.
    pub(super) organizations: usize,
    /// Of so many, nothing would be done.
    pub(super) refused: usize,
    /// rolecall would take them.
    pub(super) automatic: usize,
    /// A person has to.
    pub(super) manual: usize,
    /// They wait.
    pub(super) held: usize,
}

impl Steps {
    pub(super) fn of(plans: &[OrganizationPlan]) -> Self {
        let run = || plans.iter().filter(|plan| plan.refused.is_none());
        Self {
            organizations: run().count(),
            refused: plans.len() - run().count(),
            automatic: run().map(|plan| plan.automatic().count()).sum(),
            manual: run().map(|plan| plan.manual().count()).sum(),
            held: run().map(|plan| plan.held().count()).sum(),
        }
    }
}

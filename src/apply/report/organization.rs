use super::step::StepReport;
use crate::apply::status::Status;
use crate::model::Slug;
use crate::plan::{OrganizationPlan, Step};
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// What became of one organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganizationReport {
    /// `metadata.name`.
    #[schemars(with = "String")]
    pub name: Slug,
    /// Whether it was seen that everything is as planned; what is manual or held aside.
    pub verified: bool,
    /// What was seen of it afterwards.
    #[serde(default)]
    pub verification: Verification,
    /// What became of the steps of its plan, in its order.
    pub steps: Vec<StepReport>,
    /// How far it got.
    pub standing: Standing,
    /// Why it was not run, or could not be verified. May quote the platform: escape it where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// In reports of earlier versions; the steps say it now.
    #[serde(default, skip_serializing)]
    #[schemars(skip)]
    pub(crate) left: IgnoredAny,
    /// Steps of the next plan, which have become possible only now: run again. Of a batch, only who is new in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub run_again: Vec<Step>,
    /// The plan that was applied; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<OrganizationPlan>,
}

/// What was seen of an organization after its steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Every step was done, and a fresh look shows all of it; or there was nothing to do, and all was read.
    Verified,
    /// A fresh look shows something else in place of what a step made true.
    Otherwise,
    /// A fresh look can't tell all of it, or what was planned from was not read in full.
    Unverified,
    /// Nobody looked, or not every step was done.
    #[default]
    None,
}

/// How far an organization got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its turn came: each step says what became of it.
    Run,
    /// A safety rule refuses its plan.
    Refused,
    /// The platform or another run changed what the plan rests on.
    Stale,
    /// It could not be read, planned or locked.
    Error,
    /// Its turn did not come: the run stopped before.
    NotBegun,
}

impl OrganizationReport {
    /// An organization whose plan was not run.
    #[must_use]
    pub fn not_run(plan: &OrganizationPlan, standing: Standing, why: &str) -> Self {
        let steps = plan.steps.iter().map(|step| StepReport::before(step, why)).collect();
        Self::new(plan.clone(), standing, steps)
    }

    /// An organization without a plan, since it could not be read or planned.
    #[must_use]
    pub fn failed(name: Slug, error: String, help: Option<String>) -> Self {
        Self {
            name,
            verified: false,
            verification: Verification::None,
            steps: Vec::new(),
            standing: Standing::Error,
            error: Some(error),
            help,
            left: IgnoredAny,
            run_again: Vec::new(),
            plan: None,
        }
    }

    pub(in crate::apply) fn new(
        plan: OrganizationPlan,
        standing: Standing,
        steps: Vec<StepReport>,
    ) -> Self {
        Self {
            name: plan.name.clone(),
            verified: false,
            verification: Verification::None,
            steps,
            standing,
            error: None,
            help: None,
            left: IgnoredAny,
            run_again: Vec::new(),
            plan: Some(plan),
        }
    }

    pub(in crate::apply) fn verify(&mut self, verification: Verification) {
        (self.verification, self.verified) = (verification, verification == Verification::Verified);
    }

    /// Whether some step has this status.
    #[must_use]
    pub fn has(&self, status: Status) -> bool {
        self.steps.iter().any(|step| step.status == status)
    }

    /// What became of each step, with the step itself.
    pub fn told(&self) -> impl Iterator<Item = (&StepReport, &Step)> {
        let planned = self.plan.iter().flat_map(|plan| &plan.steps);
        self.steps.iter().zip(planned)
    }

    /// Whether something was changed, or may have been.
    #[must_use]
    pub fn touched(&self) -> bool {
        self.steps.iter().any(|step| step.attempts > 0)
    }
}

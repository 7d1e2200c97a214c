use super::step::StepReport;
use crate::apply::status::Status;
use crate::model::{Email, Slug, WorkspaceName};
use crate::plan::{OrganizationPlan, Step, StepId};
use schemars::JsonSchema;
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
    /// All steps of its plan, in order.
    pub steps: Vec<StepReport>,
    /// How far it got.
    pub standing: Standing,
    /// Why it was not run, or could not be verified. May quote the platform: escape it where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// What the plan wanted and the platform does not show afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Leftover>,
    /// What has become possible only now: run again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub run_again: Vec<Leftover>,
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

/// Something to be done that is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Leftover {
    /// The step of the applied plan, where it is from that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub step: Option<StepId>,
    /// The action's word.
    pub action: String,
    /// The workspace, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub workspace: Option<WorkspaceName>,
    /// Everybody it is about; of a batch only who is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub people: Vec<Email>,
}

impl Leftover {
    /// A step, and of the people it is about those who are left.
    #[must_use]
    pub fn new(step: &Step, id: Option<StepId>, people: Vec<Email>) -> Self {
        Self {
            step: id,
            action: step.action.word().to_owned(),
            workspace: step.action.workspace().map(|workspace| workspace.name),
            people,
        }
    }
}

impl OrganizationReport {
    /// An organization whose plan was not run.
    #[must_use]
    pub fn not_run(plan: &OrganizationPlan, standing: Standing, why: &str) -> Self {
        let steps = plan.steps.iter().map(|step| StepReport::before(step, why)).collect();
        Self::new(plan.name.clone(), standing, steps)
    }

    /// An organization without a plan, since it could not be read or planned.
    #[must_use]
    pub fn failed(name: Slug, error: String, help: Option<String>) -> Self {
        Self { error: Some(error), help, ..Self::new(name, Standing::Error, Vec::new()) }
    }

    pub(in crate::apply) fn new(name: Slug, standing: Standing, steps: Vec<StepReport>) -> Self {
        Self {
            name,
            verified: false,
            steps,
            standing,
            error: None,
            help: None,
            left: Vec::new(),
            run_again: Vec::new(),
        }
    }

    /// Whether some step has this status.
    #[must_use]
    pub fn has(&self, status: Status) -> bool {
        self.steps.iter().any(|step| step.status == status)
    }

    /// Whether something was changed, or may have been.
    #[must_use]
    pub fn touched(&self) -> bool {
        self.steps.iter().any(|step| step.attempts > 0)
    }
}

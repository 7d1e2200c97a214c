use rolecall::plan::OrganizationPlan;
use rolecall::platform::doctor::Examination;
use rolecall::store::CheckedRequest;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Findings {
    /// Credentials, reads, evidence.
    pub(super) examination: Examination,
    /// Where locks and journals are kept, where it was tried: an object store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) store: Option<StoreFindings>,
    /// Steps of the present plan; of organizations that could be planned.
    pub(super) plan: Steps,
    /// What to do next, in order.
    pub(super) next: Vec<String>,
}

/// What an object store can do.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoreFindings {
    /// Its URL.
    pub(super) location: String,
    /// Each kind of request that a run makes.
    pub(super) requests: Vec<StoreRequest>,
}

/// One kind of request.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoreRequest {
    /// Which: `conditional create`.
    pub(super) request: String,
    /// Why it doesn't work; null where it does.
    pub(super) trouble: Option<String>,
}

impl StoreFindings {
    /// Whether locks and journals can be kept in it. Who may not delete can't prune, and nothing else.
    pub(super) fn works(&self) -> bool {
        let needed = |it: &&StoreRequest| it.request != CheckedRequest::Delete.to_string();
        self.requests.iter().filter(needed).all(|it| it.trouble.is_none())
    }
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

/// What was found of how CI keeps the credential.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct CiFindings {
    /// What is as it should be.
    pub(super) fine: Vec<String>,
    /// What is not, with the file.
    pub(super) wrong: Vec<String>,
    /// What no file shows: settings to look up.
    pub(super) look: Vec<String>,
}

impl CiFindings {
    pub(super) fn tell(&mut self, holds: bool, fine: impl Into<String>, wrong: impl Into<String>) {
        if holds { self.fine.push(fine.into()) } else { self.wrong.push(wrong.into()) }
    }
}

/// What `--format json` says: of the platform, or with `--ci` of the repository.
pub(crate) fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let choices = [
        generator.subschema_for::<Findings>().to_value(),
        generator.subschema_for::<CiFindings>().to_value(),
    ];
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Doctor",
        "anyOf": choices,
        "$defs": generator.take_definitions(true),
    })
}

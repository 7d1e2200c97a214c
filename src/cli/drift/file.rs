//! Drift as a file, `rolecall.drift/v1`.

use crate::cli::output::{self, Format};
use crate::cli::printer::Look;
use crate::cli::versioned;
use anyhow::Result;
use rolecall::model::Slug;
use rolecall::plan::{MergeError, OrganizationPlan, Plan, PlanFileError, PlanId};
use rolecall::render;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The format that this version writes and reads.
pub(crate) const FORMAT: &str = "rolecall.drift/v1";

/// What changed on the platform that the manifests don't say.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Drift (rolecall.drift/v1)")]
pub(crate) struct DriftFile {
    /// `rolecall.drift/v1`.
    pub(crate) format: String,
    /// Organizations that a journal knows and no manifest, by name.
    pub(crate) forgotten: Vec<Slug>,
    /// What would make the platform what the manifests say.
    pub(crate) plan: Plan,
}

impl DriftFile {
    /// Drift of these.
    pub(crate) fn new(plan: Plan, forgotten: Vec<Slug>) -> Self {
        Self { format: FORMAT.to_owned(), forgotten, plan }
    }

    /// Whether anything differs; what only waits doesn't.
    pub(crate) fn differs(&self) -> bool {
        let differs = |one: &OrganizationPlan| {
            !one.differences().0.is_empty() || one.unlisted_power().next().is_some()
        };
        self.plan.organizations.iter().any(differs)
    }

    /// Drift of the whole fleet, of that of all its shards.
    ///
    /// # Errors
    /// [`MergeError`] where they are not of one fleet.
    pub(crate) fn merge(parts: Vec<Self>) -> Result<Self, MergeError> {
        let mut forgotten = Vec::new();
        let mut plans = Vec::with_capacity(parts.len());
        for Self { format: _, forgotten: some, plan } in parts {
            forgotten.extend(some);
            plans.push(plan);
        }
        forgotten.sort();
        let plan = Plan::merge(plans)?;
        if let Some(twice) = forgotten.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(MergeError::Twice(twice[0].clone()));
        }
        Ok(Self::new(plan, forgotten))
    }

    /// The file's text.
    pub(crate) fn to_json(&self) -> String {
        versioned::text(self)
    }

    /// It in a format. What it has to draw are the waves of the plan that would undo it.
    pub(crate) fn shown(&self, format: Format, look: Look) -> String {
        let Self { format: _, forgotten, plan } = self;
        match format {
            Format::Json => self.to_json(),
            Format::Mermaid => output::document(&render::plan(plan, None), format, look),
            _ => output::document(&render::drift(plan, forgotten), format, look),
        }
    }

    /// Reads a file's text.
    pub(crate) fn from_json(text: &str) -> Result<Self> {
        const WHAT: &str = "account of drift";
        let said = versioned::said(text, WHAT, FORMAT)?;
        let plan = said.get("plan").map(|plan| versioned::fields(plan, WHAT)).transpose()?;
        plan.as_ref().map_or(Ok(()), Plan::is_current)?;
        let read: Self = versioned::typed(text, WHAT)?;
        let id = PlanId::of(&plan.unwrap_or_default()).map_err(PlanFileError::from)?;
        Ok(Self { plan: read.plan.checked(id)?, ..read })
    }
}

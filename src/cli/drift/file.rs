//! Drift as a file, `rolecall.drift/v1`.

use crate::cli::versioned::{self, Unreadable};
use rolecall::model::Slug;
use rolecall::plan::{Plan, PlanFileError};
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

/// Why a file does not tell drift.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DriftFileError {
    /// The file as a whole.
    #[error(transparent)]
    File(#[from] Unreadable),
    /// The plan in it.
    #[error(transparent)]
    Plan(#[from] PlanFileError),
}

impl DriftFile {
    /// Drift of these.
    pub(crate) fn new(plan: Plan, forgotten: Vec<Slug>) -> Self {
        Self { format: FORMAT.to_owned(), forgotten, plan }
    }

    /// The file's text.
    pub(crate) fn to_json(&self) -> String {
        versioned::text(self)
    }

    /// Reads a file's text.
    pub(crate) fn from_json(text: &str) -> Result<Self, DriftFileError> {
        let Self { format, forgotten, plan } = versioned::read(text, "account of drift", FORMAT)?;
        Ok(Self { format, forgotten, plan: plan.checked()? })
    }
}

use crate::cli::offboard::FileChange;
use rolecall::model::{self, Slug};
use rolecall::people::adopt::{Adopted, Left};
use schemars::JsonSchema;
use serde::Serialize;

/// The format that this version writes.
pub(super) const FORMAT: &str = "rolecall.adopt/v1";

/// What `adopt --format json` says.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Adopt (rolecall.adopt/v1)")]
pub(crate) struct AdoptFile {
    /// `rolecall.adopt/v1`.
    pub(super) format: String,
    /// How many organizations were read.
    pub(super) organizations: u64,
    /// What the manifests say from now on.
    pub(super) adopted: Vec<Adopted>,
    /// What differs still, and why.
    pub(super) left: Vec<Left>,
    /// What changes in files.
    pub(super) files: Vec<FileChange>,
    /// Whether the files are written.
    pub(super) written: bool,
    /// Lists that were not read in full.
    pub(super) incomplete: Vec<Incomplete>,
    /// Organizations that could not be read, by name.
    pub(super) unread: Vec<String>,
}

/// A list that was not read in full.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Incomplete {
    /// Of which organization.
    pub(crate) organization: Slug,
    /// Which.
    pub(super) collection: String,
    /// What did not add up.
    pub(super) why: String,
}

impl From<(Slug, model::Incomplete)> for Incomplete {
    fn from((organization, of): (Slug, model::Incomplete)) -> Self {
        let model::Incomplete { collection, why } = of;
        Self { organization, collection, why }
    }
}

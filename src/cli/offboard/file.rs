use crate::cli::adopt::Incomplete;
use rolecall::model::Email;
use rolecall::people::access::Row;
use rolecall::people::offboard::{ByHand, Contacts, Named, Place, Refusal};
use rolecall::plan::Plan;
use schemars::JsonSchema;
use serde::Serialize;

/// The format that this version writes.
pub(super) const FORMAT: &str = "rolecall.offboard/v1";

/// What `offboard --format json` says.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Offboard (rolecall.offboard/v1)")]
pub(crate) struct OffboardFile {
    /// `rolecall.offboard/v1`.
    pub(super) format: String,
    /// Who leaves.
    pub(super) people: Vec<Email>,
    /// The last day of what they have; `null` where it is taken out.
    pub(super) until: Option<String>,
    /// What the manifests gave them.
    pub(super) there: Vec<Row>,
    /// What they have on the platform and no manifest gives.
    pub(super) elsewhere: Vec<Row>,
    /// Lines that are taken out or get an end.
    pub(super) changed: Vec<Place>,
    /// Where they are named and nothing changes.
    pub(super) named: Vec<Named>,
    /// What has to be changed by hand.
    pub(super) by_hand: Vec<ByHand>,
    /// What must not be changed, since a rule would break.
    pub(super) refused: Vec<Refusal>,
    /// What becomes of their contacts.
    pub(super) contacts: Vec<Contacts>,
    /// What changes in files.
    pub(super) files: Vec<FileChange>,
    /// Whether the files are written.
    pub(super) written: bool,
    /// Lists that were not read in full, in which they may be too.
    pub(super) incomplete: Vec<Incomplete>,
    /// Organizations that could not be read, by name.
    pub(super) unread: Vec<String>,
    /// The plan that the change makes, of the organizations that they were in; `null` where it is refused.
    pub(super) plan: Option<Plan>,
}

/// What changes in a file.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileChange {
    /// Relative to the Project's folder, with forward slashes.
    pub(crate) file: String,
    /// As a unified diff.
    pub(crate) difference: String,
}

//! The snapshot file, `rolecall.snapshot/v1`.

use crate::cli::error::Error;
use crate::cli::files;
use rolecall::model::{OrganizationId, Snapshot};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The format that this version writes and reads.
pub(crate) const FORMAT: &str = "rolecall.snapshot/v1";

/// What the platform said, of some organizations.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SnapshotFile {
    /// `rolecall.snapshot/v1`.
    pub(crate) format: String,
    /// By id.
    pub(crate) organizations: Vec<Snapshot>,
}

/// Why a file is no snapshot that can be used.
#[derive(Debug, thiserror::Error)]
enum Unreadable {
    #[error("not a readable snapshot")]
    Malformed(#[from] serde_json::Error),
    #[error("the file says `{found}`; this rolecall reads `{FORMAT}`")]
    Format { found: String },
}

impl SnapshotFile {
    /// A file of these, which are sorted by id.
    pub(crate) fn new(organizations: Vec<Snapshot>) -> Self {
        Self { format: FORMAT.to_owned(), organizations }
    }

    /// The file's text.
    pub(crate) fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    fn from_json(text: &str) -> Result<Self, Unreadable> {
        let value: serde_json::Value = serde_json::from_str(text)?;
        let found = value.get("format").and_then(|format| format.as_str()).unwrap_or("no format");
        if found != FORMAT {
            return Err(Unreadable::Format { found: found.to_owned() });
        }
        Ok(serde_json::from_value(value)?)
    }
}

/// Reads a file: snapshots by organization.
pub(crate) fn read(path: &Path) -> Result<BTreeMap<OrganizationId, Snapshot>, Error> {
    let file = SnapshotFile::from_json(&files::read(path)?)
        .map_err(|error| Error::File { path: path.to_owned(), source: error.into() })?;
    Ok(file.organizations.into_iter().map(|it| (it.id, it)).collect())
}

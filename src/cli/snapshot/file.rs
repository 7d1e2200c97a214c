//! The snapshot file, `rolecall.snapshot/v1`.

use crate::cli::files;
use crate::cli::versioned;
use anyhow::{Context as _, Result};
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

impl SnapshotFile {
    /// A file of these, which are sorted by id.
    pub(crate) fn new(organizations: Vec<Snapshot>) -> Self {
        Self { format: FORMAT.to_owned(), organizations }
    }

    /// The file's text.
    pub(crate) fn to_json(&self) -> String {
        versioned::text(self)
    }
}

/// Reads a file: snapshots by organization.
pub(crate) fn read(path: &Path) -> Result<BTreeMap<OrganizationId, Snapshot>> {
    let file: SnapshotFile = versioned::read(&files::read(path)?, "snapshot", FORMAT)
        .with_context(|| files::cant_use(path))?;
    Ok(file.organizations.into_iter().map(|it| (it.id, it)).collect())
}

use rolecall::model::Shard;
use rolecall::people::access::{OrganizationSums, Row, Total};
use schemars::JsonSchema;

/// The format that this version writes.
pub(super) const FORMAT: &str = "rolecall.access/v1";

/// What `access --format json` says. It is written an organization at a time, with these fields in this order.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Access (rolecall.access/v1)")]
#[expect(dead_code, reason = "only its shape is of use")]
pub(crate) struct AccessFile {
    /// `rolecall.access/v1`.
    format: String,
    /// `live`, `manifests`, or the name of a file.
    from: String,
    /// The part of the fleet that it is about; `null`: all that was chosen.
    shard: Option<Shard>,
    /// The day it is.
    day: String,
    /// A row for each person, organization and workspace.
    rows: Vec<Row>,
    /// What the rows of each organization add up to.
    organizations: Vec<OrganizationSums>,
    /// All together: people once each, whatever they are in.
    together: Total,
    /// Organizations that could not be read, by name.
    unread: Vec<String>,
}

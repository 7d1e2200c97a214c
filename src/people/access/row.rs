use crate::model::{Email, OrganizationId, WorkspaceId, WorkspaceName};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// Somebody in one workspace of one organization; or in the organization alone, where they reach no workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Who.
    pub person: Email,
    /// The organization: the name of its manifest, else what the platform calls it.
    pub organization: String,
    /// Its id.
    pub organization_id: OrganizationId,
    /// The workspace; `None` for somebody who reaches none.
    pub workspace: Option<WorkspaceName>,
    /// Its id, where it is known.
    pub workspace_id: Option<WorkspaceId>,
    /// Role in the organization, where it is known.
    pub organization_role: Option<String>,
    /// Role in the workspace, where one is given there.
    pub workspace_role: Option<String>,
    /// Restrictions in the workspace.
    pub restrictions: Vec<String>,
    /// How they get in.
    pub how: How,
    /// Whether the invitation was accepted; `None` from manifests, which don't know.
    pub status: Option<Standing>,
    /// Since when the invitation waits.
    #[schemars(with = "Option<String>")]
    pub pending_since: Option<Timestamp>,
    /// When they were last seen in the organization; `None` where that is not known.
    #[schemars(with = "Option<String>")]
    pub last_active: Option<Timestamp>,
    /// Whether they are the reseller's own; `None` where the Project doesn't say who is.
    pub staff: Option<bool>,
    /// The line that gives it; `no manifest` for what is live and no manifest gives.
    pub source: String,
}

/// How somebody gets into a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum How {
    /// Admins reach every workspace.
    #[serde(rename = "admin of the organization")]
    Admin,
    /// By a role in the workspace, or as a user of the organization.
    #[serde(rename = "direct")]
    Direct,
}

/// Whether somebody has accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// They have.
    Accepted,
    /// The invitation waits.
    Pending,
}

/// Rows of one organization, sorted by person and workspace.
#[derive(Clone, Debug)]
pub struct OrganizationAccess {
    /// The rows.
    pub rows: Vec<Row>,
    /// What they add up to.
    pub sums: super::OrganizationSums,
}

/// What stands in `source` for what no manifest gives.
pub(super) const NO_MANIFEST: &str = "no manifest";

impl Row {
    /// Whether no manifest gives it.
    #[must_use]
    pub fn is_unlisted(&self) -> bool {
        self.source == NO_MANIFEST
    }

    pub(super) fn sort(rows: &mut [Self]) {
        rows.sort_by(|a, b| {
            (&a.person, &a.workspace, a.workspace_id).cmp(&(
                &b.person,
                &b.workspace,
                b.workspace_id,
            ))
        });
    }
}

impl How {
    /// As people and files say it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin of the organization",
            Self::Direct => "direct",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepted => "accepted",
            Self::Pending => "pending",
        })
    }
}

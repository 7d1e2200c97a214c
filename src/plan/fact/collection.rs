use super::Fact;
use crate::model::{Operation, Snapshot};
use crate::plan::WorkspaceRef;
use std::collections::BTreeSet;
use std::fmt;

/// A part of a snapshot that is read by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CollectionName {
    /// The organization's own fields.
    Organization,
    /// The organization's users.
    Users,
    /// The workspaces, without who is in them.
    Workspaces,
    /// The users of one workspace.
    WorkspaceUsers(WorkspaceRef),
}

impl CollectionName {
    /// The operation that reads it.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::Organization => Operation::GetOrganization,
            Self::Users => Operation::ListOrganizationUsers,
            Self::Workspaces => Operation::ListWorkspaces,
            Self::WorkspaceUsers(_) => Operation::ListWorkspaceUsers,
        }
    }
}

impl Fact {
    /// What has to be read for this fact to be told, given what was read when it was planned.
    ///
    /// Somebody's access is told by the workspace's list, and where that shows nobody who hasn't accepted, by the
    /// organization's besides. A workspace without an id has to be found by its name first.
    #[must_use]
    pub fn rests_on(&self, planned: &Snapshot) -> BTreeSet<CollectionName> {
        match self {
            Self::OrganizationNamed(_) => [CollectionName::Organization].into(),
            Self::InOrganization { .. }
            | Self::NotInOrganization(_)
            | Self::InvitedAfter { .. } => [CollectionName::Users].into(),
            Self::Workspace { .. } | Self::NoWorkspace(_) => [CollectionName::Workspaces].into(),
            Self::Access { workspace, .. } | Self::NoAccess { workspace, .. } => {
                let mut needed =
                    BTreeSet::from([CollectionName::WorkspaceUsers(workspace.clone())]);
                match workspace.id.and_then(|id| planned.workspace(id)) {
                    Some(seen) if seen.users.shows_pending => {}
                    _ => _ = needed.insert(CollectionName::Users),
                }
                if workspace.id.is_none() {
                    needed.insert(CollectionName::Workspaces);
                }
                needed
            }
        }
    }
}

impl fmt::Display for CollectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization => f.write_str("the organization"),
            Self::Users => f.write_str("the list of the organization's users"),
            Self::Workspaces => f.write_str("the list of workspaces"),
            Self::WorkspaceUsers(workspace) => {
                write!(f, "the list of users of workspace {}", workspace.name.quoted())
            }
        }
    }
}

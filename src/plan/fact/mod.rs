//! Facts: what a step makes true, as data, and the one place that asks a snapshot whether something is so.
//!
//! Reading back after a lost answer, "already so", a 404 on a removal, verification, the staleness of a saved
//! plan and what is left after an interrupted run all ask [`Fact::ask`].
//!
//! | file | idea |
//! |---|---|
//! | `answer` | shows, shows otherwise, can't tell |
//! | `ask` | a snapshot's answer |
//! | `collection` | which lists a fact rests on |

mod answer;
mod ask;
mod collection;
#[cfg(test)]
mod tests;

pub use answer::{Answer, CannotTell, Note, Shown};
pub use collection::CollectionName;

use super::{WorkspaceFields, WorkspaceRef};
use crate::model::text::quoted;
use crate::model::{
    Email, OrganizationRole, Restrictions, Seen, WorkspaceId, WorkspaceName, WorkspaceRole,
};
use jiff::Timestamp;
use std::fmt;

/// Something that is so on the platform, or is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The organization has this name.
    OrganizationNamed(String),
    /// Somebody is in the organization, in this role.
    InOrganization {
        /// Who.
        email: Email,
        /// In which role.
        role: OrganizationRole,
    },
    /// Somebody is not in the organization.
    NotInOrganization(Email),
    /// A workspace has these fields. One without an id is the one of this name.
    Workspace {
        /// Which.
        workspace: WorkspaceRef,
        /// Fields that are `None` may be anything.
        fields: WorkspaceFields,
    },
    /// A workspace is gone.
    NoWorkspace(WorkspaceRef),
    /// Somebody has access to a workspace.
    Access {
        /// To which.
        workspace: WorkspaceRef,
        /// Who.
        email: Email,
        /// In which role.
        role: Seen<WorkspaceRole>,
        /// `None` may be any. Restrictions that this version doesn't know don't count.
        restrictions: Option<Restrictions>,
    },
    /// Somebody has no access to a workspace (but as an admin of the organization).
    NoAccess {
        /// To which.
        workspace: WorkspaceRef,
        /// Who.
        email: Email,
    },
    /// Somebody's last invitation went out after that time.
    InvitedAfter {
        /// Who.
        email: Email,
        /// When the last one went out that was known before.
        time: Timestamp,
    },
}

impl Fact {
    /// The workspace it is about.
    #[must_use]
    pub const fn workspace(&self) -> Option<&WorkspaceRef> {
        match self {
            Self::Workspace { workspace, .. }
            | Self::NoWorkspace(workspace)
            | Self::Access { workspace, .. }
            | Self::NoAccess { workspace, .. } => Some(workspace),
            Self::OrganizationNamed(_)
            | Self::InOrganization { .. }
            | Self::NotInOrganization(_)
            | Self::InvitedAfter { .. } => None,
        }
    }

    /// The person it is about.
    #[must_use]
    pub const fn email(&self) -> Option<&Email> {
        match self {
            Self::InOrganization { email, .. }
            | Self::NotInOrganization(email)
            | Self::Access { email, .. }
            | Self::NoAccess { email, .. }
            | Self::InvitedAfter { email, .. } => Some(email),
            Self::OrganizationNamed(_) | Self::Workspace { .. } | Self::NoWorkspace(_) => None,
        }
    }

    /// The same fact of a workspace whose id is known by now: one that the run created.
    #[must_use]
    pub fn with_ids(mut self, id: impl Fn(&WorkspaceName) -> Option<WorkspaceId>) -> Self {
        if let Self::Workspace { workspace, .. }
        | Self::NoWorkspace(workspace)
        | Self::Access { workspace, .. }
        | Self::NoAccess { workspace, .. } = &mut self
        {
            workspace.id = workspace.id.or_else(|| id(&workspace.name));
        }
        self
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrganizationNamed(name) => {
                write!(f, "the organization is called {}", quoted(name))
            }
            Self::InOrganization { email, role } => {
                write!(f, "{email} is in the organization as {role}")
            }
            Self::NotInOrganization(email) => write!(f, "{email} is not in the organization"),
            Self::Workspace { workspace, fields } => {
                write!(f, "workspace {} {fields}", workspace.name.quoted())
            }
            Self::NoWorkspace(workspace) => {
                write!(f, "workspace {} no longer exists", workspace.name.quoted())
            }
            Self::Access { workspace, email, role, restrictions } => {
                write!(f, "{email} is in {} as {role}", workspace.name.quoted())?;
                restrictions.as_ref().map_or(Ok(()), |words| answer::restrictions(f, words))
            }
            Self::NoAccess { workspace, email } => {
                write!(f, "{email} is not in {}", workspace.name.quoted())
            }
            Self::InvitedAfter { email, time } => {
                write!(f, "{email} was invited again after {time}")
            }
        }
    }
}

//! Differences between what is there and what is wanted: one fact each, before they are folded into steps.

use super::world::{Person, Place};
use super::{Access, Hold, WorkspaceFields};
use crate::model::{
    Operation, OrganizationRole, Restrictions, Seen, Source, WorkspaceName, WorkspaceRole,
};
use jiff::Timestamp;

/// A change, numbered in the order in which it was found (which is by name).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(pub(super) usize);

/// One difference.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) kind: Kind,
    pub(super) source: Source,
    /// By whom it would be made.
    pub(super) by: By,
    /// Why it is not made now.
    pub(super) held: Option<Why>,
}

/// Who would make a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Machine,
    Person,
}

/// Why a change is held; steps are still named by the numbers of their changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Why {
    Hold(Hold),
    DependsOnHeld(Vec<Number>),
    DependsOnManual(Vec<Number>),
    DependsOnAutomatic(Vec<Number>),
}

/// What differs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    RenameOrganization { before: String, after: String },
    Create { place: Place, timezone: String },
    Update { place: Place, before: WorkspaceFields, after: WorkspaceFields },
    Delete { place: Place },
    Add { place: Place, person: Person, role: WorkspaceRole, restrictions: Restrictions },
    ChangeAccess { place: Place, person: Person, before: Access, after: Access },
    Revoke { place: Place, person: Person, before: Access },
    Invite { person: Person, role: OrganizationRole },
    ChangeRole { person: Person, before: OrganizationRole, after: OrganizationRole },
    Remove { person: Person, before: Seen<OrganizationRole>, pending: bool },
    Resend { person: Person, invited_at: Timestamp },
}

impl Change {
    pub(super) fn new(kind: Kind, source: Source) -> Self {
        Self { kind, source, by: By::Machine, held: None }
    }

    /// A change that is known from the start not to be made now.
    pub(super) fn held(kind: Kind, source: Source, hold: Option<Hold>) -> Self {
        Self { held: hold.map(Why::Hold), ..Self::new(kind, source) }
    }

    pub(super) const fn is_placed(&self) -> bool {
        self.held.is_none()
    }

    pub(super) fn is_automatic(&self) -> bool {
        self.is_placed() && self.by == By::Machine
    }

    pub(super) fn is_manual(&self) -> bool {
        self.is_placed() && self.by == By::Person
    }
}

impl Kind {
    pub(super) const fn operation(&self) -> Operation {
        match self {
            Self::RenameOrganization { .. } => Operation::UpdateOrganization,
            Self::Create { .. } => Operation::CreateWorkspace,
            Self::Update { .. } => Operation::UpdateWorkspace,
            Self::Delete { .. } => Operation::DeleteWorkspace,
            Self::Add { .. } => Operation::AddWorkspaceUsers,
            Self::ChangeAccess { .. } => Operation::ChangeWorkspaceAccess,
            Self::Revoke { .. } => Operation::RevokeWorkspaceAccess,
            Self::Invite { .. } => Operation::InviteOrganizationUser,
            Self::ChangeRole { .. } => Operation::ChangeOrganizationRole,
            Self::Remove { .. } => Operation::RemoveOrganizationUser,
            Self::Resend { .. } => Operation::ResendInvitation,
        }
    }

    pub(super) const fn person(&self) -> Option<Person> {
        match self {
            Self::Add { person, .. }
            | Self::ChangeAccess { person, .. }
            | Self::Revoke { person, .. }
            | Self::Invite { person, .. }
            | Self::ChangeRole { person, .. }
            | Self::Remove { person, .. }
            | Self::Resend { person, .. } => Some(*person),
            Self::RenameOrganization { .. }
            | Self::Create { .. }
            | Self::Update { .. }
            | Self::Delete { .. } => None,
        }
    }

    pub(super) const fn place(&self) -> Option<Place> {
        match self {
            Self::Create { place, .. }
            | Self::Update { place, .. }
            | Self::Delete { place }
            | Self::Add { place, .. }
            | Self::ChangeAccess { place, .. }
            | Self::Revoke { place, .. } => Some(*place),
            Self::RenameOrganization { .. }
            | Self::Invite { .. }
            | Self::ChangeRole { .. }
            | Self::Remove { .. }
            | Self::Resend { .. } => None,
        }
    }

    /// Whether somebody loses something by it: it comes after the grants.
    pub(super) fn takes_away(&self) -> bool {
        match self {
            Self::Delete { .. } | Self::Revoke { .. } | Self::Remove { .. } => true,
            Self::ChangeRole { before, after, .. } => after.rank() <= before.rank(),
            Self::ChangeAccess { before, after, .. } => before.narrows_to(after),
            Self::RenameOrganization { .. }
            | Self::Create { .. }
            | Self::Update { .. }
            | Self::Add { .. }
            | Self::Invite { .. }
            | Self::Resend { .. } => false,
        }
    }

    /// Whether the person counts in the removal budget for it.
    pub(super) fn counts_as_removal(&self) -> bool {
        match self {
            Self::Revoke { .. } | Self::Remove { .. } => true,
            Self::ChangeRole { before, after, .. } => after.rank() <= before.rank(),
            Self::ChangeAccess { before, after, .. } => before.is_demotion_to(after),
            _ => false,
        }
    }

    /// The name that a workspace gets by it.
    pub(super) fn new_name<'a>(&'a self, name: &'a WorkspaceName) -> Option<&'a WorkspaceName> {
        match self {
            Self::Create { .. } => Some(name),
            Self::Update { after, .. } => after.name.as_ref(),
            _ => None,
        }
    }
}

use super::CollectionName;
use crate::model::text::{listed, quoted};
use crate::model::{
    Capabilities, Email, Field, Operation, OrganizationRole, Restrictions, Seen, UserId,
    WorkspaceRole,
};
use crate::plan::WorkspaceFields;
use jiff::Timestamp;
use std::fmt;

/// What a snapshot says of a fact.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Shows {
        /// What could not be seen of it.
        note: Option<Note>,
    },
    /// It is not so.
    Otherwise(Shown),
    /// What was read can't tell.
    CannotTell(CannotTell),
}

/// A part of a fact that no list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// They are invited and have not accepted, and the workspace's list shows nobody who hasn't: whether they were
    /// given this access, and in which role, can't be seen. This is enough where the platform said that it
    /// did the step, or that it is so already. After a lost answer it is enough only where the step itself
    /// is the one that invites them.
    RoleUnseen,
}

/// What a snapshot shows in place of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The organization has this name.
    OrganizationNamed(String),
    /// They are not in the organization.
    NotInOrganization,
    /// They are in the organization.
    InOrganization {
        /// In which role.
        role: Seen<OrganizationRole>,
        /// Whether they have still to accept.
        pending: bool,
    },
    /// The workspace is not there.
    NoWorkspace,
    /// The workspace has these fields: the ones that were asked about.
    Workspace(WorkspaceFields),
    /// They have no access to the workspace.
    NoAccess,
    /// They have access to the workspace.
    Access {
        /// In which role.
        role: Seen<WorkspaceRole>,
        /// With which restrictions, where the list says.
        restrictions: Option<Restrictions>,
    },
    /// The last invitation went out at that time.
    InvitedAt(Timestamp),
}

/// Why a snapshot can't tell.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotTell {
    /// The list was not read.
    NotRead {
        /// Which.
        collection: CollectionName,
    },
    /// The list did not add up.
    ReadInPart {
        /// Which.
        collection: CollectionName,
        /// What did not add up.
        why: String,
    },
    /// The profile doesn't show it.
    OutOfSight {
        /// The list that would.
        collection: CollectionName,
        /// Whether it is only people who have not accepted yet that the list doesn't show.
        pending_people: bool,
    },
    /// The list doesn't have this field.
    FieldMissing {
        /// The list.
        collection: CollectionName,
        /// The field.
        field: Field,
    },
    /// The list has this address under several ids.
    TwoAccounts {
        /// The address.
        email: Email,
        /// The ids.
        ids: Vec<UserId>,
    },
}

impl Answer {
    pub(super) const SHOWS: Self = Self::Shows { note: None };

    /// Whether it is so, as far as can be seen.
    #[must_use]
    pub const fn shows(&self) -> bool {
        matches!(self, Self::Shows { .. })
    }

    /// The answer about somebody who was to be added, where the platform said that it did so or that it was so
    /// already: where no list can show people who have not accepted, that word is enough.
    pub fn on_the_platforms_word(self) -> Self {
        match self {
            Self::CannotTell(CannotTell::OutOfSight { pending_people: true, .. }) => {
                Self::Shows { note: Some(Note::RoleUnseen) }
            }
            other => other,
        }
    }
}

impl CannotTell {
    /// The code in reports: `out_of_sight` is only what the profile says beforehand that it never shows.
    #[must_use]
    pub fn code(&self, capabilities: &Capabilities) -> &'static str {
        match self {
            _ if self.is_declared(capabilities) => "out_of_sight",
            Self::NotRead { .. } | Self::OutOfSight { .. } => "not_read",
            Self::ReadInPart { .. } => "read_in_part",
            Self::FieldMissing { .. } => "field_missing",
            Self::TwoAccounts { .. } => "two_accounts",
        }
    }
}

impl CannotTell {
    /// Whether the profile says beforehand that it never shows this: no look ever will, so none is missing.
    #[must_use]
    pub fn is_declared(&self, capabilities: &Capabilities) -> bool {
        match self {
            Self::OutOfSight { collection: CollectionName::Organization, .. } => {
                !capabilities.evidence(Operation::GetOrganization).can_read()
            }
            Self::OutOfSight { .. } => true,
            Self::FieldMissing { collection, field } => {
                !capabilities.tells(collection.operation(), *field)
            }
            Self::NotRead { .. } | Self::ReadInPart { .. } | Self::TwoAccounts { .. } => false,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RoleUnseen => f.pad("invited; the role can't be seen before it is accepted"),
        }
    }
}

impl fmt::Display for Shown {
    /// Says it of the person, workspace or organization that was asked about: "is in the organization as member".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrganizationNamed(name) => write!(f, "is called {}", quoted(name)),
            Self::NotInOrganization => f.write_str("is not in the organization"),
            Self::InOrganization { role, pending } => {
                let pending = if *pending { ", pending" } else { "" };
                write!(f, "is in the organization as {role}{pending}")
            }
            Self::NoWorkspace => f.write_str("is not there"),
            Self::Workspace(fields) => fields.fmt(f),
            Self::NoAccess => f.write_str("has no access"),
            Self::Access { role, restrictions: words } => {
                write!(f, "has access as {role}")?;
                words.as_ref().map_or(Ok(()), |words| restrictions(f, words))
            }
            Self::InvitedAt(time) => write!(f, "was invited at {time}"),
        }
    }
}

impl fmt::Display for CannotTell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRead { collection } => write!(f, "{collection} could not be read"),
            Self::ReadInPart { collection, why } => {
                write!(f, "{collection} could not be read in full: {why}")
            }
            Self::OutOfSight { collection, pending_people: false } => {
                write!(f, "the profile does not show {collection}")
            }
            Self::OutOfSight { collection, pending_people: true } => {
                write!(f, "{collection} does not show who has not accepted yet")
            }
            Self::FieldMissing { collection, field } => {
                write!(f, "{collection} does not show the {}", field.label())
            }
            Self::TwoAccounts { email, ids } => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                write!(f, "{email} has several accounts, with the ids {}", listed(&ids))
            }
        }
    }
}

pub(super) fn restrictions(f: &mut fmt::Formatter<'_>, words: &Restrictions) -> fmt::Result {
    if words.is_empty() {
        return f.write_str(" without restrictions");
    }
    let noun = if words.len() == 1 { "restriction" } else { "restrictions" };
    let words: Vec<&str> = words.iter().map(|restriction| restriction.word()).collect();
    write!(f, " with the {noun} {}", listed(&words))
}

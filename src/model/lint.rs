use super::{Email, Source, WorkspaceName};

/// What is allowed and seldom meant in an organization's manifest, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// `RC101`.
    pub code: &'static str,
    /// A lower-case fragment; values in it are escaped.
    pub message: String,
    /// The line.
    pub source: Source,
    /// What has to change for it to be of a plan.
    pub about: LintAbout,
}

/// What a lint is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LintAbout {
    /// Somebody, wherever.
    Person(Email),
    /// Somebody's access to a workspace.
    Access(Email, WorkspaceName),
    /// A workspace itself.
    Workspace(WorkspaceName),
    /// Who owns a workspace.
    Owners(WorkspaceName),
    /// Roles in the organization.
    OrganizationRoles,
    /// Whoever is invited.
    Invitations,
    /// The organization's name.
    Name,
}

impl LintAbout {
    /// The one person it is about.
    #[must_use]
    pub const fn person(&self) -> Option<&Email> {
        match self {
            Self::Person(email) | Self::Access(email, _) => Some(email),
            Self::Workspace(_)
            | Self::Owners(_)
            | Self::OrganizationRoles
            | Self::Invitations
            | Self::Name => None,
        }
    }

    /// The one workspace it is about.
    #[must_use]
    pub const fn workspace(&self) -> Option<&WorkspaceName> {
        match self {
            Self::Access(_, name) | Self::Workspace(name) | Self::Owners(name) => Some(name),
            Self::Person(_) | Self::OrganizationRoles | Self::Invitations | Self::Name => None,
        }
    }
}

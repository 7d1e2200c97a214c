use super::{Email, Source, WorkspaceName};
use std::collections::BTreeSet;

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

/// Lints that are not told, by code: for those that only the plan knows, since it knows the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Silenced {
    /// Switched off by the Project.
    pub everywhere: BTreeSet<&'static str>,
    /// Allowed by a comment, with file and line.
    pub at: BTreeSet<(String, u32, &'static str)>,
}

impl Silenced {
    /// Whether this one is not told of this line.
    #[must_use]
    pub fn covers(&self, code: &'static str, source: &Source) -> bool {
        let places = [Some(source), source.via.as_deref()];
        let allowed = |it: &Source| self.at.contains(&(it.file.as_ref().to_owned(), it.line, code));
        self.everywhere.contains(code) || places.into_iter().flatten().any(allowed)
    }
}

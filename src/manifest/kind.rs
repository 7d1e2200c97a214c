use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// What a manifest is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Kind {
    /// How this repository talks to the platform; one per repository.
    Project,
    /// An organization of the platform.
    Organization,
    /// People that are listed together.
    Group,
    /// What clients have in common.
    Template,
    /// An organization made from a template.
    Client,
    /// How to talk to a platform's API.
    Platform,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Project,
        Self::Organization,
        Self::Group,
        Self::Template,
        Self::Client,
        Self::Platform,
    ];

    /// The word after `kind:`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Project => "Project",
            Self::Organization => "Organization",
            Self::Group => "Group",
            Self::Template => "Template",
            Self::Client => "Client",
            Self::Platform => "Platform",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word that is no kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such kind")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(word: &str) -> Result<Self, UnknownKind> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word).ok_or(UnknownKind)
    }
}

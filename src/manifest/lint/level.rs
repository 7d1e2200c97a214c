use std::fmt;
use std::str::FromStr;

/// How a lint counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not told.
    Off,
    /// Told.
    Warning,
    /// Told, and the manifests are invalid.
    Error,
}

impl Level {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Off, Self::Warning, Self::Error];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A word that is no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a level is `off`, `warning` or `error`")]
pub struct UnknownLevel;

impl FromStr for Level {
    type Err = UnknownLevel;
    fn from_str(word: &str) -> Result<Self, UnknownLevel> {
        let found = Self::ALL.iter().find(|level| level.to_string() == word);
        found.copied().ok_or(UnknownLevel)
    }
}

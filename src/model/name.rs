use super::text::{compared, quoted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A name in `metadata.name`: lower-case letters, digits and dashes; starts and ends with a letter or digit.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Slug(Arc<String>);

/// A text that is no slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a name has 1 to 100 lower-case letters, digits and dashes, and starts and ends with a letter or digit"
)]
pub struct InvalidSlug;

impl Slug {
    /// Checks a name.
    ///
    /// # Errors
    /// [`InvalidSlug`] where it has other characters, is empty, or longer than 100.
    pub fn parse(text: &str) -> Result<Self, InvalidSlug> {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let fits = (1..=100).contains(&text.len())
            && text.chars().all(|c| inner(c) || c == '-')
            && text.starts_with(inner)
            && text.ends_with(inner);
        if fits { Ok(Self(Arc::new(text.to_owned()))) } else { Err(InvalidSlug) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}
impl TryFrom<String> for Slug {
    type Error = InvalidSlug;
    fn try_from(text: String) -> Result<Self, InvalidSlug> {
        Self::parse(&text)
    }
}
impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        Arc::unwrap_or_clone(slug.0)
    }
}

/// The name of a workspace. Unique in its organization ignoring case, form and outer space
/// (`rules.md`, Workspaces, inferred), which is what [`WorkspaceName::key`] compares by.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct WorkspaceName(Arc<String>);

/// Why a workspace can't be given this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidWorkspaceName(&'static str);

impl WorkspaceName {
    /// The name as it stands in a sentence of plain text.
    #[must_use]
    pub fn quoted(&self) -> String {
        quoted(&self.0)
    }

    /// A name that refers to a workspace that exists: any text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Arc::new(text.to_owned()))
    }

    /// Whether a workspace may be created or renamed with this name.
    ///
    /// # Errors
    /// [`InvalidWorkspaceName`] where it has no or more than 255 characters after trimming, or a control character.
    pub fn check_new(&self) -> Result<(), InvalidWorkspaceName> {
        match self.0.trim().chars().count() {
            0 => Err(InvalidWorkspaceName("a workspace's name can't be empty")),
            1..=255 if self.0.chars().any(char::is_control) => {
                Err(InvalidWorkspaceName("a workspace's name can't have control characters"))
            }
            1..=255 => Ok(()),
            _ => Err(InvalidWorkspaceName("a workspace's name has at most 255 characters")),
        }
    }

    /// The form in which names are compared: trimmed, NFC, lower case.
    #[must_use]
    pub fn key(&self) -> String {
        compared(&self.0)
    }

    /// The name as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkspaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert!(Slug::parse("acme-dental-2").is_ok());
        for text in ["", "Acme", "-a", "a-", "a_b", "a.b", "ä"] {
            assert!(Slug::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_to_be_created_are_checked_others_are_not() {
        assert!(WorkspaceName::new("Support ☂").check_new().is_ok());
        assert!(WorkspaceName::new("  ").check_new().is_err());
        assert!(WorkspaceName::new("a\u{7}b").check_new().is_err());
        assert!(WorkspaceName::new(&"x".repeat(256)).check_new().is_err());
    }
}

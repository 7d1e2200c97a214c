use super::name::Slug;
use std::fmt;
use wildmatch::WildMatch;

/// Names in `metadata.name`: one, or all that fit a glob, in which `*` stands for any characters and `?` for one.
#[derive(Clone, Debug, PartialEq)]
pub struct NamePattern(WildMatch);

/// A text that is no pattern of names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a name has 1 to 100 lower-case letters, digits and dashes, and starts and ends with a letter or digit; in a glob, \
     `*` stands for any characters and `?` for one"
)]
pub struct InvalidNamePattern;

impl NamePattern {
    /// Reads a name, or a glob of names.
    ///
    /// # Errors
    /// [`InvalidNamePattern`] where no name can fit it.
    pub fn parse(text: &str) -> Result<Self, InvalidNamePattern> {
        // Any wildcard may stand for a letter, and a star for nothing.
        let example = text.replace(['?', '*'], "a");
        let fits = Slug::parse(&example).is_ok();
        if fits { Ok(Self(WildMatch::new(text))) } else { Err(InvalidNamePattern) }
    }

    /// Whether a name fits.
    #[must_use]
    pub fn matches(&self, name: &Slug) -> bool {
        self.0.matches(name.as_str())
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_name_or_a_glob_of_names() {
        let fits = |pattern: &str, name: &str| {
            NamePattern::parse(pattern).unwrap().matches(&Slug::parse(name).unwrap())
        };
        assert!(fits("acme", "acme"));
        assert!(!fits("acme", "acme-dental"));
        assert!(fits("acme-*", "acme-dental"));
        assert!(!fits("acme-*", "acme"));
        assert!(fits("*", "acme"));
        assert!(fits("*-dental", "acme-dental"));
        assert!(fits("branch-?", "branch-7"));
        assert!(!fits("branch-?", "branch-17"));
    }

    #[test]
    fn a_text_that_no_name_fits_is_no_pattern() {
        for text in ["", "No Slug", "-*", "*-", "Acme*", "a/*", "[a]", "acmé-*"] {
            assert_eq!(NamePattern::parse(text), Err(InvalidNamePattern), "{text}");
        }
    }

    #[test]
    fn a_pattern_is_shown_as_it_was_written() {
        for text in ["acme", "acme-*", "a?b*"] {
            assert_eq!(NamePattern::parse(text).unwrap().to_string(), text);
        }
    }
}

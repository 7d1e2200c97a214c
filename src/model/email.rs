use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// An e-mail address: shown as it was written, compared in canonical form (trimmed, lower case).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Email {
    written: String,
    canonical: String,
}

/// Why a text is not an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidEmail(&'static str);

impl Email {
    /// Checks an address that somebody typed.
    ///
    /// # Errors
    /// [`InvalidEmail`] says what is wrong: no `@`, an empty part, a space, a domain without a dot.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let written = text.trim();
        let (local, domain) = written.rsplit_once('@').ok_or(InvalidEmail("there is no `@`"))?;
        if local.is_empty() {
            return Err(InvalidEmail("there is nothing before the `@`"));
        }
        if local.contains('@') {
            return Err(InvalidEmail("there is more than one `@`"));
        }
        if written
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\"\\[]".contains(c))
        {
            return Err(InvalidEmail("it has a character that an address can't have"));
        }
        if !domain.contains('.') || domain.split('.').any(str::is_empty) {
            return Err(InvalidEmail("the part after the `@` is not a domain"));
        }
        if local.len() > 64 || written.len() > 254 {
            return Err(InvalidEmail("it is too long"));
        }
        Ok(Self::seen(written))
    }

    /// An address as the platform gave it: never refused, since it names somebody who is there.
    #[must_use]
    pub fn seen(text: &str) -> Self {
        let written = text.trim().to_owned();
        let canonical = written.to_lowercase();
        Self { written, canonical }
    }

    /// The form in which addresses are compared.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}
impl Eq for Email {}
impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Email {
    fn cmp(&self, other: &Self) -> Ordering {
        self.canonical.cmp(&other.canonical)
    }
}
impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical.hash(state);
    }
}

impl From<String> for Email {
    fn from(text: String) -> Self {
        Self::seen(&text)
    }
}
impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_space_do_not_tell_people_apart() {
        let written = Email::parse(" Ana@Acme.example ").unwrap();
        assert_eq!(written, Email::parse("ana@acme.EXAMPLE").unwrap());
        assert_eq!(written.as_str(), "Ana@Acme.example");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "ana", "@acme.example", "a@b@c.example", "a b@c.example", "a@acme", "a@.x"]
        {
            assert!(Email::parse(text).is_err(), "{text}");
        }
    }
}

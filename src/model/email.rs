use super::text::{SELECTOR, compared, is_hidden};
use schemars::JsonSchema;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// An e-mail address: shown as it was written, compared in canonical form (trimmed, NFC, lower case).
#[derive(Clone, JsonSchema)]
#[schemars(with = "String")]
pub struct Email(Arc<Address>);

/// Shared by all that name it: a fleet names each address in many workspaces.
struct Address {
    written: Box<str>,
    /// The form in which it is compared, where that is another one.
    canonical: Option<Box<str>>,
}

/// Why a text is not an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmail {
    /// Its parts are not those of an address.
    #[error("{0}")]
    Malformed(&'static str),
    /// It has a character that can't be seen.
    #[error("it has the character U+{:04X}, which can't be seen", u32::from(*.0))]
    Hidden(char),
    /// It has a character that no address has.
    #[error("it has the character `{0}`, which an address can't have")]
    Character(char),
}

impl Email {
    /// Checks an address that somebody typed.
    ///
    /// # Errors
    /// [`InvalidEmail`] says what is wrong: no `@`, an empty part, a space, a domain without a dot, or a character
    /// that can't be seen.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        match Self::hidden(text) {
            Some(c) => Err(InvalidEmail::Hidden(c)),
            None => Self::parse_spelled(text),
        }
    }

    /// Checks an address whose characters can all be seen where it was written, since those that have no shape are
    /// spelled out there.
    ///
    /// # Errors
    /// [`InvalidEmail::Malformed`].
    pub fn parse_spelled(text: &str) -> Result<Self, InvalidEmail> {
        let wrong = |why| Err(InvalidEmail::Malformed(why));
        let written = text.trim();
        if written.get(..7).is_some_and(|it| it.eq_ignore_ascii_case("mailto:")) {
            return wrong("it is the address alone, without `mailto:`");
        }
        if written.starts_with(is_quote) || written.ends_with(is_quote) {
            return wrong("it is the address alone, without quotes");
        }
        if written.contains(['<', '>']) {
            return wrong("it is the address alone, without a name and `<` `>`");
        }
        let Some((local, domain)) = written.rsplit_once('@') else {
            return wrong("there is no `@`");
        };
        if let Some(c) = written.chars().find(|c| is_foreign(*c)) {
            return match c {
                ',' | ';' | '，' | '；' | '、' => {
                    wrong("it is one address, and this looks like several")
                }
                c => Err(InvalidEmail::Character(c)),
            };
        }
        if written.contains(' ') {
            return wrong("there is a space in it");
        }
        if written.chars().any(|c| c.is_ascii_control()) {
            return wrong("there is a control character in it");
        }
        if local.is_empty() {
            return wrong("there is nothing before the `@`");
        }
        if local.contains('@') {
            return wrong("there is more than one `@`");
        }
        if !domain.contains('.') || domain.split('.').any(str::is_empty) {
            return wrong("the part after the `@` is not a domain");
        }
        let in_domain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-._".contains(c);
        if let Some(c) = domain.chars().find(|c| !in_domain(*c)) {
            return Err(InvalidEmail::Character(c));
        }
        if local.len() > 64 || written.len() > 254 {
            return wrong("it is too long");
        }
        Ok(Self::seen(written))
    }

    /// The first character of an address that can't be seen in it.
    #[must_use]
    pub fn hidden(text: &str) -> Option<char> {
        text.trim().chars().find(|c| Self::hides(*c))
    }

    /// Whether a character can't be seen in an address.
    #[must_use]
    pub fn hides(c: char) -> bool {
        // Outside of emoji the variation selector shows nothing.
        is_hidden(c) || c == SELECTOR
    }

    /// An address as the platform gave it: never refused, since it names somebody who is there.
    #[must_use]
    pub fn seen(text: &str) -> Self {
        let text = text.trim();
        let lower = text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
        let canonical = if lower { None } else { Some(compared(text).into()) };
        Self(Arc::new(Address { written: text.into(), canonical }))
    }

    /// The form in which addresses are compared.
    #[must_use]
    pub fn canonical(&self) -> &str {
        self.0.canonical.as_deref().unwrap_or(&self.0.written)
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.written
    }
}

/// Whether a character is a quote, which comes along when an address is copied out of a text.
fn is_quote(c: char) -> bool {
    "'\"`´“”„‟‘’‚‛«»‹›＂＇".contains(c)
}

/// Whether no address has this character: what stands around and between addresses, in its full width too.
fn is_foreign(c: char) -> bool {
    if c.is_ascii() {
        return "(),;:\"\\[]".contains(c);
    }
    let mut plain = std::iter::once(c).nfkc();
    c == '、' || plain.any(|it| "(),;:\"\\[]@<>".contains(it))
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.canonical() == other.canonical()
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
        self.canonical().cmp(other.canonical())
    }
}
impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_str().serialize(serializer)
    }
}
impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Read)
    }
}

/// Reads an address as [`Email::seen`] does, without a copy of its text.
struct Read;

impl Visitor<'_> for Read {
    type Value = Email;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Email, E> {
        Ok(Email::seen(text))
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
        for (text, why) in [
            ("mailto:a@b.example", "without `mailto:`"),
            ("Ana <a@b.example>", "without a name"),
            ("'a@b.example'", "without quotes"),
            ("“a@b.example”", "without quotes"),
            ("‘a@b.example", "without quotes"),
            ("a@b.example’", "without quotes"),
            ("a@b.example, c@d.example", "looks like several"),
            ("a@b.example;", "looks like several"),
            ("a@b.example，c@d.example", "looks like several"),
            ("a＠b@c.example", "the character `＠`"),
            ("a b", "there is no `@`"),
            ("a@b.example/", "the character `/`"),
            ("[a@b.example](mailto:a@b.example)", "the character `[`"),
        ] {
            let said = Email::parse(text).unwrap_err().to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn addresses_of_all_countries_are_addresses() {
        let long = format!("a@{}.example", ["department"; 20].join("."));
        for text in [
            "jo+tag@x.example",
            "o'neill@x.example",
            "a/b=c@x.example",
            "用户@例子.公司",
            "jürgen@bücher.example",
            "пат@почта.рф",
            &long,
        ] {
            assert!(Email::parse(text).is_ok(), "{text}");
        }
        assert_eq!(Email::seen("JU\u{308}RGEN@x.example"), Email::seen("jürgen@x.example"));
    }

    #[test]
    fn what_can_not_be_seen_is_in_no_address_unless_it_is_spelled_out() {
        for c in [
            '\u{200b}', '\u{ad}', '\u{202e}', '\u{a0}', '\u{2028}', '\u{e000}', '\u{378}',
            '\u{fe0f}',
        ] {
            for text in
                [format!("a{c}b@x.example"), format!("ab@x.exa{c}mple"), format!("a{c}@x.example")]
            {
                assert_eq!(Email::parse(&text), Err(InvalidEmail::Hidden(c)), "{text:?}");
                assert!(Email::parse_spelled(&text).is_ok(), "{text:?}");
                assert_ne!(Email::seen(&text), Email::seen(&text.replace(c, "")));
            }
        }
        assert!(Email::parse("\u{a0}a@x.example\u{3000}").is_ok(), "space around it doesn't count");
    }
}

use super::Placeholder;
use std::fmt;

/// A text with placeholders: `Bearer {token}`. A brace that is meant as such is doubled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Placeholder(Placeholder),
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// A placeholder that nobody knows.
    #[error("there is no placeholder `{{{0}}}`")]
    Unknown(String),
    /// An opening or closing brace alone.
    #[error("a `{0}` stands alone; write it twice to mean the brace itself")]
    Brace(char),
}

impl Text {
    /// Reads a text.
    ///
    /// # Errors
    /// [`InvalidText`] for an unknown placeholder, or a brace without its partner.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let (brace, behind) = rest[at..].split_at(1);
            if let Some(behind) = behind.strip_prefix(brace) {
                literal.push_str(brace);
                rest = behind;
                continue;
            }
            if brace == "}" {
                return Err(InvalidText::Brace('}'));
            }
            let (word, behind) = behind.split_once('}').ok_or(InvalidText::Brace('{'))?;
            let placeholder =
                Placeholder::parse(word).ok_or_else(|| InvalidText::Unknown(word.to_owned()))?;
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            parts.push(Part::Placeholder(placeholder));
            rest = behind;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Ok(Self(parts))
    }

    /// The placeholders in it, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.0.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Placeholder(placeholder) => Some(*placeholder),
        })
    }

    /// The text with its values; `None` where one is not given.
    pub fn fill(&self, value: impl Fn(Placeholder) -> Option<String>) -> Option<String> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Placeholder(placeholder) => text.push_str(&value(*placeholder)?),
            }
        }
        Some(text)
    }

    /// The placeholder, where the text is one and nothing else.
    #[must_use]
    pub fn only_placeholder(&self) -> Option<Placeholder> {
        match self.0.as_slice() {
            [Part::Placeholder(placeholder)] => Some(*placeholder),
            _ => None,
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Literal(text) => {
                    f.write_str(&text.replace('{', "{{").replace('}', "}}"))?;
                }
                Part::Placeholder(placeholder) => placeholder.fmt(f)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_template_is_refused() {
        assert_eq!(Text::parse("{emial}"), Err(InvalidText::Unknown("emial".into())));
        assert_eq!(Text::parse("a{email"), Err(InvalidText::Brace('{')));
        assert_eq!(Text::parse("a}"), Err(InvalidText::Brace('}')));
    }

    #[test]
    fn a_text_reads_back_as_it_was() {
        let flag = "{not restriction.show_only_mine}";
        for text in ["Bearer {token}", "a {{b}} {name}", flag, ""] {
            assert_eq!(Text::parse(text).unwrap().to_string(), text);
        }
    }
}

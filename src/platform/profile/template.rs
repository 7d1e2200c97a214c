use super::placeholder::{Placeholder, Values};
use serde_json::{Map, Number, Value};
use std::fmt;

/// A text with placeholders: `Bearer {token}`. A brace that is meant as such is doubled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Placeholder(Placeholder),
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidText {
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
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidText> {
        let mut pieces = Vec::new();
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
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(Piece::Placeholder(placeholder));
            rest = behind;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self(pieces))
    }

    /// The placeholders in it, in order.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Literal(_) => None,
            Piece::Placeholder(placeholder) => Some(*placeholder),
        })
    }

    /// The text with its values; `None` where one is not given.
    pub(crate) fn fill(&self, values: &Values) -> Option<String> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Placeholder(placeholder) => match values.get(*placeholder)? {
                    Value::String(value) => text.push_str(value),
                    value => text.push_str(&value.to_string()),
                },
            }
        }
        Some(text)
    }

    /// The value, which keeps its type where the text is one placeholder and nothing else.
    fn value(&self, values: &Values) -> Option<Value> {
        match self.0.as_slice() {
            [Piece::Placeholder(placeholder)] => values.get(*placeholder).cloned(),
            _ => self.fill(values).map(Value::String),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0 {
            match piece {
                Piece::Literal(text) => {
                    f.write_str(&text.replace('{', "{{").replace('}', "}}"))?;
                }
                Piece::Placeholder(placeholder) => placeholder.fmt(f)?,
            }
        }
        Ok(())
    }
}

/// The body of a request, with placeholders.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    Text(Text),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
    /// `{each: users, item: …}`: the item once for everybody of the batch.
    Each(Box<Tree>),
}

impl Tree {
    /// The body with its values. A part whose placeholder has no value is left out, and so is a list or map
    /// that had nothing but such parts; `None` where that is all there was.
    pub(crate) fn fill(&self, values: &Values) -> Option<Value> {
        match self {
            Self::Null => Some(Value::Null),
            Self::Bool(value) => Some(Value::Bool(*value)),
            Self::Number(value) => Some(Value::Number(value.clone())),
            Self::Text(text) => text.value(values),
            Self::List(items) => {
                let filled: Vec<_> = items.iter().filter_map(|item| item.fill(values)).collect();
                (items.is_empty() || !filled.is_empty()).then_some(Value::Array(filled))
            }
            Self::Map(fields) => {
                let filled: Map<_, _> = fields
                    .iter()
                    .filter_map(|(key, field)| Some((key.clone(), field.fill(values)?)))
                    .collect();
                (fields.is_empty() || !filled.is_empty()).then_some(Value::Object(filled))
            }
            Self::Each(item) => {
                Some(Value::Array(values.items.iter().filter_map(|it| item.fill(it)).collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(text: &str) -> Tree {
        Tree::Text(Text::parse(text).unwrap())
    }

    #[test]
    fn a_placeholder_alone_keeps_its_type_and_among_text_is_text() {
        let values = Values::default().with(Placeholder::Page, 3).with(Placeholder::Name, "A {b}");
        assert_eq!(text("{page}").fill(&values), Some(json!(3)));
        assert_eq!(
            text("page {page} of {{{name}}}").fill(&values),
            Some(json!("page 3 of {A {b}}"))
        );
    }

    #[test]
    fn parts_without_a_value_are_left_out_with_what_only_held_them() {
        let limit = Tree::Map(vec![
            ("enabled".into(), text("{contactLimitEnabled}")),
            ("limit".into(), text("{contactLimit}")),
        ]);
        let body = Tree::Map(vec![("name".into(), text("{name}")), ("contactLimit".into(), limit)]);
        assert_eq!(body.fill(&Values::default()), None);
        let named = Values::default().with(Placeholder::Name, "A");
        assert_eq!(body.fill(&named), Some(json!({"name": "A"})));
        let off = Values::default()
            .with(Placeholder::ContactLimit, Value::Null)
            .with(Placeholder::ContactLimitEnabled, false);
        assert_eq!(
            body.fill(&off),
            Some(json!({"contactLimit": {"enabled": false, "limit": null}}))
        );
    }

    #[test]
    fn a_batch_repeats_its_item() {
        let each = Tree::Each(Box::new(Tree::Map(vec![
            ("email".into(), text("{email}")),
            ("restrictions".into(), text("{restrictions}")),
        ])));
        let person = |email: &str| Values::default().with(Placeholder::Email, email);
        let items =
            vec![person("a@x.y"), person("b@x.y").with(Placeholder::Restrictions, json!(["r"]))];
        let mut values = Values::default();
        values.items = items;
        assert_eq!(
            each.fill(&values),
            Some(json!([{"email": "a@x.y"}, {"email": "b@x.y", "restrictions": ["r"]}]))
        );
    }

    #[test]
    fn what_is_no_template_is_refused() {
        assert_eq!(Text::parse("{emial}"), Err(InvalidText::Unknown("emial".into())));
        assert_eq!(Text::parse("a{email"), Err(InvalidText::Brace('{')));
        assert_eq!(Text::parse("a}"), Err(InvalidText::Brace('}')));
    }

    #[test]
    fn a_text_reads_back_as_it_was() {
        for it in ["Bearer {token}", "a {{b}} {name}", ""] {
            assert_eq!(Text::parse(it).unwrap().to_string(), it);
        }
    }
}

use super::filled::Filled;
use crate::model::Text;
use serde_json::{Map, Number, Value};
use std::num::NonZeroUsize;

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
    Each {
        /// How many people one call takes.
        max: NonZeroUsize,
        /// What is there for each.
        item: Box<Tree>,
    },
}

impl Tree {
    /// How many people of a batch it takes: one, where it has no place for a list of them.
    pub(crate) fn people(&self) -> NonZeroUsize {
        let most = |trees: &mut dyn Iterator<Item = &Self>| trees.map(Self::people).max();
        match self {
            Self::Each { max, item: _ } => *max,
            Self::List(items) => most(&mut items.iter()).unwrap_or(NonZeroUsize::MIN),
            Self::Map(fields) => {
                most(&mut fields.iter().map(|(_, field)| field)).unwrap_or(NonZeroUsize::MIN)
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => NonZeroUsize::MIN,
        }
    }

    /// All texts in it; those of a batch's items only if asked for.
    pub(crate) fn texts(&self, of_items: bool) -> Vec<&Text> {
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) => Vec::new(),
            Self::Text(text) => vec![text],
            Self::List(items) => items.iter().flat_map(|item| item.texts(of_items)).collect(),
            Self::Map(fields) => {
                fields.iter().flat_map(|(_, field)| field.texts(of_items)).collect()
            }
            Self::Each { max: _, item } if of_items => item.texts(of_items),
            Self::Each { .. } => Vec::new(),
        }
    }

    /// The body with its values. A part whose placeholder has no value is left out, and so is a list or map
    /// that had nothing but such parts; `None` where that is all there was.
    pub(crate) fn fill(&self, values: &Filled) -> Option<Value> {
        match self {
            Self::Null => Some(Value::Null),
            Self::Bool(value) => Some(Value::Bool(*value)),
            Self::Number(value) => Some(Value::Number(value.clone())),
            Self::Text(text) => values.value(text),
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
            Self::Each { max: _, item } => {
                Some(Value::Array(values.items.iter().filter_map(|it| item.fill(it)).collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Placeholder;
    use serde_json::json;

    fn text(text: &str) -> Tree {
        Tree::Text(Text::parse(text).unwrap())
    }

    #[test]
    fn a_placeholder_alone_keeps_its_type_and_among_text_is_text() {
        let values = Filled::default().with(Placeholder::Page, 3).with(Placeholder::Name, "A {b}");
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
        assert_eq!(body.fill(&Filled::default()), None);
        let named = Filled::default().with(Placeholder::Name, "A");
        assert_eq!(body.fill(&named), Some(json!({"name": "A"})));
        let off = Filled::default()
            .with(Placeholder::ContactLimit, Value::Null)
            .with(Placeholder::ContactLimitEnabled, false);
        assert_eq!(
            body.fill(&off),
            Some(json!({"contactLimit": {"enabled": false, "limit": null}}))
        );
    }

    #[test]
    fn a_batch_repeats_its_item() {
        let item = Tree::Map(vec![
            ("email".into(), text("{email}")),
            ("restrictions".into(), text("{restrictions}")),
        ]);
        let each = Tree::Each { max: NonZeroUsize::MAX, item: Box::new(item) };
        let person = |email: &str| Filled::default().with(Placeholder::Email, email);
        let items =
            vec![person("a@x.y"), person("b@x.y").with(Placeholder::Restrictions, json!(["r"]))];
        let mut values = Filled::default();
        values.items = items;
        assert_eq!(
            each.fill(&values),
            Some(json!([{"email": "a@x.y"}, {"email": "b@x.y", "restrictions": ["r"]}]))
        );
    }
}

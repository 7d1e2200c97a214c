use super::values::{invalid, template};
use crate::manifest::{Node, Report, Scalar, Value};
use crate::model::Operation;
use crate::platform::profile::placeholder::Part;
use crate::platform::profile::template::{Text, Tree};

/// Reads a body. Scalars without quotes that look like JSON are what they look like.
pub(super) fn body(node: &Node, part: Part, report: &Report<'_>) -> Option<Tree> {
    match &node.value {
        Value::Null => Some(Tree::Null),
        Value::Scalar(scalar) => match literal(scalar) {
            Some(literal) => Some(literal),
            None => template(node, part, report).map(Tree::Text),
        },
        Value::Sequence(items) => {
            let read: Vec<_> = items.iter().map(|item| body(item, part, report)).collect();
            read.into_iter().collect::<Option<_>>().map(Tree::List)
        }
        Value::Mapping(mapping) => {
            if mapping.get("each").is_some() {
                return each(node, part, report);
            }
            let fields = mapping.entries.iter();
            let read: Vec<_> = fields
                .map(|(key, field)| Some((key.text.clone(), body(field, part, report)?)))
                .collect();
            read.into_iter().collect::<Option<_>>().map(Tree::Map)
        }
    }
}

/// `{each: users, item: …}`.
fn each(node: &Node, part: Part, report: &Report<'_>) -> Option<Tree> {
    if part != Part::Content(Operation::AddWorkspaceUsers) {
        report.tell(invalid(node, "only the body of `addWorkspaceUsers` has an `each`"));
        return None;
    }
    let fields = crate::manifest::reader::Fields::of(node, &["each", "item"], report)?;
    fields.need("each", |node, report| {
        super::values::choice(node, &[("users", ())], "batch", report)
    })?;
    let item = fields.need("item", |node, report| body(node, Part::Item, report))?;
    Some(Tree::Each(Box::new(item)))
}

fn literal(scalar: &Scalar) -> Option<Tree> {
    if !scalar.plain {
        return None;
    }
    match serde_json::from_str(&scalar.text) {
        Ok(serde_json::Value::Bool(value)) => Some(Tree::Bool(value)),
        Ok(serde_json::Value::Number(value)) => Some(Tree::Number(value)),
        _ => None,
    }
}

/// All texts of a body; those of a batch's items too.
pub(super) fn texts(tree: &Tree) -> Vec<&Text> {
    match tree {
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => Vec::new(),
        Tree::Text(text) => vec![text],
        Tree::List(items) => items.iter().flat_map(texts).collect(),
        Tree::Map(fields) => fields.iter().flat_map(|(_, field)| texts(field)).collect(),
        Tree::Each(item) => texts(item),
    }
}

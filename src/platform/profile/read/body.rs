use super::values::{invalid, literal, template};
use crate::manifest::reader::{Fields, integer};
use crate::manifest::{Node, Report, Value};
use crate::model::Operation;
use crate::platform::profile::filled::Part;
use crate::platform::profile::template::Tree;
use std::num::NonZeroUsize;

/// Reads a body. Scalars without quotes that look like JSON are what they look like.
pub(super) fn body(node: &Node, part: Part, report: &Report<'_>) -> Option<Tree> {
    match &node.value {
        Value::Null => Some(Tree::Null),
        Value::Scalar(scalar) => match literal(scalar) {
            Some(serde_json::Value::Bool(value)) => Some(Tree::Bool(value)),
            Some(serde_json::Value::Number(value)) => Some(Tree::Number(value)),
            Some(_) => Some(Tree::Null),
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
    let fields = Fields::named(node, &["each", "max", "item"], report)?;
    fields.need("each", |node, report| {
        super::values::choice(node, &[("users", ())], "batch", report)
    })?;
    let max = fields.read("max", |node, report| integer(node, 1..=10_000, report));
    let max = max.and_then(|max| NonZeroUsize::new(usize::try_from(max).ok()?));
    let item = fields.need("item", |node, report| {
        body(node, Part::Item(Operation::AddWorkspaceUsers), report)
    })?;
    Some(Tree::Each { max: max.unwrap_or(NonZeroUsize::MAX), item: Box::new(item) })
}

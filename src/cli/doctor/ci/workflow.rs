//! Reading workflows: just enough to see where credentials are.

use rolecall::manifest::{Node, Value};

/// All texts in a tree.
pub(super) fn texts(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Null => Vec::new(),
        Value::Scalar(scalar) => vec![scalar.text.as_str()],
        Value::Sequence(items) => items.iter().flat_map(texts).collect(),
        Value::Mapping(fields) => fields.entries.iter().flat_map(|(_, node)| texts(node)).collect(),
    }
}

/// Names and trees of a mapping's fields.
pub(super) fn fields(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let mapping = node.and_then(Node::as_mapping);
    mapping
        .into_iter()
        .flat_map(|it| it.entries.iter().map(|(key, node)| (key.text.as_str(), node)))
}

/// Words of a text, or of a list of texts.
pub(super) fn words(node: Option<&Node>) -> Vec<&str> {
    node.map(|node| match node.as_text() {
        Some(text) => vec![text],
        None => texts(node),
    })
    .unwrap_or_default()
}

/// The name of an environment: a text, or the field `name`.
pub(super) fn environment(job: &Node) -> Option<&str> {
    let environment = job.get("environment")?;
    environment.as_text().or_else(|| environment.get("name")?.as_text())
}

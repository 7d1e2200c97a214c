use super::scalar::scalar;
use super::tree::{Tree, TreeValue};
use crate::manifest::diagnostic::escape;

/// Characters of a line before a mapping or list is spread over several.
const WIDTH: usize = 110;

/// One document, without a marker before it. Its fields stand on lines of their own.
#[must_use]
pub fn document(tree: &Tree) -> String {
    let mut out = String::new();
    match &tree.value {
        TreeValue::Fields(fields) if !fields.is_empty() => {
            for (key, tree) in fields {
                // The spec is what the document is about: never on one line.
                match &tree.value {
                    TreeValue::Fields(inner) if key == "spec" && !inner.is_empty() => {
                        line(&mut out, 0, "spec:", tree.comment.as_deref());
                        block_fields(&mut out, inner, 2);
                    }
                    _ => field(&mut out, key, tree, 0),
                }
            }
        }
        _ => value(&mut out, "", tree, 0, 0),
    }
    out
}

/// Several documents, with `---` between them.
#[must_use]
pub fn documents(trees: &[Tree]) -> String {
    trees.iter().map(document).collect::<Vec<_>>().join("---\n")
}

fn block_fields(out: &mut String, fields: &[(String, Tree)], indent: usize) {
    for (key, tree) in fields {
        field(out, key, tree, indent);
    }
}

fn field(out: &mut String, key: &str, tree: &Tree, indent: usize) {
    let key = format!("{}:", scalar(key));
    value(out, &key, tree, indent, indent + 2);
}

/// Writes a value behind what begins its line (`users:`), or below it.
fn value(out: &mut String, begin: &str, tree: &Tree, indent: usize, inner: usize) {
    let comment = tree.comment.as_deref();
    if let Some(flow) = flow(tree, WIDTH.saturating_sub(indent + begin.len())) {
        let space = if begin.is_empty() { "" } else { " " };
        return line(out, indent, &format!("{begin}{space}{flow}"), comment);
    }
    if !begin.is_empty() {
        line(out, indent, begin, comment);
    }
    match &tree.value {
        TreeValue::List(items) => items.iter().for_each(|it| item(out, it, inner)),
        TreeValue::Fields(fields) => block_fields(out, fields, inner),
        TreeValue::Text(_) | TreeValue::Plain(_) => {}
    }
}

fn item(out: &mut String, tree: &Tree, indent: usize) {
    if let Some(flow) = flow(tree, WIDTH.saturating_sub(indent + 2)) {
        return line(out, indent, &format!("- {flow}"), tree.comment.as_deref());
    }
    if let Some(comment) = &tree.comment {
        line(out, indent, &format!("# {}", escape(comment)), None);
    }
    let start = out.len();
    match &tree.value {
        TreeValue::List(items) => items.iter().for_each(|it| item(out, it, indent + 2)),
        TreeValue::Fields(fields) => block_fields(out, fields, indent + 2),
        TreeValue::Text(_) | TreeValue::Plain(_) => {}
    }
    dash(out, start, indent);
}

/// Puts a dash before the first line behind `start` that is no comment.
fn dash(out: &mut String, start: usize, indent: usize) {
    let mut at = start;
    while out[at..].trim_start_matches(' ').starts_with('#') {
        at += out[at..].find('\n').map_or(0, |end| end + 1);
    }
    out.replace_range(at + indent..at + indent + 1, "-");
}

fn line(out: &mut String, indent: usize, text: &str, comment: Option<&str>) {
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str(text);
    if let Some(comment) = comment {
        out.push_str(" # ");
        out.push_str(&escape(comment));
    }
    out.push('\n');
}

/// The value on one line, where it is flat, has no remarks inside and fits. A scalar always is.
fn flow(tree: &Tree, width: usize) -> Option<String> {
    match &tree.value {
        TreeValue::Text(text) => Some(scalar(text).into_owned()),
        TreeValue::Plain(text) => Some(text.clone()),
        TreeValue::List(items) => {
            let items: Option<Vec<_>> = items.iter().map(single).collect();
            Some(format!("[{}]", items?.join(", "))).filter(|it| it.chars().count() <= width)
        }
        TreeValue::Fields(fields) => {
            let fields = fields.iter().map(|(key, tree)| {
                if tree.comment.is_some() {
                    return None;
                }
                let value = match &tree.value {
                    TreeValue::Fields(_) => None,
                    _ => flow(tree, width),
                };
                Some(format!("{}: {}", scalar(key), value?))
            });
            let fields: Option<Vec<_>> = fields.collect();
            Some(format!("{{{}}}", fields?.join(", "))).filter(|it| it.chars().count() <= width)
        }
    }
}

/// The value on one line, however long and deep it gets; `None` where a remark in it needs lines of its own.
pub(in crate::manifest) fn one_line(tree: &Tree) -> Option<String> {
    let inner = |tree: &Tree| one_line(tree).filter(|_| tree.comment.is_none());
    match &tree.value {
        TreeValue::Text(text) => Some(scalar(text).into_owned()),
        TreeValue::Plain(text) => Some(text.clone()),
        TreeValue::List(items) => {
            let items: Option<Vec<_>> = items.iter().map(inner).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        TreeValue::Fields(fields) => {
            let field =
                |(key, tree): &(String, Tree)| Some(format!("{}: {}", scalar(key), inner(tree)?));
            let fields: Option<Vec<_>> = fields.iter().map(field).collect();
            Some(format!("{{{}}}", fields?.join(", ")))
        }
    }
}

/// An item of a list that stands on one line.
fn single(tree: &Tree) -> Option<String> {
    match (&tree.value, &tree.comment) {
        (TreeValue::Text(_) | TreeValue::Plain(_), None) => flow(tree, usize::MAX),
        _ => None,
    }
}

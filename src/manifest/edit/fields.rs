use super::Change;
use super::text::{Replacement, Text, range};
use crate::manifest::node::{Key, Mapping, Node, Value};
use crate::manifest::write::{one_line, scalar};

/// A mapping; `None` where the change can't be made in place.
pub(super) fn change(
    text: &Text<'_>,
    (node, mapping): (&Node, &Mapping),
    change: &Change<'_>,
) -> Option<Vec<Replacement>> {
    if !change.pushed.is_empty() || !change.removed_items.is_empty() {
        return None;
    }
    if !change.removed_fields.is_empty() && change.removed_fields.len() >= mapping.entries.len() {
        return None;
    }
    let start = range(node.place.at).start;
    let flow = text.is_flow(start);
    let mut all = Vec::new();
    for name in &change.removed_fields {
        all.push(if flow {
            remove_flow(text, mapping, name)
        } else {
            remove(text, mapping, name)
        }?);
    }
    let mut added = Vec::new();
    for (name, value) in &change.set {
        let value = one_line(value)?;
        match mapping.entries.iter().find(|(key, _)| key.text == *name) {
            Some((key, node)) => all.push(set(text, key, node, value)?),
            None => added.push(format!("{}: {value}", scalar(name))),
        }
    }
    for (name, items) in &change.added {
        let items: Option<Vec<_>> = items.iter().map(|item| one_line(item)).collect();
        added.push(format!("{}: [{}]", scalar(name), items?.join(", ")));
    }
    if added.is_empty() {
        return Some(all);
    }
    let Some((key, last)) = mapping.entries.last() else {
        all.push(Replacement::insert(start + 1, added.join(", ")));
        return Some(all);
    };
    let end = end(text, key, last);
    if flow {
        all.push(Replacement::insert(end, format!(", {}", added.join(", "))));
    } else {
        let margin = text.margin(range(mapping.entries.first()?.0.place.at).start);
        let lines = added.iter().map(|field| text.line_behind(end, &format!("{margin}{field}")));
        all.extend(lines);
    }
    Some(all)
}

/// Behind a field.
fn end(text: &Text<'_>, key: &Key, value: &Node) -> usize {
    let (key, value) = (range(key.place.at), range(value.place.at));
    if value.is_empty() { text.behind_colon(key.end).unwrap_or(key.end) } else { value.end }
}

fn set(text: &Text<'_>, key: &Key, node: &Node, value: String) -> Option<Replacement> {
    let written = range(node.place.at);
    let block = matches!(node.value, Value::Sequence(_) | Value::Mapping(_))
        && !text.is_flow(written.start);
    if block || node.place.via.is_some() {
        return None;
    }
    if written.is_empty() {
        let at = text.behind_colon(range(key.place.at).end)?;
        return Some(Replacement::insert(at, format!(" {value}")));
    }
    Some(Replacement { at: written, by: value })
}

fn remove(text: &Text<'_>, mapping: &Mapping, name: &str) -> Option<Replacement> {
    let (key, value) = mapping.entries.iter().find(|(key, _)| key.text == name)?;
    let (start, end) = (range(key.place.at).start, end(text, key, value));
    text.indent(start).filter(|_| text.ends_line(end))?;
    Some(Replacement::remove(text.lines(start, end)))
}

fn remove_flow(text: &Text<'_>, mapping: &Mapping, name: &str) -> Option<Replacement> {
    let entries = &mapping.entries;
    let number = entries.iter().position(|(key, _)| key.text == name)?;
    let (key, value) = &entries[number];
    let start = range(key.place.at).start;
    Some(Replacement::remove(match (entries.get(number + 1), number.checked_sub(1)) {
        (Some((next, _)), _) => start..range(next.place.at).start,
        (None, Some(before)) => {
            let (before, there) = &entries[before];
            self::end(text, before, there)..end(text, key, value)
        }
        (None, None) => return None,
    }))
}

use super::Change;
use super::text::{Replacement, Text, range};
use crate::manifest::node::{Key, Mapping, Node, Value};
use crate::manifest::write::{one_line, scalar};
use std::collections::BTreeSet;
use std::ops::Range;

/// A mapping; `None` where the change can't be made in place.
pub(super) fn change(
    text: &Text<'_>,
    (node, mapping): (&Node, &Mapping),
    change: &Change<'_>,
) -> Option<Vec<Replacement>> {
    if !change.pushed.is_empty() || !change.removed_items.is_empty() || !change.set_items.is_empty()
    {
        return None;
    }
    let start = range(node.place.at).start;
    let mut all = Vec::new();
    let mut added = Vec::new();
    for (name, value) in &change.set {
        let value = one_line(value)?;
        match mapping.entries.iter().find(|(key, _)| key.text == *name) {
            Some((key, node)) => all.push(set(text, key, node, &value)?),
            None => added.push(format!("{}: {value}", scalar(name))),
        }
    }
    for (name, items) in &change.added {
        let items: Option<Vec<_>> = items.iter().map(|item| one_line(item)).collect();
        added.push(format!("{}: [{}]", scalar(name), items?.join(", ")));
    }
    let position = |name: &&str| mapping.entries.iter().position(|(key, _)| key.text == *name);
    let removed: BTreeSet<usize> =
        change.removed_fields.iter().map(position).collect::<Option<_>>()?;
    let places: Vec<_> = mapping.entries.iter().map(|field| place(text, field)).collect();
    if text.is_flow(start) || places.is_empty() {
        all.extend(text.flow_removals(&places, &removed));
        if !added.is_empty() {
            all.push(text.flow_addition(start, &places, &removed, &added.join(", ")));
        }
        return Some(all);
    }
    if removed.len() == places.len() && added.is_empty() {
        return None;
    }
    for number in removed {
        let Range { start, end } = places[number];
        text.indent(start).filter(|_| text.ends_line(end))?;
        all.push(Replacement::remove(text.lines(start, end)));
    }
    let margin = text.margin(places.first()?.start);
    let end = places.last()?.end;
    all.extend(added.iter().map(|field| text.line_behind(end, &format!("{margin}{field}"))));
    Some(all)
}

/// From a field's key to behind its value.
fn place(text: &Text<'_>, (key, value): &(Key, Node)) -> Range<usize> {
    let (key, value) = (range(key.place.at), range(value.place.at));
    let end = match value.is_empty() {
        true => text.behind_colon(key.end).unwrap_or(key.end),
        false => value.end,
    };
    text.with_properties(key.start..end)
}

fn set(text: &Text<'_>, key: &Key, node: &Node, value: &str) -> Option<Replacement> {
    if node.place.via.is_some() {
        return None;
    }
    let written = range(node.place.at);
    let block = matches!(node.value, Value::Sequence(_) | Value::Mapping(_))
        && !text.is_flow(written.start);
    // What stands on lines of its own moves up to its key.
    let replacement = if block || written.is_empty() {
        let start = text.behind_colon(range(key.place.at).end)?;
        Replacement { at: start..written.end.max(start), by: format!(" {value}") }
    } else {
        Replacement { at: written, by: value.to_owned() }
    };
    (!text.has_comment(&replacement.at)).then_some(replacement)
}

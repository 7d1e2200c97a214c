use super::text::{Replacement, Text, range};
use super::{Change, Path};
use crate::manifest::node::Node;
use crate::manifest::write::{Tree, one_line};
use std::collections::BTreeSet;
use std::ops::Range;

/// A list that has items; `None` where the change can't be made in place.
pub(super) fn change(
    text: &Text<'_>,
    root: &Node,
    path: &Path,
    (node, items): (&Node, &[Node]),
    change: &Change<'_>,
) -> Option<Vec<Replacement>> {
    if !change.set.is_empty() || !change.added.is_empty() || !change.removed_fields.is_empty() {
        return None;
    }
    let removed: BTreeSet<usize> = change.removed_items.iter().copied().collect();
    if removed.last().is_some_and(|last| *last >= items.len()) {
        return None;
    }
    let list = range(node.place.at);
    let set: Vec<_> =
        change.set_items.iter().map(|it| set(text, items, *it)).collect::<Option<_>>()?;
    if text.is_flow(list.start) {
        let mut all = flow(text, list, items, &removed, &change.pushed)?;
        all.extend(set);
        Some(all)
    } else {
        let mut all = block(text, list.start, items, &removed, &change.pushed)?;
        if removed.len() == items.len() && change.pushed.is_empty() {
            all.push(empty(text, root, path)?);
        }
        all.extend(set);
        Some(all)
    }
}

/// An item that is a single value gets another one.
fn set(text: &Text<'_>, items: &[Node], (index, value): (usize, &Tree)) -> Option<Replacement> {
    let item = items.get(index).filter(|it| it.place.via.is_none() && it.as_text().is_some())?;
    let at = range(item.place.at);
    (!at.is_empty() && !text.has_comment(&at)).then_some(Replacement { at, by: one_line(value)? })
}

/// A field that has no value yet becomes a list.
pub(super) fn begin(
    text: &Text<'_>,
    root: &Node,
    path: &Path,
    node: &Node,
    change: &Change<'_>,
) -> Option<Vec<Replacement>> {
    let items: Option<Vec<_>> = change.pushed.iter().map(|item| one_line(item)).collect();
    let list = format!("[{}]", items?.join(", "));
    let written = range(node.place.at);
    if !written.is_empty() {
        return Some(vec![Replacement { at: written, by: list }]);
    }
    let at = text.behind_colon(range(path.find_key(root)?.place.at).end)?;
    Some(vec![Replacement::insert(at, format!(" {list}"))])
}

/// The field's value is an empty list from now on.
fn empty(text: &Text<'_>, root: &Node, path: &Path) -> Option<Replacement> {
    let at = text.behind_colon(range(path.find_key(root)?.place.at).end)?;
    Some(Replacement::insert(at, " []".to_owned()))
}

fn block(
    text: &Text<'_>,
    start: usize,
    items: &[Node],
    removed: &BTreeSet<usize>,
    pushed: &[&Tree],
) -> Option<Vec<Replacement>> {
    let start = first_dash(text, start)?;
    let mut all = Vec::new();
    let mut ends = start;
    for (number, item) in items.iter().enumerate() {
        let dash = if number == 0 { start } else { dash(text, start, ends)? };
        ends = range(item.place.at).end.max(dash + 1);
        if removed.contains(&number) {
            text.indent(dash).filter(|_| text.ends_line(ends))?;
            all.push(Replacement::remove(text.lines(dash, ends)));
        }
    }
    if !text.ends_line(ends) {
        return None;
    }
    let margin = text.margin(start);
    for item in pushed {
        all.push(text.line_behind(ends, &format!("{margin}- {}", one_line(item)?)));
    }
    Some(all)
}

/// The dash of the first item. A list that isn't indented is said to start behind it.
fn first_dash(text: &Text<'_>, start: usize) -> Option<usize> {
    let rest = text.text[start..].strip_prefix('-');
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])) {
        return Some(start);
    }
    text.text[..start].trim_end().strip_suffix('-').map(str::len)
}

/// The next dash of a list behind one of its items: first on its line, in the list's column.
fn dash(text: &Text<'_>, start: usize, from: usize) -> Option<usize> {
    let column = text.margin(start).len();
    let mut line = text.next_line(from);
    while line < text.text.len() {
        let end = text.next_line(line);
        let content = text.text[line..end].trim_start_matches(' ');
        let indent = text.text[line..end].len() - content.len();
        if indent == column && content.starts_with('-') {
            return Some(line + indent);
        }
        line = end;
    }
    None
}

fn flow(
    text: &Text<'_>,
    list: Range<usize>,
    items: &[Node],
    removed: &BTreeSet<usize>,
    pushed: &[&Tree],
) -> Option<Vec<Replacement>> {
    let place = |item: &Node| text.with_properties(range(item.place.at));
    let places: Vec<_> = items.iter().map(place).collect();
    let mut all = text.flow_removals(&places, removed);
    let written: Option<Vec<_>> = pushed.iter().map(|item| one_line(item)).collect();
    let written = written?.join(", ");
    if !written.is_empty() {
        all.push(text.flow_addition(list.start, &places, removed, &written));
    }
    Some(all)
}

use super::fixed::FixedPaths;
use super::path::{self, Step};
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Mapping, Node, Place, Value};
use crate::manifest::shape::Shape;
use crate::model::text::compared;
use std::collections::HashMap;

/// Lays a client's overlay over what its template gives: fields are replaced, lists are added to, and items that
/// have a key (a workspace's name, somebody's e-mail) are laid over the item with that key.
pub(super) struct Overlay<'o, 'f> {
    pub(super) fixed: &'o FixedPaths,
    pub(super) report: &'o Report<'f>,
}

impl Overlay<'_, '_> {
    /// Lays `over` onto `base`, which is at this path.
    pub(super) fn lay(&self, base: &mut Node, over: &Node, path: &mut Vec<Step>) {
        match (&mut base.value, &over.value) {
            (Value::Mapping(fields), Value::Mapping(added)) => {
                self.fields(fields, added, path);
                if !path.is_empty() {
                    // Both lines made it: a step for it points at both.
                    base.place = Place { at: over.place.at, via: Some(base.place.written()) };
                }
            }
            (Value::Sequence(items), Value::Sequence(added)) => self.items(items, added, path),
            _ => {
                if same(base, over) || self.refused(path, over.place) {
                    return;
                }
                // Laid over it, what is wrong in the template would never be seen.
                if let Some(wanted) = path::shape(path).ok().and_then(|it| misfit(&it, base)) {
                    let message = format!("expected {wanted}, found {}", base.value);
                    self.report.tell(Problem::new(Code::WrongType, base.place, message));
                }
                *base = over.clone();
            }
        }
    }

    fn fields(&self, fields: &mut Mapping, added: &Mapping, path: &mut Vec<Step>) {
        let there = fields.entries.iter().enumerate();
        let there: HashMap<_, _> = there.map(|(at, (key, _))| (key.text.clone(), at)).collect();
        for (key, over) in &added.entries {
            // What an item is matched by keeps the template's spelling.
            if matches!(path.last(), Some(Step::Item(_))) && KEYS.contains(&key.text.as_str()) {
                continue;
            }
            path.push(Step::Field(key.text.clone()));
            match there.get(&key.text).and_then(|at| fields.entries.get_mut(*at)) {
                Some((_, base)) => self.lay(base, over, path),
                None if self.refused(path, key.place) => {}
                None => fields.entries.push((key.clone(), over.clone())),
            }
            path.pop();
        }
    }

    fn items(&self, items: &mut Vec<Node>, added: &[Node], path: &mut Vec<Step>) {
        let mut known: HashMap<String, usize> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            if let Some(key) = key(item) {
                known.entry(key).or_insert(index);
            }
        }
        let given = items.len();
        for over in added {
            let key = key(over);
            let index = key.as_ref().and_then(|key| known.get(key).copied());
            match (index, key) {
                // Twice in the overlay itself: that is for the reader of the list to tell.
                (Some(index), Some(key)) if index < given && over.as_text().is_none() => {
                    known.remove(&key);
                    path.push(Step::Item(shown(&key).to_owned()));
                    self.lay(&mut items[index], over, path);
                    path.pop();
                }
                (Some(_), _) if over.as_text().is_some() => {}
                (_, _) if self.refused(path, over.place) => {}
                (_, _) => items.push(over.clone()),
            }
        }
    }

    /// Tells a change of something that the template marks as fixed.
    fn refused(&self, path: &[Step], place: Place) -> bool {
        let Some(fixed) = self.fixed.covering(path) else { return false };
        let message = format!("the template doesn't let clients change `{}`", display(path));
        let problem = Problem::new(Code::FixedByTemplate, place, message);
        self.report.tell(problem.and(fixed, "it is fixed here"));
        true
    }
}

/// Fields that an item of a list is matched by; the first one that it has counts.
const KEYS: &[&str] = &["email", "group", "name"];

/// What an item of a list is matched by; its field stands before it, so that kinds of keys don't mix.
fn key(item: &Node) -> Option<String> {
    if let Some(text) = item.as_text() {
        return Some(format!("={text}"));
    }
    KEYS.iter().find_map(|field| {
        let text = item.get(field)?.as_text()?;
        Some(format!("{field}={}", compared(text)))
    })
}

/// The key as a path has it.
fn shown(key: &str) -> &str {
    key.split_once('=').map_or(key, |(_, key)| key)
}

fn display(path: &[Step]) -> String {
    let mut shown = String::new();
    for step in path {
        match step {
            Step::Field(field) if shown.is_empty() => shown.push_str(&escape(field)),
            Step::Field(field) => shown.push_str(&format!(".{}", escape(field))),
            Step::Item(key) => shown.push_str(&format!("[{}]", escape(key))),
            Step::Any => shown.push_str("[*]"),
        }
    }
    shown
}

/// What a list or a mapping would have to be, where this is neither.
fn misfit(shape: &Shape, node: &Node) -> Option<&'static str> {
    match (shape, &node.value) {
        (Shape::List(_) | Shape::Filled(_), Value::Sequence(_))
        | (Shape::Of(_), Value::Mapping(_)) => None,
        (Shape::List(_) | Shape::Filled(_), _) => Some("a list"),
        (Shape::Of(_), _) => Some("a mapping"),
        _ => None,
    }
}

/// Whether two nodes say the same, wherever they are.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(a), Value::Scalar(b)) => a.text == b.text,
        _ => false,
    }
}

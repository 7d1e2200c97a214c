//! Changes a Client's file as a person would: just what its row says otherwise, so that line ends, comments, the order
//! of fields and how it is laid out stay.

use crate::manifest::node::{Key, Mapping, Node, Span, Value};
use crate::manifest::write::scalar;
use std::ops::Range;

/// The text with what `wanted` says in the place of what `there` says, which stands in it. `None` where that can't be
/// done without losing a comment.
pub(super) fn edited(text: &str, there: &Node, wanted: &Node, comments: &[Span]) -> Option<String> {
    let mut edits = Edits { text, comments, edits: Vec::new() };
    edits.fields(there, wanted)?;
    edits.edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits.edits {
        out.push_str(text.get(done..range.start)?);
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

struct Edits<'t> {
    text: &'t str,
    comments: &'t [Span],
    edits: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn fields(&mut self, there: &Node, wanted: &Node) -> Option<()> {
        let (Value::Mapping(old), Value::Mapping(new)) = (&there.value, &wanted.value) else {
            return None;
        };
        let start = there.place.at.start as usize;
        let stays = |key: &Key| new.get(&key.text).is_some();
        let in_flow = self.text.as_bytes().get(start) == Some(&b'{');
        for (number, (key, value)) in old.entries.iter().enumerate() {
            match new.get(&key.text) {
                Some(it) if it.says_the_same(value) => {}
                Some(it) if it.as_mapping().is_some() && value.as_mapping().is_some() => {
                    self.fields(value, it)?;
                }
                Some(it) => self.replace(key, value, it)?,
                None if in_flow => self.remove(flow_range(old, number, stays)?)?,
                None => {
                    let from = self.text[..key.place.at.start as usize].rfind('\n')?;
                    let from = from - usize::from(self.text[..from].ends_with('\r'));
                    self.remove(from..self.line_end(end(key, value)))?;
                }
            }
        }
        let added = new.entries.iter().filter(|(key, _)| old.get(&key.text).is_none());
        let mut behind = String::new();
        for (key, value) in added {
            let field = format!("{}: {}", scalar(&key.text), flow(value)?);
            match (in_flow, !old.entries.iter().any(|(key, _)| stays(key)) && behind.is_empty()) {
                (true, true) => behind.push_str(&field),
                (true, false) => behind.push_str(&format!(", {field}")),
                (false, _) => {
                    behind.push_str(&format!("{}{}{field}", self.line_break(), self.indent(old)?))
                }
            }
        }
        if !behind.is_empty() {
            let at = match old.entries.last() {
                Some((key, value)) if in_flow => end(key, value),
                Some((key, value)) => self.line_end(end(key, value)),
                None => start + 1,
            };
            self.edits.push((at..at, behind));
        }
        Some(())
    }

    fn replace(&mut self, key: &Key, old: &Node, new: &Node) -> Option<()> {
        let (after, value) = (key.place.at.end as usize, old.place.at.start as usize);
        let between = self.text.get(after..value)?;
        // A list on lines of its own moves up to its key.
        let (from, space) = match between.contains('\n') {
            true => (after + between.find(':')? + 1, " "),
            false => (value, ""),
        };
        let range = from..old.place.at.end as usize;
        self.without_comments(&range)?;
        self.edits.push((range, format!("{space}{}", flow(new)?)));
        Some(())
    }

    fn remove(&mut self, range: Range<usize>) -> Option<()> {
        self.without_comments(&range)?;
        self.edits.push((range, String::new()));
        Some(())
    }

    fn without_comments(&self, range: &Range<usize>) -> Option<()> {
        let inside = |it: &Span| range.contains(&(it.start as usize));
        (!self.comments.iter().any(inside)).then_some(())
    }

    /// Where the line ends that this place is in.
    fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        end - usize::from(self.text[at..end].ends_with('\r'))
    }

    fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The space before the fields of a mapping.
    fn indent(&self, fields: &Mapping) -> Option<&str> {
        let at = fields.entries.first()?.0.place.at.start as usize;
        let start = self.text[..at].rfind('\n').map_or(0, |line| line + 1);
        let indent = &self.text[start..at];
        indent.chars().all(|c| c == ' ').then_some(indent)
    }
}

/// A field of a mapping in braces that is to go, with the comma that goes with it: the one before it, where a field
/// before it stays.
fn flow_range(
    fields: &Mapping,
    number: usize,
    stays: impl Fn(&Key) -> bool,
) -> Option<Range<usize>> {
    let (key, value) = fields.entries.get(number)?;
    let (start, end_of_it) = (key.place.at.start as usize, end(key, value));
    let before = fields.entries.get(..number)?;
    Some(match (before.last(), fields.entries.get(number + 1)) {
        (Some((key, value)), _) if before.iter().any(|(key, _)| stays(key)) => {
            end(key, value)..end_of_it
        }
        (_, Some((next, _))) => start..next.place.at.start as usize,
        _ => start..end_of_it,
    })
}

fn end(key: &Key, value: &Node) -> usize {
    (value.place.at.end as usize).max(key.place.at.end as usize)
}

/// A value on one line.
fn flow(node: &Node) -> Option<String> {
    match &node.value {
        Value::Null => None,
        Value::Scalar(it) if it.plain => Some(it.text.clone()),
        Value::Scalar(it) => Some(scalar(&it.text).into_owned()),
        Value::Sequence(items) => {
            let items: Option<Vec<_>> = items.iter().map(flow).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Value::Mapping(fields) => {
            let field = |(key, value): &(Key, Node)| {
                Some(format!("{}: {}", scalar(&key.text), flow(value)?))
            };
            let fields: Option<Vec<_>> = fields.entries.iter().map(field).collect();
            Some(format!("{{{}}}", fields?.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::yaml::foreign;

    fn change(old: &str, wanted: &str) -> Option<String> {
        let there = foreign(old).unwrap();
        let comments: Vec<Span> = old
            .match_indices('#')
            .map(|(at, _)| {
                let at = u32::try_from(at).unwrap();
                Span { file: 0, start: at, end: at + 1 }
            })
            .collect();
        let wanted = foreign(wanted).unwrap();
        let new = edited(old, there.get("spec").unwrap(), wanted.get("spec").unwrap(), &comments)?;
        assert!(
            foreign(&new).unwrap().get("spec").unwrap().says_the_same(wanted.get("spec").unwrap()),
            "{new}"
        );
        Some(new)
    }

    #[test]
    fn only_what_is_said_otherwise_changes() {
        let old = "# head\nspec:\n  a: 1 # one\n  p: { x: A,  y: [1, 2] }\n  b: two\n";
        assert_eq!(
            change(old, "spec: {a: 3, p: {x: A, y: [1], z: 'no'}, c: new}").unwrap(),
            "# head\nspec:\n  a: 3 # one\n  p: { x: A,  y: [1], z: \"no\" }\n  c: new\n"
        );
        assert_eq!(change("spec:\n  a: 1", "spec: {a: 1, b: 2}").unwrap(), "spec:\n  a: 1\n  b: 2");
        assert_eq!(
            change("spec:\r\n  p:\r\n  - a\r\n  - b\r\n  q: 1\r\n", "spec: {p: [c], q: 1, r: 2}")
                .unwrap(),
            "spec:\r\n  p: [c]\r\n  q: 1\r\n  r: 2\r\n"
        );
        assert_eq!(
            change("spec: {p: {}}\n", "spec: {p: {a: 1, b: 2}}").unwrap(),
            "spec: {p: {a: 1, b: 2}}\n"
        );
        for (wanted, new) in [
            ("b: 2", "b: 2"),
            ("a: 1", "a: 1"),
            ("c: 3", "c: 3"),
            ("d: 4", "d: 4"),
            ("b: 2, d: 4", "b: 2, d: 4"),
        ] {
            let changed = change("spec: {a: 1, b: 2, c: 3}\n", &format!("spec: {{{wanted}}}"));
            assert_eq!(changed.unwrap(), format!("spec: {{{new}}}\n"));
        }
    }

    #[test]
    fn no_comment_is_lost() {
        assert_eq!(change("spec:\n  a: 1\n  b: 2 # why\n", "spec: {a: 1}"), None);
        assert_eq!(change("spec:\n  p:\n    - a # first\n    - b\n", "spec: {p: [c]}"), None);
    }
}

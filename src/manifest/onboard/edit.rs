//! Changes a Client's file as a person would: just what its row says otherwise, so that line ends, comments, the order
//! of fields and how it is laid out stay.

use crate::manifest::edit::{Edit, Path, edit};
use crate::manifest::node::{Key, Node, Span, Value};
use crate::manifest::write::Tree;

/// The text with what `wanted` says in the place of what `there` says, which is the `spec` of its only document. `None`
/// where that can't be done without losing a comment.
pub(super) fn edited(text: &str, there: &Node, wanted: &Node, comments: &[Span]) -> Option<String> {
    let mut changes = Changes { text, comments, edits: Vec::new() };
    changes.fields(there, wanted, &Path::default().key("spec"))?;
    edit(text, 0, &changes.edits).ok()
}

struct Changes<'t> {
    text: &'t str,
    comments: &'t [Span],
    edits: Vec<Edit>,
}

impl Changes<'_> {
    fn fields(&mut self, there: &Node, wanted: &Node, path: &Path) -> Option<()> {
        let (Value::Mapping(old), Value::Mapping(new)) = (&there.value, &wanted.value) else {
            return None;
        };
        let in_braces = self.text.as_bytes().get(there.place.at.start as usize) == Some(&b'{');
        for (key, value) in &old.entries {
            let path = path.clone().key(&key.text);
            match new.get(&key.text) {
                Some(it) if it.says_the_same(value) => {}
                Some(it) if it.as_mapping().is_some() && value.as_mapping().is_some() => {
                    self.fields(value, it, &path)?;
                }
                Some(it) => self.edits.push(Edit::Set(path, tree(it)?)),
                None if self.has_comment(key, value, in_braces) => return None,
                None => self.edits.push(Edit::Remove(path)),
            }
        }
        for (key, value) in new.entries.iter().filter(|(key, _)| old.get(&key.text).is_none()) {
            self.edits.push(Edit::Set(path.clone().key(&key.text), tree(value)?));
        }
        Some(())
    }

    /// Whether a comment would go with a field: one inside it, or behind it on its line.
    fn has_comment(&self, key: &Key, value: &Node, in_braces: bool) -> bool {
        let end = value.place.at.end.max(key.place.at.end) as usize;
        let line = || self.text[end..].find('\n').map_or(self.text.len(), |line| end + line);
        let field = key.place.at.start as usize..if in_braces { end } else { line() };
        self.comments.iter().any(|comment| field.contains(&(comment.start as usize)))
    }
}

/// A value as it is to be written. A text without quotes stays so.
fn tree(node: &Node) -> Option<Tree> {
    Some(match &node.value {
        Value::Null => return None,
        Value::Scalar(it) if it.plain => Tree::plain(&it.text),
        Value::Scalar(it) => Tree::text(&it.text),
        Value::Sequence(items) => Tree::list(items.iter().map(tree).collect::<Option<Vec<_>>>()?),
        Value::Mapping(fields) => {
            let field = |(key, value): &(Key, Node)| Some((key.text.clone(), tree(value)?));
            Tree::fields(fields.entries.iter().map(field).collect::<Option<Vec<_>>>()?)
        }
    })
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

//! Changes to a manifest's text that keep every other byte: comments, order, quotes, anchors and line ends.
//!
//! Each change is cut into replacements of the text. The result is parsed again and compared with the tree that
//! the changes ask for, so what can't be changed in place is refused and never written wrongly.
//!
//! | file | idea |
//! |---|---|
//! | `path` | where in a document a change is made |
//! | `text` | lines and columns of the text, and replacements in it |
//! | `list`, `fields` | a change of a list, of a mapping, as replacements |
//! | `shape` | the tree that the changes ask for |

mod fields;
mod list;
mod path;
mod shape;
mod text;

#[cfg(test)]
mod tests;

pub use path::{Path, Step};

use super::node::{Node, Span, Value};
use super::write::Tree;
use super::{Report, SourceFile, yaml};
use shape::Shape;
use std::collections::BTreeMap;
use text::{Replacement, Text};

/// One change to a document. Positions in lists are those before any change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Takes an item out of a list, or a field out of a mapping.
    Remove(Path),
    /// Gives a field or an item this value; a field is added where it isn't there.
    Set(Path, Tree),
    /// Adds an item to the end of a list; the list's field is added where it isn't there.
    Push(Path, Tree),
}

/// Why a text can't be changed in place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is no YAML that rolecall reads.
    #[error("the file has errors")]
    Unsound,
    /// There is nothing at this path.
    #[error("there is no `{0}`")]
    NotThere(Path),
    /// The value stands at an anchor or comes from one, so that a change would reach other places too.
    #[error("`{0}` is shared through an anchor")]
    Shared(Path),
    /// It is written in a way that a change of single lines can't express.
    #[error("`{0}` is written in a way that can't be changed in place")]
    NotInPlace(Path),
}

impl Refused {
    /// The path that it is about, where it is about one.
    #[must_use]
    pub const fn path(&self) -> Option<&Path> {
        match self {
            Self::Unsound => None,
            Self::NotThere(path) | Self::Shared(path) | Self::NotInPlace(path) => Some(path),
        }
    }

    /// The same; where aliases stand for what was to be changed, that is why.
    fn at_anchor(self, edits: &[Edit], root: &Node) -> Self {
        let shared = edits.iter().map(Edit::path).find(|path| path.is_aliased(root));
        match (self, shared) {
            (Self::NotInPlace(_), Some(path)) => Self::Shared(path.clone()),
            (why, _) => why,
        }
    }
}

/// Changes one document of a file, counted from 0. All changes are made, or none.
///
/// # Errors
/// [`Refused`], where one of them can't be made in place.
pub fn edit(text: &str, document: usize, edits: &[Edit]) -> Result<String, Refused> {
    const MARK: char = '\u{feff}';
    let (mark, body) = text.strip_prefix(MARK).map_or(("", text), |body| ("\u{feff}", body));
    let Written { documents, comments } = written(body).ok_or(Refused::Unsound)?;
    let comments: Vec<Span> = comments.into_iter().map(|(_, span)| span).collect();
    let text = Text::new(body, &comments);
    let Some(root) = documents.get(document) else {
        return Err(Refused::NotThere(Path::default()));
    };
    let changed = replacements(&text, root, edits).map_err(|why| why.at_anchor(edits, root))?;
    let not_in_place = || {
        let path = edits.first().map(|edit| edit.path().clone());
        Refused::NotInPlace(path.unwrap_or_default()).at_anchor(edits, root)
    };
    let changed = text.replace(changed).ok_or_else(not_in_place)?;
    let mut wanted: Vec<Shape> = documents.iter().map(Shape::of).collect();
    wanted[document] = Shape::after(root, edits)?;
    let found = written(&changed).unwrap_or_default();
    if found.documents.iter().map(Shape::of).ne(wanted) {
        return Err(not_in_place());
    }
    Ok(format!("{mark}{changed}"))
}

/// What stands in a file.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Its documents, as changes count them.
    pub documents: Vec<Node>,
    /// What stands behind each `#`, with its place.
    pub comments: Vec<(String, Span)>,
}

/// What stands in a text without a byte order mark; `None` where anything is wrong with it.
#[must_use]
pub fn written(text: &str) -> Option<Written> {
    let files = [SourceFile { path: String::new(), text: text.to_owned() }];
    let report = Report::new(&files);
    let parsed = yaml::parse(text, 0, |_| true, &report);
    let sound = parsed.stopped.is_empty() && parsed.documents.iter().all(|tree| tree.sound);
    let documents = parsed.documents.into_iter().map(|tree| tree.root).collect();
    sound.then_some(Written { documents, comments: parsed.comments })
}

/// What is to become of one list or mapping.
#[derive(Default)]
struct Change<'e> {
    removed_items: Vec<usize>,
    set_items: Vec<(usize, &'e Tree)>,
    pushed: Vec<&'e Tree>,
    removed_fields: Vec<&'e str>,
    set: Vec<(&'e str, &'e Tree)>,
    /// Fields that become lists of these items.
    added: Vec<(&'e str, Vec<&'e Tree>)>,
}

fn replacements(text: &Text<'_>, root: &Node, edits: &[Edit]) -> Result<Vec<Replacement>, Refused> {
    let mut changes: BTreeMap<Path, Change<'_>> = BTreeMap::new();
    for edit in edits {
        let path = edit.path();
        let Some((parent, last)) = path.split() else {
            return Err(Refused::NotInPlace(path.clone()));
        };
        match (edit, last) {
            (Edit::Remove(_), Step::Index(index)) => {
                changes.entry(parent).or_default().removed_items.push(*index);
            }
            (Edit::Remove(_), Step::Key(key)) => {
                changes.entry(parent).or_default().removed_fields.push(key);
            }
            (Edit::Set(_, value), Step::Key(key)) => {
                changes.entry(parent).or_default().set.push((key, value));
            }
            (Edit::Push(_, item), Step::Key(key)) if path.find(root).is_none() => {
                let added = &mut changes.entry(parent).or_default().added;
                match added.iter_mut().find(|(there, _)| there == key) {
                    Some((_, items)) => items.push(item),
                    None => added.push((key, vec![item])),
                }
            }
            (Edit::Push(_, item), _) => {
                changes.entry(path.clone()).or_default().pushed.push(item);
            }
            (Edit::Set(_, value), Step::Index(index)) => {
                changes.entry(parent).or_default().set_items.push((*index, value));
            }
        }
    }
    let mut all = Vec::new();
    for (path, change) in &changes {
        let node = path.find(root).ok_or_else(|| Refused::NotThere(path.clone()))?;
        if path.is_shared(root) {
            return Err(Refused::Shared(path.clone()));
        }
        let made = match &node.value {
            Value::Sequence(items) => list::change(text, root, path, (node, items), change),
            Value::Null => list::begin(text, root, path, node, change),
            Value::Mapping(mapping) => fields::change(text, (node, mapping), change),
            Value::Scalar(_) => None,
        };
        all.extend(made.ok_or_else(|| Refused::NotInPlace(path.clone()))?);
    }
    Ok(all)
}

impl Edit {
    /// Where it is made.
    #[must_use]
    pub const fn path(&self) -> &Path {
        match self {
            Self::Remove(path) | Self::Set(path, _) | Self::Push(path, _) => path,
        }
    }
}

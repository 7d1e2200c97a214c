use super::{Edit, Path, Refused, Step};
use crate::manifest::node::{Node, Value};
use crate::manifest::write::{Tree, TreeValue};

/// What a document says, without where it says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Null,
    Scalar(String),
    List(Vec<Self>),
    Fields(Vec<(String, Self)>),
    /// Taken out; gone once all changes are made.
    Removed,
}

impl Shape {
    pub(super) fn of(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Scalar(scalar) => Self::Scalar(scalar.text.clone()),
            Value::Sequence(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Mapping(mapping) => {
                let fields = mapping.entries.iter();
                Self::Fields(fields.map(|(key, node)| (key.text.clone(), Self::of(node))).collect())
            }
        }
    }

    /// The document with these changes made.
    pub(super) fn after(root: &Node, edits: &[Edit]) -> Result<Self, Refused> {
        let mut shape = Self::of(root);
        for edit in edits {
            let missing = || Refused::NotThere(edit.path().clone());
            match edit {
                Edit::Remove(path) => *shape.find(path).ok_or_else(missing)? = Self::Removed,
                Edit::Set(path, value) => {
                    *shape.find_or_add(path).ok_or_else(missing)? = Self::from(value);
                }
                Edit::Push(path, item) => {
                    let list = shape.find_or_add(path).ok_or_else(missing)?;
                    match list {
                        Self::List(items) => items.push(Self::from(item)),
                        Self::Null => *list = Self::List(vec![Self::from(item)]),
                        _ => return Err(Refused::NotInPlace(path.clone())),
                    }
                }
            }
        }
        shape.sweep();
        Ok(shape)
    }

    fn find(&mut self, path: &Path) -> Option<&mut Self> {
        path.steps().iter().try_fold(self, |shape, step| match (shape, step) {
            (Self::List(items), Step::Index(index)) => items.get_mut(*index),
            (Self::Fields(fields), Step::Key(key)) => {
                fields.iter_mut().find(|(there, _)| there == key).map(|(_, shape)| shape)
            }
            _ => None,
        })
    }

    fn find_or_add(&mut self, path: &Path) -> Option<&mut Self> {
        let (parent, last) = path.split()?;
        let parent = self.find(&parent)?;
        if let (Self::Fields(fields), Step::Key(key)) = (&mut *parent, last)
            && !fields.iter().any(|(there, _)| there == key)
        {
            fields.push((key.clone(), Self::Null));
        }
        parent.find(&Path::default().step(last.clone()))
    }

    fn sweep(&mut self) {
        match self {
            Self::List(items) => {
                items.retain(|item| *item != Self::Removed);
                items.iter_mut().for_each(Self::sweep);
            }
            Self::Fields(fields) => {
                fields.retain(|(_, shape)| *shape != Self::Removed);
                fields.iter_mut().for_each(|(_, shape)| shape.sweep());
            }
            Self::Null | Self::Scalar(_) | Self::Removed => {}
        }
    }
}

impl From<&Tree> for Shape {
    fn from(tree: &Tree) -> Self {
        match &tree.value {
            TreeValue::Text(text) | TreeValue::Plain(text) => Self::Scalar(text.clone()),
            TreeValue::List(items) => Self::List(items.iter().map(Self::from).collect()),
            TreeValue::Fields(fields) => {
                Self::Fields(fields.iter().map(|(key, tree)| (key.clone(), tree.into())).collect())
            }
        }
    }
}

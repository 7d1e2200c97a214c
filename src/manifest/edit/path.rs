use crate::manifest::node::{Key, Node, Span, Value};
use std::fmt;

/// From the root of a document to a value in it, such as `spec.workspaces[0].users[2]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To the value of a field.
    Key(String),
    /// To an item of a list, counted from 0.
    Index(usize),
}

impl Path {
    /// The value of a field of what this path leads to.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push(Step::Key(key.to_owned()));
        self
    }

    /// An item of the list that this path leads to.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }

    /// One step further.
    pub(super) fn step(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// The steps, from the root.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The path to what holds it, and the last step; `None` for the root.
    pub(super) fn split(&self) -> Option<(Self, &Step)> {
        let (last, before) = self.0.split_last()?;
        Some((Self(before.to_vec()), last))
    }

    /// What it leads to.
    #[must_use]
    pub fn find<'n>(&self, root: &'n Node) -> Option<&'n Node> {
        self.0.iter().try_fold(root, |node, step| step.take(node))
    }

    /// The key of the field that it leads to.
    pub(super) fn find_key<'n>(&self, root: &'n Node) -> Option<&'n Key> {
        let (parent, Step::Key(last)) = self.split()? else { return None };
        let mapping = parent.find(root)?.as_mapping()?;
        mapping.entries.iter().map(|(key, _)| key).find(|key| key.text == *last)
    }

    /// Whether an alias elsewhere stands for what is written here, or for something around or in it.
    pub(super) fn is_aliased(&self, root: &Node) -> bool {
        let there = (0..=self.0.len())
            .rev()
            .find_map(|steps| self.0[..steps].iter().try_fold(root, |node, step| step.take(node)));
        let Some(Span { start, end, .. }) = there.map(|node| node.place.at) else { return false };
        let is_of_it = |at: Span| start <= at.start && at.end <= end;
        root.any(&mut |node| node.place.via.is_some_and(is_of_it))
    }

    /// Whether anything on the way was written elsewhere, at an anchor.
    pub(super) fn is_shared(&self, root: &Node) -> bool {
        let mut node = Some(root);
        let mut steps = self.0.iter();
        while let Some(there) = node {
            if there.place.via.is_some() {
                return true;
            }
            node = steps.next().and_then(|step| step.take(there));
        }
        false
    }
}

impl Step {
    fn take<'n>(&self, node: &'n Node) -> Option<&'n Node> {
        match (self, &node.value) {
            (Self::Key(key), Value::Mapping(mapping)) => mapping.get(key),
            (Self::Index(index), Value::Sequence(items)) => items.get(*index),
            _ => None,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if number == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

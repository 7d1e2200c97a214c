use crate::manifest::node::Node;
use std::fmt::Display;

/// Something to be written as YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// What it is.
    pub value: TreeValue,
    /// A remark on its line; what can't be seen in it is spelled out.
    pub comment: Option<String>,
}

/// What a [`Tree`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeValue {
    /// A text: quoted where any reader would take it for something else.
    Text(String),
    /// A number, boolean, date, percentage or word: never quoted.
    Plain(String),
    /// A list.
    List(Vec<Tree>),
    /// Fields, in this order.
    Fields(Vec<(String, Tree)>),
}

impl Tree {
    fn new(value: TreeValue) -> Self {
        Self { value, comment: None }
    }

    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(TreeValue::Text(text.into()))
    }

    /// A number, boolean, date, percentage or word. What it shows must be a plain scalar of YAML.
    #[must_use]
    pub fn plain(value: impl Display) -> Self {
        Self::new(TreeValue::Plain(value.to_string()))
    }

    /// A list.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::new(TreeValue::List(items.into_iter().collect()))
    }

    /// Fields.
    #[must_use]
    pub fn fields<K: Into<String>>(fields: impl IntoIterator<Item = (K, Self)>) -> Self {
        let fields = fields.into_iter().map(|(key, tree)| (key.into(), tree));
        Self::new(TreeValue::Fields(fields.collect()))
    }

    /// The same with a remark on its line.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }
}

/// Fields whose values are numbers, dates or words, in manifests.
const PLAIN_FIELDS: &[&str] = &[
    "id",
    "contactLimit",
    "minAdmins",
    "maxRemovals",
    "removals",
    "resendAfterDays",
    "until",
    "notBefore",
    "dataExported",
    "role",
    "restrictions",
];

/// A single value as it is to be written in the field of this name.
pub(in crate::manifest) fn scalar_tree(field: &str, node: &Node) -> Tree {
    match node.as_text() {
        None => Tree::plain("null"),
        Some(text) if PLAIN_FIELDS.contains(&field) && super::scalar::is_word(text) => {
            Tree::plain(text)
        }
        Some(text) => Tree::text(text),
    }
}

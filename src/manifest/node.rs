use std::collections::HashMap;
use std::fmt;

/// A stretch of one file's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which of the files that were read together, by position.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
}

/// Where a node was written, and the other place that it came through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line that asks for it (of a Client, or of an alias).
    pub at: Span,
    /// Where it was written, if that is elsewhere (in a Template, or at an anchor).
    pub via: Option<Span>,
}

impl Place {
    /// A place without another one behind it.
    #[must_use]
    pub const fn new(at: Span) -> Self {
        Self { at, via: None }
    }

    /// The text itself: the template's line, where there is one.
    #[must_use]
    pub fn written(self) -> Span {
        self.via.unwrap_or(self.at)
    }
}

/// A piece of YAML with its place. All reading of manifests goes through this tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is.
    pub place: Place,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// A text, number, boolean or date: the reader of the field decides which.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Fields, in the order of the file.
    Mapping(Mapping),
}

/// A scalar, exactly as it was spelled (`no`, `1.10`, `0777`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The spelling; of a quoted scalar, what the quotes hold.
    pub text: String,
    /// Written without quotes, so that it may be read as a number or boolean.
    pub plain: bool,
}

/// The fields of a mapping. No two have one key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// In the order of the file.
    pub entries: Vec<(Key, Node)>,
}

/// The key of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// As spelled.
    pub text: String,
    /// Where.
    pub place: Place,
}

impl Mapping {
    /// All values by key, for whoever looks for many of them.
    pub(crate) fn by_key(&self) -> HashMap<&str, &Node> {
        self.entries.iter().map(|(key, node)| (key.text.as_str(), node)).collect()
    }

    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(it, _)| it.text == key).map(|(_, node)| node)
    }
}

impl Node {
    /// A text that is to be read as text whatever it looks like.
    #[must_use]
    pub fn text(text: &str, place: Place) -> Self {
        Self { value: Value::Scalar(Scalar { text: text.to_owned(), plain: false }), place }
    }

    /// The scalar's text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The fields, where it has some.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The items, where it is a list.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// Whether it, or anything in it, fits.
    pub(crate) fn any(&self, fits: &mut impl FnMut(&Self) -> bool) -> bool {
        fits(self)
            || match &self.value {
                Value::Null | Value::Scalar(_) => false,
                Value::Sequence(items) => items.iter().any(|item| item.any(fits)),
                Value::Mapping(mapping) => mapping.entries.iter().any(|(_, node)| node.any(fits)),
            }
    }

    /// Gives all of a tree other places.
    pub(crate) fn move_to(&mut self, to: impl Fn(Place) -> Place + Copy) {
        self.place = to(self.place);
        match &mut self.value {
            Value::Null | Value::Scalar(_) => {}
            Value::Sequence(items) => items.iter_mut().for_each(|item| item.move_to(to)),
            Value::Mapping(mapping) => {
                for (key, node) in &mut mapping.entries {
                    key.place = to(key.place);
                    node.move_to(to);
                }
            }
        }
    }

    /// Whether two nodes say the same, wherever and however they are written: the order of fields, quotes and layout
    /// don't count.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Scalar(a), Value::Scalar(b)) => a.text == b.text,
            (Value::Sequence(a), Value::Sequence(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b))
            }
            (Value::Mapping(a), Value::Mapping(b)) => {
                let others = b.by_key();
                let same = |(key, node): &(Key, Self)| {
                    others.get(key.text.as_str()).is_some_and(|other| node.says_the_same(other))
                };
                a.entries.len() == b.entries.len() && a.entries.iter().all(same)
            }
            _ => false,
        }
    }

    /// The value of a field, where it has fields.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_mapping()?.get(key)
    }
}

impl fmt::Display for Value {
    /// What it is, for messages: `a list`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "nothing",
            Self::Scalar(_) => "a single value",
            Self::Sequence(_) => "a list",
            Self::Mapping(_) => "a mapping",
        })
    }
}

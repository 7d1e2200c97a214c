use super::pointer::Pointer;
use crate::model::{Field, Restriction};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where things are: in the answer, or in one item of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer(pub(crate) BTreeMap<Field, Place>);

/// Where one field is, and how it is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// There.
    At(Pointer),
    /// Nowhere: it is always this.
    Literal(Value),
    /// A status: whether something is there.
    Pending {
        /// What.
        at: Pointer,
        /// Whether somebody is pending while it is missing (absent, null or empty), or while it is not.
        when_missing: bool,
    },
    /// Restrictions, each a flag of its own.
    Flags(BTreeMap<Restriction, Flag>),
    /// A contact limit.
    Limit {
        /// Where the number is.
        at: Pointer,
        /// What is there where the limit is switched off; the first is what is sent.
        unlimited_when: Vec<Value>,
    },
}

/// A truth value of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    /// Where it is.
    pub(crate) at: Pointer,
    /// Whether it says the opposite.
    pub(crate) negated: bool,
}

impl Flag {
    /// Whether it is on; `None` where it isn't there, or is no truth value.
    pub(crate) fn of(&self, value: &Value) -> Option<bool> {
        Some(self.at.of(value)?.as_bool()? != self.negated)
    }
}

impl Answer {
    /// Where a field is.
    pub(crate) fn place(&self, field: Field) -> Option<&Place> {
        self.0.get(&field)
    }

    /// What is there, for fields that stand in one place or nowhere.
    pub(crate) fn get<'a>(&'a self, field: Field, value: &'a Value) -> Option<&'a Value> {
        match self.place(field)? {
            Place::At(at) | Place::Limit { at, unlimited_when: _ } => at.of(value),
            Place::Literal(literal) => Some(literal),
            Place::Pending { .. } | Place::Flags(_) => None,
        }
    }

    /// What it tells.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        self.0.keys().copied()
    }

    /// Whether it tells nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it tells a field at all.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.0.contains_key(&field)
    }

    /// The object that all its pointers lead into.
    pub(crate) fn common_parent(&self) -> Pointer {
        let pointers = self.0.values().filter_map(|place| match place {
            Place::At(at) | Place::Pending { at, .. } | Place::Limit { at, .. } => Some(at),
            Place::Literal(_) | Place::Flags(_) => None,
        });
        pointers.map(Pointer::parent).reduce(|a, b| a.common(&b)).unwrap_or_else(Pointer::root)
    }
}

use super::undefined::{Missing, Name};
use crate::manifest::node::{Mapping, Node, Scalar, Value};
use minijinja::value::{Enumerator, Object, Value as Evaluated};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The names that an expression can use: parameters, and what `for` items are called, the innermost last.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    parameters: Arc<BTreeMap<String, Arc<Bound>>>,
    items: Vec<(String, Arc<Bound>)>,
    missing: Missing,
}

/// What a name stands for.
#[derive(Debug)]
pub(super) struct Bound {
    /// The value with its places; `None` for a parameter that was left out.
    pub(super) node: Option<Node>,
    value: Option<Evaluated>,
    /// Given by the client itself, so that its place is the one to show.
    pub(super) given: bool,
}

impl Scope {
    /// Parameters by name, each with its value and whether the client itself gives it.
    pub(super) fn new(
        parameters: impl Iterator<Item = (String, Option<Node>, bool)>,
        missing: Missing,
    ) -> Self {
        let bound = |(name, node, given)| (name, Arc::new(Bound::new(node, given, &missing)));
        let parameters = Arc::new(parameters.map(bound).collect());
        Self { parameters, items: Vec::new(), missing }
    }

    /// This, and an item of a list.
    pub(super) fn with(&self, name: &str, item: Node, given: bool) -> Self {
        let mut inner = self.clone();
        inner.items.push((name.to_owned(), Arc::new(Bound::new(Some(item), given, &self.missing))));
        inner
    }

    pub(super) fn get(&self, name: &str) -> Option<&Bound> {
        let item = self.items.iter().rev().find(|(it, _)| it == name).map(|(_, bound)| bound);
        item.or_else(|| self.parameters.get(name)).map(Arc::as_ref)
    }

    pub(super) fn names(&self) -> Vec<&str> {
        let items = self.items.iter().map(|(name, _)| name.as_str());
        items.chain(self.parameters.keys().map(String::as_str)).collect()
    }

    /// What a path of names stands for (`branch.name`): the node itself, with its places.
    pub(super) fn path(&self, source: &str) -> Option<(&Bound, &Node)> {
        let mut names = source.split('.').map(str::trim);
        let bound = self.get(names.next()?)?;
        let mut node = bound.node.as_ref()?;
        for name in names {
            node = node.get(name)?;
        }
        Some((bound, node))
    }

    /// All names with their values, as expressions see them.
    pub(super) fn context(&self) -> Evaluated {
        Evaluated::from_object(self.clone())
    }
}

impl Object for Scope {
    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Evaluated> {
        let bound = self.get(name)?;
        if bound.value.is_none() {
            self.missing.add(Name::Parameter(name.to_owned()));
        }
        bound.value.clone()
    }
}

impl Bound {
    fn new(node: Option<Node>, given: bool, missing: &Missing) -> Self {
        let value = node.as_ref().map(|node| evaluated(node, missing));
        Self { node, value, given }
    }
}

/// The fields of a value. It is noticed where one is asked for by name that isn't there.
#[derive(Debug)]
struct Fields {
    fields: BTreeMap<String, Evaluated>,
    missing: Missing,
}

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Evaluated) -> Option<Evaluated> {
        self.fields.get(key.as_str()?).cloned()
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Evaluated> {
        let found = self.fields.get(name).cloned();
        if found.is_none() {
            let known = self.fields.keys().cloned().collect();
            self.missing.add(Name::Field { name: name.to_owned(), known });
        }
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.fields.keys().map(|name| Evaluated::from(name.as_str())).collect())
    }
}

/// A literal value as expressions see it: numbers and booleans are what they look like where writing them back
/// gives the same text; all else is text, so that `1.10` and `0777` stay as they are.
fn evaluated(node: &Node, missing: &Missing) -> Evaluated {
    match &node.value {
        Value::Null => Evaluated::UNDEFINED,
        Value::Scalar(Scalar { text, plain: true }) => match text.as_str() {
            "true" => Evaluated::from(true),
            "false" => Evaluated::from(false),
            text => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => Evaluated::from(number),
                _ => Evaluated::from(text),
            },
        },
        Value::Scalar(Scalar { text, plain: false }) => Evaluated::from(text.as_str()),
        Value::Sequence(items) => {
            items.iter().map(|item| evaluated(item, missing)).collect::<Vec<_>>().into()
        }
        Value::Mapping(Mapping { entries }) => {
            let field = |(key, node): &(crate::manifest::node::Key, Node)| {
                (key.text.clone(), evaluated(node, missing))
            };
            let fields = entries.iter().map(field).collect();
            Evaluated::from_object(Fields { fields, missing: missing.clone() })
        }
    }
}

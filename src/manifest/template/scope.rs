use crate::manifest::node::{Mapping, Node, Scalar, Value};
use minijinja::value::Value as Evaluated;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The names that an expression can use.
#[derive(Clone, Default)]
pub(super) struct Scope {
    names: BTreeMap<String, Rc<Bound>>,
}

/// What a name stands for.
pub(super) struct Bound {
    /// The value with its places; `None` for a parameter that was left out.
    pub(super) node: Option<Node>,
    value: Evaluated,
    /// Given by the client itself, so that its place is the one to show.
    pub(super) given: bool,
}

impl Bound {
    pub(super) fn new(node: Option<Node>, given: bool) -> Self {
        let value = node.as_ref().map_or_else(|| Evaluated::from(()), evaluated);
        Self { node, value, given }
    }
}

impl Scope {
    pub(super) fn bind(&mut self, name: &str, bound: Bound) {
        self.names.insert(name.to_owned(), Rc::new(bound));
    }

    pub(super) fn get(&self, name: &str) -> Option<&Bound> {
        self.names.get(name).map(Rc::as_ref)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
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
        let names = self.names.iter().map(|(name, bound)| (name.clone(), bound.value.clone()));
        Evaluated::from(names.collect::<BTreeMap<_, _>>())
    }
}

/// A literal value as expressions see it: numbers and booleans are what they look like where writing them back
/// gives the same text; all else is text, so that `1.10` and `0777` stay as they are.
fn evaluated(node: &Node) -> Evaluated {
    match &node.value {
        Value::Null => Evaluated::from(()),
        Value::Scalar(Scalar { text, plain: true }) => match text.as_str() {
            "true" => Evaluated::from(true),
            "false" => Evaluated::from(false),
            text => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => Evaluated::from(number),
                _ => Evaluated::from(text),
            },
        },
        Value::Scalar(Scalar { text, plain: false }) => Evaluated::from(text.as_str()),
        Value::Sequence(items) => items.iter().map(evaluated).collect::<Vec<_>>().into(),
        Value::Mapping(Mapping { entries }) => {
            let fields = entries.iter().map(|(key, node)| (key.text.clone(), evaluated(node)));
            Evaluated::from(fields.collect::<BTreeMap<_, _>>())
        }
    }
}

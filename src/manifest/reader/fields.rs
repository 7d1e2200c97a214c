use super::{did_you_mean, nearest};
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Mapping, Node, Place, Value};
use crate::manifest::shape::Object;

/// The fields of one mapping, of which only known names are accepted.
pub(crate) struct Fields<'n, 'r, 'f> {
    mapping: &'n Mapping,
    /// The mapping's own place.
    pub(crate) place: Place,
    known: &'static [&'static str],
    /// Where what is wrong is told.
    pub(crate) report: &'r Report<'f>,
}

impl<'n, 'r, 'f> Fields<'n, 'r, 'f> {
    /// Takes a node as a mapping with the fields of this table.
    pub(crate) fn of(
        node: &'n Node,
        table: &'static Object,
        report: &'r Report<'f>,
    ) -> Option<Self> {
        Self::named(node, table.names, report)
    }

    /// Takes a node as a mapping with these fields; tells what it has besides. `None` where it is no mapping.
    pub(crate) fn named(
        node: &'n Node,
        known: &'static [&'static str],
        report: &'r Report<'f>,
    ) -> Option<Self> {
        let Value::Mapping(mapping) = &node.value else {
            let message = format!("expected a mapping, found {}", node.value);
            report.tell(
                Problem::new(Code::WrongType, node.place, message)
                    .maybe_help(did_you_mean("", known.iter().copied())),
            );
            return None;
        };
        for (key, _) in &mapping.entries {
            if !known.contains(&key.text.as_str()) {
                let message = format!("there is no field `{}` here", escape(&key.text));
                let help = did_you_mean(&key.text, known.iter().copied());
                report.tell(Problem::new(Code::UnknownField, key.place, message).maybe_help(help));
            }
        }
        Some(Self { mapping, place: node.place, known, report })
    }

    /// The value of a field that may be left out. An empty value is an error: it says neither.
    pub(crate) fn optional(&self, name: &'static str) -> Option<&'n Node> {
        debug_assert!(self.known.contains(&name), "`{name}` is not in the list of fields");
        let (key, node) = self.mapping.entries.iter().find(|(key, _)| key.text == name)?;
        if matches!(node.value, Value::Null) {
            let message = format!("`{name}` has no value");
            let help = "leave the field out, or write what it should be (`[]` for an empty list)";
            self.report.tell(Problem::new(Code::WrongType, key.place, message).help(help));
            return None;
        }
        Some(node)
    }

    /// The value of a field, which may be nothing.
    pub(crate) fn raw(&self, name: &'static str) -> Option<&'n Node> {
        debug_assert!(self.known.contains(&name), "`{name}` is not in the list of fields");
        self.mapping.get(name)
    }

    /// The value of a field that has to be there.
    pub(crate) fn required(&self, name: &'static str) -> Option<&'n Node> {
        if self.mapping.get(name).is_none() {
            if self.misspelt(name) {
                self.report.follows();
                return None;
            }
            let message = format!("`{name}` is missing");
            self.report.tell(Problem::new(Code::MissingField, self.place, message));
            return None;
        }
        self.optional(name)
    }

    /// Whether a field that isn't known was probably meant to be this one, which was told of it.
    fn misspelt(&self, name: &str) -> bool {
        let unknown =
            self.mapping.entries.iter().filter(|(key, _)| !self.known.contains(&key.text.as_str()));
        let mut meant =
            unknown.filter_map(|(key, _)| nearest(&key.text, self.known.iter().copied()));
        meant.any(|it| it == name)
    }

    /// Whether the field was written, or probably meant: then it is no error more that it isn't there.
    pub(crate) fn means(&self, name: &str) -> bool {
        self.has(name) || self.misspelt(name)
    }

    /// Whether the field was written, with whatever value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.mapping.get(name).is_some()
    }

    /// Where a field's name stands, or the whole mapping where the field is left out.
    pub(crate) fn key(&self, name: &str) -> Place {
        let found = self.mapping.entries.iter().find(|(key, _)| key.text == name);
        found.map_or(self.place, |(key, _)| key.place)
    }

    /// Reads a field that may be left out; `None` also where its value doesn't fit.
    pub(crate) fn read<T>(
        &self,
        name: &'static str,
        reader: impl FnOnce(&'n Node, &'r Report<'f>) -> Option<T>,
    ) -> Option<T> {
        reader(self.optional(name)?, self.report)
    }

    /// Reads a field that has to be there.
    pub(crate) fn need<T>(
        &self,
        name: &'static str,
        reader: impl FnOnce(&'n Node, &'r Report<'f>) -> Option<T>,
    ) -> Option<T> {
        reader(self.required(name)?, self.report)
    }
}

use super::Code;
use crate::manifest::node::Place;
use std::fmt;

/// Something that is wrong, before its places are looked up.
#[derive(Debug)]
#[must_use = "a problem counts once it is told to the report"]
pub(crate) struct Problem {
    pub(super) code: Code,
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) related: Vec<(Place, String)>,
    pub(super) hidden: bool,
    /// What can't be what it should be, because of this.
    pub(super) covers: Option<Place>,
}

impl Problem {
    /// A lower-case fragment without a full stop; values in it go through [`super::escape`].
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, place, message, help: None, related: Vec::new(), hidden: false, covers: None }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// What to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What to do about it, where something is known.
    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = self.help.or(help);
        self
    }

    /// Shows no source line: there may be a secret in it.
    pub(crate) fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// What else is wrong with the value at just this place is a consequence.
    pub(crate) fn covers(mut self, place: Place) -> Self {
        self.covers = Some(place);
        self
    }

    /// Another place that has to do with it.
    pub(crate) fn and(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

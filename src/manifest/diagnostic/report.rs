use super::{Code, Diagnostic, Location, Severity};
use crate::manifest::node::{Place, Span};
use crate::manifest::sources::Sources;
use crate::manifest::{Level, SourceFile};
use crate::model::Source;
use std::cell::{Cell, RefCell};

/// Characters of a source line that are kept for showing it.
const EXCERPT: usize = 240;

/// Collects what is wrong, while the manifests are read.
pub(crate) struct Report<'a> {
    sources: Sources<'a>,
    found: RefCell<Vec<Diagnostic>>,
    errors: Cell<usize>,
}

/// Something that is wrong, before its places are looked up.
#[must_use = "a problem counts once it is told to the report"]
pub(crate) struct Problem {
    code: Code,
    place: Place,
    message: String,
    label: Option<String>,
    help: Option<String>,
    related: Vec<(Place, String)>,
    hidden: bool,
}

impl Problem {
    /// A lower-case fragment without a full stop; values in it go through [`super::escape`].
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, place, message, label: None, help: None, related: Vec::new(), hidden: false }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// What stands under the underlined source.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
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

    /// Another place that has to do with it.
    pub(crate) fn and(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }
}

impl<'a> Report<'a> {
    /// An empty report about these files. A span's `file` is the position in the slice.
    pub(crate) fn new(files: &'a [SourceFile]) -> Self {
        Self { sources: Sources::new(files), found: RefCell::new(Vec::new()), errors: Cell::new(0) }
    }

    /// The files.
    pub(crate) fn sources(&self) -> &Sources<'a> {
        &self.sources
    }

    /// A place as plans show it.
    pub(crate) fn source(&self, place: Place) -> Source {
        self.sources.source(place)
    }

    /// Adds an error, or a warning where the code's default is one.
    pub(crate) fn tell(&self, problem: Problem) {
        let level = problem.code.level();
        self.tell_as(level, problem);
    }

    /// Adds it at this level.
    pub(crate) fn tell_as(&self, level: Level, problem: Problem) {
        let severity = match level {
            Level::Off => return,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        if severity == Severity::Error {
            self.errors.set(self.errors.get() + 1);
        }
        let Problem { code, place, message, label, help, related, hidden } = problem;
        let mut others = Vec::new();
        if let Some(via) = place.via {
            others.push(self.location(via, Some("it comes from here".to_owned())));
        }
        for (place, label) in related {
            others.push(self.location(place.at, Some(label)));
            others.extend(
                place.via.map(|via| self.location(via, Some("through this line".to_owned()))),
            );
        }
        let mut location = self.location(place.at, label);
        if hidden {
            location.excerpt.clear();
            others.clear();
        }
        others.dedup();
        others.retain(|other| !other.is_at(&location));
        let diagnostic = Diagnostic { severity, code, message, help, location, related: others };
        self.found.borrow_mut().push(diagnostic);
    }

    /// How many errors there are so far: whoever reads something compares before and after.
    pub(crate) fn errors(&self) -> usize {
        self.errors.get()
    }

    /// Everything that was told, sorted, each once.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by(|a, b| a.order().cmp(&b.order()));
        found.dedup();
        found
    }

    fn location(&self, span: Span, label: Option<String>) -> Location {
        let (start, end) = (self.sources.start(span), self.sources.end(span));
        let line = self.sources.line_text(span.file, start.line);
        let column = start.column as usize - 1;
        let skipped = if line.len() <= EXCERPT { 0 } else { column.saturating_sub(EXCERPT / 4) };
        Location {
            file: self.sources.path(span).to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            label,
            excerpt: line.chars().skip(skipped).take(EXCERPT).collect(),
            excerpt_column: crate::manifest::sources::clamp(skipped + 1),
        }
    }
}

impl Location {
    fn is_at(&self, other: &Self) -> bool {
        let place = |it: &Self| (it.file.clone(), it.line, it.column, it.end_line, it.end_column);
        place(self) == place(other)
    }
}

use super::addresses::Addresses;
use super::secret::{key_alone, without_userinfo};
use super::{Code, Diagnostic, Location, Problem, Severity};
use crate::manifest::lint::Settings;
use crate::manifest::node::{Place, Span};
use crate::manifest::sources::Sources;
use crate::manifest::{Level, SourceFile};
use crate::model::{Lint, LintAbout, Source};
use std::cell::{Cell, RefCell, RefMut};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Characters of a source line that are kept for showing it.
const EXCERPT: usize = 240;

/// Problems that are told: more are no help to anybody.
const MOST: usize = 50_000;

/// Values that all files together may add up to: what is written in them, what templates make of it, and people who come
/// with a group. Each takes some 100 bytes.
const MOST_VALUES: usize = 50_000_000;

/// Collects what is wrong, while the manifests are read.
pub(crate) struct Report<'a> {
    sources: Arc<Sources<'a>>,
    /// Values that there is room for, in this report and its parts.
    room: Arc<AtomicUsize>,
    /// That was not enough.
    full: Cell<bool>,
    found: RefCell<Vec<Found>>,
    errors: Cell<usize>,
    /// Values that are not what they should be because of something that was told.
    covered: RefCell<BTreeSet<Span>>,
    /// Where clients name their templates. What is wrong there is the template's fault, and told once for all.
    shared: RefCell<BTreeSet<Span>>,
    /// Where there may be a secret.
    concealed: RefCell<BTreeSet<Span>>,
    lints: RefCell<Settings>,
    addresses: Addresses,
}

struct Found {
    diagnostic: Diagnostic,
    /// The client whose template it is in.
    client: Option<Location>,
}

impl<'a> Report<'a> {
    /// An empty report about these files. A span's `file` is the position in the slice.
    pub(crate) fn new(files: &'a [SourceFile]) -> Self {
        Self {
            sources: Arc::new(Sources::new(files)),
            room: Arc::new(MOST_VALUES.into()),
            full: Cell::new(false),
            found: RefCell::default(),
            errors: Cell::new(0),
            covered: RefCell::default(),
            shared: RefCell::default(),
            concealed: RefCell::default(),
            lints: RefCell::default(),
            addresses: Addresses::default(),
        }
    }

    /// The same, with room for so many values.
    #[cfg(test)]
    pub(crate) fn with_room(files: &'a [SourceFile], values: usize) -> Self {
        Self { room: Arc::new(values.into()), ..Self::new(files) }
    }

    /// An empty report about the same files, in which lints count as they do here: for a part that is read by itself.
    pub(crate) fn part(&self) -> Self {
        Self {
            sources: Arc::clone(&self.sources),
            room: Arc::clone(&self.room),
            full: self.full.clone(),
            found: RefCell::default(),
            errors: Cell::new(0),
            covered: RefCell::default(),
            shared: RefCell::default(),
            concealed: RefCell::default(),
            lints: self.lints.clone(),
            addresses: Addresses::default(),
        }
    }

    /// Adds what was told in a part. `false` where that is more than one report tells.
    pub(crate) fn add(&self, part: Self) -> bool {
        let Self {
            sources: _,
            room: _,
            full,
            found,
            errors,
            covered,
            shared,
            concealed,
            lints,
            addresses: _,
        } = part;
        self.full.set(self.full.get() || full.get());
        self.errors.set(self.errors.get() + errors.get());
        self.found.borrow_mut().extend(found.into_inner());
        self.covered.borrow_mut().extend(covered.into_inner());
        self.shared.borrow_mut().extend(shared.into_inner());
        self.concealed.borrow_mut().extend(concealed.into_inner());
        self.lints.borrow_mut().allowed.extend(lints.into_inner().allowed);
        self.found.borrow().len() <= MOST
    }

    /// Takes room for values at this place. `false` where there is none left, which is told once.
    pub(crate) fn take(&self, values: usize, place: Place) -> bool {
        if self.full.get() {
            return false;
        }
        let left = |left: usize| left.checked_sub(values);
        let fits = self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_ok();
        if !fits {
            self.full.set(true);
            let message = format!("here the files add up to more than {MOST_VALUES} values");
            let help = "split the Project, or leave out what is no manifest with its `exclude`";
            self.tell(Problem::new(Code::TooBig, place, message).help(help));
        }
        fits
    }

    /// Marks the place where a client names its template.
    pub(crate) fn share(&self, client: Span) {
        self.shared.borrow_mut().insert(client);
    }

    /// Shows no line of this, whatever is told about it: there may be a secret in it.
    pub(crate) fn conceal(&self, secret: Place) {
        self.concealed.borrow_mut().extend([secret.at, secret.written()]);
    }

    /// The files.
    pub(crate) fn sources(&self) -> &Sources<'a> {
        &self.sources
    }

    /// A place as plans show it.
    pub(crate) fn source(&self, place: Place) -> Source {
        self.sources.source(place)
    }

    /// Addresses that were read before.
    pub(crate) fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// How lints count from here on.
    pub(crate) fn lints(&self) -> RefMut<'_, Settings> {
        self.lints.borrow_mut()
    }

    /// Tells a lint, and gives it back for a plan where its level and no comment keep it from counting.
    pub(crate) fn lint(&self, problem: Problem, about: LintAbout) -> Option<Lint> {
        let lint = self.for_plan(&problem, about);
        self.count(problem).then_some(lint)
    }

    /// The same of a lint that was told before, where its text was read.
    pub(crate) fn told_before(&self, problem: &Problem, about: LintAbout) -> Option<Lint> {
        let level = self.lints.borrow().level(problem.code, problem.place, &self.sources);
        (level != Level::Off).then(|| self.for_plan(problem, about))
    }

    fn for_plan(&self, problem: &Problem, about: LintAbout) -> Lint {
        let Problem { code, place, message, .. } = problem;
        Lint { code: code.word(), message: message.clone(), source: self.source(*place), about }
    }

    /// Adds an error, a warning, or a lint at its level where no comment allows it.
    pub(crate) fn tell(&self, problem: Problem) {
        self.count(problem);
    }

    /// Counts an error that only follows from one that is told elsewhere: nobody has to mend it by itself.
    pub(crate) fn follows(&self) {
        self.errors.set(self.errors.get() + 1);
    }

    /// The same as [`Report::tell`]; says whether it counts.
    fn count(&self, problem: Problem) -> bool {
        let severity = match self.lints.borrow().level(problem.code, problem.place, &self.sources) {
            Level::Off => return false,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        if severity == Severity::Error {
            self.errors.set(self.errors.get() + 1);
        }
        let mut problem = problem;
        if self.covered.borrow().contains(&problem.place.at) {
            return false;
        }
        self.covered.borrow_mut().extend(problem.covers.map(|place| place.at));
        match self.found.borrow().len() {
            0..MOST => {}
            MOST => {
                let message = format!("there are more than {MOST} problems: the rest is not shown");
                problem = Problem::new(Code::TooBig, problem.place, message);
            }
            _ => return true,
        }
        let Problem { code, place, message, help, related, hidden, covers: _ } = problem;
        let shared = |place: Place| match place.via {
            Some(via) if self.shared.borrow().contains(&place.at) => (via, None),
            via => (place.at, via),
        };
        let (at, via) = shared(place);
        let client = (at != place.at).then(|| self.location(place.at, None));
        let mut others: Vec<_> = via
            .map(|via| self.location(via, Some("it comes from here".to_owned())))
            .into_iter()
            .collect();
        for (place, label) in related {
            let (at, via) = shared(place);
            others.push(self.location(at, Some(label)));
            let through = Some("through this line".to_owned());
            others.extend(via.map(|via| self.location(via, through)));
        }
        let mut location = self.location(at, None);
        std::iter::once(&mut location).chain(&mut others).for_each(key_alone);
        let message = without_userinfo(message);
        if hidden {
            location.excerpt.clear();
            others.clear();
        }
        others.dedup();
        others.retain(|other| !other.is_at(&location));
        let diagnostic = Diagnostic { severity, code, message, help, location, related: others };
        self.found.borrow_mut().push(Found { diagnostic, client });
        true
    }

    /// How many errors there are so far: whoever reads something compares before and after.
    pub(crate) fn errors(&self) -> usize {
        self.errors.get()
    }

    /// Everything that was told, sorted, each once.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let concealed = self.concealed.take();
        let concealed: HashSet<_> = concealed.iter().flat_map(|it| self.lines(*it)).collect();
        let mut found = self.found.into_inner();
        found.sort_by(|a, b| a.diagnostic.order().cmp(&b.diagnostic.order()));
        let mut finished: Vec<Diagnostic> = Vec::new();
        for group in found.chunk_by(|a, b| a.diagnostic == b.diagnostic) {
            let mut diagnostic = group[0].diagnostic.clone();
            let mut clients: Vec<_> = group.iter().filter_map(|it| it.client.clone()).collect();
            clients.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            if let Some(mut first) = clients.first().cloned() {
                first.label = Some(match clients.len() {
                    1 => "in the organization of this client".to_owned(),
                    2 => "in the organizations of this client and another one".to_owned(),
                    all => format!("in the organizations of this client and {} others", all - 1),
                });
                diagnostic.related.push(first);
            }
            for location in std::iter::once(&mut diagnostic.location).chain(&mut diagnostic.related)
            {
                if concealed.contains(&(location.file.as_str(), location.line)) {
                    location.excerpt.clear();
                }
            }
            finished.push(diagnostic);
        }
        finished
    }

    /// The lines of a place, each with its file.
    fn lines(&self, span: Span) -> impl Iterator<Item = (&'a str, u32)> + use<'a> {
        let file = self.sources.path(span);
        let lines = self.sources.start(span).line..=self.sources.end(span).line;
        lines.map(move |line| (file, line))
    }

    /// A place as diagnostics show it, with its line.
    pub(crate) fn location(&self, span: Span, label: Option<String>) -> Location {
        let (start, end) = (self.sources.start(span), self.sources.end(span));
        let (excerpt, excerpt_column) = self.sources.excerpt(span, EXCERPT);
        Location {
            file: self.sources.path(span).to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            label,
            excerpt,
            excerpt_column,
        }
    }
}

impl Location {
    fn is_at(&self, other: &Self) -> bool {
        let place = |it: &Self| (it.file.clone(), it.line, it.column, it.end_line, it.end_column);
        place(self) == place(other)
    }
}

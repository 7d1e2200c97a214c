use crate::model::text::{duration, thousands};
use crate::model::{ContactLimit, Email, FieldValue, Restrictions, Seen, Source, WorkspaceName};
use crate::plan::StepId;
use jiff::civil::Date;
use std::borrow::Cow;

/// A sentence in parts. Each says whether its words are ours, so that every format escapes the others itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sentence(Vec<Part>);

/// One part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// Words of ours.
    Own(Cow<'static, str>),
    /// Words of ours that people look for: `held`, `by hand`, `refused`, `nothing to do`, `verified`.
    Strong(&'static str),
    /// A name, from the platform or a client.
    Name(String),
    /// An e-mail address, from anywhere.
    Email(String),
    /// Something to type or to open: a command, a path, an option. From anywhere.
    Code(String),
    /// A sentence that somebody else wrote; names may be in it.
    Prose(String),
}

impl Sentence {
    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Begins with words of ours.
    pub(crate) fn of(words: &'static str) -> Self {
        Self::new().say(words)
    }

    /// What it consists of.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Whether there is nothing in it.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn with(mut self, part: Part) -> Self {
        self.0.push(part);
        self
    }

    /// Words of ours.
    pub(crate) fn say(self, words: &'static str) -> Self {
        self.with(Part::Own(Cow::Borrowed(words)))
    }

    /// A word that people look for.
    pub(crate) fn strong(self, words: &'static str) -> Self {
        self.with(Part::Strong(words))
    }

    /// A number, with commas.
    pub(crate) fn number(self, number: u64) -> Self {
        self.with(Part::Own(Cow::Owned(thousands(number))))
    }

    /// An id as the platform writes it.
    pub(crate) fn id(self, id: impl std::fmt::Display) -> Self {
        self.with(Part::Own(Cow::Owned(id.to_string())))
    }

    /// `1 step`, `2 steps`.
    pub(crate) fn count(self, number: u64, one: &'static str, many: &'static str) -> Self {
        self.number(number).say(" ").say(count(number, one, many))
    }

    /// The value of a workspace's field.
    pub(crate) fn field_value(self, value: FieldValue<'_>) -> Self {
        match value {
            FieldValue::Text(text) => self.name(text),
            FieldValue::Limit(ContactLimit::Limited(number)) => self.number(number.get()),
            FieldValue::Limit(ContactLimit::Unlimited) => self.say("unlimited"),
        }
    }

    /// A length of time: `0.2 s`, `14 s`, `3 min`, `5 h`.
    pub(crate) fn seconds(self, seconds: f64) -> Self {
        self.with(Part::Own(Cow::Owned(duration(seconds))))
    }

    /// A day.
    pub(crate) fn date(self, date: Date) -> Self {
        self.with(Part::Own(Cow::Owned(date.to_string())))
    }

    /// Up to which day something is given, and the last day for which somebody was listed.
    pub(crate) fn lasting(self, until: Option<Date>, ended: Option<Date>) -> Self {
        let words = match until {
            Some(day) => self.say(", until ").date(day),
            None => self,
        };
        match ended {
            Some(day) => words.say(" (listed until ").date(day).say(")"),
            None => words,
        }
    }

    /// The number of a step.
    pub(crate) fn step(self, id: &StepId) -> Self {
        self.id(id.number() as u64)
    }

    /// A name from the platform or a client.
    pub(crate) fn name(self, name: &str) -> Self {
        self.with(Part::Name(name.to_owned()))
    }

    /// A workspace.
    pub(crate) fn workspace(self, name: &WorkspaceName) -> Self {
        self.name(name.as_str())
    }

    /// Somebody.
    pub(crate) fn email(self, email: &Email) -> Self {
        self.with(Part::Email(email.as_str().to_owned()))
    }

    /// Something to type or to open.
    pub(crate) fn code(self, text: &str) -> Self {
        self.with(Part::Code(text.to_owned()))
    }

    /// A place in the manifests, and where that has it from: `acme.yaml:27 (from groups.yaml:7)`.
    pub(crate) fn source(self, source: &Source) -> Self {
        let Source { file, line, via } = source;
        let words = self.code(&format!("{file}:{line}"));
        match via {
            Some(via) => words.say(" (from ").source(via).say(")"),
            None => words,
        }
    }

    /// A sentence that somebody else wrote.
    pub(crate) fn prose(self, text: &str) -> Self {
        self.with(Part::Prose(text.to_owned()))
    }

    /// A role as the platform said it: ours where we know it.
    pub(crate) fn role<T: Copy + Into<&'static str>>(self, role: &Seen<T>) -> Self {
        match role {
            Seen::Known(known) => self.say((*known).into()),
            Seen::Unknown(word) => self.name(word),
        }
    }

    /// `the restriction show_only_mine`; several in their order.
    pub(crate) fn restrictions(self, all: &Restrictions) -> Self {
        let words = self.say(count(all.len() as u64, "the restriction ", "the restrictions "));
        words.list(all, |words, one| words.say(one.word()))
    }

    /// Several things: `a`, `a and b`, `a, b and c`.
    pub(crate) fn list<T>(
        mut self,
        items: impl IntoIterator<Item = T>,
        add: impl Fn(Self, T) -> Self,
    ) -> Self {
        let mut items = items.into_iter().peekable();
        let mut first = true;
        while let Some(item) = items.next() {
            if !first {
                self = self.say(if items.peek().is_some() { ", " } else { " and " });
            }
            self = add(self, item);
            first = false;
        }
        self
    }

    /// Several sentences, with something between them.
    pub(crate) fn joined(
        mut self,
        between: &'static str,
        items: impl IntoIterator<Item = Self>,
    ) -> Self {
        for (at, item) in items.into_iter().enumerate() {
            self = if at == 0 { self } else { self.say(between) }.then(item);
        }
        self
    }

    /// Several people.
    pub(crate) fn people<'a>(self, people: impl IntoIterator<Item = &'a Email>) -> Self {
        self.list(people, Self::email)
    }

    /// And then another.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// The word for one, or for none or several.
const fn count(number: u64, one: &'static str, many: &'static str) -> &'static str {
    if number == 1 { one } else { many }
}

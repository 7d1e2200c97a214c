use crate::manifest::node::Span;
use std::ops::Range;

/// A stretch of the text, and what stands there afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    pub(super) at: Range<usize>,
    pub(super) by: String,
}

impl Replacement {
    pub(super) fn insert(at: usize, by: String) -> Self {
        Self { at: at..at, by }
    }

    pub(super) fn remove(at: Range<usize>) -> Self {
        Self { at, by: String::new() }
    }
}

/// A text with its lines. All positions are bytes.
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    /// What ends its lines: that of the first one.
    pub(super) line_end: &'static str,
}

pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let first = text.split_inclusive('\n').next().unwrap_or("");
        Self { text, line_end: if first.ends_with("\r\n") { "\r\n" } else { "\n" } }
    }

    /// Whether a collection that starts here is written with brackets or braces.
    pub(super) fn is_flow(&self, start: usize) -> bool {
        self.text[start..].starts_with(['[', '{'])
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the next line starts; the end of the text on the last one.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// What stands before a position on its line, as far as it is only white space.
    pub(super) fn indent(&self, at: usize) -> Option<&'t str> {
        let before = &self.text[self.line_start(at)..at];
        before.bytes().all(|byte| byte == b' ' || byte == b'\t').then_some(before)
    }

    /// White space as wide as what stands before a position on its line.
    pub(super) fn margin(&self, at: usize) -> String {
        let before = &self.text[self.line_start(at)..at];
        " ".repeat(before.chars().count())
    }

    /// Whether nothing but a comment follows on the line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let rest = self.text[at..self.next_line(at)].trim_start();
        rest.is_empty() || rest.starts_with('#')
    }

    /// Behind the colon of a key that ends here.
    pub(super) fn behind_colon(&self, key_end: usize) -> Option<usize> {
        let rest = &self.text[key_end..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest[blank..].starts_with(':').then_some(key_end + blank + 1)
    }

    /// The whole lines from one position to another, with the break that ends them; on the last line of a
    /// text without a final break, the one before them instead.
    pub(super) fn lines(&self, from: usize, to: usize) -> Range<usize> {
        let (start, end) = (self.line_start(from), self.next_line(to));
        if self.text[..end].ends_with('\n') {
            return start..end;
        }
        let before = &self.text[..start];
        before.strip_suffix('\n').map_or(0, |it| it.strip_suffix('\r').unwrap_or(it).len())..end
    }

    /// A line to be put behind the line of this position.
    pub(super) fn line_behind(&self, at: usize, line: &str) -> Replacement {
        let next = self.next_line(at);
        let ends = self.text[..next].ends_with('\n');
        let by = if ends {
            format!("{line}{}", self.line_end)
        } else {
            format!("{}{line}", self.line_end)
        };
        Replacement::insert(next, by)
    }

    /// Makes all replacements; `None` where two of them are about the same bytes. Removals may overlap.
    pub(super) fn replace(&self, mut all: Vec<Replacement>) -> Option<String> {
        all.sort_by_key(|it| (it.at.start, it.at.end));
        let (mut out, mut done) = (String::with_capacity(self.text.len()), 0);
        let mut removed_before = false;
        for Replacement { at, by } in &all {
            let start = if removed_before && by.is_empty() { at.start.max(done) } else { at.start };
            out.push_str(self.text.get(done..start)?);
            out.push_str(by);
            done = done.max(at.end);
            removed_before = by.is_empty();
        }
        out.push_str(&self.text[done..]);
        Some(out)
    }
}

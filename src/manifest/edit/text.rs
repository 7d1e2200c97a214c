use crate::manifest::node::Span;
use std::collections::BTreeSet;
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
    comments: &'t [Span],
}

pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str, comments: &'t [Span]) -> Self {
        let first = text.split_inclusive('\n').next().unwrap_or("");
        let line_end = if first.ends_with("\r\n") { "\r\n" } else { "\n" };
        Self { text, line_end, comments }
    }

    /// The same with the tag and the anchor that stand before it on its line.
    pub(super) fn with_properties(&self, at: Range<usize>) -> Range<usize> {
        let mut start = at.start;
        loop {
            let before = &self.text[self.line_start(start)..start];
            let word = before.trim_end_matches([' ', '\t']);
            let word = word.rsplit([' ', '\t', '[', '{', ',']).next().unwrap_or_default();
            if !word.starts_with(['!', '&']) || before.ends_with(word) {
                return start..at.end;
            }
            start -= before.len() - before.rfind(word).unwrap_or_default();
        }
    }

    /// Whether a comment begins there.
    pub(super) fn has_comment(&self, there: &Range<usize>) -> bool {
        self.comments.iter().any(|comment| there.contains(&range(*comment).start))
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

    /// Where the text of a line ends, before its break.
    fn break_behind(&self, at: usize) -> usize {
        self.text[..self.next_line(at)].trim_end_matches(['\r', '\n']).len()
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

    /// What goes with these items of a list or mapping in brackets: each with one comma, or with the lines that are its
    /// own; and in order. Comments on other lines stay.
    pub(super) fn flow_removals(
        &self,
        items: &[Range<usize>],
        removed: &BTreeSet<usize>,
    ) -> Vec<Replacement> {
        let last_kept = last_kept(items.len(), removed);
        let one = |number: &usize| {
            let (before, item) = (number.checked_sub(1).map(|it| &items[it]), &items[*number]);
            let behind = self.behind_comma(item.end);
            if self.indent(item.start).is_some() && self.ends_line(behind) {
                return self.lines(item.start, behind);
            }
            let is_behind_all_kept = last_kept.is_some_and(|last| *number > last);
            match (items.get(number + 1), before) {
                // What parts it from one that stays before it; behind a comment that is the break of a line.
                (_, Some(before)) if is_behind_all_kept => {
                    let start = if self.has_comment(&(before.end..item.start)) {
                        item.start
                    } else {
                        before.end
                    };
                    start..item.end
                }
                (Some(next), _) if self.has_comment(&(self.next_line(item.end)..next.start)) => {
                    item.start..self.break_behind(item.end)
                }
                // With what parts it from the next item.
                (Some(next), _) => item.start..next.start,
                (None, _) => item.start..behind,
            }
        };
        removed.iter().map(|number| Replacement::remove(one(number))).collect()
    }

    /// Items behind those that stay in brackets which open here.
    pub(super) fn flow_addition(
        &self,
        start: usize,
        items: &[Range<usize>],
        removed: &BTreeSet<usize>,
        added: &str,
    ) -> Replacement {
        match last_kept(items.len(), removed) {
            Some(last) => Replacement::insert(items[last].end, format!(", {added}")),
            None => Replacement::insert(start + 1, added.to_owned()),
        }
    }

    /// Behind the comma that may follow the last item.
    fn behind_comma(&self, end: usize) -> usize {
        let rest = &self.text[end..];
        let blank = rest.len() - rest.trim_start().len();
        if rest[blank..].starts_with(',') { end + blank + 1 } else { end }
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

fn last_kept(items: usize, removed: &BTreeSet<usize>) -> Option<usize> {
    (0..items).rev().find(|number| !removed.contains(number))
}

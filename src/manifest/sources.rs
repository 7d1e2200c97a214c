use super::SourceFile;
use super::node::{Place, Span};
use crate::model::Source;
use std::sync::Arc;

/// The files that are read together, with an index of their lines.
pub(crate) struct Sources<'a> {
    files: Vec<Indexed<'a>>,
}

struct Indexed<'a> {
    file: &'a SourceFile,
    /// Its path, for all places in it.
    path: Arc<String>,
    /// Byte at which each line starts.
    lines: Vec<u32>,
}

/// A position that a person can find: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(files: &'a [SourceFile]) -> Self {
        let index = |file: &'a SourceFile| {
            let breaks = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            let starts = breaks.map(|(at, _)| clamp(at + 1));
            let path = Arc::new(file.path.clone());
            Indexed { file, path, lines: std::iter::once(0).chain(starts).collect() }
        };
        Self { files: files.iter().map(index).collect() }
    }

    pub(crate) fn path(&self, span: Span) -> &'a str {
        self.files.get(span.file as usize).map_or("", |it| &it.file.path)
    }

    /// What stands at a span.
    pub(crate) fn text(&self, span: Span) -> &'a str {
        let file = self.files.get(span.file as usize);
        let text = file.and_then(|it| it.file.text.get(span.start as usize..span.end as usize));
        text.unwrap_or_default()
    }

    pub(crate) fn line(&self, span: Span) -> u32 {
        let Some(file) = self.files.get(span.file as usize) else { return 1 };
        clamp(file.lines.partition_point(|start| *start <= span.start).max(1))
    }

    /// The text of a line, from 1, without its break.
    pub(crate) fn line_text(&self, file: u32, line: u32) -> &'a str {
        let Some(indexed) = self.files.get(file as usize) else { return "" };
        let index = line.saturating_sub(1) as usize;
        let Some(start) = indexed.lines.get(index) else { return "" };
        let end = indexed.lines.get(index + 1).map_or(indexed.file.text.len(), |it| *it as usize);
        let text = indexed.file.text.get(*start as usize..end).unwrap_or("");
        text.trim_end_matches(['\n', '\r'])
    }

    pub(crate) fn start(&self, span: Span) -> Position {
        self.position(span.file, span.start)
    }

    pub(crate) fn end(&self, span: Span) -> Position {
        self.position(span.file, span.end.max(span.start))
    }

    fn position(&self, file: u32, byte: u32) -> Position {
        let line = self.line(Span { file, start: byte, end: byte });
        let start = self
            .files
            .get(file as usize)
            .and_then(|it| it.lines.get(line as usize - 1).copied())
            .unwrap_or(0);
        let offset = byte.saturating_sub(start);
        let text = self.line_text(file, line);
        let before = text.get(..offset as usize).unwrap_or(text);
        let column = if offset > LONG_LINE { offset } else { clamp(before.chars().count()) };
        Position { line, column: column + 1 }
    }

    /// The line at the beginning of a span, or so much of it around that place, with the column of its first
    /// character.
    pub(crate) fn excerpt(&self, span: Span, longest: usize) -> (String, u32) {
        let start = self.start(span);
        let line = self.line_text(span.file, start.line);
        if line.len() <= longest {
            return (line.to_owned(), 1);
        }
        let first =
            self.files.get(span.file as usize).and_then(|it| it.lines.get(start.line as usize - 1));
        let offset = span.start.saturating_sub(first.copied().unwrap_or(0)) as usize;
        let at = line.floor_char_boundary(offset.min(line.len()));
        let from = line.floor_char_boundary(at.saturating_sub(longest / 4));
        let skipped = clamp(line[from..at].chars().count());
        let excerpt = line[from..].chars().take(longest).collect();
        (excerpt, start.column.saturating_sub(skipped).max(1))
    }

    /// The place as plans and journals show it.
    pub(crate) fn source(&self, place: Place) -> Source {
        let path = |span: Span| self.files.get(span.file as usize).map(|it| Arc::clone(&it.path));
        let plain = |span: Span| Source {
            file: path(span).unwrap_or_default(),
            line: self.line(span),
            via: None,
        };
        let mut source = plain(place.at);
        source.via = place.via.map(|via| Box::new(plain(via)));
        source
    }
}

/// Characters are counted up to here; on a longer line, columns behind it are counted in bytes, so that telling
/// about many places of one huge line stays cheap.
const LONG_LINE: u32 = 16 * 1024;

/// Files are far below 4 GiB (they are refused above 8 MiB), so nothing is cut in practice.
pub(crate) fn clamp(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

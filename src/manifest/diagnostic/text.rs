use super::{Diagnostic, Location, Severity, escape};
use crate::model::text::{characters, spell};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Diagnostics as a terminal shows them: the message, each place with its line underlined, and the help.
/// Each ends with a line break; an empty line stands between two.
#[must_use]
pub fn text(diagnostics: &[Diagnostic], colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let shown: Vec<_> = diagnostics.iter().map(|it| one(it, &renderer) + "\n").collect();
    shown.join("\n")
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let Diagnostic { severity, code, message, help, location, related } = diagnostic;
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(message.as_str()).id(code.word());
    let mut columns = Vec::new();
    let mut group =
        place(Group::with_title(title), location, AnnotationKind::Primary, &mut columns);
    for other in related {
        group = place(group, other, AnnotationKind::Context, &mut columns);
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let rendered = renderer.render(&[group]);
    columns.iter().fold(rendered, |text, (shown, place)| moved(&text, shown, place))
}

/// The text with a place in the stead of another one, which ends where it ends.
fn moved(text: &str, shown: &str, place: &str) -> String {
    let whole = |(at, _): &(usize, &str)| {
        !text[at + shown.len()..].starts_with(|c: char| c.is_ascii_digit())
    };
    match text.match_indices(shown).find(whole) {
        Some((at, _)) => format!("{}{place}{}", &text[..at], &text[at + shown.len()..]),
        None => text.to_owned(),
    }
}

/// Adds a place. `columns` are places as they come out and as they are: the column of a snippet is counted in what is
/// shown, which is not always the line itself.
fn place<'a>(
    group: Group<'a>,
    location: &Location,
    kind: AnnotationKind,
    columns: &mut Vec<(String, String)>,
) -> Group<'a> {
    let (file, line, column) = (file_name(&location.file), location.line, location.column);
    if location.excerpt.is_empty() {
        let origin = Origin::path(file).line(line as usize).char_column(column as usize);
        return group.element(origin);
    }
    let Visible { source, span, exact } = visible(location);
    if !exact {
        let shown = source[..span.start].chars().count() + 1;
        columns.push((format!("{file}:{line}:{shown}"), format!("{file}:{line}:{column}")));
    }
    let annotation = kind.span(span).label(location.label.clone());
    let snippet = Snippet::source(source).line_start(line as usize).annotation(annotation);
    group.element(snippet.path(file))
}

/// An excerpt as it is shown.
struct Visible {
    source: String,
    /// The bytes to underline.
    span: Range<usize>,
    /// Whether it is the line itself, character for character.
    exact: bool,
}

/// The name of a file: on one line, and no command of a runner of workflows.
fn file_name(file: &str) -> String {
    escape(file).replace("##", "#\\u{23}")
}

/// The excerpt with everything in it made visible.
fn visible(location: &Location) -> Visible {
    let start = location.column.saturating_sub(location.excerpt_column) as usize;
    let end = match location.end_line == location.line {
        true => location.end_column.saturating_sub(location.excerpt_column) as usize,
        false => usize::MAX,
    };
    let (mut source, mut exact) = (String::new(), location.excerpt_column == 1);
    if !exact {
        source.push('…');
    }
    let (mut from, mut to) = (None, None);
    for (index, (c, spelled)) in characters(&location.excerpt).enumerate() {
        if index == start {
            from = Some(source.len());
        }
        if index == end {
            to = Some(source.len());
        }
        match c {
            '\t' => source.push(c),
            '\0'..='\u{1f}' => {
                source.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('�'));
            }
            c if spelled => {
                exact = false;
                spell(c, &mut source);
            }
            c => source.push(c),
        }
    }
    let from = from.unwrap_or(source.len());
    let to = to.unwrap_or(source.len()).max(from);
    Visible { source, span: from..to, exact }
}

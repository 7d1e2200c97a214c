//! Plain text for a terminal or a log, wrapped to a width, painted if wanted.

mod page;
mod section;
mod step;
mod tone;
mod words;

use super::document::{Document, Fact, First};
use super::sentence::{Part, Sentence};
pub(super) use page::Page;
pub(crate) use step::plain;
pub use step::{hold, step, step_by_person};
pub(super) use tone::Tone;

/// How text is laid out. Nothing is detected here: both come from whoever knows the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// Whether to paint.
    pub color: bool,
    /// Whether a word is cut that is longer than a line: a terminal would cut it, with no sign that it goes on. In a file
    /// or a log it stays whole, to be copied.
    pub cuts: bool,
}

/// The document as text.
#[must_use]
pub fn text(document: &Document<'_>, style: Style) -> String {
    let Document {
        title,
        lead,
        first: _,
        table: _,
        sections,
        members: _,
        file: _,
        apart: _,
        closing,
    } = document;
    let mut page = Page::new(style);
    page.hanging(&[], 2, &title.clone().say(": ").then(lead.clone()));
    first(document, &mut page);
    page.blank();
    for one in sections {
        section::section(&mut page, one);
        page.blank();
    }
    let widest = closing.iter().map(|fact| fact.name.len()).max().unwrap_or(0);
    for Fact { name, words } in closing {
        let name = format!("  {name:widest$}  ");
        match words.parts() {
            [Part::Code(command)] => {
                let command = super::escape::copyable(command);
                page.whole(&[(&name, Tone::Dim), (&command, Tone::Code)]);
            }
            _ => page.line(&[(&name, Tone::Dim)], words),
        }
    }
    page.finish()
}

/// What to look at before anything else.
fn first(document: &Document<'_>, page: &mut Page) {
    let (lines, more) = document.first();
    if lines.is_empty() {
        return;
    }
    page.blank();
    page.heading(&Sentence::of("Look at first"));
    for First { grave, anchor: _, what, words } in lines {
        let tone = if *grave { Tone::Alarm } else { Tone::Change };
        page.line(&[("    ! ", tone)], &what.clone().say(": ").then(words.clone()));
    }
    if more > 0 {
        page.line(
            &[("      ", Tone::Plain)],
            &Sentence::of("and ").number(more as u64).say(" more"),
        );
    }
}

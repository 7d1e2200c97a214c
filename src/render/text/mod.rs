//! Plain text for a terminal or a log, wrapped to a width, painted if wanted.

mod chapter;
mod page;
mod step;
mod tone;
mod words;

use super::document::{Document, Fact, First, NoteKind};
use super::sentence::{Part, Sentence};
use page::Page;
pub use step::step;
use tone::Tone;

/// How text is laid out. Nothing is detected here: both come from whoever knows the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// Whether to paint.
    pub color: bool,
}

/// The document as text.
#[must_use]
pub fn text(document: &Document, style: Style) -> String {
    let Document { title, lead, table: _, chapters, members: _, closing } = document;
    let mut page = Page::new(style.width, style.color);
    powers(document, &mut page);
    for one in chapters {
        chapter::chapter(&mut page, one);
        page.blank();
    }
    page.hanging(&[], 2, &title.clone().say(": ").then(lead.clone()));
    let widest = closing.iter().map(|fact| fact.name.len()).max().unwrap_or(0);
    for Fact { name, words } in closing {
        let name = format!("  {name:widest$}  ");
        match words.parts() {
            [Part::Code(command)] => {
                let command = super::escape::visible(command);
                page.whole(&[(&name, Tone::Dim), (&command, Tone::Code)]);
            }
            _ => page.line(&[(&name, Tone::Dim)], words),
        }
    }
    page.finish()
}

/// Who has power that nobody gave, in all organizations, before anything else.
fn powers(document: &Document, page: &mut Page) {
    let Some(First { kind: _, items }) = document.first().find(|it| it.kind == NoteKind::Power)
    else {
        return;
    };
    page.line(&[], &Sentence::of("Look at first"));
    for (chapter, words) in items {
        let words = chapter.name.clone().say(": ").then(words.clone());
        page.line(&[("  ! ", Tone::Alarm)], &words);
    }
    page.blank();
}

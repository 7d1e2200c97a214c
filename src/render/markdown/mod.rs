//! Markdown for a pull request's comment: the result, a table, what to look at first, then a folded part for each
//! organization, all within what GitHub takes.

mod budget;
mod chapter;

use super::document::{Document, Fact, NoteKind, Row, Table};
use super::escape::{cell, markdown as inline, own};
use super::sentence::Part;

/// GitHub takes comments of up to 65,536 characters; bytes are counted too, so that nobody has to know which.
pub(super) const LONGEST: usize = 65_000;

/// Rows of the table that are shown.
const MOST_ROWS: usize = 100;

/// Sentences that are shown above the folded parts.
const MOST_NOTICES: usize = 40;

/// The document as GitHub's Markdown, shorter than 65,536 characters and bytes. What does not fit is left out whole,
/// organization by organization, with a sentence that points to `artifact`, where the full document is.
#[must_use]
pub fn markdown(document: &Document, artifact: Option<&str>) -> String {
    let Document { title, lead, table, chapters, members: _, closing } = document;
    let mut head = format!("## {}\n\n{}\n", inline(title), inline(lead));
    head.push_str(&rows(table));
    head.push_str(&notices(document));
    let foot = foot(closing);
    let open = chapters.len() == 1;
    let parts = chapters.iter().map(|one| (one, chapter::chapter(one, open)));
    budget::fit(head, parts, foot, artifact)
}

fn rows(table: &Table) -> String {
    let Table { head, rows } = table;
    if rows.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n| organization |");
    for name in head {
        out.push_str(&format!(" {} |", own(name)));
    }
    out.push_str("\n|---|");
    out.push_str(&"--:|".repeat(head.len()));
    out.push('\n');
    for Row { anchor: _, name, numbers } in rows.iter().take(MOST_ROWS) {
        out.push_str(&format!("| {} |", cell(name)));
        for number in numbers {
            // An empty cell is easier to pass over than a zero.
            out.push_str(&if *number == 0 { " |".to_owned() } else { format!(" {number} |") });
        }
        out.push('\n');
    }
    if rows.len() > MOST_ROWS {
        out.push_str(&format!("\n…and {} organizations more.\n", rows.len() - MOST_ROWS));
    }
    out
}

/// What a reviewer should read before anything else: refusals, what can't be undone, warnings.
fn notices(document: &Document) -> String {
    let all: Vec<_> = document.first().collect();
    if all.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n### Look at first\n\n");
    for (chapter, words, kind) in all.iter().take(MOST_NOTICES) {
        let sign = match kind {
            NoteKind::Refused => "⛔",
            NoteKind::Warnings => "⚠️",
            _ => "❗",
        };
        out.push_str(&format!("- {sign} {}: {}\n", inline(&chapter.name), inline(words)));
    }
    if all.len() > MOST_NOTICES {
        out.push_str(&format!("- …and {} more below\n", all.len() - MOST_NOTICES));
    }
    out
}

fn foot(closing: &[Fact]) -> String {
    let mut out = String::from("\n");
    for Fact { name, words } in closing {
        match words.parts() {
            [Part::Code(_)] => out.push_str(&format!("\n**{}:** {}\n", own(name), inline(words))),
            _ => out.push_str(&format!("- {}: {}\n", own(name), inline(words))),
        }
    }
    out
}

//! Markdown for a pull request's comment: the result, a table, what to look at first, then a folded part for each
//! organization, all within what GitHub takes.

mod budget;
mod section;

use super::document::{Document, Fact, First, NoteKind, Row, Table};
use super::escape::{cell, markdown as inline, own};
use super::sentence::{Part, Sentence};
use crate::model::text::thousands;
use crate::plan::MOST_LINES;

/// GitHub takes comments of up to 65,536 characters; bytes are counted too, so that nobody has to know which.
pub(super) const LONGEST: usize = 65_000;

/// Rows of the table that are shown.
const MOST_ROWS: usize = 100;

/// The document as GitHub's Markdown, shorter than 65,536 characters and bytes. What does not fit is cut, and
/// then left out organization by organization, with a sentence that points to `artifact`, where the full document is.
#[must_use]
pub fn markdown(document: &Document<'_>, artifact: Option<&str>) -> String {
    let Document { title, lead, first: _, table, sections, members: _, file, apart: _, closing } =
        document;
    let mut head = format!("## {}\n\n{}\n", inline(title), inline(lead));
    head.push_str(&first(document));
    head.push_str(&rows(table));
    let foot = foot(closing);
    let open = sections.len() == 1;
    let told = if document.first.len() <= MOST_LINES { SHOWN_ABOVE } else { &[] };
    let parts = sections.iter().map(|one| (one, section::section(one, open, told)));
    let whole = match artifact {
        Some(artifact) => Sentence::of("All of it is in the artifact ").code(artifact),
        None => {
            let words = Sentence::of("All of it is in the ").say(file.name);
            words.say(", which ").code(file.flag).say(" saves")
        }
    };
    budget::fit(head, parts, foot, &whole)
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
            out.push_str(&if *number == 0 {
                " |".to_owned()
            } else {
                format!(" {} |", thousands(*number))
            });
        }
        out.push('\n');
    }
    if rows.len() > MOST_ROWS {
        out.push_str(&format!(
            "\n…and {} organizations more.\n",
            thousands((rows.len() - MOST_ROWS) as u64)
        ));
    }
    out
}

/// What to look at before anything else.
fn first(document: &Document<'_>) -> String {
    let (lines, more) = document.first();
    if lines.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n### Look at first\n\n");
    for First { grave, anchor: _, what, words } in lines {
        let sign = if *grave { "❗" } else { "⚠️" };
        out.push_str(&format!("- {sign} {}: {}\n", inline(what), inline(words)));
    }
    if more > 0 {
        out.push_str(&format!("- and {} more\n", thousands(more as u64)));
    }
    out
}

/// Kinds of notes that stand above the folded parts already.
const SHOWN_ABOVE: &[NoteKind] = &[NoteKind::Problem, NoteKind::Left, NoteKind::Unverified];

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

//! Markdown for a pull request's comment: the result, a table, what to look at first, then a folded part for each
//! organization, all within what GitHub takes.

mod budget;
mod chapter;

use super::document::{Document, Fact, First, NoteKind, Row, Table};
use super::escape::{cell, markdown as inline, own};
use super::sentence::Part;

/// GitHub takes comments of up to 65,536 characters; bytes are counted too, so that nobody has to know which.
pub(super) const LONGEST: usize = 65_000;

/// Rows of the table that are shown.
const MOST_ROWS: usize = 100;

/// Sentences of one kind that are shown above the folded parts.
const MOST_NOTICES: usize = 12;

/// And those about power that nobody gave: as many as half a comment holds.
const MOST_POWERS: usize = 150;

const fn most(kind: NoteKind) -> usize {
    match kind {
        NoteKind::Power => MOST_POWERS,
        _ => MOST_NOTICES,
    }
}

/// The document as GitHub's Markdown, shorter than 65,536 characters and bytes. What does not fit is left out whole,
/// organization by organization, with a sentence that points to `artifact`, where the full document is.
#[must_use]
pub fn markdown(document: &Document, artifact: Option<&str>) -> String {
    let Document { title, lead, table, chapters, members: _, closing } = document;
    let mut head = format!("## {}\n\n{}\n", inline(title), inline(lead));
    head.push_str(&rows(table));
    head.push_str(&notices(document));
    let foot = foot(closing);
    let (open, told) = (chapters.len() == 1, told(document));
    let parts = chapters.iter().map(|one| (one, chapter::chapter(one, open, &told)));
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
    let mut out = String::new();
    for First { kind, items } in document.first() {
        let sign = match kind {
            NoteKind::Power => "🚨",
            NoteKind::Refused => "⛔",
            NoteKind::Warnings => "⚠️",
            _ => "❗",
        };
        for (chapter, words) in items.iter().take(most(kind)) {
            out.push_str(&format!("- {sign} {}: {}\n", inline(&chapter.name), inline(words)));
        }
        if items.len() > most(kind) {
            let (title, more) = (own(kind.title()), items.len() - most(kind));
            out.push_str(&format!("- {sign} {title}: {more} more\n"));
        }
    }
    if out.is_empty() { out } else { format!("\n### Look at first\n\n{out}") }
}

/// Kinds of notes that need not be said again, since all of them stand above the folded parts.
fn told(document: &Document) -> Vec<NoteKind> {
    let all = document.first().filter(|first| first.items.len() <= most(first.kind));
    let whole = |kind: &NoteKind| {
        matches!(
            kind,
            NoteKind::Power
                | NoteKind::Warnings
                | NoteKind::Refused
                | NoteKind::Problem
                | NoteKind::Left
        )
    };
    all.map(|first| first.kind).filter(whole).collect()
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

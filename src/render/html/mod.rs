//! One HTML file without script: it opens from a disk, an artifact or an e-mail, and prints.

mod chapter;
mod page;
mod palette;
mod waves;

use super::document::{Document, Fact, NoteKind, Row, Table};
use super::escape::{escape_into, html as inline};
use super::sentence::{Part, Sentence};
use std::fmt::Write as _;

/// More organizations than these come folded, so that the page opens at once.
const MOST_OPEN: usize = 20;

/// The document as a page of its own.
#[must_use]
pub fn html(document: &Document) -> String {
    let Document { title, lead, table, chapters, members, closing } = document;
    let mut out = page::head(title);
    let _ = write!(
        out,
        "<header class=\"top\">\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n",
        inline(title),
        inline(lead)
    );
    numbers(table, &mut out);
    first(document, &mut out);
    out.push_str("</header>\n<main>\n");
    let open = chapters.len() <= MOST_OPEN;
    for one in chapters {
        chapter::chapter(one, open, &mut out);
    }
    if !members.is_empty() {
        out.push_str("<h2 class=\"part\">Each of the organizations that change alike</h2>\n");
    }
    for one in members {
        chapter::chapter(one, false, &mut out);
    }
    out.push_str("</main>\n<footer>\n");
    facts(closing, &mut out);
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

fn numbers(table: &Table, out: &mut String) {
    let Table { head, rows } = table;
    if rows.is_empty() {
        return;
    }
    out.push_str("<div class=\"scroll tall\" role=\"region\" aria-label=\"organizations\" tabindex=\"0\"><table class=\"numbers\">\n<thead><tr><th scope=\"col\">organization</th>");
    for name in head {
        out.push_str("<th scope=\"col\">");
        escape_into(name, out);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for Row { anchor, name, numbers } in rows {
        out.push_str("<tr><th scope=\"row\"><a href=\"#");
        escape_into(anchor, out);
        let _ = write!(out, "\">{}</a></th>", inline(name));
        for number in numbers {
            // An empty cell is easier to pass over than a zero.
            let shown = if *number == 0 { String::new() } else { number.to_string() };
            let _ = write!(out, "<td>{shown}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

/// What a reviewer should read before anything else.
fn first(document: &Document, out: &mut String) {
    let mut items = String::new();
    for (chapter, words, kind) in document.first() {
        let (class, sign) = match kind {
            NoteKind::Warnings => ("change", "!"),
            _ => ("remove", "‼"),
        };
        let _ = writeln!(
            items,
            "<li class=\"{class}\"><span class=\"mark\" aria-hidden=\"true\">{sign}</span>{}: {}</li>",
            inline(&chapter.name),
            inline(words)
        );
    }
    if !items.is_empty() {
        let _ = write!(
            out,
            "<section class=\"first\">\n<h2>Look at first</h2>\n<ul>\n{items}</ul>\n</section>\n"
        );
    }
}

fn facts(facts: &[Fact], out: &mut String) {
    out.push_str("<dl class=\"facts\">\n");
    for Fact { name, words } in facts {
        out.push_str("<dt>");
        escape_into(name, out);
        let words = match words.parts() {
            [Part::Code(command)] => command_line(command),
            _ => inline(words),
        };
        let _ = writeln!(out, "</dt><dd>{words}</dd>");
    }
    out.push_str("</dl>\n");
}

fn command_line(command: &str) -> String {
    let shown = inline(&Sentence::new().code(command));
    shown.replacen("<code>", "<code class=\"command\">", 1)
}

//! One HTML file without script: it opens from a disk, an artifact or an e-mail, and prints.

pub(super) mod page;
mod palette;
mod section;
mod waves;

use super::document::{Document, Fact, First, Member, Row, Table};
use super::escape::{escape_into, html as inline};
use super::sentence::{Part, Sentence};
use crate::model::text::thousands;
use std::fmt::Write as _;

/// More organizations than these come folded, so that the page opens at once; their table gets a height of its own.
const MOST_OPEN: usize = 20;

/// The document as a page of its own.
#[must_use]
pub fn html(document: &Document<'_>) -> String {
    let Document { title, lead, first: _, table, sections, members, file: _, apart: _, closing } =
        document;
    let mut out = page::head(title);
    let _ = write!(
        out,
        "<header class=\"top\">\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n",
        inline(title),
        inline(lead)
    );
    first(document, &mut out);
    numbers(table, &mut out);
    out.push_str("</header>\n<main>\n");
    let open = sections.len() <= MOST_OPEN;
    for one in sections {
        section::section(one, open, &mut out);
    }
    if !members.is_empty() {
        out.push_str("<h2 class=\"part\">Each of the organizations told together above</h2>\n");
    }
    for one in members.iter().filter_map(Member::section) {
        section::section(&one, false, &mut out);
    }
    out.push_str("</main>\n<footer>\n");
    facts(closing, &mut out);
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

/// The table of organizations. Its roles are spelled out, since on a phone it is laid out in lines (`style.css`), which
/// makes some screen readers forget that it is a table.
fn numbers(table: &Table, out: &mut String) {
    let Table { head, rows } = table;
    if rows.is_empty() {
        return;
    }
    let tall = if rows.len() > MOST_OPEN { " tall" } else { "" };
    let _ = write!(
        out,
        "<div class=\"scroll{tall}\" role=\"region\" aria-label=\"organizations\" tabindex=\"0\"><table class=\"numbers\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\">organization</th>"
    );
    for name in head {
        out.push_str("<th role=\"columnheader\">");
        escape_into(name, out);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead>\n<tbody role=\"rowgroup\">");
    for Row { anchor, name, numbers } in rows {
        out.push_str("<tr role=\"row\"><th role=\"rowheader\">");
        match anchor {
            Some(anchor) => link(anchor, name, out),
            None => out.push_str(&inline(name)),
        }
        out.push_str("</th>");
        for (name, number) in head.iter().zip(numbers) {
            // An empty cell is easier to pass over than a zero.
            match number {
                0 => out.push_str("<td role=\"cell\"></td>"),
                some => {
                    out.push_str("<td role=\"cell\" data-label=\"");
                    escape_into(name, out);
                    let _ = write!(out, "\">{}</td>", thousands(*some));
                }
            }
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>\n");
}

/// A link to something on the page.
fn link(anchor: &str, words: &Sentence, out: &mut String) {
    out.push_str("<a href=\"#");
    escape_into(anchor, out);
    let _ = write!(out, "\">{}</a>", inline(words));
}

/// What to look at before anything else.
fn first(document: &Document<'_>, out: &mut String) {
    let (lines, more) = document.first();
    if lines.is_empty() {
        return;
    }
    out.push_str("<section class=\"first\">\n<h2>Look at first</h2>\n<ul>");
    for First { grave, anchor, what, words } in lines {
        let (class, sign) = if *grave { ("remove", "‼") } else { ("change", "!") };
        let _ =
            write!(out, "<li class=\"{class}\"><b class=\"mark\" aria-hidden=\"true\">{sign}</b>");
        match anchor.as_ref().filter(|anchor| document.has(anchor)) {
            Some(anchor) => link(anchor, what, out),
            None => out.push_str(&inline(what)),
        }
        let _ = write!(out, ": {}</li>", inline(words));
    }
    out.push_str("</ul>\n");
    if more > 0 {
        let _ = writeln!(out, "<p class=\"quiet\">and {} more</p>", thousands(more as u64));
    }
    out.push_str("</section>\n");
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

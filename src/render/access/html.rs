use super::{AccessTitle, words};
use crate::model::{WorkspaceId, WorkspaceName};
use crate::people::access::{OrganizationAccess, OrganizationSums, Row, Standing, Sums};
use crate::render::escape::{attribute, html as inline};
use crate::render::html::page;
use crate::render::sentence::Sentence;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const STYLE: &str = include_str!("matrix.css");

/// A workspace, as a column is told apart from others.
type Column = (WorkspaceName, Option<WorkspaceId>);

pub(super) fn head(title: &AccessTitle) -> String {
    let words = words::title(title);
    let mut out = page::head_with(&words, STYLE);
    let _ = write!(
        out,
        "<header class=\"top\">\n<h1>{}</h1>\n<p class=\"quiet\">A row for each person, a column for each workspace. \
         <b class=\"via\">admin</b>: reaches the workspace as admin of the organization. \
         <b class=\"alarm\">‼</b>: no manifest gives it. *: with restrictions, which stand below the table.</p>\n</header>\n<main class=\"wide\">\n",
        inline(&words)
    );
    out
}

pub(super) fn organization(access: &OrganizationAccess) -> String {
    let OrganizationAccess { rows, sums } = access;
    let OrganizationSums { organization: _, organization_id: _, total, incomplete } = sums;
    let name = words::organization(sums);
    let mut out = format!(
        "<section class=\"organization\">\n<h2>{}</h2>\n<p class=\"lead\">{}</p>\n",
        inline(&name),
        inline(&words::total(total))
    );
    for what in incomplete {
        let words = Sentence::new().strong("incomplete").say(": ").prose(what);
        let _ = writeln!(out, "<p class=\"alarm\">{}</p>", inline(&words));
    }
    let mut columns: Vec<Column> = rows.iter().filter_map(column).collect();
    columns.sort();
    columns.dedup();
    if !rows.is_empty() {
        let label = attribute(&Sentence::of("organization ").id(sums.organization_id));
        matrix(rows, &columns, &label, &mut out);
    }
    out.push_str("</section>\n");
    out
}

fn column(row: &Row) -> Option<Column> {
    Some((row.workspace.clone()?, row.workspace_id))
}

fn matrix(rows: &[Row], columns: &[Column], label: &str, out: &mut String) {
    // So many columns are written smaller on paper.
    let many = if columns.len() > 12 { " many" } else { "" };
    let _ = write!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">\
         <table class=\"matrix{many}\">\n<thead><tr><th scope=\"col\">person</th><th scope=\"col\">organization</th>"
    );
    for (name, _) in columns {
        let name = inline(&Sentence::new().workspace(name));
        let _ = write!(out, "<th scope=\"col\" class=\"space\"><span>{name}</span></th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let mut restricted = Vec::new();
    for person in rows.chunk_by(|a, b| a.person == b.person) {
        let Some(first) = person.first() else { continue };
        let by_column: BTreeMap<Column, &Row> =
            person.iter().filter_map(|row| Some((column(row)?, row))).collect();
        let unlisted = person.iter().any(|row| row.workspace.is_none() && row.is_unlisted());
        let pending =
            if first.status == Some(Standing::Pending) { " class=\"pending\"" } else { "" };
        let _ = write!(
            out,
            "<tr{pending}><th scope=\"row\">{}</th><td>{}{}</td>",
            inline(&Sentence::new().email(&first.person)),
            inline(&words::standing(first)),
            if unlisted { ALARM } else { "" }
        );
        for column in columns {
            match by_column.get(column) {
                None => out.push_str("<td></td>"),
                Some(row) => {
                    restricted.extend((!row.restrictions.is_empty()).then_some(*row));
                    cell(row, out);
                }
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    if restricted.is_empty() {
        return;
    }
    out.push_str("<ul class=\"plain restricted\">\n");
    for row in restricted {
        let words = Sentence::of("* ").email(&row.person).say(" in ");
        let words = match &row.workspace {
            Some(name) => words.workspace(name),
            None => words,
        };
        let words = words.say(": ").list(&row.restrictions, |words, one| words.prose(one));
        let _ = writeln!(out, "<li>{}</li>", inline(&words));
    }
    out.push_str("</ul>\n");
}

const ALARM: &str =
    " <b class=\"alarm\">‼<span class=\"unseen\"> no manifest gives this</span></b>";

fn cell(row: &Row, out: &mut String) {
    let words = match &row.workspace_role {
        Some(role) => Sentence::new().prose(role),
        None => Sentence::of("admin"),
    };
    let class = if row.workspace_role.is_none() { " class=\"via\"" } else { "" };
    let star = if row.restrictions.is_empty() { "" } else { "*" };
    let alarm = if row.is_unlisted() { ALARM } else { "" };
    let _ = write!(out, "<td{class}>{}{star}{alarm}</td>", inline(&words));
}

pub(super) fn foot(sums: &Sums, unread: &[String]) -> String {
    let mut out = String::new();
    for name in unread {
        let words = Sentence::new().name(name).say(" could not be read");
        let _ = writeln!(out, "<p class=\"alarm\">{}</p>", inline(&words));
    }
    let _ = write!(
        out,
        "</main>\n<footer>\n<p><strong>Together</strong>: {}</p>\n\
         <p class=\"signature\">Reviewed by</p><p class=\"signature\">On</p>\n</footer>\n</body>\n</html>\n",
        inline(&words::sums(sums))
    );
    out
}

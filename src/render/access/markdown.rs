use super::{AccessTitle, words};
use crate::people::access::{OrganizationAccess, OrganizationSums, Row, Sums};
use crate::render::escape::{cell, markdown};
use crate::render::sentence::Sentence;
use std::fmt::Write as _;

pub(super) fn head(title: &AccessTitle) -> String {
    format!("# {}\n", markdown(&words::title(title)))
}

pub(super) fn organization(access: &OrganizationAccess) -> String {
    let OrganizationAccess { rows, sums } = access;
    let OrganizationSums { organization: _, organization_id: _, total, incomplete } = sums;
    let mut out = format!(
        "\n## {}\n\n{}\n",
        markdown(&words::organization(sums)),
        markdown(&words::total(total))
    );
    for what in incomplete {
        let words = Sentence::new().strong("incomplete").say(": ").prose(what);
        let _ = write!(out, "\n{}\n", markdown(&words));
    }
    if !rows.is_empty() {
        out.push_str(
            "\n| person | organization | workspace | access | from |\n|---|---|---|---|---|\n",
        );
    }
    for row in rows {
        let cells = [
            Sentence::new().email(&row.person),
            words::standing(row),
            row.workspace.as_ref().map(|it| Sentence::new().workspace(it)).unwrap_or_default(),
            row.workspace.as_ref().map(|_| words::access(row)).unwrap_or_default(),
            source(row),
        ];
        let cells: Vec<_> = cells.iter().map(cell).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

fn source(row: &Row) -> Sentence {
    match row.source.as_str() {
        "" => Sentence::new(),
        _ if row.is_unlisted() => Sentence::of("‼ no manifest gives this"),
        source => Sentence::new().code(source),
    }
}

pub(super) fn foot(sums: &Sums, unread: &[String]) -> String {
    let mut out = String::from("\n");
    for name in unread {
        let words = Sentence::new().name(name).say(" could not be read");
        let _ = write!(out, "{}\n\n", markdown(&words));
    }
    let _ = writeln!(out, "Together: {}", markdown(&words::sums(sums)));
    out
}

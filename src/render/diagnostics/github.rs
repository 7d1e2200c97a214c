use super::super::escape::{property, value};
use super::Checkout;
use crate::manifest::{Diagnostic, Location, Severity};
use std::fmt::Write as _;

/// Diagnostics as workflow commands, a line each: GitHub shows them in the pull request, at their lines.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], checkout: &Checkout) -> String {
    let mut out = String::new();
    for Diagnostic { severity, code, message, help, location, related: _ } in diagnostics {
        let command = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Location { file, line, column, end_line, end_column, .. } = location;
        let file = property(&checkout.path(file));
        let _ = write!(out, "::{command} file={file},line={line},endLine={end_line}");
        // GitHub takes columns only within one line; ours ends behind the last character.
        if end_line == line {
            let last = end_column.saturating_sub(1).max(*column);
            let _ = write!(out, ",col={column},endColumn={last}");
        }
        let text = match help {
            Some(help) => format!("{message}\nhelp: {help}"),
            None => message.clone(),
        };
        let _ = writeln!(out, ",title={}::{}", property(code.word()), value(&text));
    }
    out
}

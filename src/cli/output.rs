//! Plans and other documents in the format that was asked for.

use super::printer::Look;
use super::versioned;
use clap::ValueEnum;
use rolecall::plan::Plan;
use rolecall::render::{self, Document, Style};
use serde::Serialize;
use std::fmt::Write as _;

/// How a plan, a report or drift is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: the file itself (schemas: `rolecall schema plan`, `report`, `drift`).
    Json,
    /// For a pull request: folded, and under GitHub's limit for a comment.
    Markdown,
    /// One page without script, for a browser or paper.
    Html,
    /// The waves as a diagram.
    Mermaid,
}

/// How findings are said that have no other form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Plain {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

impl Plain {
    /// Findings in this form; `text` is the one for people.
    pub(crate) fn show<T: Serialize>(
        self,
        findings: &T,
        text: impl FnOnce(&T) -> String,
    ) -> String {
        match self {
            Self::Text => text(findings),
            Self::Json => versioned::text(findings),
        }
    }
}

/// A plan, with the command that applies it.
pub(crate) fn plan(plan: &Plan, format: Format, command: Option<&str>, look: Look) -> String {
    match format {
        Format::Json => versioned::text(plan),
        _ => document(&render::plan(plan, command), format, look),
    }
}

/// A document in a format for people: what has a file format of its own is not asked for as JSON here.
pub(crate) fn document(document: &Document<'_>, format: Format, look: Look) -> String {
    match format {
        Format::Text | Format::Json => text(document, look),
        Format::Markdown => render::markdown(document, None),
        Format::Html => render::html(document),
        Format::Mermaid => render::mermaid(document),
    }
}

/// A document as text for this stream.
pub(crate) fn text(document: &Document<'_>, look: Look) -> String {
    render::text(document, Style { width: look.width, color: look.color, cuts: look.terminal })
}

/// Lines of findings under a heading, which is left out where there are none.
pub(crate) fn section(out: &mut String, head: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {head}:");
    for line in lines {
        let _ = writeln!(out, "    {line}");
    }
}

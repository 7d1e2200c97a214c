//! Plans in the format that was asked for.

use super::printer::Look;
use clap::ValueEnum;
use rolecall::plan::Plan;
use rolecall::render::{self, Document, Style};

/// How a plan is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// The plan file (schema: `rolecall schema plan`).
    Json,
}

/// A plan, with the command that applies it.
pub(crate) fn plan(plan: &Plan, format: Format, command: Option<&str>, look: Look) -> String {
    match format {
        Format::Json => plan.to_json(),
        Format::Text => text(&render::plan(plan, command), look),
    }
}

/// A document as text for this stream.
pub(crate) fn text(document: &Document, look: Look) -> String {
    render::text(document, Style { width: look.width, color: look.color })
}

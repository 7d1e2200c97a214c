//! What is wrong with the manifests, where, and what to do about it.

mod addresses;
mod code;
mod escape;
mod problem;
mod report;
mod secret;
mod text;

pub use code::Code;
pub use escape::escape;
pub(crate) use problem::Problem;
pub(crate) use report::Report;
pub use text::text;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// One thing that is wrong with the manifests. It carries all that showing it needs, also the lines.
/// As JSON its place stands beside the rest: `{"severity": …, "code": …, "file": …, "line": …}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How it counts.
    pub severity: Severity,
    /// What it is about.
    pub code: Code,
    /// What is wrong: a lower-case fragment without a full stop. Values in it are escaped.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where.
    pub location: Location,
    /// Other places that have to do with it, with a label each.
    pub related: Vec<Location>,
}

/// How a diagnostic counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The manifests are invalid: exit 4.
    Error,
    /// The manifests are valid all the same.
    Warning,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Relative to the Project's folder, with forward slashes.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
    /// What this place has to do with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The first line of the place, or the part around it of a long line. As it is in the file: not escaped.
    #[serde(skip)]
    pub excerpt: String,
    /// Column of the excerpt's first character.
    #[serde(skip)]
    pub excerpt_column: u32,
}

/// A diagnostic as JSON has it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Diagnostic")]
struct Flat<'d> {
    /// How it counts.
    severity: Severity,
    /// What it is about.
    code: Code,
    /// What is wrong. Values in it are escaped.
    message: &'d str,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'d str>,
    /// Relative to the Project's folder, with forward slashes.
    file: &'d str,
    /// Line, from 1.
    line: u32,
    /// Column in characters, from 1.
    column: u32,
    /// Line of the end.
    end_line: u32,
    /// Column behind the last character.
    end_column: u32,
    /// Other places that have to do with it.
    related: &'d [Location],
}

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { severity, code, message, help, location, related } = self;
        let Location { file, line, column, end_line, end_column, label: _, .. } = location;
        let flat = Flat {
            severity: *severity,
            code: *code,
            message,
            help: help.as_deref(),
            file,
            line: *line,
            column: *column,
            end_line: *end_line,
            end_column: *end_column,
            related,
        };
        flat.serialize(serializer)
    }
}

impl JsonSchema for Diagnostic {
    fn schema_name() -> Cow<'static, str> {
        Flat::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Flat::json_schema(generator)
    }
}

impl Diagnostic {
    /// What diagnostics are sorted by: file, line, column, code, then the message.
    pub(crate) fn order(&self) -> (&str, u32, u32, Code, &str) {
        let place = &self.location;
        (&place.file, place.line, place.column, self.code, &self.message)
    }
}

//! Text → nodes.
//!
//! | file | does |
//! |---|---|
//! | `build` | the events of the parser → a tree; the only file that reads them |
//! | `refused` | what YAML allows and manifests don't |
//! | `words` | why a text is not YAML, as a person would say it |
//! | `lookalike` | characters that look like signs of YAML and are letters to it |
//!
//! This folder alone names serde-saphyr, whose parser gives events with byte spans.

mod build;
mod lookalike;
mod refused;
#[cfg(test)]
mod tests;
mod why;
mod words;

use super::SourceFile;
use super::diagnostic::{Code, Problem, Report};
use super::node::{Node, Place, Span};

/// Bytes that a file may have. A manifest of 50,000 people has 4 MiB.
pub(crate) const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The documents of one file and its comments.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// Documents that could be read to their end.
    pub(crate) documents: Vec<Tree>,
    /// What stands behind each `#`, with its place.
    pub(crate) comments: Vec<(String, Span)>,
    /// Why a document could not be read to its end, where that is to be told as an error.
    pub(crate) stopped: Vec<Problem>,
}

/// A document.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) root: Node,
    /// Nothing was wrong with it as YAML.
    pub(crate) sound: bool,
}

/// The first document of YAML that is no manifest; nothing where something is wrong with it.
#[must_use]
pub fn foreign(text: &str) -> Option<Node> {
    let files = [SourceFile { path: String::new(), text: text.to_owned() }];
    let report = Report::new(&files);
    let parsed = parse(text, 0, |_| true, &report);
    parsed.documents.into_iter().next().filter(|it| it.sound).map(|it| it.root)
}

/// Parses all documents of a file; an error in one document hides no other.
/// `counts` says for a document whether it has to keep to the YAML that manifests use.
pub(crate) fn parse(
    text: &str,
    file: u32,
    counts: fn(&Node) -> bool,
    report: &Report<'_>,
) -> Parsed {
    let start = Place::new(Span { file, start: 0, end: 0 });
    if !report.take(0, start) {
        return Parsed::default();
    }
    if text.len() <= MAX_BYTES {
        return build::documents(text, file, counts, report);
    }
    let message = format!(
        "the file has {} MiB, and at most {} MiB are read",
        text.len().div_ceil(1024 * 1024),
        MAX_BYTES / 1024 / 1024
    );
    let help = "split it into several files, or keep it out of the folder that rolecall reads";
    let problem = Problem::new(Code::TooBig, start, message).help(help);
    Parsed { stopped: vec![problem], ..Parsed::default() }
}

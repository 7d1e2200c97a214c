//! Reading the text of one file.

use crate::cli::error;
use crate::cli::files::cant_read;
use anyhow::Result;
use camino::Utf8Path;
use rolecall::manifest::{Code, Diagnostic, Location, Severity, decode, names_us};
use std::fs;
use std::io::Read as _;

/// The largest file that is read. A thousand people take about 100 KB, so what is larger is no manifest.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// A file as it was read.
pub(super) struct OneFile {
    pub(super) length: u64,
    /// Whether it names us: what is somebody else's may be anything.
    pub(super) ours: bool,
    pub(super) text: Result<String, Unreadable>,
}

impl OneFile {
    pub(super) fn read(path: &Utf8Path) -> Result<Self> {
        let bytes = bytes(path)?;
        Ok(Self { length: bytes.len() as u64, ours: names_us(&bytes), text: text(bytes) })
    }
}

/// Reads a text file, up to the size that manifests may have.
pub(super) fn read(path: &Utf8Path) -> Result<String> {
    text(bytes(path)?).map_err(|Unreadable { message, help, .. }| {
        error::invalid(format!("{path}: {message}"), help)
    })
}

/// The bytes of a file, and one more than may be where it is larger, so that one that grows meanwhile can't get past
/// the cap.
fn bytes(path: &Utf8Path) -> Result<Vec<u8>> {
    let failed = |error| cant_read(path, error);
    let file = fs::File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len().min(MAX_BYTES);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Why a file is no text that is read.
pub(super) struct Unreadable {
    code: Code,
    line: usize,
    pub(super) message: String,
    help: &'static str,
}

impl Unreadable {
    /// As what is wrong with this file of the project.
    pub(super) fn told(self, file: String) -> Diagnostic {
        let Self { code, line, message, help } = self;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let location = Location {
            file,
            line,
            column: 1,
            end_line: line,
            end_column: 1,
            label: None,
            excerpt: String::new(),
            excerpt_column: 1,
        };
        let (severity, help) = (Severity::Error, Some(help.to_owned()));
        Diagnostic { severity, code, message, help, location, related: Vec::new() }
    }
}

fn text(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("it is larger than {} MiB", MAX_BYTES / 1024 / 1024);
        let help = "split it, or move what is no manifest out of the project's folder";
        return Err(Unreadable { code: Code::TooBig, line: 1, message, help });
    }
    decode(bytes).map_err(|error| Unreadable {
        code: Code::Syntax,
        line: error.line(),
        message: error.to_string(),
        help: error.help(),
    })
}

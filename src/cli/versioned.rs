//! JSON files that say which format they are, in a field `format`.

use super::escape;
use anyhow::Result;
use rolecall::model::Fields;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why a file can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    /// It is not JSON, or was cut short, or fields are missing.
    #[error("not a readable {what}")]
    Malformed {
        /// What it should have been.
        what: &'static str,
        /// Where it goes wrong.
        source: serde_json::Error,
    },
    /// It says another format.
    #[error("the file says `{found}`; this rolecall reads {reads}")]
    Format {
        /// What it says.
        found: String,
        /// What it could have said.
        reads: String,
    },
}

/// Reads a `what`, which has to say that it is of this format.
pub(crate) fn read<T: DeserializeOwned>(
    text: &str,
    what: &'static str,
    format: &str,
) -> Result<T, Unreadable> {
    said(text, what, format)?;
    typed(text, what)
}

/// What a `what` says, which has to be that it is of this format.
pub(crate) fn said<'t>(
    text: &'t str,
    what: &'static str,
    format: &str,
) -> Result<Fields<'t>, Unreadable> {
    let fields = fields(text, what)?;
    let found = fields.format();
    if found != format {
        return Err(Unreadable::Format { found, reads: format!("`{format}`") });
    }
    Ok(fields)
}

/// The fields of a `what`.
pub(crate) fn fields<'t>(text: &'t str, what: &'static str) -> Result<Fields<'t>, Unreadable> {
    Fields::of(text).map_err(|source| Unreadable::Malformed { what, source })
}

/// Reads a `what` from the text itself, where a key that stands twice is seen.
pub(crate) fn typed<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|source| Unreadable::Malformed { what, source })
}

/// The file's text.
pub(crate) fn text(file: &impl Serialize) -> String {
    let mut text = escape::json(serde_json::to_string_pretty(file).unwrap_or_default());
    text.push('\n');
    text
}

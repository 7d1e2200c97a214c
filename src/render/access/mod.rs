//! Who may get in where, an organization at a time, so that a page or a table of ten thousand is never in memory whole.
//!
//! | file | owns |
//! |---|---|
//! | `words` | what is said of a row and of sums, once for all formats |
//! | `text`, `markdown`, `csv`, `html` | one format each: what comes first, an organization, what comes last |

mod csv;
mod html;
mod markdown;
mod text;
mod words;

use crate::people::access::{OrganizationAccess, Sums};
use jiff::civil::Date;

/// A format for people or spreadsheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessFormat {
    /// For a terminal.
    Text(super::Style),
    /// For a spreadsheet.
    Csv,
    /// For a pull request or an issue.
    Markdown,
    /// One page without script: a matrix for each organization.
    Html,
}

/// What is asked, for headings.
#[derive(Clone, Debug)]
pub struct AccessTitle {
    /// Where the rows are from: `the platform`, `the manifests`, or the name of a file.
    pub from: String,
    /// The day it is.
    pub day: Date,
    /// Only people who were not seen for so many days.
    pub inactive: Option<u32>,
}

impl AccessFormat {
    /// What comes first.
    #[must_use]
    pub fn head(self, title: &AccessTitle) -> String {
        match self {
            Self::Text(style) => text::head(title, style),
            Self::Csv => csv::head(),
            Self::Markdown => markdown::head(title),
            Self::Html => html::head(title),
        }
    }

    /// One organization.
    #[must_use]
    pub fn organization(self, access: &OrganizationAccess) -> String {
        match self {
            Self::Text(style) => text::organization(access, style),
            Self::Csv => csv::organization(access),
            Self::Markdown => markdown::organization(access),
            Self::Html => html::organization(access),
        }
    }

    /// What comes last: what all of it adds up to, and organizations that could not be read.
    #[must_use]
    pub fn foot(self, sums: &Sums, unread: &[String]) -> String {
        match self {
            Self::Text(style) => text::foot(sums, unread, style),
            Self::Csv => String::new(),
            Self::Markdown => markdown::foot(sums, unread),
            Self::Html => html::foot(sums, unread),
        }
    }
}

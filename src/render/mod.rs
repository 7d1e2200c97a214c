//! Plans as text, JSON, Markdown, HTML and Mermaid. Returns strings; never prints.
//!
//! [`plan()`] turns a plan into a [`Document`]: what a reader sees, in order, in sentences whose parts say which words
//! are ours. Each format then lays the same document out and escapes everybody else's words in its own way.
//!
//! | folder | owns |
//! |---|---|
//! | `sentence/` | the words |
//! | `document/` | what is shown, in which order |
//! | `escape/` | other people's words made harmless, one file per output |
//! | `text/` | a terminal or a log |
//! | `markdown/`, `mermaid` | a pull request |
//! | `html/` | a browser, or paper |
//! | `access/` | who may get in where, in the same formats and as a table |
//! | `difference` | what is in one plan and not in another |
//! | `diagnostics/` | machines that read what is wrong with the manifests |

mod access;
pub mod diagnostics;
mod difference;
mod document;
mod escape;
mod html;
mod markdown;
mod mermaid;
mod sentence;
mod text;

pub use access::{AccessFormat, AccessTitle};
pub use difference::{Difference, differences, differences_text};
pub use document::{Document, drift, plan, report, report_waves};
pub use escape::code;
pub use html::html;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use text::{Style, hold, step, step_by_person, text};

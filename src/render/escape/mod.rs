//! Untrusted text made harmless, one file per output. Names come from the platform and from clients.

mod html;
mod markdown;
mod mermaid;
mod prose;
mod visible;
mod workflow;

pub(crate) use html::{attribute, escape_into, html, summary};
pub use markdown::span as code;
pub(crate) use markdown::{cell, markdown, own};
pub(crate) use mermaid::mermaid;
pub(crate) use visible::{copyable, quoted, reserved, sentence, visible};
pub(crate) use workflow::{property, value};

//! `kind: Template` and `kind: Client`: what clients have in common, and what makes one.
//!
//! A template's `organization` is a tree with `${{ expressions }}` in its texts. Rendering puts a client's
//! parameters into the tree, never into text, so that no value can change the structure; then the client's
//! overlay is laid over it. Every node that comes out remembers both places.

mod check;
mod client;
mod declare;
mod expression;
mod failed;
mod fixed;
mod overlay;
mod parameter;
mod path;
mod render;
mod scan;
mod scope;
mod undefined;

pub(super) use client::{CLIENT, Rendered, render};
pub(super) use declare::{TEMPLATE, Template, read};
pub(super) use expression::{Engine, Language};
pub(super) use parameter::Parameter;
pub use parameter::{ParameterType, UnknownType};

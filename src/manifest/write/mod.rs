//! Values → YAML that reads well: short mappings on one line, quotes just where they are needed, comments.

mod layout;
mod scalar;
mod tree;

pub(super) use layout::one_line;
pub use layout::{document, documents};
pub(super) use scalar::scalar;
pub(super) use tree::scalar_tree;
pub use tree::{Tree, TreeValue};

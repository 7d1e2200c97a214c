//! The operations of the platform. Each is defined once, in [`Definition`]: what a request takes and what an answer
//! tells. Schema, diagnostics, client, clicks and `doctor` go by that table.
//!
//! | file | owns |
//! |---|---|
//! | `definition` | the table |
//! | `field` | what an answer tells |
//! | `placeholder` | what a profile can put into a request: `{email}` |
//! | `text` | texts with placeholders |
//! | `values` | what one call is made with |

mod definition;
mod field;
mod placeholder;
mod text;
mod values;

pub use definition::{Definition, Operation};
pub use field::Field;
pub use placeholder::{Argument, Placeholder};
pub use text::{InvalidText, Text};
pub use values::{NewAccess, Role, UserRef, Values, WorkspaceRef};

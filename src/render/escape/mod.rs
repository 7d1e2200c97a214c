//! Untrusted text made harmless, one file per output. Names come from the platform and from clients.

mod visible;

pub(crate) use visible::{quoted, reserved, visible};

//! Manifests as a whole.

mod add_up;
mod addresses;
mod schemas;

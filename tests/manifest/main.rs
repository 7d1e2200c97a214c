//! Manifests as a whole.

mod add_up;
mod addresses;
#[cfg(target_os = "linux")]
mod growth;
mod schemas;

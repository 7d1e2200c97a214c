//! Manifests as a whole.

#[path = "../common/elsewhere.rs"]
mod elsewhere;

mod add_up;
mod addresses;
mod adopt;
#[cfg(target_os = "linux")]
mod growth;
mod offboard;
mod once;
mod project;
mod schemas;

//! Import, drift, init and the workflows.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/elsewhere.rs"]
mod elsewhere;

mod drift;
mod foreign;
mod import;
mod import_verb;
mod init;
mod proposed;
mod reviews;

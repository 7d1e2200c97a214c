//! Import, drift, init and the workflows.

mod drift;
mod import;
mod import_verb;
mod init;
mod scene;

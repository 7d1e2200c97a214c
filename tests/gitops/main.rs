//! Import, drift, init and the workflows.

mod import;

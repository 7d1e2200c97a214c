//! The threads of verbs that talk to the platform; the others start without.

use super::signals;
use anyhow::{Context as _, Result};
use tokio::runtime::{Builder, Runtime};

/// Starts them.
pub(crate) fn start() -> Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("can't start the threads that talk to the platform")
}

/// Runs a verb that only reads, and breaks it off at Ctrl-C or SIGTERM.
pub(crate) fn read<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    start()?.block_on(signals::reading(work))
}

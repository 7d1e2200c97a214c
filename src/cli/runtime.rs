//! The threads of verbs that talk to the platform; the others start without.

use anyhow::{Context as _, Result};
use tokio::runtime::{Builder, Runtime};

/// Starts them.
pub(crate) fn start() -> Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("can't start the threads that talk to the platform")
}

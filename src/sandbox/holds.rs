use std::time::Duration;
use tokio::sync::watch;

/// Calls that are never answered: how many there were, and the end of the server, which ends them.
#[derive(Debug)]
pub(super) struct Holds {
    reached: watch::Sender<u64>,
    closing: watch::Sender<bool>,
}

impl Holds {
    pub(super) fn new() -> Self {
        Self { reached: watch::Sender::new(0), closing: watch::Sender::new(false) }
    }

    /// Waits for as long as the client and the server are there.
    pub(super) async fn hold(&self) {
        let mut closing = self.closing.subscribe();
        self.reached.send_modify(|count| *count += 1);
        // Fails only where the sender is gone, and then the server is.
        let _ = closing.wait_for(|closing| *closing).await;
    }

    /// How many calls were held since the server began.
    pub(super) fn reached(&self) -> u64 {
        *self.reached.borrow()
    }

    /// Waits until more than `known` calls were held, at most this long; says how many were.
    pub(super) async fn wait(&self, known: u64, at_most: Duration) -> u64 {
        let mut reached = self.reached.subscribe();
        let waited = tokio::time::timeout(at_most, reached.wait_for(|count| *count > known)).await;
        drop(waited);
        self.reached()
    }

    pub(super) fn close(&self) {
        self.closing.send_replace(true);
    }
}

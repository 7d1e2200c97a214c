use std::sync::Arc;
use tokio::sync::watch;

/// Asks a run to stop: nothing new starts, calls in flight finish and are journalled.
#[derive(Clone, Debug)]
pub struct StopSwitch(Arc<watch::Sender<bool>>);

/// What a run looks at to know whether it was asked to stop.
#[derive(Clone, Debug)]
pub struct Stop {
    receiver: watch::Receiver<bool>,
}

impl StopSwitch {
    /// A switch that is not thrown yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Throws it; more than once changes nothing.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// What a run looks at.
    #[must_use]
    pub fn watch(&self) -> Stop {
        Stop { receiver: self.0.subscribe() }
    }
}

impl Default for StopSwitch {
    fn default() -> Self {
        Self::new()
    }
}

impl Stop {
    /// Whether nothing new is to start.
    #[must_use]
    pub fn requested(&self) -> bool {
        *self.receiver.borrow()
    }

    /// Returns when nothing new is to start; never, where the switch is gone.
    pub async fn wait(&self) {
        let mut receiver = self.receiver.clone();
        if receiver.wait_for(|stopped| *stopped).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

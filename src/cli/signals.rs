//! Ctrl-C and SIGTERM: the first asks the run to stop, the second ends the process at once.

use super::error;
use super::exit_code::Exit;
use anyhow::{Context as _, Result};
use rolecall::apply::StopSwitch;
use tokio::task::JoinHandle;

/// Listens as long as it is held.
#[derive(Debug)]
pub(crate) struct Listening(JoinHandle<()>);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Throws the switch at the first signal, and says so; ends the process with 130 at the second.
pub(crate) fn stop_on_signal(
    switch: StopSwitch,
    say: impl Fn(&str) + Send + 'static,
) -> Result<Listening> {
    let mut signals = Signals::new().context("can't listen for Ctrl-C")?;
    Ok(Listening(tokio::spawn(async move {
        signals.next().await;
        say("stopping: calls in flight finish, nothing new starts; once more ends at once");
        switch.stop();
        signals.next().await;
        std::process::exit(i32::from(Exit::Interrupted.code()));
    })))
}

/// Reads, and breaks off at the first signal: reading leaves nothing behind.
///
/// # Errors
/// What the work says; [`error::interrupted`] at a signal.
pub(crate) async fn reading<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut signals = Signals::new().context("can't listen for Ctrl-C")?;
    tokio::select! {
        read = work => read,
        () = signals.next() => Err(error::interrupted()),
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
    const fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

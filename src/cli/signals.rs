//! Ctrl-C and SIGTERM end the process at once, with 130, whatever verb it is. While something is done on the platform, the
//! first one asks the run to stop instead; while the platform is read, it breaks that off.

use super::error;
use super::exit_code::Exit;
use anyhow::{Context as _, Result};
use rolecall::apply::StopSwitch;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use tokio::task::JoinHandle;

/// Whether a signal ends the process: unless somebody takes care of it. The handler itself asks, so that a signal that
/// was taken care of ends nothing later.
static ENDS: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// From here on, signals end the process with 130.
pub(crate) fn end_the_process() -> Result<()> {
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let code = i32::from(Exit::Interrupted.code());
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&ENDS))
            .context("can't listen for signals")?;
    }
    Ok(())
}

/// Signals are taken care of as long as this is held.
#[derive(Debug)]
struct Care;

impl Care {
    fn take() -> Self {
        ENDS.store(false, Ordering::SeqCst);
        Self
    }
}

impl Drop for Care {
    fn drop(&mut self) {
        ENDS.store(true, Ordering::SeqCst);
    }
}

/// Listens as long as it is held.
#[derive(Debug)]
pub(crate) struct Listening {
    task: JoinHandle<()>,
    _care: Care,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Throws the switch at the first signal, and says so; the second ends the process.
pub(crate) fn stop_on_signal(
    switch: StopSwitch,
    say: impl Fn(&str) + Send + 'static,
) -> Result<Listening> {
    let mut signals = Signals::new().context("can't listen for Ctrl-C")?;
    let care = Care::take();
    let task = tokio::spawn(async move {
        signals.next().await;
        say("stopping: calls in flight finish, nothing new starts; once more ends at once");
        switch.stop();
        signals.next().await;
        std::process::exit(i32::from(Exit::Interrupted.code()));
    });
    Ok(Listening { task, _care: care })
}

/// Reads, and breaks off at the first signal: reading leaves nothing behind.
///
/// # Errors
/// What the work says; [`error::interrupted`] at a signal.
pub(crate) async fn reading<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut signals = Signals::new().context("can't listen for Ctrl-C")?;
    let _care = Care::take();
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

//! Processes, timed and weighed.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::Command;

/// One run of the binary.
pub(crate) struct Run {
    pub(crate) took: Duration,
    pub(crate) peak_kb: u64,
}

pub(crate) fn says(what: &str, figure: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{what:<16} {figure}").expect("stdout");
}

pub(crate) fn ratio(a: Duration, b: Duration) -> String {
    format!("{:.3}", a.as_secs_f64() / b.as_secs_f64())
}

pub(crate) async fn run(arguments: &[&str], folder: Option<&Path>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.args(arguments);
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    measure(command).await
}

/// Runs it to its end; what it says is thrown away, and has to be success.
pub(crate) async fn measure(mut command: Command) -> Run {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let id = child.id().unwrap_or_default();
    let stderr = child.stderr.take();
    let told = tokio::spawn(async move {
        let mut text = String::new();
        if let Some(mut stderr) = stderr {
            let _ = tokio::io::AsyncReadExt::read_to_string(&mut stderr, &mut text).await;
        }
        text
    });
    let mut peak_kb = 0;
    let status = loop {
        tokio::select! {
            status = child.wait() => break status.expect("it ends"),
            () = tokio::time::sleep(Duration::from_millis(5)) => peak_kb = peak(id).unwrap_or(peak_kb),
        }
    };
    let took = started.elapsed();
    let told = told.await.unwrap_or_default();
    assert!(status.success(), "{status}: {told}");
    Run { took, peak_kb }
}

/// The most memory that a process has had.
fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// What starting a process takes that does nothing.
pub(crate) async fn spawn_floor() -> Duration {
    let mut times = Vec::new();
    for _ in 0..50 {
        times.push(measure(Command::new("true")).await.took);
    }
    times.sort();
    times[times.len() / 2]
}

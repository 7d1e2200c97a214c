//! The question before a plan is applied.

use super::extent::Extent;
use crate::cli::error::{self, count};
use crate::cli::printer::Printer;
use crate::cli::signals;
use anyhow::{Result, anyhow};
use rolecall::model::text::duration;
use std::io::{self, BufRead as _, IsTerminal as _};
use tokio::sync::oneshot;

/// Asks on a terminal. Anything but `yes` or `y` is no.
pub(super) async fn may_apply(extent: &Extent, printer: &Printer) -> Result<()> {
    if !io::stdin().is_terminal() || !printer.err().terminal {
        return Err(error::usage(
            "there is nobody to ask whether this plan may be applied",
            "look at `rolecall plan` first, then give `--yes`, or run it on a terminal",
        ));
    }
    let Extent { organizations, steps, requests, seconds } = extent;
    let number = |it: &u64| usize::try_from(*it).unwrap_or(usize::MAX);
    let steps = count(number(steps), "step");
    let organizations = count(number(organizations), "organization");
    let requests = count(number(requests), "request");
    printer.prompt(&format!(
        "Take {steps} in {organizations} ({requests}, about {})? [y/N] ",
        duration(*seconds)
    ));
    let answer = signals::reading(async { Ok(line().await) }).await?;
    match answer.as_deref().map(str::trim).map(str::to_lowercase).as_deref() {
        Some("y" | "yes") => Ok(()),
        _ => Err(anyhow!("not applied: the answer was not `yes`")),
    }
}

/// A line from the terminal, where there is one. It is read in a thread that nobody waits for, so that a signal ends
/// the question.
async fn line() -> Option<String> {
    let (sender, answer) = oneshot::channel();
    std::thread::spawn(move || {
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        let _ = sender.send(read.is_ok().then_some(answer));
    });
    answer.await.ok().flatten()
}

//! The question before a plan is applied.

use crate::cli::error::{Error, count};
use crate::cli::printer::Printer;
use rolecall::plan::Plan;
use std::io::{self, BufRead as _, IsTerminal as _};

/// Asks on a terminal. Anything but `yes` or `y` is no.
pub(super) fn may_apply(plan: &Plan, printer: &Printer) -> Result<(), Error> {
    if !io::stdin().is_terminal() || !printer.err().terminal {
        return Err(Error::NobodyToAsk);
    }
    let summary = &plan.summary;
    let number = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
    let requests = count(number(summary.requests), "request");
    let steps = count(number(summary.automatic), "step");
    let seconds = summary.estimated_seconds;
    printer.prompt(&format!("Take {steps} ({requests}, about {seconds} s)? [y/N] "));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    match (read, answer.trim().to_lowercase().as_str()) {
        (Ok(_), "y" | "yes") => Ok(()),
        _ => Err(Error::Declined),
    }
}

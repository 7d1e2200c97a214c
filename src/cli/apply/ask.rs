//! The question before a plan is applied.

use super::extent::Extent;
use crate::cli::error::{self, count};
use crate::cli::printer::Printer;
use anyhow::{Result, anyhow};
use std::io::{self, BufRead as _, IsTerminal as _};

/// Asks on a terminal. Anything but `yes` or `y` is no.
pub(super) fn may_apply(extent: &Extent, printer: &Printer) -> Result<()> {
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
        "Take {steps} in {organizations} ({requests}, about {seconds:.1} s)? [y/N] "
    ));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    match (read, answer.trim().to_lowercase().as_str()) {
        (Ok(_), "y" | "yes") => Ok(()),
        _ => Err(anyhow!("not applied: the answer was not `yes`")),
    }
}

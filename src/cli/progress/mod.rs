//! How a run goes on: bars on a terminal, plain lines elsewhere, nothing with `--quiet`; or JSON, a line an event. Always
//! on stderr.

mod json;

use super::printer::Printer;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rolecall::apply::{self, OrganizationReport, StepReport, Waiting};
use rolecall::model::Slug;
use rolecall::plan::Step;
use rolecall::render;

pub(crate) use json::JsonLines;

/// How long a bar may stand still before it turns, in milliseconds.
const TICK: std::time::Duration = std::time::Duration::from_millis(120);

/// How an apply says how it goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressFormat {
    /// A bar on a terminal, sentences elsewhere.
    #[default]
    Text,
    /// For programs: an object a line, with its `event`; also with `--quiet`.
    Json,
}

fn bar(printer: &Printer, total: u64, template: &str) -> ProgressBar {
    if printer.is_quiet() || !printer.err().terminal || total == 0 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template);
    let bar = ProgressBar::new(total);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(TICK);
    bar
}

/// Organizations that are being read.
#[derive(Debug)]
pub(crate) struct Reading {
    bar: ProgressBar,
}

impl Reading {
    pub(crate) fn new(printer: &Printer, total: usize) -> Self {
        Self {
            bar: bar(
                printer,
                total as u64,
                "{spinner} reading {pos}/{len} organizations {wide_msg:.dim}",
            ),
        }
    }

    /// One was read and planned, or could not be.
    pub(crate) fn one_done(&self, organization: &Slug) {
        self.bar.set_message(organization.to_string());
        self.bar.inc(1);
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Steps that are being taken.
#[derive(Debug)]
pub(crate) struct Applying<'a> {
    printer: &'a Printer,
    bar: ProgressBar,
}

impl<'a> Applying<'a> {
    pub(crate) fn new(printer: &'a Printer, steps: u64) -> Self {
        let bar = bar(printer, steps, "{spinner} {bar:24} {pos}/{len} steps {wide_msg:.dim}");
        Self { printer, bar }
    }

    fn line(&self, text: &str) {
        self.bar.suspend(|| self.printer.talk(text));
    }
}

impl Drop for Applying<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl apply::Progress for Applying<'_> {
    fn organization_started(&self, organization: &Slug, steps: usize) {
        if self.bar.is_hidden() && steps > 0 {
            self.line(&format!("{organization}: {}", super::error::count(steps, "step")));
        }
    }

    fn organization_finished(&self, report: &OrganizationReport) {
        if self.bar.is_hidden() && report.verified && report.touched() {
            self.line(&format!("{}: verified", report.name));
        }
    }

    fn step_started(&self, organization: &Slug, step: &Step) {
        self.bar.set_message(format!("{organization}: {}", step.action.word()));
    }

    fn step_finished(&self, _: &Slug, step: &Step, report: &StepReport) {
        self.bar.inc(1);
        for (person, line) in render::step_by_person(&self.printer.cleaned(step.clone())) {
            let status = report.status_of(person.as_ref());
            if self.bar.is_hidden() || !status.succeeded() {
                self.line(&format!("  {status} {}: {line}", step.id));
            }
        }
    }

    fn waiting(&self, organization: &Slug, reason: &Waiting<'_>) {
        self.line(&format!("{organization}: {}", self.printer.one_line(&reason.to_string())));
    }
}

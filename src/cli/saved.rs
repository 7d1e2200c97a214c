//! A plan, report or account of drift that was saved, whichever it is.

use super::drift::{self, DriftFile};
use super::settings::Settings;
use super::versioned::{self, Unreadable};
use super::{files, kept};
use anyhow::{Context as _, Result};
use rolecall::apply::{REPORT_FORMAT, Report};
use rolecall::plan::{self, MergeError, Plan};
use std::path::Path;

/// What a run wrote.
#[derive(Debug)]
pub(crate) enum Saved {
    Plan(Plan),
    Report(Report),
    Drift(DriftFile),
}

impl Saved {
    /// Reads the text of a file, or of what the store has by this name.
    pub(crate) fn read(file: &Path, text: &str) -> Result<Self> {
        Self::parse(file, text).with_context(|| files::cant_use(file))
    }

    fn parse(file: &Path, text: &str) -> Result<Self> {
        let found = versioned::fields(text, "plan, report or account of drift")?.format();
        // Another version is for the reader of the same kind of file to refuse.
        let is = |format: &str| found.split('/').next() == format.split('/').next();
        if is(plan::FORMAT) {
            Ok(Self::Plan(the_plan(file, text)?))
        } else if is(REPORT_FORMAT) {
            Ok(Self::Report(Report::from_json(text)?))
        } else if is(drift::FORMAT) {
            Ok(Self::Drift(DriftFile::from_json(text)?))
        } else {
            let reads = format!("`{}`, `{REPORT_FORMAT}` and `{}`", plan::FORMAT, drift::FORMAT);
            Err(Unreadable::Format { found, reads }.into())
        }
    }

    /// What it says that it is.
    pub(crate) const fn format(&self) -> &'static str {
        match self {
            Self::Plan(_) => plan::FORMAT,
            Self::Report(_) => REPORT_FORMAT,
            Self::Drift(_) => drift::FORMAT,
        }
    }

    /// The file's text.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Plan(plan) => versioned::text(plan),
            Self::Report(report) => versioned::text(report),
            Self::Drift(drift) => drift.to_json(),
        }
    }

    /// How many organizations it is about.
    pub(crate) fn organizations(&self) -> usize {
        match self {
            Self::Plan(plan) | Self::Drift(DriftFile { plan, .. }) => plan.organizations.len(),
            Self::Report(report) => report.organizations.len(),
        }
    }

    /// One of those of all shards, which are all of one kind.
    ///
    /// # Errors
    /// [`MergeError`] where they are not of one fleet.
    pub(crate) fn merge(parts: Vec<Self>) -> Result<Self, MergeError> {
        let (mut plans, mut reports, mut drift) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Self::Plan(it) => plans.push(it),
                Self::Report(it) => reports.push(it),
                Self::Drift(it) => drift.push(it),
            }
        }
        if !reports.is_empty() {
            Report::merge(reports).map(Self::Report)
        } else if !drift.is_empty() {
            DriftFile::merge(drift).map(Self::Drift)
        } else {
            Plan::merge(plans).map(Self::Plan)
        }
    }
}

/// Reads a plan file, or a plan of the store, and checks that it fits its id.
pub(crate) fn read_plan(file: &Path, settings: &Settings) -> Result<Plan> {
    let text = kept::read(file, settings)?;
    the_plan(file, &text).with_context(|| files::cant_use(file))
}

fn the_plan(file: &Path, text: &str) -> Result<Plan> {
    let plan = Plan::from_json(text)?;
    kept::is_the_one(file, &plan)?;
    Ok(plan)
}

//! What `apply` takes.

use crate::cli::args::{Part, Safety};
use crate::cli::destination::Destination;
use crate::cli::error;
use crate::cli::progress::ProgressFormat;
use anyhow::Result;
use jiff::SignedDuration;
use rolecall::apply::Schedule;
use rolecall::manifest::Project;
use rolecall::model::{Desired, Slug};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// Show what would be done, ask, do it, and verify it
///
/// Observes and plans like `rolecall plan`, shows the plan with its cost, and asks. Then it
/// takes the steps, in an order that is safe at every point, writes each one to the journal in
/// the store before and after, and looks at the end whether everything is as planned.
/// It can be stopped at any time with Ctrl-C, and run again.
///
///   rolecall apply
///   rolecall apply clients/acme-dental.yaml --yes
///   rolecall apply --plan plan.json --yes          only while it still is the plan
///   rolecall apply --yes --canary acme-dental --batch 25
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files or folders: only organizations that are declared there.
    #[arg(value_name = "PATH", conflicts_with = "plan")]
    pub(super) paths: Vec<PathBuf>,
    /// Apply this saved plan, with the options it was made with, while it still is the plan. `store:ID` is in the store.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["max_removals", "allow_workspace_deletion"]
    )]
    pub(super) plan: Option<PathBuf>,
    /// Don't ask.
    #[arg(long, short)]
    pub(super) yes: bool,
    /// Write what became of every step to this file, as JSON, even when the run fails.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<Destination>,
    /// How to say on stderr how it goes on.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) progress: ProgressFormat,
    /// Exit with 6 if all automatic steps are done and manual or held ones remain.
    #[arg(long)]
    pub(super) exit_code: bool,
    #[command(flatten)]
    pub(super) fleet: FleetArgs,
    #[command(flatten)]
    pub(super) safety: Safety,
}

/// Many organizations.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Many organizations")]
pub(super) struct FleetArgs {
    /// So many organizations at a time, instead of what the Project says.
    #[arg(long, value_name = "N")]
    pub(super) parallelism: Option<NonZeroUsize>,
    /// Wait so long for an organization that another run works on: `30s`, `5m`. Else the run fails there at once.
    #[arg(long, value_name = "D", value_parser = duration, default_value = "0s")]
    pub(super) lock_timeout: Duration,
    #[command(flatten)]
    pub(super) part: Part,
    /// This organization first, and nothing else until it is verified; may be given several times.
    #[arg(long, value_name = "NAME", value_parser = Slug::parse)]
    pub(super) canary: Vec<Slug>,
    /// After the canaries, so many at a time, halting at the first batch in which something goes wrong.
    #[arg(long, value_name = "N")]
    pub(super) batch: Option<NonZeroUsize>,
    /// So many organizations at most that have something to do.
    #[arg(long, value_name = "N")]
    pub(super) max_organizations: Option<NonZeroUsize>,
}

impl FleetArgs {
    /// How many organizations are worked on at a time.
    pub(super) fn parallelism(&self, project: &Project) -> usize {
        self.parallelism.map_or(project.parallelism, NonZeroUsize::get)
    }

    /// In which order these organizations have their turn.
    pub(super) fn schedule(&self, organizations: &[Desired]) -> Result<Schedule> {
        let Self { parallelism: _, lock_timeout: _, part: _, canary, batch, max_organizations } =
            self;
        let chosen = |name: &&Slug| organizations.iter().any(|it| it.name == **name);
        if let Some(unknown) = canary.iter().find(|name| !chosen(name)) {
            return Err(error::usage(
                format!("the canary `{unknown}` is not among the selected organizations"),
                "a canary is one of the organizations that PATH and `--org` choose",
            ));
        }
        Ok(Schedule {
            canaries: canary.clone(),
            batch: batch.map(NonZeroUsize::get),
            max_organizations: max_organizations.map(NonZeroUsize::get),
        })
    }
}

/// Reads `30s`, `5m`, `1h`.
fn duration(text: &str) -> Result<Duration, String> {
    let read: Result<SignedDuration, _> = text.parse();
    let read = read.ok().and_then(|it| Duration::try_from(it).ok());
    read.ok_or_else(|| "a duration is written 30s, 5m or 1h".to_owned())
}

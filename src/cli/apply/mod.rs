mod ask;
mod extent;
mod run;
mod saved;

use super::args::Safety;
use super::error::Error;
use super::exit_code::Exit;
use super::output::{self, Format};
use super::planning::{Fleet, Planner};
use super::printer::Printer;
use super::progress::Reading;
use super::project::Repository;
use super::settings::Settings;
use super::{files, platform};
use extent::Extent;
use jiff::SignedDuration;
use rolecall::apply::{Schedule, Shard};
use rolecall::model::{Desired, Slug};
use rolecall::plan::Plan;
use rolecall::render;
use run::Run;
use saved::{Current, Saved, Stale};
use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// Show what would be done, ask, do it, and verify it
///
/// Observes and plans like `rolecall plan`, shows the plan with its cost, and asks. Then it
/// takes the steps, in an order that is safe at every point, writes each one to the journal in
/// `.rolecall/journal` before and after, and looks at the end whether everything is as planned.
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
    paths: Vec<PathBuf>,
    /// Apply this saved plan, with the options it was made with, while it still is the plan.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["max_removals", "allow_workspace_deletion"]
    )]
    plan: Option<PathBuf>,
    /// Don't ask.
    #[arg(long, short)]
    yes: bool,
    /// Write what became of every step to this file, as JSON, even when the run fails.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Exit with 6 if all automatic steps are done and manual or held ones remain.
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    fleet: FleetArgs,
    #[command(flatten)]
    safety: Safety,
}

/// Many organizations.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Many organizations")]
struct FleetArgs {
    /// So many organizations at a time, instead of what the Project says.
    #[arg(long, value_name = "N")]
    parallelism: Option<NonZeroUsize>,
    /// Wait so long for an organization that another run works on: `30s`, `5m`. Else the run fails there at once.
    #[arg(long, value_name = "D", value_parser = duration, default_value = "0s")]
    lock_timeout: Duration,
    /// Only every N-th organization, from the I-th: for several runs that share them.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// This organization first, and nothing else until it is verified; may be given several times.
    #[arg(long, value_name = "NAME", value_parser = Slug::parse)]
    canary: Vec<Slug>,
    /// After the canaries, so many at a time, halting at the first batch in which something goes wrong.
    #[arg(long, value_name = "N")]
    batch: Option<NonZeroUsize>,
    /// So many organizations at most that have something to do.
    #[arg(long, value_name = "N")]
    max_organizations: Option<NonZeroUsize>,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit, Error> {
    super::runtime()?.block_on(apply(args, settings, printer))
}

async fn apply(args: Args, given: &Settings, printer: &Printer) -> Result<Exit, Error> {
    let saved = args.plan.as_deref().map(|file| Saved::read(file, given)).transpose()?;
    let (paths, settings, safety) = match &saved {
        Some(saved) => (saved.paths(given), saved.settings(given), saved.safety()),
        None => (args.paths.clone(), given.clone(), args.safety.clone()),
    };
    let mut repository = Repository::open(&paths, &settings, printer)?;
    narrow(&mut repository.organizations, args.fleet.shard, saved.as_ref());
    let schedule = args.fleet.schedule(&repository.organizations)?;
    let platform = platform::connect(&repository, &settings).await?;
    if let Some(saved) = &saved {
        saved.agrees(&platform.name)?;
    }
    let store = repository.store();
    let planner = Planner::new(&repository, &settings, &safety);
    let fleet = {
        let reading = Reading::new(printer, repository.organizations.len());
        planner.plan_all(&platform.client, &store, &reading).await
    };
    let Fleet { plans, jobs, failures } = fleet;
    let options = planner.options(&paths);
    let now = Plan::new(settings.planning_time(), options, platform.name.clone(), plans);
    let Current { jobs, stale } = match &saved {
        None => Current { jobs, stale: Vec::new() },
        Some(saved) => saved.still_current(&now, jobs),
    };
    // What was reviewed is what runs, so that is what is shown, and what the journal names.
    let plan = saved.map_or(now, |saved| saved.plan);
    if !plan.organizations.is_empty() {
        printer.data(&output::plan(&plan, Format::Text, None, printer.out()))?;
    }
    printer.failures(&failures);
    for Stale { report, changes } in &stale {
        for change in changes {
            printer.warn(&format!("{}: the plan is stale: {change}", report.name));
        }
    }
    let stages = schedule.stages(jobs);
    let extent = Extent::of(&plan, &stages);
    if extent.steps > 0 && !args.yes {
        ask::may_apply(&extent, printer)?;
    }
    let run = Run { args: &args, repository: &repository, platform: &platform, planner: &planner };
    let report = run.start(&plan, stages, extent.steps, printer).await?;
    let report = run::with_stale(report, stale, args.exit_code);
    let ended = Exit::of_report(&report);
    if extent.steps == 0 && report.exit == 0 {
        printer.data(NOTHING_TO_DO)?;
    } else {
        printer.data(&output::text(&render::report(&report), printer.out()))?;
    }
    let written = args.report.map_or(Ok(()), |file| files::write_private(&file, &report.to_json()));
    Ok(written.map_or_else(|error| printer.failed(&error).worst(ended), |()| ended))
}

impl FleetArgs {
    /// In which order these organizations have their turn.
    fn schedule(&self, organizations: &[Desired]) -> Result<Schedule, Error> {
        let Self { parallelism: _, lock_timeout: _, shard: _, canary, batch, max_organizations } =
            self;
        let chosen = |name: &&Slug| organizations.iter().any(|it| it.name == **name);
        if let Some(unknown) = canary.iter().find(|name| !chosen(name)) {
            return Err(Error::usage(
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

/// Keeps what a shard or a saved plan is about.
fn narrow(organizations: &mut Vec<Desired>, shard: Option<Shard>, saved: Option<&Saved>) {
    if let Some(saved) = saved {
        saved.select(organizations);
    }
    if let Some(shard) = shard {
        let names = shard.select(organizations.iter().map(|it| &it.name));
        let names: BTreeSet<Slug> = names.into_iter().cloned().collect();
        organizations.retain(|it| names.contains(&it.name));
    }
}

/// What is left to say where the plan, which was shown, has no automatic step.
const NOTHING_TO_DO: &str = "nothing to do: all that can be done now is done";

/// Reads `30s`, `5m`, `1h`.
fn duration(text: &str) -> Result<Duration, String> {
    let read: Result<SignedDuration, _> = text.parse();
    let read = read.ok().and_then(|it| Duration::try_from(it).ok());
    read.ok_or_else(|| "a duration is written 30s, 5m or 1h".to_owned())
}

mod args;
mod ask;
mod extent;
mod run;
mod saved;

use super::exit_code::Exit;
use super::output::{self, Format};
use super::planning::{Fleet, Planner};
use super::printer::Printer;
use super::progress::Reading;
use super::project::Repository;
use super::settings::Settings;
use super::{files, platform};
use crate::cli::runtime;
use anyhow::Result;
pub(crate) use args::Args;

use extent::Extent;
use rolecall::apply::Shard;
use rolecall::model::{Desired, Slug};
use rolecall::plan::Plan;
use rolecall::render;
use run::Run;
use saved::{Current, Saved, Stale};
use std::collections::BTreeSet;

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    runtime::start()?.block_on(apply(args, settings, printer))
}

async fn apply(args: Args, given: &Settings, printer: &Printer) -> Result<Exit> {
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
    let unread = planner.unread(&failures);
    let options = planner.options(&paths);
    let now = Plan::new(settings.planning_time(), options, platform.name.clone(), plans, unread);
    let Current { jobs, stale } = match &saved {
        None => Current { jobs, stale: Vec::new() },
        Some(saved) => saved.still_current(&now, jobs),
    };
    // What was reviewed is what runs, so that is what is shown, and what the journal names.
    let plan = saved.map_or(now, |saved| saved.plan);
    if !plan.organizations.is_empty() || !plan.unread.is_empty() {
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

mod args;
mod ask;
mod extent;
mod run;
mod saved;

use super::args::Part;
use super::error;
use super::exit_code::Exit;
use super::output::{self, Format};
use super::planning::{Fleet, Planner};
use super::printer::Printer;
use super::progress::Reading;
use super::project::Repository;
use super::settings::Settings;
use super::versioned;
use super::{kept, platform, signals};
use crate::cli::runtime;
use anyhow::Result;
pub(crate) use args::Args;

use extent::Extent;
use rolecall::apply::{Job, Report, Status};
use rolecall::model::{Desired, Slug};
use rolecall::plan::{OrganizationPlan, Plan};
use rolecall::render;
use rolecall::store::{Document, Records};
use run::Run;
use saved::Saved;
use std::collections::BTreeSet;

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let saved = args.plan.as_deref().map(|file| Saved::read(file, settings)).transpose()?;
    runtime::start()?.block_on(apply(args, saved, settings, printer))
}

async fn apply(
    args: Args,
    saved: Option<Saved>,
    given: &Settings,
    printer: &Printer,
) -> Result<Exit> {
    let (paths, settings, safety) = match &saved {
        Some(saved) => (saved.paths(given), saved.settings(given), saved.safety()),
        None => (args.paths.clone(), given.clone(), args.safety.clone()),
    };
    let mut repository = Repository::open(&paths, &settings, printer)?.without_texts();
    let part = match &saved {
        Some(saved) => saved.part(args.fleet.part)?,
        None => args.fleet.part,
    };
    let missing = narrow(&mut repository.organizations, part, saved.as_ref());
    let schedule = args.fleet.schedule(&repository.organizations)?;
    let platform = signals::reading(platform::connect(&repository, &settings)).await?;
    if let Some(saved) = &saved {
        saved.agrees(&platform.name)?;
    }
    let store = repository.store_of(&settings, &platform.name.profile)?;
    signals::reading(async { Ok(store.check().await?) }).await?;
    let planner = Planner::new(&repository, &settings, &safety);
    let new_plan = |plans, unread| {
        let origin = planner.origin(&paths, &platform.name, part.shard);
        Plan::new(settings.planning_time(), origin, plans, unread, planner.parallelism())
    };
    let read = {
        let reading = Reading::new(printer, repository.organizations.len());
        let job = |target, plan: &OrganizationPlan, snapshot: &_, seen| match &saved {
            None => Job::planned(target, plan.clone(), snapshot, seen),
            Some(saved) => saved.job(target, plan, snapshot, seen),
        };
        let fleet = planner.plan_each(&platform.client, store.as_ref(), &reading, &job);
        signals::reading(async { Ok(fleet.await) }).await
    };
    let Fleet { plans, mut jobs, failures } = match read {
        Ok(fleet) => fleet,
        Err(error) => {
            let plan = saved.map_or_else(|| new_plan(Vec::new(), Vec::new()), |saved| saved.plan);
            let report = run::not_read(&plan, &repository.organizations, &error);
            let report = Report { shard: part.shard, ..report };
            write(&args, &printer.cleaned(report), printer)?;
            return Err(error);
        }
    };
    jobs.extend(missing);
    // What was reviewed is what runs, so that is what is shown, and what the journal names.
    let unread = planner.unread(&failures);
    let plan = saved.map_or_else(|| new_plan(plans, unread), |saved| saved.plan);
    if !plan.organizations.is_empty() || !plan.unread.is_empty() {
        let look = printer.beside(args.report.as_ref());
        let text = output::plan(&plan, Format::Text, None, look);
        printer.show_beside(args.report.as_ref(), &text)?;
    }
    printer.failures(&failures);
    for job in &jobs {
        if let Job::Stale { plan, changes } = job {
            for change in changes {
                printer.warn(&format!("{}: the plan is stale: {change}", plan.name));
            }
        }
    }
    let stages = schedule.stages(jobs);
    let parallelism = args.fleet.parallelism(&repository.project);
    let extent = Extent::of(&plan, &stages, parallelism);
    if extent.steps > 0 && !args.yes {
        ask::may_apply(&extent, printer).await?;
    }
    let run = Run {
        args: &args,
        repository: &repository,
        platform: &platform,
        planner: &planner,
        store: store.as_ref(),
    };
    let report = run.start(&plan, stages, extent.steps, printer).await?;
    let report = printer.cleaned(Report { shard: part.shard, ..report });
    let ended = Exit::of_report(&report);
    if extent.steps == 0 && matches!(ended, Exit::Done | Exit::Remaining) {
        printer.show_beside(args.report.as_ref(), &nothing_to_do(&report))?;
    } else {
        let text = output::text(&render::report(&report), printer.beside(args.report.as_ref()));
        printer.show_beside(args.report.as_ref(), &text)?;
    }
    let ended = match keep(store.as_ref(), &report, &settings, extent.steps > 0).await {
        Ok(()) => ended,
        Err(error) => printer.failed(&error).worst(ended),
    };
    Ok(write(&args, &report, printer)
        .map_or_else(|error| printer.failed(&error).worst(ended), |()| ended))
}

/// Keeps the report of a run that did something in the store.
async fn keep(
    store: &dyn Records,
    report: &Report,
    settings: &Settings,
    worked: bool,
) -> Result<()> {
    if worked {
        let text = settings.redaction.clean(&versioned::text(report)).into_owned();
        kept::keep(store, &Document::Report(report.run.clone()), &text).await?;
    }
    Ok(())
}

fn write(args: &Args, report: &Report, printer: &Printer) -> Result<()> {
    args.report.as_ref().map_or(Ok(()), |file| printer.save(file, &versioned::text(report)))
}

/// Keeps what a shard or a saved plan is about. Organizations of the plan that the manifests no longer have are stale;
/// those that it could not read fail.
fn narrow(organizations: &mut Vec<Desired>, part: Part, saved: Option<&Saved>) -> Vec<Job> {
    organizations.retain(|it| part.has(it.id));
    let Some(saved) = saved else { return Vec::new() };
    let planned: BTreeSet<&Slug> = saved.plan.organizations.iter().map(|it| &it.name).collect();
    organizations.retain(|it| planned.contains(&it.name));
    let there = organizations.iter().map(|it| &it.name).collect();
    saved.missing(&there, part).into_iter().chain(saved.unread(part)).collect()
}

/// What is left to say where rolecall took no step and the plan was shown.
fn nothing_to_do(report: &Report) -> String {
    let steps = || report.organizations.iter().flat_map(|it| &it.steps);
    let count = |status| steps().filter(|step| step.status == status).count();
    let told = |number: usize, what: &str| {
        (number > 0).then(|| format!("{} {what}", error::count(number, "step")))
    };
    let left = [told(count(Status::Manual), "by hand"), told(count(Status::Held), "held")];
    let left: Vec<String> = left.into_iter().flatten().collect();
    match left.is_empty() {
        true => "nothing to do: all that is wanted is so".to_owned(),
        false => format!("nothing for rolecall to do: {}", left.join(", ")),
    }
}

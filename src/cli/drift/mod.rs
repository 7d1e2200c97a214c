mod file;

pub(crate) use file::{DriftFile, FORMAT};

use super::args::{Chosen, Part, Safety};
use super::destination::Destination;
use super::exit_code::Exit;
use super::output::Format;
use super::planning::{Fleet, Planner};
use super::platform;
use super::printer::Printer;
use super::progress::Reading;
use super::project::{Manifests, Repository};
use super::settings::Settings;
use crate::cli::runtime;
use anyhow::Result;
use rolecall::apply::journal;
use rolecall::model::{OrganizationId, Slug};
use rolecall::plan::Plan;
use std::collections::BTreeSet;

/// Where the platform differs from the manifests
///
/// Observes the organizations and tells what differs, from the platform's side: who is there
/// and in no manifest, who is missing, whose role is another one. Names invitations that are
/// older than the manifest's `resendAfterDays`, unmanaged workspaces, and organizations that
/// were applied once and are in no manifest now. Changes nothing. Exit code 2 if anything differs.
///
///   rolecall drift
///   rolecall drift --format markdown > drift.md
///   rolecall drift --out drift.json && rolecall show drift.json --format html
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    part: Part,
    /// Save it as well, for `rolecall show FILE`.
    #[arg(long, value_name = "FILE")]
    out: Option<Destination>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { chosen: Chosen { paths }, part, out, format } = args;
    let manifests = Manifests::read(&paths, settings)?;
    let declared = manifests.loaded.organizations.iter().map(|it| it.id).collect();
    let repository = manifests.open(&paths, settings, printer)?.part(part).without_texts();
    let everything = paths.is_empty() && settings.orgs.is_empty();
    let planner = Planner::new(&repository, settings, &Safety::default()).of_drift();
    let (fleet, platform) = runtime::read(async {
        let platform = platform::connect(&repository, settings).await?;
        let reading = Reading::new(printer, repository.organizations.len());
        let fleet = planner
            .plan_all(&platform.client, repository.store(settings)?.as_ref(), &reading)
            .await;
        anyhow::Ok((fleet, platform.name))
    })?;
    let forgotten = match everything {
        true => runtime::read(forgotten(&repository, settings, &declared, part))?,
        false => Vec::new(),
    };
    let Fleet { plans, jobs: _, failures } = fleet;
    let unread = planner.unread(&failures);
    let origin = planner.origin(&paths, &platform, part.shard);
    let plan = Plan::new(settings.planning_time(), origin, plans, unread, planner.parallelism());
    let drift = DriftFile::new(plan, forgotten);
    if let Some(file) = &out {
        printer.save(file, &drift.to_json())?;
    }
    printer.show_beside(out.as_ref(), &drift.shown(format, printer.beside(out.as_ref())))?;
    let failed = printer.failures(&failures);
    // A difference is the answer, also where other organizations could not be read.
    let incomplete = drift.plan.summary.incomplete > 0;
    Ok(match (drift.differs(), failed) {
        (true, _) => Exit::Pending,
        (false, Exit::Done) if incomplete => Exit::Partial,
        (false, failed) => failed,
    })
}

/// Organizations that were applied once and that no manifest declares, by name.
async fn forgotten(
    repository: &Repository,
    settings: &Settings,
    declared: &BTreeSet<OrganizationId>,
    part: Part,
) -> Result<Vec<Slug>> {
    let known = journal::known_organizations(repository.store(settings)?.as_ref()).await?;
    let gone = known.into_values().filter(|it| part.has(it.id) && !declared.contains(&it.id));
    Ok(gone.map(|it| it.name).collect())
}

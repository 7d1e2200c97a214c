use super::args::{Chosen, Part, Safety};
use super::destination::Destination;
use super::exit_code::Exit;
use super::output::{self, Format};
use super::planning::{Fleet, Planner};
use super::platform;
use super::printer::Printer;
use super::progress::Reading;
use super::project::{LeftOut, Manifests, Repository};
use super::runtime;
use super::settings::Settings;
use super::versioned;
use super::{advice, anonymous, kept, snapshot, withheld};
use anyhow::Result;
use rolecall::plan::{Plan, PlatformName};
use rolecall::platform::Observe as _;
use rolecall::store::Document;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Show what would be done; changes nothing
///
/// Observes the organizations, compares them with the manifests, and shows the steps in the
/// order in which they would be taken, with what each does to whom. Steps that wait for
/// something are `held`, with the reason; steps that only a person can take are `by hand`, with
/// what to click.
///
///   rolecall plan
///   rolecall plan clients/acme-dental.yaml
///   rolecall plan --out plan.json && rolecall apply --plan plan.json
///   rolecall plan --exit-code || echo "something differs"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    part: Part,
    /// Save the plan, for `rolecall apply --plan FILE`. `store:` keeps it in the store, under its id.
    #[arg(long, value_name = "FILE")]
    out: Option<Destination>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Plan offline, from what `rolecall snapshot --out FILE` saved.
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    /// Plan with the Organizations, Clients, Templates and Groups of this folder: the project's in the checkout of a
    /// proposed branch. The Project and the Platforms stay, and what it would change of them is told.
    #[arg(long, value_name = "DIR")]
    proposed: Option<PathBuf>,
    /// Exit with 2 if automatic or manual steps are pending. Held steps alone are 0, and 5 where a read was incomplete.
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    safety: Safety,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { chosen, part, out, format, snapshot, proposed, exit_code, safety } = args;
    let Chosen { paths } = chosen;
    let (manifests, left_out) = match &proposed {
        Some(folder) => Manifests::proposed(&paths, folder, settings)?,
        None => (Manifests::read(&paths, settings)?, LeftOut::default()),
    };
    withheld::tell(&left_out, format, printer)?;
    let repository = manifests.open(&paths, settings, printer)?.part(part).without_texts();
    let planner = Planner::new(&repository, settings, &safety);
    let (fleet, platform) = match &snapshot {
        Some(file) => from_file(file, &repository, settings, &planner, printer)?,
        None => runtime::read(observed(&repository, settings, &planner, printer))?,
    };
    let Fleet { plans, jobs: _, failures } = fleet;
    let unread = planner.unread(&failures);
    let failed = printer.failures(&failures);
    let origin = planner.origin(&paths, &platform, part.shard);
    let plan = Plan::new(settings.planning_time(), origin, plans, unread, planner.parallelism());
    let saved = out.as_ref().filter(|file| !file.is_stdout()).map(|file| file.path().to_owned());
    let saved = match (&out, saved) {
        (Some(_), Some(path)) if kept::is_store(&path) => {
            Some(keep(&plan, &repository, settings, printer)?)
        }
        (Some(file), saved) => {
            printer.save(file, &versioned::text(&plan))?;
            saved
        }
        (None, _) => None,
    };
    // What it was made from takes more room than the plan.
    drop(repository);
    let command = match &saved {
        Some(file) => advice::apply_saved(file, settings.store.as_ref()),
        _ => advice::apply(settings, &paths, part, &safety),
    };
    let look = printer.beside(out.as_ref());
    printer.show_beside(out.as_ref(), &output::plan(&plan, format, Some(&command), look))?;
    Ok(failed.worst(verdict(&plan, exit_code)))
}

/// Keeps the plan in the store; answers how it is named there.
fn keep(
    plan: &Plan,
    repository: &Repository,
    settings: &Settings,
    printer: &Printer,
) -> Result<PathBuf> {
    let store = repository.store(settings)?;
    let document = Document::Plan(plan.id.to_string());
    let text = settings.redaction.clean(&versioned::text(plan)).into_owned();
    let kept = runtime::read(kept::keep(store.as_ref(), &document, &text))?;
    printer.talk(&format!("kept as {kept}"));
    Ok(kept::named(&document))
}

async fn observed(
    repository: &Repository,
    settings: &Settings,
    planner: &Planner<'_>,
    printer: &Printer,
) -> Result<(Fleet, PlatformName)> {
    let platform = platform::connect(repository, settings).await?;
    let reading = Reading::new(printer, repository.organizations.len());
    let fleet =
        planner.plan_all(&platform.client, repository.store(settings)?.as_ref(), &reading).await;
    Ok((fleet, platform.name))
}

fn from_file(
    file: &Path,
    repository: &Repository,
    settings: &Settings,
    planner: &Planner<'_>,
    printer: &Printer,
) -> Result<(Fleet, PlatformName)> {
    let platform = platform::offline(repository, settings)?;
    let redacted = AtomicBool::new(false);
    let planned = snapshot::map(file, &|snapshot| {
        redacted.fetch_or(anonymous::is_redacted(&snapshot), Ordering::Relaxed);
        planner.plan_saved(platform.client.capabilities(), snapshot)
    })?;
    if redacted.into_inner() {
        printer.talk(
            "the snapshot is redacted: people whom the manifests name are known again, and `policy.ignore` fits \
             nobody else",
        );
    }
    Ok((planner.offline(planned), platform.name))
}

fn verdict(plan: &Plan, exit_code: bool) -> Exit {
    let summary = &plan.summary;
    let pending = summary.automatic + summary.manual > 0;
    if exit_code && !pending && summary.incomplete > 0 {
        Exit::Partial
    } else if summary.refused > 0 {
        Exit::Refused
    } else if exit_code && pending {
        Exit::Pending
    } else {
        Exit::Done
    }
}

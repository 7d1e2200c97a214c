//! | file | owns |
//! |---|---|
//! | `file` | what `--format json` says |
//! | `text` | the same for people |

mod file;
mod text;

pub(crate) use file::{AdoptFile, Incomplete};
pub(super) use text::in_part;

use super::args::{Chosen, Safety};
use super::changed::Changed;
use super::exit_code::Exit;
use super::offboard::FileChange;
use super::output::Plain;
use super::planning::{Fleet, Planner};
use super::printer::Printer;
use super::progress::Reading;
use super::project::{Manifests, Repository};
use super::settings::Settings;
use super::{platform, runtime};
use anyhow::Result;
use clap::ValueEnum;
use file::FORMAT;
use rolecall::apply::Job;
use rolecall::model::{Slug, Snapshot};
use rolecall::people::adopt::{Adopted, Adopting, Left, Only, Request, Why};
use rolecall::plan::OrganizationPlan;
use rolecall::platform::Observe as _;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Write what is live into the manifests
///
/// For each difference that `rolecall drift` shows, changes the manifest so that planning again
/// shows nothing. Comments, order and layout of everything else stay. Where a group or a template
/// gives something else, adds an entry of its own or an overlay, and says so. Shows the change,
/// and writes nothing without `--write`.
///
/// Never adopted, and named: what was not read in full, invitations that wait, retired
/// workspaces, access whose `until` is over, and what differs only because a hand-over is
/// unfinished or an embargo holds it. Power (an organization role above member, an owner) only
/// with `--with-power`.
///
///   rolecall adopt
///   rolecall adopt --org bloom --only people --write
///   rolecall adopt clients/bloom.yaml --with-power
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    chosen: Chosen,
    /// Only this part of what differs.
    #[arg(long, value_enum, value_name = "PART")]
    only: Option<Part>,
    /// Also adopt organization roles above member, and owners.
    #[arg(long)]
    with_power: bool,
    /// Write the files.
    #[arg(long)]
    write: bool,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Plain,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// Who is where, and as what.
    People,
    /// Names, time zones, and workspaces that are gone.
    Workspaces,
    /// Contact limits.
    Limits,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { chosen: Chosen { paths }, only, with_power, write, format } = args;
    let only = only.map(|it| match it {
        Part::People => Only::People,
        Part::Workspaces => Only::Workspaces,
        Part::Limits => Only::Limits,
    });
    let repository = Manifests::read(&paths, settings)?.open(&paths, settings, printer)?;
    adopt(&repository, &How { only, with_power, write, format }, settings, printer)
}

/// What is adopted, and what becomes of it.
pub(super) struct How {
    /// Left out: everything.
    pub(super) only: Option<Only>,
    pub(super) with_power: bool,
    pub(super) write: bool,
    pub(super) format: Plain,
}

/// Adopts what is live of the organizations of `repository`.
pub(super) fn adopt(
    repository: &Repository,
    how: &How,
    settings: &Settings,
    printer: &Printer,
) -> Result<Exit> {
    let &How { only, with_power, write, format } = how;
    let Read { texts, adopted, left, incomplete, failures } =
        read(repository, only, with_power, settings, printer)?;
    let changed = Changed::of(repository, &texts);
    let written = write && !changed.is_empty();
    if written {
        changed.write()?;
    }
    let how = "as it is live";
    let said = AdoptFile {
        format: FORMAT.to_owned(),
        organizations: (repository.organizations.len() - failures.len()) as u64,
        adopted,
        left,
        files: changed
            .each(how)
            .map(|(file, difference)| FileChange { file, difference })
            .collect(),
        written,
        incomplete,
        unread: failures.iter().map(|(name, _)| name.to_string()).collect(),
    };
    let color = printer.out().color;
    printer.data(&format.show(&said, |said| text::text(said) + &changed.difference(how, color)))?;
    printer.talk(&changed.told(written));
    let exit = if said.left.iter().any(|it| it.why == Why::Power) {
        Exit::Refused
    } else if !changed.is_empty() && !written {
        Exit::Pending
    } else if !said.incomplete.is_empty() {
        Exit::Partial
    } else {
        Exit::Done
    };
    Ok(printer.failures(&failures).worst(exit))
}

/// What became of all organizations.
struct Read {
    texts: BTreeMap<String, String>,
    adopted: Vec<Adopted>,
    left: Vec<Left>,
    incomplete: Vec<Incomplete>,
    /// Those that could not be read.
    failures: Vec<(Slug, anyhow::Error)>,
}

/// Reads the platform, and adopts organization by organization what comes.
fn read(
    repository: &Repository,
    only: Option<Only>,
    with_power: bool,
    settings: &Settings,
    printer: &Printer,
) -> Result<Read> {
    let planner = Planner::new(repository, settings, &Safety::default()).of_drift();
    runtime::read(async {
        let platform = platform::connect(repository, settings).await?;
        let reading = Reading::new(printer, repository.organizations.len());
        let is_secret = |text: &str| settings.redaction.clean(text) != text;
        let request = Request {
            files: &repository.files,
            capabilities: platform.client.capabilities(),
            settings: planner.settings(),
            only,
            with_power,
            is_secret: &is_secret,
        };
        let work = Mutex::new((Adopting::new(&request), Vec::new()));
        let job = |target, plan: &OrganizationPlan, snapshot: &Snapshot, seen| {
            let (adopting, incomplete) = &mut *work.lock().unwrap_or_else(PoisonError::into_inner);
            incomplete.extend(plan.incomplete.iter().map(|it| (plan.name.clone(), it.clone())));
            if let Some(desired) = planner.desired(&plan.name) {
                adopting.adopt(desired, snapshot, plan);
            }
            Job::planned(target, plan.clone(), snapshot, seen)
        };
        let store = repository.store(settings)?;
        let fleet = planner.plan_each(&platform.client, store.as_ref(), &reading, &job).await;
        let Fleet { plans: _, jobs: _, failures } = fleet;
        let (adopting, mut incomplete) = work.into_inner().unwrap_or_else(PoisonError::into_inner);
        incomplete.sort();
        let incomplete = incomplete.into_iter().map(Incomplete::from).collect();
        let (texts, adopted, left) = adopting.finish();
        anyhow::Ok(Read { texts, adopted, left, incomplete, failures })
    })
}

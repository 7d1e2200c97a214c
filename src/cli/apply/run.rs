//! Putting together what a run needs, and running it.

use super::args::Args;
use crate::cli::error;
use crate::cli::exit_code::Exit;
use crate::cli::planning::Planner;
use crate::cli::platform::Platform;
use crate::cli::printer::Printer;
use crate::cli::progress::{Applying, JsonLines, ProgressFormat};
use crate::cli::project::Repository;
use crate::cli::{process, signals};
use anyhow::Result;
use rolecall::apply::{
    self, Apply, OrganizationReport, Progress, Replan, Report, Stages, Standing, StopSwitch,
};
use rolecall::model::{Capabilities, Desired, Slug, Snapshot};
use rolecall::plan::{OrganizationPlan, Plan};
use rolecall::platform::Observe as _;
use rolecall::store::Store;

/// Everything that a run needs, put together.
pub(super) struct Run<'a> {
    pub(super) args: &'a Args,
    pub(super) repository: &'a Repository,
    pub(super) platform: &'a Platform,
    pub(super) planner: &'a Planner<'a>,
    pub(super) store: &'a dyn Store,
}

impl Run<'_> {
    /// Runs them stage by stage, and reports on them.
    pub(super) async fn start(
        &self,
        plan: &Plan,
        stages: Stages,
        steps: u64,
        printer: &Printer,
    ) -> Result<Report> {
        let Self { args, repository, platform, planner, store } = self;
        let fleet = &args.fleet;
        let project = &repository.project;
        let client = &platform.client;
        let switch = StopSwitch::new();
        let _listening = signals::stop_on_signal(switch.clone(), printer.talker())?;
        let progress: Box<dyn Progress> = match args.progress {
            ProgressFormat::Text => Box::new(Applying::new(printer, steps)),
            ProgressFormat::Json => Box::new(JsonLines::new(printer)),
        };
        let apply = Apply {
            platform: client,
            replan: &Again { planner, capabilities: client.capabilities() },
            store: *store,
            holder: process::holder(),
            clock: apply::Clock::system(),
            settings: apply::Settings {
                parallelism: fleet.parallelism(project),
                lock_timeout: fleet.lock_timeout,
                read_back: project.timeouts.read_back,
                verify: project.timeouts.verify,
                exit_code: args.exit_code,
            },
            progress: progress.as_ref(),
            stop: switch.watch(),
        };
        Ok(apply.run(&plan.id, stages).await)
    }
}

/// Plans again, with what was given for the first plan.
struct Again<'a> {
    planner: &'a Planner<'a>,
    capabilities: &'a Capabilities,
}

impl Replan for Again<'_> {
    fn replan(&self, name: &Slug, snapshot: &Snapshot) -> Result<OrganizationPlan, String> {
        self.planner.again(name, snapshot, self.capabilities)
    }

    fn desired(&self, name: &Slug) -> Option<&Desired> {
        self.planner.desired(name)
    }
}

/// The report of a run that broke off before it had read everything.
pub(super) fn not_read(plan: &Plan, organizations: &[Desired], error: &anyhow::Error) -> Report {
    let (what, help) = (error.to_string(), error::help(error));
    let organizations = organizations.iter().map(|desired| {
        let mut report = OrganizationReport::failed(desired.name.clone(), what.clone(), None);
        report.standing = Standing::NotBegun;
        report
    });
    let interrupted = error::exit(error) == Exit::Interrupted;
    let run = process::holder().run;
    Report::new(plan.id.clone(), run, organizations.collect(), interrupted, false)
        .with_error(what, help)
}

mod ci;
pub(super) mod findings;
mod text;

use super::args::{Chosen, Safety};
use super::exit_code::Exit;
use super::output::Plain;
use super::planning::{Planner, target};
use super::platform;
use super::printer::Printer;
use super::progress::Reading;
use super::project::{Repository, existing, repository};
use super::settings::Settings;
use crate::cli::runtime;
use anyhow::Result;
use findings::{Findings, Steps, StoreFindings, StoreRequest};
use rolecall::platform::doctor::Examination;
use rolecall::store::Check;

/// Which credentials work, who the actor is, and how much can be automatic
///
/// Gets every credential, tries every read and no write, and says what the actor's role allows,
/// how sure rolecall is of each operation, and how many steps of the present plan it would take
/// itself. Exit code 1 if something that is needed does not work.
///
///   rolecall doctor
///   rolecall doctor --org acme-dental --format json
///   rolecall doctor --ci
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    chosen: Chosen,
    /// Look at the workflows of this repository instead: whether each job that has a credential keeps it, and what only
    /// the settings on GitHub or GitLab can say. Asks nobody.
    #[arg(long, conflicts_with = "paths")]
    ci: bool,
    /// How to say it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Plain,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { chosen: Chosen { paths }, ci, format } = args;
    if ci {
        let here = existing(&settings.directory)?;
        let findings = ci::look(repository(&here).unwrap_or(&here))?;
        printer.data(&format.show(&findings, ci::text))?;
        return Ok(if findings.wrong.is_empty() { Exit::Done } else { Exit::Error });
    }
    let repository = Repository::open(&paths, settings, printer)?;
    let findings = runtime::read(look(&repository, settings, printer))?;
    printer.data(&format.show(&findings, text::text))?;
    let works = findings.examination.works() && stores(&findings);
    Ok(if works { Exit::Done } else { Exit::Error })
}

async fn look(repository: &Repository, settings: &Settings, printer: &Printer) -> Result<Findings> {
    let platform = platform::connect(repository, settings).await?;
    let targets: Vec<_> = repository.organizations.iter().map(target).collect();
    let mut examination = printer.cleaned(platform.client.doctor(&targets).await);
    examination.base_url = platform.name.base_url.clone();
    let records = repository.store(settings)?;
    let checks = records.examine().await;
    let requests: Vec<_> = checks
        .into_iter()
        .map(|Check { request, trouble }| StoreRequest { request: request.to_string(), trouble })
        .collect();
    let location = settings.store.as_ref().or(repository.project.store.as_ref());
    let store = location.filter(|_| !requests.is_empty()).map(ToString::to_string);
    let store = store.map(|location| printer.cleaned(StoreFindings { location, requests }));
    let plan = if examination.works() {
        let planner = Planner::new(repository, settings, &Safety::default());
        let reading = Reading::new(printer, repository.organizations.len());
        let fleet = planner.plan_all(&platform.client, records.as_ref(), &reading).await;
        Steps::of(&fleet.plans)
    } else {
        Steps::default()
    };
    let mut next = next(&examination, plan);
    if store.as_ref().is_some_and(|store| !store.works()) && examination.works() {
        next.insert(
            0,
            "mend what does not work of the store, then run `rolecall doctor` again".to_owned(),
        );
    }
    Ok(Findings { examination, store, plan, next })
}

fn stores(findings: &Findings) -> bool {
    findings.store.as_ref().is_none_or(StoreFindings::works)
}

/// What leads on where the platform isn't as the profile says.
const LEARN: &str = "where a read answers otherwise than the profile says, this console differs: record it once, and \
                     `rolecall learn` writes a Platform file that fits (begin with `rolecall learn script`)";

/// What to do next, in order.
fn next(examination: &Examination, plan: Steps) -> Vec<String> {
    if !examination.works() {
        let mut next = vec!["mend what does not work, then run `rolecall doctor` again".to_owned()];
        if examination.answers_otherwise() {
            next.push(LEARN.to_owned());
        }
        return next;
    }
    let mut next = vec!["look at `rolecall plan`; it changes nothing".to_owned()];
    if examination.answers_otherwise() {
        next.push(LEARN.to_owned());
    }
    if plan.manual > 0 {
        next.push(
            "take the steps that are `by hand` in the console, or make the calls with `--allow-assumed`"
                .to_owned(),
        );
    }
    next
}

mod apart;
mod file;

pub(crate) use apart::{in_order, map};
pub(crate) use file::SnapshotFile;

use super::args::Chosen;
use super::destination::Destination;
use super::exit_code::Exit;
use super::planning::target;
use super::printer::Printer;
use super::progress::Reading;
use super::project::Repository;
use super::settings::Settings;
use super::{anonymous, platform};
use crate::cli::runtime;
use anyhow::Result;
use futures::stream::{self, StreamExt};
use rolecall::model::Snapshot;
use rolecall::platform::Observe as _;

/// Save what the platform says now
///
/// Reads the organizations, as `rolecall plan` does, and writes what it saw to a file: for
/// `rolecall plan --snapshot FILE`, which then needs no platform and no credentials, and for
/// reports of faults. With `--redact`, addresses are replaced by hashes: the same person is the
/// same hash everywhere, and roles and structure stay. A plan from it knows the people again whom
/// the manifests name. Somebody who guesses an address can still find out that it is in the file.
///
///   rolecall snapshot --out snapshot.json
///   rolecall snapshot clients/acme-dental.yaml --redact --out report.json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    chosen: Chosen,
    /// Where to write it; `-` is stdout.
    #[arg(long, value_name = "FILE")]
    out: Destination,
    /// Replace addresses by hashes.
    #[arg(long)]
    redact: bool,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { chosen: Chosen { paths }, out, redact } = args;
    let repository = Repository::open(&paths, settings, printer)?;
    let (mut snapshots, failures) = runtime::read(observe(&repository, settings, printer))?;
    if redact {
        snapshots = snapshots.into_iter().map(anonymous::redact).collect();
    }
    let file = SnapshotFile::new(snapshots.into_iter().map(|it| printer.cleaned(it)).collect());
    printer.save(&out, &file.to_json())?;
    if !out.is_stdout() {
        let organizations = super::error::count(file.organizations.len(), "organization");
        printer.talk(&format!("{organizations} written to {out}"));
    }
    Ok(printer.failures(&failures))
}

async fn observe(
    repository: &Repository,
    settings: &Settings,
    printer: &Printer,
) -> Result<(Vec<Snapshot>, Vec<(rolecall::model::Slug, anyhow::Error)>)> {
    let platform = platform::connect(repository, settings).await?;
    let reading = Reading::new(printer, repository.organizations.len());
    let (client, reading) = (&platform.client, &reading);
    let seen = stream::iter(&repository.organizations).map(async |desired| {
        let seen = client.observe(&target(desired)).await;
        reading.one_done(&desired.name);
        seen.map_err(|error| (desired.name.clone(), error.into()))
    });
    let seen: Vec<_> = seen.buffer_unordered(repository.project.parallelism.max(1)).collect().await;
    let (mut snapshots, mut failures) = (Vec::new(), Vec::new());
    for one in seen {
        match one {
            Ok(snapshot) => snapshots.push(snapshot),
            Err(failure) => failures.push(failure),
        }
    }
    snapshots.sort_by_key(|it| it.id);
    failures.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok((snapshots, failures))
}

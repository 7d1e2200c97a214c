mod apart;
mod file;
mod live;
mod texts;

pub(crate) use apart::{in_order, map};
pub(crate) use file::SnapshotFile;
pub(crate) use live::{Failures, live};

use super::anonymous;
use super::args::Chosen;
use super::destination::Destination;
use super::exit_code::Exit;
use super::printer::Printer;
use super::project::Repository;
use super::settings::Settings;
use anyhow::Result;

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
    let repository = Repository::open(&paths, settings, printer)?.without_texts();
    let mut snapshots = Vec::new();
    let failures = live(&repository, settings, printer, |_, snapshot| {
        let snapshot = if redact { anonymous::redact(snapshot) } else { snapshot };
        snapshots.push(printer.cleaned(snapshot));
        Ok(())
    })?;
    snapshots.sort_by_key(|it| it.id);
    let file = SnapshotFile::new(snapshots);
    printer.save(&out, &file.to_json())?;
    if !out.is_stdout() {
        let organizations = super::error::count(file.organizations.len(), "organization");
        printer.talk(&format!("{organizations} written to {out}"));
    }
    Ok(printer.failures(&failures))
}

use super::destination::Destination;
use super::error::{self, count};
use super::exit_code::Exit;
use super::files::{self, Room};
use super::kept;
use super::printer::Printer;
use super::saved::Saved;
use super::settings::Settings;
use anyhow::Result;
use rolecall::plan::MergeError;
use std::path::PathBuf;

/// Make one plan, report or account of drift of those of all shards
///
/// Puts together what runs with `--shard 1/N` to `--shard N/N` wrote, as if the fleet had never
/// been cut: organizations by name, and what to look at first ranked anew. The result is
/// reviewed, commented and applied like any other; `rolecall apply --plan merged.json --shard I/N`
/// runs one shard's part of it. Refuses files of different formats, platforms, options or
/// manifests, and shards that are missing or there twice.
///
///   rolecall merge plan-1.json plan-2.json plan-3.json --out plan.json
///   rolecall merge report-*.json | jq .exit
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// What the shards wrote: all plans, all reports, or all accounts of drift.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Write it to a file; left out, or `-`, is stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<Destination>,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { files, out } = args;
    files::fit_together(&files, files::LONGEST)?;
    let mut room = Room::whole();
    let mut parts: Vec<Saved> = Vec::with_capacity(files.len());
    for file in &files {
        let text = kept::read(file, settings)?;
        room.take_of(file, text.len() as u64)?;
        let part = Saved::read(file, &text)?;
        if let Some(first) = parts.first().filter(|first| first.format() != part.format()) {
            let (found, others) = (part.format(), first.format());
            let what = format!("{} is `{found}`, and others are `{others}`", file.display());
            return Err(error::failed(what, "merge files of one kind"));
        }
        parts.push(part);
    }
    let merged = Saved::merge(parts).map_err(|error| dont_fit(&error))?;
    match out.as_ref().filter(|file| !file.is_stdout()) {
        None => printer.data(&merged.text())?,
        Some(file) => {
            printer.save(file, &merged.text())?;
            let organizations = count(merged.organizations(), "organization");
            printer.talk(&format!("{file}: {}, {organizations}", count(files.len(), "shard")));
        }
    }
    Ok(Exit::Done)
}

fn dont_fit(error: &MergeError) -> anyhow::Error {
    error::failed(
        format!("the files don't make one: {error}"),
        "give what all shards `1/N` to `N/N` of one fleet wrote, made with the same options of the same manifests",
    )
}

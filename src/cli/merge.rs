use super::destination::Destination;
use super::drift::{self, DriftFile};
use super::error::{self, count};
use super::exit_code::Exit;
use super::files;
use super::kept;
use super::printer::Printer;
use super::settings::Settings;
use super::show::read_plan;
use super::versioned::{self, Unreadable};
use anyhow::{Context as _, Result};
use rolecall::apply::{REPORT_FORMAT, Report};
use rolecall::model::format_of;
use rolecall::plan::{self, MergeError, Plan};
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
    let mut texts = Vec::with_capacity(files.len());
    let mut format: Option<String> = None;
    for file in &files {
        let text = kept::read(file, settings)?;
        let source =
            |source| Unreadable::Malformed { what: "plan, report or account of drift", source };
        let value: serde_json::Value =
            serde_json::from_str(&text).map_err(source).with_context(|| files::cant_use(file))?;
        let found = format_of(&value).to_owned();
        match &format {
            Some(format) if *format != found => {
                let what = format!("{} is `{found}`, and others are `{format}`", file.display());
                return Err(error::failed(what, "merge files of one kind"));
            }
            _ => format = Some(found),
        }
        texts.push(text);
    }
    let format = format.unwrap_or_default();
    let (text, organizations) = if format == REPORT_FORMAT {
        let read = |(file, text): (&PathBuf, &String)| {
            Report::from_json(text).with_context(|| files::cant_use(file))
        };
        let parts = files.iter().zip(&texts).map(read).collect::<Result<_>>()?;
        let report = Report::merge(parts).map_err(|error| dont_fit(&error))?;
        (versioned::text(&report), report.organizations.len())
    } else if format == drift::FORMAT {
        let read = |(file, text): (&PathBuf, &String)| {
            DriftFile::from_json(text).with_context(|| files::cant_use(file))
        };
        let parts = files.iter().zip(&texts).map(read).collect::<Result<_>>()?;
        let drift = DriftFile::merge(parts).map_err(|error| dont_fit(&error))?;
        (drift.to_json(), drift.plan.organizations.len())
    } else if format.split('/').next() == plan::FORMAT.split('/').next() {
        let parts = files.iter().map(|file| read_plan(file, settings)).collect::<Result<_>>()?;
        let plan = Plan::merge(parts).map_err(|error| dont_fit(&error))?;
        (versioned::text(&plan), plan.organizations.len())
    } else {
        let reads = format!("`{}`, `{REPORT_FORMAT}` and `{}`", plan::FORMAT, drift::FORMAT);
        return Err(Unreadable::Format { found: format, reads }.into());
    };
    match out.as_ref().filter(|file| !file.is_stdout()) {
        None => printer.data(&text)?,
        Some(file) => {
            printer.save(file, &text)?;
            let shards = count(files.len(), "shard");
            printer.talk(&format!("{file}: {shards}, {}", count(organizations, "organization")));
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

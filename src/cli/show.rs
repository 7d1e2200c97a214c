use super::drift::{self, DriftFile, DriftFileError};
use super::error::Error;
use super::exit_code::Exit;
use super::output::{self, Format};
use super::printer::{Look, Printer};
use super::versioned::{self, Unreadable};
use super::{advice, files};
use rolecall::apply::{REPORT_FORMAT, Report};
use rolecall::plan::{self, Plan, PlanFileError};
use rolecall::render;
use std::path::{Path, PathBuf};

/// Show a saved plan, report or drift
///
/// Reads what `rolecall plan --out FILE`, `rolecall apply --report FILE` or `rolecall drift
/// --format json` wrote, and shows it in any format. A plan that was changed after it was made is
/// refused.
///
///   rolecall show plan.json
///   rolecall show report.json
///   rolecall show plan.json --format markdown >> "$GITHUB_STEP_SUMMARY"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The saved plan, report or drift.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit, Error> {
    let Args { file, format } = args;
    let text = files::read(&file)?;
    let unusable = |error: Unreadable| Error::File { path: file.clone(), source: error.into() };
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|source| {
        unusable(Unreadable::Malformed { what: "plan, report or account of drift", source })
    })?;
    let look = printer.out();
    let found = versioned::said(&value);
    // Another version is for the reader of the same kind of file to refuse.
    let is = |format: &str| found.split('/').next() == format.split('/').next();
    let shown = if is(plan::FORMAT) {
        let command = advice::apply_saved(&file);
        output::plan(&parse_plan(&file, &text)?, format, Some(&command), look)
    } else if is(REPORT_FORMAT) {
        report(&file, &text, format, look)?
    } else if is(drift::FORMAT) {
        output::drift(&parse_drift(&file, &text)?, format, look)
    } else {
        let reads = format!("`{}`, `{REPORT_FORMAT}` and `{}`", plan::FORMAT, drift::FORMAT);
        return Err(unusable(Unreadable::Format { found: found.to_owned(), reads }));
    };
    printer.data(&shown)?;
    Ok(Exit::Done)
}

fn report(file: &Path, text: &str, format: Format, look: Look) -> Result<String, Error> {
    let report = Report::from_json(text)
        .map_err(|error| Error::File { path: file.to_owned(), source: error.into() })?;
    Ok(match format {
        Format::Json => report.to_json(),
        Format::Mermaid => output::document(&render::report_waves(&report), format, look),
        _ => output::document(&render::report(&report), format, look),
    })
}

/// Reads a plan file, and checks that it fits its id.
pub(crate) fn read_plan(file: &Path) -> Result<Plan, Error> {
    parse_plan(file, &files::read(file)?)
}

fn parse_plan(file: &Path, text: &str) -> Result<Plan, Error> {
    Plan::from_json(text).map_err(|error| unusable_plan(file, error))
}

fn parse_drift(file: &Path, text: &str) -> Result<DriftFile, Error> {
    DriftFile::from_json(text).map_err(|error| match error {
        DriftFileError::Plan(error) => unusable_plan(file, error),
        DriftFileError::File(error) => Error::File { path: file.to_owned(), source: error.into() },
    })
}

fn unusable_plan(file: &Path, error: PlanFileError) -> Error {
    let path = file.to_owned();
    match error {
        PlanFileError::Edited { .. } => Error::PlanEdited { path, source: error.into() },
        PlanFileError::Malformed(_) | PlanFileError::Format { .. } => {
            Error::File { path, source: error.into() }
        }
    }
}

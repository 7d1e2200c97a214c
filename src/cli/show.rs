use super::error::Error;
use super::exit_code::Exit;
use super::output::{self, Format};
use super::printer::Printer;
use super::{advice, files};
use rolecall::plan::{Plan, PlanFileError};
use std::path::PathBuf;

/// Show a saved plan
///
/// Reads what `rolecall plan --out FILE` wrote, checks that it was not changed since, and shows
/// it in any format.
///
///   rolecall show plan.json
///   rolecall show plan.json --format markdown >> "$GITHUB_STEP_SUMMARY"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The saved plan.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit, Error> {
    let Args { file, format } = args;
    let plan = read_plan(&file)?;
    let command = advice::apply_saved(&file);
    printer.data(&output::plan(&plan, format, Some(&command), printer.out()))?;
    Ok(Exit::Done)
}

/// Reads a plan file, and checks that it fits its id.
pub(crate) fn read_plan(file: &std::path::Path) -> Result<Plan, Error> {
    Plan::from_json(&files::read(file)?).map_err(|error| match error {
        PlanFileError::Edited { .. } => {
            Error::PlanEdited { path: file.to_owned(), source: error.into() }
        }
        PlanFileError::Malformed(_) | PlanFileError::Format { .. } => {
            Error::File { path: file.to_owned(), source: error.into() }
        }
    })
}

use super::error::Error;
use super::exit_code::Exit;
use super::output::{self, Format};
use super::printer::Printer;
use super::{advice, files};
use rolecall::apply::{REPORT_FORMAT, Report};
use rolecall::plan::{Plan, PlanFileError};
use rolecall::render;
use std::path::{Path, PathBuf};

/// Show a saved plan or report
///
/// Reads what `rolecall plan --out FILE` or `rolecall apply --report FILE` wrote, and shows it in
/// any format. A plan that was changed after it was made is refused.
///
///   rolecall show plan.json
///   rolecall show report.json
///   rolecall show plan.json --format markdown >> "$GITHUB_STEP_SUMMARY"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The saved plan or report.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit, Error> {
    let Args { file, format } = args;
    let text = files::read(&file)?;
    let shown = if says_report(&text) {
        let report = Report::from_json(&text)
            .map_err(|error| Error::File { path: file.clone(), source: error.into() })?;
        match format {
            Format::Json => report.to_json(),
            _ => output::document(&render::report(&report, None), format, printer.out()),
        }
    } else {
        let plan = parse_plan(&file, &text)?;
        let command = advice::apply_saved(&file);
        output::plan(&plan, format, Some(&command), printer.out())
    };
    printer.data(&shown)?;
    Ok(Exit::Done)
}

/// Whether a file says that it is a report of this version.
fn says_report(text: &str) -> bool {
    let value: Result<serde_json::Value, _> = serde_json::from_str(text);
    value.is_ok_and(|value| value.get("format").is_some_and(|it| it == REPORT_FORMAT))
}

/// Reads a plan file, and checks that it fits its id.
pub(crate) fn read_plan(file: &Path) -> Result<Plan, Error> {
    parse_plan(file, &files::read(file)?)
}

fn parse_plan(file: &Path, text: &str) -> Result<Plan, Error> {
    Plan::from_json(text).map_err(|error| match error {
        PlanFileError::Edited { .. } => {
            Error::PlanEdited { path: file.to_owned(), source: error.into() }
        }
        PlanFileError::Malformed(_) | PlanFileError::Format { .. } => {
            Error::File { path: file.to_owned(), source: error.into() }
        }
    })
}

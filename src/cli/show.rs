use super::drift::{self, DriftFile};
use super::exit_code::Exit;
use super::output::{self, Format};
use super::printer::{Look, Printer};
use super::settings::Settings;
use super::versioned::{self, Unreadable};
use super::{advice, files, kept};
use anyhow::{Context as _, Result};
use rolecall::apply::{REPORT_FORMAT, Report};
use rolecall::model::format_of;
use rolecall::plan::{self, Plan};
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
///   rolecall show store:ID                         a plan or a run's report in the store
///   rolecall show plan.json --format markdown >> "$GITHUB_STEP_SUMMARY"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The saved plan, report or drift; `store:ID` is in the store.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { file, format } = args;
    let text = kept::read(&file, settings)?;
    let command = advice::apply_saved(&file, settings.store.as_ref());
    let shown = shown(&file, &command, &text, format, printer.out());
    printer.data(&shown.with_context(|| files::cant_use(&file))?)?;
    Ok(Exit::Done)
}

fn shown(file: &Path, command: &str, text: &str, format: Format, look: Look) -> Result<String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|source| {
        Unreadable::Malformed { what: "plan, report or account of drift", source }
    })?;
    let found = format_of(&value);
    // Another version is for the reader of the same kind of file to refuse.
    let is = |format: &str| found.split('/').next() == format.split('/').next();
    if is(plan::FORMAT) {
        let plan = Plan::from_json(text)?;
        kept::is_the_one(file, &plan)?;
        Ok(output::plan(&plan, format, Some(command), look))
    } else if is(REPORT_FORMAT) {
        Ok(report(&Report::from_json(text)?, format, look))
    } else if is(drift::FORMAT) {
        Ok(DriftFile::from_json(text)?.shown(format, look))
    } else {
        let reads = format!("`{}`, `{REPORT_FORMAT}` and `{}`", plan::FORMAT, drift::FORMAT);
        Err(Unreadable::Format { found: found.to_owned(), reads }.into())
    }
}

fn report(report: &Report, format: Format, look: Look) -> String {
    match format {
        Format::Json => versioned::text(report),
        Format::Mermaid => output::document(&render::report_waves(report), format, look),
        _ => output::document(&render::report(report), format, look),
    }
}

/// Reads a plan file, or a plan of the store, and checks that it fits its id.
pub(crate) fn read_plan(file: &Path, settings: &Settings) -> Result<Plan> {
    let plan =
        Plan::from_json(&kept::read(file, settings)?).with_context(|| files::cant_use(file))?;
    kept::is_the_one(file, &plan)?;
    Ok(plan)
}

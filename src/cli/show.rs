use super::exit_code::Exit;
use super::output::{self, Format};
use super::printer::{Look, Printer};
use super::saved::Saved;
use super::settings::Settings;
use super::{advice, kept, versioned};
use anyhow::Result;
use rolecall::apply::Report;
use rolecall::render;
use std::path::PathBuf;

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
    let look = printer.out();
    let shown = match Saved::read(&file, &kept::read(&file, settings)?)? {
        Saved::Plan(plan) => {
            let command = advice::apply_saved(&file, settings.store.as_ref());
            output::plan(&plan, format, Some(&command), look)
        }
        Saved::Report(report) => shown(&report, format, look),
        Saved::Drift(drift) => drift.shown(format, look),
    };
    printer.data(&shown)?;
    Ok(Exit::Done)
}

fn shown(report: &Report, format: Format, look: Look) -> String {
    match format {
        Format::Json => versioned::text(report),
        Format::Mermaid => output::document(&render::report_waves(report), format, look),
        _ => output::document(&render::report(report), format, look),
    }
}

use super::error;
use super::exit_code::Exit;
use super::output::Plain;
use super::printer::Printer;
use super::saved::read_plan;
use super::settings::Settings;
use anyhow::Result;
use rolecall::plan::PlatformName;
use rolecall::render;
use std::path::PathBuf;

/// What is in one saved plan and not in the other
///
/// Compares what two plans do, organization by organization; where a line of a manifest stands
/// and in which order steps are taken makes no difference. Exit code 2 if they differ.
///
///   rolecall diff reviewed.json now.json
///   rolecall diff reviewed.json now.json --format json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The one plan.
    #[arg(value_name = "PLAN")]
    first: PathBuf,
    /// The other plan.
    #[arg(value_name = "PLAN")]
    second: PathBuf,
    /// How to say it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Plain,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { first, second, format } = args;
    let (first, second) = (read_plan(&first, settings)?, read_plan(&second, settings)?);
    if first.platform != second.platform {
        let told = |it: &PlatformName| format!("{} at {}", it.profile, it.base_url);
        let (first, second) = (told(&first.platform), told(&second.platform));
        return Err(error::usage(
            format!("the plans are for different platforms: {first}, and {second}"),
            "compare plans that were made for one platform",
        ));
    }
    let all = render::differences(&first, &second);
    printer.data(&format.show(&all, |all| render::differences_text(all)))?;
    Ok(if all.is_empty() { Exit::Done } else { Exit::Pending })
}

mod learned;
mod lesson;
mod read;
mod script;
mod text;

pub(super) use learned::Learned;

use super::exit_code::Exit;
use super::output::Plain;
use super::printer::Printer;
use super::settings::Settings;
use anyhow::Result;
use clap::Subcommand;
use std::path::PathBuf;

/// Learn how your console speaks, from a recording of your own
///
/// `learn script` prints steps for a person to follow in the console, once, while the browser's
/// developer tools record. `learn` reads the recording (HAR, of any browser or proxy) and says
/// how each operation goes over the wire; with `--out` it writes a Platform file, to be reviewed
/// and merged like any manifest. Nothing of the recording's values is in it.
///
/// What could be two things is not learned: the table says why, and which steps to record again.
///
///   rolecall learn script --org-id 239021 --probe-email 'qa+{n}@agency.example'
///   rolecall learn session.har
///   rolecall learn session.har more.har --out platforms/console.yaml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    lesson: lesson::Args,
}

/// What to do before there is a recording.
#[derive(Debug, Subcommand)]
enum What {
    Script(script::Args),
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    match args.what {
        Some(What::Script(args)) => script::run(args, settings, printer),
        None => lesson::run(args.lesson, settings, printer),
    }
}

/// Where a script is kept, unless something else is said.
const SCRIPT: &str = ".rolecall/learn.json";

/// A file as it was given, or in the Project's folder.
fn script_file(given: Option<PathBuf>, root: &camino::Utf8Path) -> PathBuf {
    given.unwrap_or_else(|| root.join(SCRIPT).into())
}

type Format = Plain;

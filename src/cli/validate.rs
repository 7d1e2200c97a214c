use super::error::count;
use super::escape;
use super::exit_code::Exit;
use super::printer::Printer;
use super::project::Manifests;
use super::settings::Settings;
use anyhow::Result;
use clap::ValueEnum;
use rolecall::manifest::{self, Severity};
use rolecall::render;
use std::path::PathBuf;

/// Check the manifests, offline
///
/// Reads every manifest of the project, and says all that is wrong with them at once: syntax,
/// fields, references, and what would be unwise. Asks no platform, runs no command and needs no
/// secret, so it is safe for pull requests from anybody. Exit code 4 if there is an error.
///
///   rolecall validate
///   rolecall validate clients/acme-dental.yaml
///   rolecall validate --format json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files or folders; the first decides which project. All of the project is read, whatever is given.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to say it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// How diagnostics are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the source lines.
    #[default]
    Text,
    /// For programs: a list of diagnostics.
    Json,
    /// For code scanning.
    Sarif,
    /// For the log of a GitHub workflow, which shows them at their lines.
    Github,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let manifests = Manifests::read(&args.paths, settings)?;
    manifests.tell_notes(printer);
    let diagnostics = &manifests.loaded.diagnostics;
    printer.data(&match args.format {
        Format::Text => manifest::text(diagnostics, printer.out().color),
        Format::Json => escape::json(render::diagnostics::json(diagnostics)),
        Format::Sarif => {
            escape::json(render::diagnostics::sarif(diagnostics, &manifests.checkout()))
        }
        Format::Github => render::diagnostics::github(diagnostics, &manifests.checkout()),
    })?;
    let warnings = diagnostics.iter().filter(|it| it.severity == Severity::Warning).count();
    let organizations = manifests.choose(&args.paths, settings)?.organizations.len();
    let organizations = count(organizations, "organization");
    printer.talk(&format!("valid: {organizations}, {}", count(warnings, "warning")));
    Ok(Exit::Done)
}

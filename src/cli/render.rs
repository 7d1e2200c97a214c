use super::error::Error;
use super::exit_code::Exit;
use super::printer::Printer;
use super::project::Repository;
use super::settings::Settings;
use rolecall::manifest;
use std::path::PathBuf;

/// Write templates and clients out as plain Organizations
///
/// Shows what the manifests add up to, one Organization each, as YAML that reads well: templates filled in, overlays
/// laid over them, and comments that say which lines each part came from. Groups and credentials stay references, so
/// that the output is valid beside the Project and the groups. Offline, like `rolecall validate`.
///
///   rolecall render
///   rolecall render --org aster-spa
///   rolecall render clients/aster-spa.yaml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files or folders: only organizations that are declared there.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit, Error> {
    let repository = Repository::open(&args.paths, settings, printer)?;
    let (mut rendered, _) = manifest::render(&repository.files, settings.today());
    rendered.retain(|it| repository.organizations.iter().any(|chosen| chosen.name == it.name));
    let texts: Vec<_> = rendered.into_iter().map(|it| it.text).collect();
    printer.data(&texts.join("---\n"))?;
    Ok(Exit::Done)
}

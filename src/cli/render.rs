use super::args::Chosen;
use super::exit_code::Exit;
use super::printer::Printer;
use super::project::Manifests;
use super::settings::Settings;
use anyhow::Result;
use rolecall::model::Slug;
use std::collections::BTreeSet;

/// Show templates and clients as plain Organizations
///
/// Writes out what the manifests add up to, as YAML that could stand in their place, with
/// remarks that say where each part came from. Asks no platform.
///
///   rolecall render
///   rolecall render clients/acme-dental.yaml
///   rolecall render --org acme-dental > acme-dental.yaml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    chosen: Chosen,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let manifests = Manifests::read(&args.chosen.paths, settings)?;
    let rendered = manifests.rendered(settings);
    let chosen = manifests.open(&args.chosen.paths, settings, printer)?.organizations;
    let chosen: BTreeSet<Slug> = chosen.into_iter().map(|it| it.name).collect();
    let texts = rendered.into_iter().filter(|it| chosen.contains(&it.name)).map(|it| it.text);
    printer.data(&texts.collect::<Vec<_>>().join("---\n"))?;
    Ok(Exit::Done)
}

use super::error;
use super::exit_code::Exit;
use super::printer::Printer;
use anyhow::Result;

/// The manual page, or a page for each verb
///
///   rolecall man | man -l -
///   rolecall man plan | man -l -
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The page of this verb.
    verb: Option<String>,
}

pub(crate) fn run(args: Args, mut command: clap::Command, printer: &Printer) -> Result<Exit> {
    command.build();
    let page = match args.verb {
        None => command,
        Some(verb) => command.find_subcommand(&verb).cloned().ok_or_else(|| {
            error::usage(format!("there is no verb `{verb}`"), "`rolecall --help` lists them")
        })?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    printer.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}

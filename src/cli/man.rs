use super::args::Cli;
use super::error::Error;
use super::exit_code::Exit;
use super::printer::Printer;
use clap::CommandFactory;

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

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit, Error> {
    let mut command = Cli::command();
    command.build();
    let page = match args.verb {
        None => command,
        Some(verb) => command.find_subcommand(&verb).cloned().ok_or_else(|| {
            Error::usage(format!("there is no verb `{verb}`"), "`rolecall --help` lists them")
        })?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page)
        .render(&mut text)
        .map_err(|source| Error::Write { what: "the manual page".to_owned(), source })?;
    printer.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}

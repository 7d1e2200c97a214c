use super::args::Cli;
use super::error::Error;
use super::exit_code::Exit;
use super::printer::Printer;
use clap::CommandFactory;
use clap_complete::Shell;

/// Completions for a shell
///
///   rolecall completions bash > ~/.local/share/bash-completion/completions/rolecall
///   rolecall completions zsh > ~/.zfunc/_rolecall
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Which shell.
    shell: Shell,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit, Error> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rolecall", &mut text);
    printer.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}

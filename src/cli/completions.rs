use super::exit_code::Exit;
use super::printer::Printer;
use anyhow::Result;
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

pub(crate) fn run(args: Args, mut command: clap::Command, printer: &Printer) -> Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "rolecall", &mut text);
    printer.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}

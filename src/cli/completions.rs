use super::exit_code::Exit;
use super::printer::Printer;
use super::project::declared;
use anyhow::Result;
use clap::{Arg, Command};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The shells' scripts ask the program itself what fits, with this variable and the words so far.
const VARIABLE: &str = "ROLECALL_COMPLETE";

const NAME: &str = "rolecall";

/// Completions for a shell
///
/// Verbs, flags and files, and the names of organizations after `--org` and `--canary`: those that
/// the manifests declare. Nothing is asked of the platform, and no command is run.
///
///   rolecall completions bash > ~/.local/share/bash-completion/completions/rolecall
///   rolecall completions zsh > ~/.zfunc/_rolecall
///   rolecall completions fish > ~/.config/fish/completions/rolecall.fish
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Which shell.
    shell: Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

/// What makes zsh complete at once where it has loaded the script as the function `_rolecall`.
const AUTOLOADED: &str = "
if [[ \"$funcstack[1]\" == _rolecall ]]; then
    _clap_dynamic_completer_rolecall \"$@\"
fi
";

/// Bash breaks a line at `=`, and hands `--org=x` on as three words.
const JOINED: &str = "
_rolecall() {
    local -a words=()
    local word before='' at=$COMP_CWORD i
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == = && $before == --* ]] && ((i < COMP_CWORD)); then
            ((at--))
        else
            words+=(\"$word\")
        fi
        before=$word
    done
    local -a COMP_WORDS=(\"${words[@]}\")
    local COMP_CWORD=$at
    _clap_complete_rolecall \"$@\"
}
";

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit> {
    let (shell, more): (&dyn EnvCompleter, _) = match args.shell {
        Shell::Bash => (&Bash, JOINED),
        Shell::Elvish => (&Elvish, ""),
        Shell::Fish => (&Fish, ""),
        Shell::Powershell => (&Powershell, ""),
        Shell::Zsh => (&Zsh, AUTOLOADED),
    };
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, NAME, NAME, NAME, &mut script)?;
    let script = String::from_utf8_lossy(&script);
    let script = script.replace("-F _clap_complete_rolecall", "-F _rolecall");
    printer.data(&(script + more))?;
    Ok(Exit::Done)
}

/// Answers the question of a shell's script about this command line, where it is one.
pub(crate) fn answer(words: &[OsString], command: fn() -> Command) -> Result<bool, clap::Error> {
    let here = std::env::current_dir().ok();
    let asked = CompleteEnv::with_factory(|| with_names(command()));
    let asked = asked.var(VARIABLE).bin(NAME).completer(NAME);
    asked.try_complete(words.iter().cloned(), here.as_deref())
}

/// Flags whose values are names of organizations know where to find them.
fn with_names(command: Command) -> Command {
    let known = |flag: Arg| match flag.get_long() {
        Some("org" | "canary") => flag.add(organization()),
        _ => flag,
    };
    command.mut_args(known).mut_subcommands(|verb| verb.mut_args(known))
}

/// Completes the name of an organization.
fn organization() -> ArgValueCompleter {
    ArgValueCompleter::new(|begun: &OsStr| -> Vec<CompletionCandidate> {
        let Some(begun) = begun.to_str() else { return Vec::new() };
        // Where there is no Project, or it can't be read, there is nothing to offer.
        let names = declared(&directory(std::env::args_os())).unwrap_or_default();
        let fits = names.iter().filter(|name| name.as_str().starts_with(begun));
        fits.map(|name| CompletionCandidate::new(name.as_str())).collect()
    })
}

/// Where the words of a command line that is being written look for the Project.
fn directory(words: impl Iterator<Item = OsString>) -> PathBuf {
    let mut words = words.skip_while(|word| word != "--").skip(1);
    while let Some(word) = words.next() {
        let inline = word.to_str().and_then(|word| word.strip_prefix("--directory="));
        match inline {
            Some(directory) => return directory.into(),
            None if word == "--directory" => return words.next().unwrap_or_default().into(),
            None => {}
        }
    }
    ".".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_is_the_one_of_the_line_that_is_written() {
        let of = |words: &[&str]| directory(words.iter().map(OsString::from));
        assert_eq!(of(&["rolecall", "--", "rolecall", "plan", "--org", ""]), PathBuf::from("."));
        for words in [&["--directory", "a b"][..], &["--directory=a b", "--org"]] {
            let line = [&["rolecall", "--", "rolecall"][..], words].concat();
            assert_eq!(of(&line), PathBuf::from("a b"));
        }
    }
}

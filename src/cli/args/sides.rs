//! The two sides of the verb, where the flags of every verb may stand.

use super::Cli;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory as _, Parser as _};
use std::ffi::OsString;

impl Cli {
    /// Reads the words of a command line, with the program's name first.
    pub(crate) fn read(words: &[OsString]) -> Result<Self, clap::Error> {
        let cli = Self::try_parse_from(words)?;
        match on_both_sides(words) {
            None => Ok(cli),
            Some(flag) => Err(Self::command().error(
                ErrorKind::ArgumentConflict,
                format!("'--{flag}' stands before the verb and after it: write it on one side"),
            )),
        }
    }
}

/// A flag that stands before the verb and again after it. The parser forgets the first then, which may be
/// the organization that is meant, so this one reads the two sides apart.
fn on_both_sides(words: &[OsString]) -> Option<String> {
    let command = Cli::command();
    let flags = command.get_arguments().filter(|it| it.is_global_set());
    let flags: Vec<Arg> = flags.map(|it| it.clone().global(false)).collect();
    let command = command.mut_args(|it| it.global(false));
    let command = command.mut_subcommands(|verb| verb.args(&flags));
    let before = command.try_get_matches_from(words).ok()?;
    let (_, after) = before.subcommand()?;
    let given = |side: &ArgMatches, flag: &Arg| {
        side.value_source(flag.get_id().as_str()) == Some(ValueSource::CommandLine)
    };
    let flag = flags.iter().find(|flag| given(&before, flag) && given(after, flag))?;
    flag.get_long().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn global_flags_stand_before_or_after_the_verb() {
        for words in [
            ["rolecall", "--base-url", "http://127.0.0.1:1", "plan"],
            ["rolecall", "plan", "--base-url", "http://127.0.0.1:1"],
        ] {
            let cli = read(&words).unwrap();
            assert_eq!(cli.global.base_url.as_deref(), Some("http://127.0.0.1:1"));
        }
    }

    #[test]
    fn no_flag_is_forgotten() {
        let several = read(&["rolecall", "plan", "--org", "a", "--org", "b"]).unwrap();
        assert_eq!(several.global.orgs.len(), 2);
        let apart = read(&["rolecall", "--org", "a", "plan", "--now", "2026-12-01"]).unwrap();
        assert_eq!((apart.global.orgs.len(), apart.global.now.is_some()), (1, true));
        for words in [
            &["rolecall", "--org", "a", "plan", "--org", "b"][..],
            &["rolecall", "--org=a", "plan", "--org=a", "--org=b"],
            &["rolecall", "--platform", "sandbox", "plan", "--platform", "respond-io-console"],
            &["rolecall", "-v", "plan", "-v"],
            &["rolecall", "--color", "never", "plan", "--color", "always"],
            &["rolecall", "--allow-assumed", "apply", "--allow-assumed"],
        ] {
            let said = read(words).unwrap_err().to_string();
            assert!(said.contains("stands before the verb and after it"), "{words:?}: {said}");
        }
    }

    fn read(words: &[&str]) -> Result<Cli, clap::Error> {
        Cli::read(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }
}

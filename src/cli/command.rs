//! The whole command line: every verb, and the flags that may stand on either side of it.

use super::args::Global;
use super::exit_table;
use super::version::SHORT;
use super::{
    access, adopt, apply, completions, diff, doctor, drift, explain, history, import, init, learn,
    man, merge, offboard, onboard, plan, render, sandbox, schema, show, snapshot, validate,
};
use clap::builder::styling::{AnsiColor, Styles};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use std::ffi::OsString;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Green.on_default());

/// Keeps respond.io organizations as YAML in Git.
///
/// Manifests say who is in which organization and workspace, with which role, under which
/// contact limit. `rolecall plan` compares them with the platform and shows what differs;
/// `rolecall apply` makes it so, in an order that is safe at every step, and looks afterwards
/// whether it is so.
///
///   rolecall validate             check the manifests, offline
///   rolecall plan                 show what would be done; changes nothing
///   rolecall apply                show it, ask, do it, verify it
#[derive(Debug, Parser)]
#[command(name = "rolecall", version = SHORT, styles = STYLES, verbatim_doc_comment, max_term_width = 110)]
#[command(subcommand_required = true, arg_required_else_help = true)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What to do. One file each.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Init(init::Args),
    Validate(validate::Args),
    Render(render::Args),
    Plan(plan::Args),
    Apply(apply::Args),
    Show(show::Args),
    Drift(drift::Args),
    Access(access::Args),
    Diff(diff::Args),
    Merge(merge::Args),
    Snapshot(snapshot::Args),
    Import(import::Args),
    Onboard(onboard::Args),
    Offboard(offboard::Args),
    Adopt(adopt::Args),
    History(history::Args),
    Explain(explain::Args),
    Learn(learn::Args),
    Doctor(doctor::Args),
    Sandbox(sandbox::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    /// The version; with `--verbose`, all there is to know about this build
    ///
    ///   rolecall version
    ///   rolecall version --verbose
    #[command(verbatim_doc_comment)]
    Version,
}

/// The whole of it. Each verb's help ends with its exit codes.
pub(crate) fn command() -> clap::Command {
    Cli::command().mut_subcommands(|verb| {
        let endings = exit_table::help(verb.get_name());
        verb.after_long_help(endings)
    })
}

impl Cli {
    /// Reads the words of a command line, with the program's name first.
    pub(crate) fn read(words: &[OsString]) -> Result<Self, clap::Error> {
        let cli = Self::from_arg_matches(&command().try_get_matches_from(words)?)?;
        match between_sides(words) {
            None => Ok(cli),
            Some(what) => Err(Self::command().error(ErrorKind::ArgumentConflict, what)),
        }
    }
}

/// What is wrong between the two sides: a flag that stands on both, where the parser forgets the first, which may be
/// the organization that is meant; or flags that can't go together, which it looks for on one side only. So this
/// one reads the sides apart.
fn between_sides(words: &[OsString]) -> Option<String> {
    let command = Cli::command();
    let flags = command.get_arguments().filter(|it| it.is_global_set());
    let flags: Vec<Arg> = flags.map(|it| it.clone().global(false)).collect();
    let conflicts = flags.iter().map(|flag| {
        command.get_arg_conflicts_with(flag).into_iter().cloned().collect::<Vec<Arg>>()
    });
    let conflicts: Vec<_> = conflicts.collect();
    let command = command.mut_args(|it| it.global(false));
    let command = command.mut_subcommands(|verb| verb.args(&flags));
    let before = command.try_get_matches_from(words).ok()?;
    let (_, after) = before.subcommand()?;
    let given = |side: &ArgMatches, flag: &Arg| {
        side.value_source(flag.get_id().as_str()) == Some(ValueSource::CommandLine)
    };
    let named = |flag: &Arg| format!("'--{}'", flag.get_long().unwrap_or_default());
    let twice = flags.iter().find(|flag| given(&before, flag) && given(after, flag));
    if let Some(flag) = twice {
        let flag = named(flag);
        return Some(format!("{flag} stands before the verb and after it: write it on one side"));
    }
    let either = |one: &Arg| given(&before, one) || given(after, one);
    flags.iter().zip(&conflicts).find_map(|(flag, others)| {
        let other = others.iter().find(|other| either(flag) && either(other))?;
        Some(format!("{} can't be given with {}", named(flag), named(other)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_is_not_wrapped_a_second_time() {
        let mut command = Cli::command();
        command.build();
        for verb in command.get_subcommands() {
            let about = verb.get_long_about().map(ToString::to_string).unwrap_or_default();
            let long = about.lines().find(|line| line.len() > 96);
            assert_eq!(long, None, "break the lines of {} at 92", verb.get_name());
        }
    }

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

    #[test]
    fn flags_that_contradict_each_other_do_so_across_the_verb() {
        for words in [
            ["rolecall", "--quiet", "plan", "--verbose"],
            ["rolecall", "-v", "plan", "-q"],
            ["rolecall", "plan", "-v", "-q"],
            ["rolecall", "-v", "-q", "plan"],
        ] {
            let error = read(&words).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ArgumentConflict, "{words:?}: {error}");
        }
    }

    fn read(words: &[&str]) -> Result<Cli, clap::Error> {
        Cli::read(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }
}

//! The command line: one file per verb, and what they share.
//!
//! | file | owns |
//! |---|---|
//! | `command`, `args`, `settings` | what was written, then what it means |
//! | `printer`, `escape`, `output`, `progress` | all that is shown, and how it looks |
//! | `error`, `exit_code`, `exit_table` | what ends a run, and with which number |
//! | `destination`, `files`, `inside`, `kept`, `versioned` | what verbs write and read |
//! | `difference`, `changed` | what would change in a file; manifests that are changed all or none |
//! | `project` | finding and reading manifests, choosing organizations |
//! | `platform`, `planning` | a client for the platform, and plans from what it says |
//! | the others | one verb each |

mod access;
mod adopt;
mod advice;
mod anonymous;
mod apply;
mod args;
mod changed;
mod command;
mod completions;
mod destination;
mod diff;
mod difference;
mod doctor;
mod drift;
mod editor_schema;
mod error;
mod escape;
mod exit_code;
mod exit_table;
mod explain;
mod files;
mod history;
mod import;
mod init;
mod inside;
mod json_error;
mod kept;
mod learn;
mod man;
mod merge;
mod offboard;
mod onboard;
mod output;
mod plan;
mod planning;
mod platform;
mod printer;
mod process;
mod progress;
mod project;
mod render;
mod runtime;
mod sandbox;
mod saved;
mod schema;
mod settings;
mod show;
mod signals;
mod snapshot;
mod validate;
mod version;
mod versioned;
mod withheld;

use anyhow::Result;
use command::{Cli, Verb};
use escape::one_line;
use exit_code::Exit;
use printer::{ColorChoice, Printer};
use rolecall::platform::Redaction;
use settings::Settings;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs the command line of this process.
pub(crate) fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    match completions::answer(&words, command::command) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(said) => return ExitCode::from(clap_says(said, &words).code()),
    }
    let cli = match Cli::read(&words) {
        Ok(cli) => cli,
        Err(said) => return ExitCode::from(clap_says(said, &words).code()),
    };
    let redaction = Redaction::default();
    for variable in ["ROLECALL_TOKEN", "ROLECALL_PASSWORD"] {
        std::env::var(variable).iter().for_each(|secret| redaction.learn(secret));
    }
    let printer = Printer::new(cli.global.color, cli.global.quiet, redaction.clone());
    talk_of_the_library(cli.global.verbose, printer.err().color, redaction.clone());
    let exit = run(cli, &printer, redaction).unwrap_or_else(|error| printer.failed(&error));
    ExitCode::from(exit.code())
}

fn run(cli: Cli, printer: &Printer, redaction: Redaction) -> Result<Exit> {
    let verbose = cli.global.verbose > 0;
    signals::end_the_process()?;
    let settings = Settings::new(cli.global, redaction)?;
    match cli.verb {
        Verb::Init(args) => init::run(args, &settings, printer),
        Verb::Validate(args) => validate::run(args, &settings, printer),
        Verb::Plan(args) => plan::run(args, &settings, printer),
        Verb::Apply(args) => apply::run(args, &settings, printer),
        Verb::Learn(args) => learn::run(args, &settings, printer),
        Verb::Doctor(args) => doctor::run(args, &settings, printer),
        Verb::Render(args) => render::run(args, &settings, printer),
        Verb::Show(args) => show::run(args, &settings, printer),
        Verb::Drift(args) => drift::run(args, &settings, printer),
        Verb::Merge(args) => merge::run(args, &settings, printer),
        Verb::Access(args) => access::run(args, &settings, printer),
        Verb::Diff(args) => diff::run(args, &settings, printer),
        Verb::Snapshot(args) => snapshot::run(args, &settings, printer),
        Verb::Import(args) => import::run(args, &settings, printer),
        Verb::Offboard(args) => offboard::run(args, &settings, printer),
        Verb::Adopt(args) => adopt::run(args, &settings, printer),
        Verb::Onboard(args) => onboard::run(args, &settings, printer),
        Verb::History(args) => history::run(args, &settings, printer),
        Verb::Explain(args) => explain::run(args, printer),
        Verb::Sandbox(args) => sandbox::run(args, printer),
        Verb::Schema(args) => schema::run(args, printer),
        Verb::Completions(args) => completions::run(args, printer),
        Verb::Man(args) => man::run(args, command::command(), printer),
        Verb::Version => {
            let words: &[OsString] = if verbose { &[OsString::from("-v")] } else { &[] };
            printer.data(&version::text(words)).map(|()| Exit::Done)
        }
    }
}

/// Help and version are data; everything else that clap says is wrong usage.
fn clap_says(mut said: clap::Error, words: &[OsString]) -> Exit {
    use clap::error::{ContextKind, ErrorKind};
    let hint = hint(words).filter(|_| said.kind() == ErrorKind::UnknownArgument);
    if hint.is_some() {
        // What clap guesses would lead elsewhere.
        for guess in [ContextKind::SuggestedArg, ContextKind::Suggested, ContextKind::Usage] {
            said.remove(guess);
        }
    }
    let printer = Printer::new(ColorChoice::Auto, false, Redaction::default());
    // What was written on the command line is repeated; nothing in it may move what is around it.
    let plain = words.iter().all(|word| {
        let word = word.to_string_lossy();
        one_line(&word) == word
    });
    let text = |color: bool| match said.render() {
        text if color && plain => text.ansi().to_string(),
        text if plain => text.to_string(),
        text => text.to_string().lines().map(one_line).collect::<Vec<_>>().join("\n"),
    };
    match said.kind() {
        ErrorKind::DisplayHelp => shown(printer.data(&text(printer.out().color))),
        ErrorKind::DisplayVersion => shown(printer.data(&version::text(words))),
        _ => {
            printer.stderr(&text(printer.err().color));
            if let Some(hint) = hint {
                printer.stderr(&format!("\nhelp: {hint}"));
            }
            Exit::Usage
        }
    }
}

/// What to write instead of flags that other tools have.
fn hint(words: &[OsString]) -> Option<&'static str> {
    let has = |flag: &str| words.iter().any(|word| word.to_string_lossy().starts_with(flag));
    if has("--dry-run") {
        Some("`rolecall plan` shows what `rolecall apply` would do, and changes nothing")
    } else if has("--target") {
        Some("choose organizations with `--org NAME`, or with the PATH of their manifests")
    } else {
        None
    }
}

fn shown(written: Result<()>) -> Exit {
    written.map_or_else(|error| error::exit(&error), |()| Exit::Done)
}

/// Traces of the library go to stderr when asked for.
fn talk_of_the_library(verbose: u8, color: bool, redaction: Redaction) {
    use tracing_subscriber::filter::EnvFilter;
    let level = match verbose {
        0 => return,
        1 => "rolecall=info",
        2 => "rolecall=debug",
        _ => "rolecall=trace",
    };
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_writer(move || Traces(redaction.clone()))
        .with_ansi(color)
        .with_target(false)
        .without_time()
        .init();
}

/// Writes traces, which come an event at a time, without secrets.
struct Traces(Redaction);

impl Write for Traces {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        io::stderr().lock().write_all(self.0.clean(&text).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}

use super::exit_code::Exit;
use super::output::Plain;
use super::printer::Printer;
use super::project::Manifests;
use super::runtime;
use super::settings::Settings;
use anyhow::Result;
use jiff::Timestamp;
use rolecall::apply::journal::{self, Filter, History, Integrity, RunHistory, StepHistory};
use rolecall::manifest::escape;
use rolecall::model::Email;
use std::fmt::Write as _;

/// What was done, when, by whom
///
/// Reads the journals in `.rolecall/journal`, checks that no line was changed or is missing,
/// and lists runs and steps. Exit code 1 if a journal is not what was written, or has no end since
/// its run was killed or still goes on.
///
///   rolecall history
///   rolecall history --org acme-dental --since 2026-11-01
///   rolecall history --person cy@acme.example --format json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only steps about this person.
    #[arg(long, value_name = "EMAIL")]
    person: Option<String>,
    /// Only steps from this time on.
    #[arg(long, value_name = "TIME", value_parser = super::args::moment)]
    since: Option<Timestamp>,
    /// Only steps before this time.
    #[arg(long, value_name = "TIME", value_parser = super::args::moment)]
    until: Option<Timestamp>,
    /// How to say it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Plain,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { person, since, until, format } = args;
    let filter = Filter {
        organizations: settings.orgs.iter().cloned().collect(),
        person: person.as_deref().map(Email::seen),
        since,
        until,
    };
    let store = Manifests::read(&[], settings)?.store()?;
    let history = runtime::start()?.block_on(journal::history(&store, &filter))?;
    printer.data(&format.show(&history, text))?;
    let whole = |run: &RunHistory| run.integrity == Integrity::Whole;
    let sound = history.unreadable.is_empty() && history.runs.iter().all(whole);
    Ok(if sound { Exit::Done } else { Exit::Error })
}

fn text(history: &History) -> String {
    let History { runs, unreadable } = history;
    let mut out = String::new();
    for run in runs {
        let end = match run.exit {
            Some(exit) => format!("exit {exit}"),
            None => "no end: the run was killed, or still goes on".to_owned(),
        };
        let _ = writeln!(
            out,
            "{:.0}  run {} on {}, plan {}, {end}{}",
            run.started,
            escape(&run.run),
            escape(&run.host),
            run.plan.short(),
            integrity(&run.integrity)
        );
        for step in &run.steps {
            let _ = writeln!(out, "  {}", one(step));
        }
    }
    for (journal, why) in unreadable {
        let _ = writeln!(out, "{}: can't be read: {}", escape(journal), escape(why));
    }
    if out.is_empty() {
        out.push_str("no run so far\n");
    }
    out
}

fn integrity(integrity: &Integrity) -> String {
    match integrity {
        Integrity::Whole | Integrity::Unended => String::new(),
        Integrity::Torn => "; its last line was cut short".to_owned(),
        Integrity::Broken { line, why } => {
            format!("; from line {line} on it is NOT what was written: {}", escape(why))
        }
    }
}

fn one(step: &StepHistory) -> String {
    let StepHistory { organization: _, step, action, actor, workspace, people, attempts } = step;
    let mut line = format!("{step} {}", escape(action));
    if let Some(workspace) = workspace {
        let _ = write!(line, " in {}", escape(workspace));
    }
    let people: Vec<_> = people.iter().map(|it| escape(it.as_str())).collect();
    if !people.is_empty() {
        let _ = write!(line, ": {}", people.join(", "));
    }
    if let Some(actor) = actor {
        let _ = write!(line, ", by {}", escape(actor.as_str()));
    }
    for attempt in attempts {
        let outcome = attempt.outcome.map_or("cut off", |outcome| outcome.word());
        let _ = write!(line, ", {:.0} {outcome}", attempt.time);
    }
    line
}

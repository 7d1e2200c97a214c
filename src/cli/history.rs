use super::error;
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
use rolecall::render;
use rolecall::store::Pruned;
use std::fmt::Write as _;

/// What was done, from what to what, when, by whom
///
/// Reads the journals in the store, checks that no line was changed or is missing,
/// and lists runs and steps. Exit code 1 if a journal is not what was written, or has no end since
/// its run was killed or still goes on.
///
///   rolecall history
///   rolecall history --org acme-dental --since 2026-11-01
///   rolecall history --person cy@acme.example --format json
///   rolecall history prune --before 2026-01-01     delete what is older
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Option<HistoryVerb>,
    /// Only steps about this person.
    #[arg(long, value_name = "EMAIL", value_parser = super::args::address)]
    person: Option<Email>,
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

/// What to do with the journals, besides reading them.
#[derive(Debug, clap::Subcommand)]
enum HistoryVerb {
    /// Delete journals and reports of runs that began before a day, and plans that were kept before it
    ///
    /// They hold e-mail addresses. Locks stay. What is deleted is gone: nothing else has it.
    ///
    ///   rolecall history prune --before 2026-01-01
    #[command(verbatim_doc_comment)]
    Prune {
        /// The first day, or moment, of what stays.
        #[arg(long, value_name = "DATE", value_parser = super::args::moment)]
        before: Timestamp,
    },
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { verb, person, since, until, format } = args;
    if let Some(HistoryVerb::Prune { before }) = verb {
        return prune(before, settings, printer);
    }
    let filter = Filter { organizations: settings.orgs.clone(), person, since, until };
    let store = Manifests::read(&[], settings)?.store(settings)?;
    let history = runtime::start()?.block_on(journal::history(store.as_ref(), &filter))?;
    printer.data(&format.show(&history, text))?;
    let whole = |run: &RunHistory| run.integrity == Integrity::Whole;
    let sound = history.unreadable.is_empty() && history.runs.iter().all(whole);
    Ok(if sound { Exit::Done } else { Exit::Error })
}

fn prune(before: Timestamp, settings: &Settings, printer: &Printer) -> Result<Exit> {
    if !settings.orgs.is_empty() {
        return Err(error::usage(
            "`--org` can't be given with `prune`",
            "a journal is of all organizations of its run, and is kept or deleted whole",
        ));
    }
    let store = Manifests::read(&[], settings)?.store(settings)?;
    let pruned = runtime::start()?.block_on(store.prune(before))?;
    let Pruned { journals, reports, plans } = pruned;
    let counts = [(journals, "journal"), (reports, "report"), (plans, "plan")];
    let counts = counts.map(|(number, thing)| error::count(number, thing));
    printer.data(&format!("deleted: {}", counts.join(", ")))?;
    Ok(Exit::Done)
}

fn text(history: &History) -> String {
    let History { runs, left_out, unreadable } = history;
    let mut out = String::new();
    for run in runs {
        let end = match run.exit {
            Some(exit) => format!("exit {exit}"),
            None => "killed, or still running: there is no record of its end".to_owned(),
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
            for line in one(step) {
                let _ = writeln!(out, "  {line}");
            }
        }
    }
    for (journal, why) in unreadable {
        let _ = writeln!(out, "{}: can't be read: {}", escape(journal), escape(why));
    }
    match (out.is_empty(), left_out) {
        (true, 0) => out.push_str("no run so far\n"),
        (true, 1) => out.push_str("nothing fits the filter: there is 1 run\n"),
        (true, runs) => {
            let _ = writeln!(out, "nothing fits the filter: there are {runs} runs");
        }
        (false, _) => {}
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

/// What was done, from what to what, and what came of it: `bloom/3 - dan loses Store; … · by ops, 09:00 done`.
fn one(step: &StepHistory) -> Vec<String> {
    let StepHistory { organization: _, step: id, action, actor, workspace: _, people, attempts } =
        step;
    let mut came: Vec<String> =
        actor.iter().map(|it| format!("by {}", escape(it.as_str()))).collect();
    came.extend(attempts.iter().map(|attempt| {
        let outcome = attempt.outcome.map_or("cut off", |outcome| outcome.word());
        format!("{:.0} {outcome}", attempt.time)
    }));
    let came = came.join(", ");
    match step.step().map(|step| render::step(&step)) {
        Some(sentences) if !sentences.is_empty() => {
            let id = id.to_string();
            let rest = " ".repeat(id.len());
            let lead = |at: usize| if at == 0 { id.clone() } else { rest.clone() };
            let last = sentences.len() - 1;
            let line = |(at, sentence): (usize, String)| match at == last {
                true => format!("{} {sentence} · {came}", lead(at)),
                false => format!("{} {sentence}", lead(at)),
            };
            sentences.into_iter().enumerate().map(line).collect()
        }
        _ => {
            let people: Vec<_> = people.iter().map(|it| escape(it.as_str())).collect();
            vec![format!("{id} {} {} · {came}", escape(action), people.join(", "))]
        }
    }
}

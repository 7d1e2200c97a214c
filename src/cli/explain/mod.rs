mod example;
mod field;
mod held;
mod shown;

use super::error;
use super::exit_code::Exit;
use super::exit_table;
use super::printer::Printer;
use anyhow::Result;
use field::field;
use held::{held, holds};
use rolecall::manifest::{Code, Kind};
use std::fmt::Write as _;

/// What a code, a hold, an exit code or a field means
///
/// Takes a diagnostic (`RC101`), a reason for which a step is held (`last_admin`), an exit code
/// (`3`) or a field of a manifest (`Organization.workspaces.contactLimit`). Without one, lists
/// what there is.
///
///   rolecall explain RC114
///   rolecall explain pin_gone
///   rolecall explain Organization.safety.maxRemovals
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Which.
    #[arg(value_name = "CODE or KIND.FIELD")]
    what: Option<String>,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit> {
    let text = match args.what {
        None => list(),
        Some(what) => explain(&what).ok_or_else(|| {
            error::usage(
                format!("there is nothing called `{what}` to explain"),
                "`rolecall explain` lists codes, holds, exit codes and kinds",
            )
        })?,
    };
    printer.data(&text)?;
    Ok(Exit::Done)
}

fn explain(what: &str) -> Option<String> {
    if let Some(code) = Code::parse(&what.to_uppercase()) {
        return Some(diagnostic(code));
    }
    if let Some(text) = held(what) {
        return Some(text);
    }
    if let Some(exit) = what.parse().ok().and_then(Exit::of_code) {
        let ways = exit_table::ways(exit);
        return Some(format!("exit code {what}: {}\n\nFor example:\n{ways}", exit.meaning()));
    }
    field(what)
}

fn diagnostic(code: Code) -> String {
    let set = match code.is_lint() {
        true => format!(
            "\n\nIts level can be set in the Project, `lints: {{{code}: error}}`, and a comment allows one line: `# rolecall: allow {code} because …`."
        ),
        false => String::new(),
    };
    let text = format!("{code} ({}): {}{set}\n", code.level(), code.meaning());
    text + &shown::example(shown::DIAGNOSTICS, code.word())
}

fn list() -> String {
    let mut out = String::from("Diagnostics\n");
    for code in Code::ALL {
        let _ = writeln!(out, "  {code}  {}", code.meaning());
    }
    out.push_str("\nReasons for which a step is held\n");
    for (code, meaning) in holds() {
        let _ = writeln!(out, "  {code:<22}  {meaning}");
    }
    out.push_str("\nExit codes\n");
    for exit in Exit::ALL {
        let _ = writeln!(out, "  {:<3}  {}", exit.code(), exit.meaning());
    }
    out.push_str("\nKinds of manifests (`rolecall explain KIND.FIELD`)\n");
    for kind in Kind::ALL {
        let _ = writeln!(out, "  {}", kind.word());
    }
    out
}

use super::error;
use super::exit_code::Exit;
use super::printer::Printer;
use anyhow::Result;

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

pub(crate) fn run(args: Args, mut command: clap::Command, printer: &Printer) -> Result<Exit> {
    command.build();
    let page = match args.verb {
        None => command,
        Some(verb) => command.find_subcommand(&verb).cloned().ok_or_else(|| {
            error::usage(format!("there is no verb `{verb}`"), "`rolecall --help` lists them")
        })?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    let page = as_written(&String::from_utf8_lossy(&text)) + &more();
    printer.data(&page)?;
    Ok(Exit::Done)
}

/// The page with its indented lines, which are examples, as they were written: a pager would fill them.
fn as_written(page: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in page.lines() {
        let example = line.starts_with("  ");
        if example != inside {
            out.push_str(if example { ".nf\n" } else { ".fi\n" });
            inside = example;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

const ENVIRONMENT: &[(&str, &str)] = &[
    ("ROLECALL_TOKEN", "the token of the credential `default`, where the Project names none"),
    ("ROLECALL_EMAIL, ROLECALL_PASSWORD", "who logs in as the credential `default`, likewise"),
    ("ROLECALL_PLATFORM", "stands in for `--platform`"),
    ("ROLECALL_BASE_URL", "stands in for `--base-url`"),
    ("NO_COLOR", "if set, nothing is coloured"),
];

const FILES: &[(&str, &str)] = &[
    ("rolecall.yaml", "the Project; its folder is where manifests are looked for"),
    (".rolecall/journal/", "what was done, a file for each run (`rolecall history`)"),
    (".rolecall/sandbox.json", "the state of the embedded platform"),
];

/// What ends every page.
fn more() -> String {
    let exits: Vec<_> =
        Exit::ALL.iter().map(|exit| (exit.code().to_string(), exit.meaning())).collect();
    let exits = exits.iter().map(|(code, meaning)| (code.as_str(), *meaning));
    section("EXIT STATUS", exits)
        + &section("ENVIRONMENT", ENVIRONMENT.iter().copied())
        + &section("FILES", FILES.iter().copied())
}

fn section<'a>(title: &str, entries: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = format!(".SH \"{title}\"\n");
    for (name, meaning) in entries {
        // A line that begins with a dot is a request of roff.
        out.push_str(&format!(
            ".TP\n\\&{}\n{}\n",
            name.replace('-', "\\-"),
            meaning.replace('-', "\\-")
        ));
    }
    out
}

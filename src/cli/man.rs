use super::exit_code::Exit;
use super::printer::Printer;
use super::{error, exit_table};
use anyhow::Result;
use clap::builder::Resettable;

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
    let (page, exits) = match args.verb {
        None => (command, exits()),
        Some(verb) => {
            let page = command.find_subcommand(&verb).cloned().ok_or_else(|| {
                error::usage(format!("there is no verb `{verb}`"), "`rolecall --help` lists them")
            })?;
            // Its exit codes have a section of their own.
            (page.after_long_help(Resettable::Reset), exit_table::endings(&verb))
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    let page = as_written(&String::from_utf8_lossy(&text)) + &more(&exits);
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
    ("HTTPS_PROXY, NO_PROXY", "the proxy to go through, and for which hosts not to"),
    ("SSL_CERT_FILE", "certificates to trust in place of the system's"),
];

const FILES: &[(&str, &str)] = &[
    ("rolecall.yaml", "the Project; its folder is where manifests are looked for"),
    (".rolecall/journal/", "what was done, a file for each run (`rolecall history`)"),
    (".rolecall/reports/", "the report of each run (`rolecall show`)"),
    (".rolecall/locks/", "who is at work on an organization"),
    (".rolecall/sandbox.json", "the state of the embedded platform"),
];

/// What each exit code means, whichever verb ends with it.
fn exits() -> Vec<(u8, String)> {
    Exit::ALL.iter().map(|exit| (exit.code(), exit.meaning().to_owned())).collect()
}

/// What ends every page.
fn more(exits: &[(u8, String)]) -> String {
    let exits: Vec<_> =
        exits.iter().map(|(code, meaning)| (code.to_string(), meaning.as_str())).collect();
    section("EXIT STATUS", exits.iter().map(|(code, meaning)| (code.as_str(), *meaning)))
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

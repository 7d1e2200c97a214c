//! `learn script`.

use super::SCRIPT;
use crate::cli::destination::Destination;
use crate::cli::error;
use crate::cli::exit_code::Exit;
use crate::cli::files;
use crate::cli::import::organization_id;
use crate::cli::platform;
use crate::cli::printer::Printer;
use crate::cli::project::Manifests;
use crate::cli::settings::Settings;
use crate::cli::versioned;
use anyhow::Result;
use jiff::Timestamp;
use rolecall::learn::script::{self, FORMAT, Probes, Script, steps};
use rolecall::manifest::PlatformChoice;
use rolecall::model::{Email, OrganizationId};
use std::io::{self, BufRead as _, IsTerminal as _};
use wildmatch::WildMatch;

/// Print the steps to follow in the console while the browser records
///
/// Every value in them is unlike every other one, so that a recording shows what goes where.
/// Invitation e-mails go to the probe addresses, and some of these people are admins for a
/// while: their domain has to be one of the Project's `staff`, or `--yes` says that the mail is
/// yours. Nothing is left in the organization at the end; a spare or trial one serves best.
///
///   rolecall learn script --org-id 239021 --probe-email 'qa+{n}@agency.example'
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// What the platform calls the organization.
    #[arg(long, value_name = "ID", value_parser = organization_id)]
    org_id: OrganizationId,
    /// Addresses that you read; `{n}` becomes a number for each of seven people.
    #[arg(long, value_name = "ADDRESS")]
    probe_email: String,
    /// The organization's present name: then it is renamed too, and gets that name back.
    #[arg(long, value_name = "NAME")]
    organization_name: Option<String>,
    /// The probe addresses are yours, although no `staff` of the Project says so.
    #[arg(long)]
    yes: bool,
    /// Where to write the steps as data, for `rolecall learn`.
    #[arg(long, value_name = "FILE")]
    out: Option<Destination>,
}

pub(super) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { org_id, probe_email, organization_name, yes, out } = args;
    let manifests = Manifests::read(&[], settings)?;
    let root = manifests.root().to_owned();
    let name = organization_name.as_deref().map(str::trim);
    if name.is_some_and(str::is_empty) {
        return Err(error::usage("the organization's name is empty", "give its present name"));
    }
    let now = settings.now.unwrap_or_else(Timestamp::now);
    let tag = u64::try_from(now.as_nanosecond().unsigned_abs() % u128::from(u64::MAX)).unwrap_or(7);
    let probes = Probes::new(&probe_email, org_id, tag).map_err(|wrong| {
        error::usage(wrong.to_string(), "write it like `--probe-email 'qa+{n}@agency.example'`")
    })?;
    let console = PlatformChoice::BuiltIn("respond-io-console".to_owned());
    let clicks = platform::profile(&console, &[])?.clicks();
    let script = steps(org_id, name, &probes, &clicks, now);
    let staff = manifests.loaded.project.as_ref().and_then(|project| project.staff.as_deref());
    printer.stderr(&script::warning(&script));
    if !yes && !staff.is_some_and(|staff| all_match(staff, &script)) {
        confirmed(printer)?;
    }
    let out = out.unwrap_or_else(|| root.join(SCRIPT).into_os_string().into());
    let file = out.path();
    // Journals and scripts are kept in a real folder of the project.
    manifests.store(settings)?;
    if let Some(before) = earlier(file) {
        printer.stderr(&format!(
            "an earlier script is replaced; where it was not followed to its end:\n{}",
            script::by_hand(&before)
        ));
    }
    if let Some(folder) = file.parent().filter(|_| !out.is_stdout()) {
        std::fs::create_dir_all(folder).map_err(|error| files::cant_write(folder, error))?;
    }
    printer.save(&out, &versioned::text(&script))?;
    let steps = format!("{}\n{}", script::text(&script), script::by_hand(&script));
    printer.show_beside(Some(&out), &steps)?;
    printer.talk(&format!(
        "written to {}; once recorded: rolecall learn session.har --out platforms/console.yaml",
        out
    ));
    Ok(Exit::Done)
}

fn all_match(staff: &[String], script: &Script) -> bool {
    let globs: Vec<_> = staff.iter().map(|glob| WildMatch::new(&glob.to_lowercase())).collect();
    let is_staff = |email: &&Email| globs.iter().any(|glob| glob.matches(email.canonical()));
    script.people().iter().all(is_staff)
}

fn confirmed(printer: &Printer) -> Result<()> {
    if !io::stdin().is_terminal() || !printer.err().terminal {
        return Err(error::usage(
            "the probe addresses are none of the Project's `staff`, and some become admins for a while",
            "give `--yes` if you alone read their mail, or list their domain as `staff` in the Project",
        ));
    }
    printer.prompt("Do you alone read the mail of these addresses? [y/N] ");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(|error| files::cant_read("stdin", error))?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(error::failed("nothing was written", "the answer was not `yes`")),
    }
}

/// The script that is there already, where it is one.
fn earlier(file: &std::path::Path) -> Option<Script> {
    let text = files::read(file).ok()?;
    versioned::read(&text, "script", FORMAT).ok()
}

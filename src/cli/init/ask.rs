//! What was not given is asked on a terminal, and has a default elsewhere.

use super::{Choices, Ci};
use crate::cli::error::Error;
use crate::cli::printer::Printer;
use camino::Utf8Path;
use clap::ValueEnum as _;
use rolecall::manifest::import::name_for;
use rolecall::model::{OrganizationId, Slug};
use rolecall::platform::Profile;
use std::io::{self, BufRead as _, IsTerminal as _};

/// What the command line says.
pub(super) struct Given {
    pub(super) name: Option<Slug>,
    pub(super) platform: Option<String>,
    pub(super) ci: Option<Ci>,
}

/// Makes choices of what was given, of answers, and of defaults.
pub(super) fn choices(
    given: Given,
    root: &Utf8Path,
    example: bool,
    printer: &Printer,
) -> Result<Choices, Error> {
    let asks = io::stdin().is_terminal() && printer.err().terminal && !printer.is_quiet();
    let Given { name, platform, ci } = given;
    let of_folder = name_for(OrganizationId::new(1), root.file_name());
    let of_folder = if of_folder.as_str() == "organization-1" { project() } else { of_folder };
    let platforms: Vec<_> = Profile::built_in_names().collect();
    let ask = |question: &str, default: &str| {
        if asks { answer(question, default, printer) } else { Ok(default.to_owned()) }
    };
    let name = match name {
        Some(name) => name,
        None => {
            let said = ask("Name of the project", of_folder.as_str())?;
            Slug::parse(&said)
                .map_err(|error| Error::usage(format!("`{said}` is no name"), error.to_string()))?
        }
    };
    let platform = match platform {
        Some(platform) => platform,
        None => ask(&format!("Platform ({})", platforms.join(", ")), "respond-io-console")?,
    };
    if !platforms.contains(&platform.as_str()) {
        return Err(Error::usage(
            format!("there is no built-in platform `{platform}`"),
            format!("it is {}; a Platform file of your own comes later", platforms.join(", ")),
        ));
    }
    let ci = match ci {
        Some(ci) => ci,
        None => {
            let said = ask("Workflows for (github, gitlab, none)", "github")?;
            Ci::from_str(&said, true).map_err(|_| {
                Error::usage(
                    format!("there are no workflows for `{said}`"),
                    "it is github, gitlab or none",
                )
            })?
        }
    };
    Ok(Choices { name, platform, ci, example })
}

fn project() -> Slug {
    match Slug::parse("my-project") {
        Ok(slug) => slug,
        Err(_) => unreachable!("two words and a dash are a slug"),
    }
}

/// Asks; an empty answer is the default.
fn answer(question: &str, default: &str, printer: &Printer) -> Result<String, Error> {
    printer.prompt(&format!("{question} [{default}]: "));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    let failed = |source| Error::Start { what: "reading the answer", source };
    read.map_err(failed)?;
    let answer = answer.trim();
    Ok(if answer.is_empty() { default } else { answer }.to_owned())
}

//! What was not given is asked on a terminal, and has a default elsewhere.

use super::choices::{Choices, Ci};
use super::tool::{self, Tool};
use crate::cli::error;
use crate::cli::printer::Printer;
use anyhow::{Context as _, Result};
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
    pub(super) tool: Option<Tool>,
}

/// Makes choices of what was given, of answers, and of defaults.
pub(super) fn choices(
    given: Given,
    root: &Utf8Path,
    example: bool,
    folder: String,
    printer: &Printer,
) -> Result<Choices> {
    let Given { name, platform, ci, tool } = given;
    let asks = io::stdin().is_terminal() && printer.err().terminal && !printer.is_quiet();
    let asker = asks.then_some(printer);
    let name = match name {
        Some(name) => name,
        None => chosen("Name of the project", of_folder(root).as_str(), as_name, asker)?,
    };
    let platform = match platform {
        Some(platform) => as_platform(&platform)?,
        None => {
            let question = format!("Platform ({})", platforms());
            chosen(&question, "respond-io-console", as_platform, asker)?
        }
    };
    let ci = match ci {
        Some(ci) => ci,
        None => chosen("Workflows for (github, gitlab, none)", "github", as_ci, asker)?,
    };
    let tool = match tool {
        None if ci != Ci::None => named(asker)?,
        tool => tool,
    };
    Ok(Choices { name, platform, ci, tool, example, folder })
}

/// Where CI installs rolecall from, if somebody is there to name it.
fn named(asker: Option<&Printer>) -> Result<Option<Tool>> {
    let question = "Repository that CI builds rolecall from (https://…; `-`: set it later)";
    let optional = |said: &str| match said {
        "-" => Ok(None),
        said => tool::as_repository(said).map(Some),
    };
    let Some(repository) = chosen(question, "-", optional, asker)? else { return Ok(None) };
    let rev = chosen("Which commit of it (its full digest)", "", tool::as_rev, asker)?;
    Tool::given(Some(repository), Some(rev), None)
}

/// The folder's name, where that can be the name of a project.
fn of_folder(root: &Utf8Path) -> Slug {
    let nameless = OrganizationId::new(1);
    let name = name_for(nameless, root.file_name());
    if name == name_for(nameless, None) { project() } else { name }
}

fn project() -> Slug {
    match Slug::parse("my-project") {
        Ok(slug) => slug,
        Err(_) => unreachable!("two words and a dash are a slug"),
    }
}

fn platforms() -> String {
    Profile::built_in_names().collect::<Vec<_>>().join(", ")
}

fn as_name(said: &str) -> Result<Slug> {
    Slug::parse(said)
        .map_err(|error| error::usage(format!("`{said}` is no name"), error.to_string()))
}

fn as_platform(said: &str) -> Result<String> {
    match Profile::built_in_names().any(|name| name == said) {
        true => Ok(said.to_owned()),
        false => Err(error::usage(
            format!("there is no built-in platform `{said}`"),
            format!("it is {}; a Platform file of your own comes later", platforms()),
        )),
    }
}

fn as_ci(said: &str) -> Result<Ci> {
    Ci::from_str(said, true).map_err(|_| {
        error::usage(format!("there are no workflows for `{said}`"), "it is github, gitlab or none")
    })
}

/// Asks until the answer is one; an empty one is the default, and so is nobody to ask.
fn chosen<T>(
    question: &str,
    default: &str,
    read: impl Fn(&str) -> Result<T>,
    asker: Option<&Printer>,
) -> Result<T> {
    let Some(printer) = asker else { return read(default) };
    loop {
        match default {
            "" => printer.prompt(&format!("{question}: ")),
            default => printer.prompt(&format!("{question} [{default}]: ")),
        }
        let mut answer = String::new();
        let read_to = io::stdin().lock().read_line(&mut answer);
        let length = read_to.context("can't read the answer")?;
        if length == 0 {
            // Ctrl-D: whoever leaves does not mean the default.
            printer.prompt("\n");
            return Err(error::failed(
                "nothing was written: a question was left without an answer",
                "answer it, or give `--name`, `--platform` and `--ci`",
            ));
        }
        let answer = answer.trim();
        match read(if answer.is_empty() { default } else { answer }) {
            Ok(choice) => return Ok(choice),
            Err(wrong) => drop(printer.failed(&wrong)),
        }
    }
}

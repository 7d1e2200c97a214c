use super::changed::Changed;
use super::error::{self, count};
use super::exit_code::Exit;
use super::inside;
use super::printer::Printer;
use super::project::{Manifests, Repository};
use super::settings::Settings;
use anyhow::Result;
use camino::Utf8PathBuf;
use jiff::civil::Date;
use rolecall::manifest::onboard::{self, Change, Newcomer, Onboarding, Request, UnknownTemplate};
use rolecall::manifest::{self, Severity, SourceFile, escape};
use rolecall::model::Slug;
use std::path::{Path, PathBuf};

/// Write a Client manifest for each row of a table
///
/// The table is CSV as spreadsheets write it: comma, semicolon or tab between the cells, with
/// or without quotes and byte order mark. Its first line names the columns: `name` (of the
/// client and its file), `organizationId`, `marketingOptOutRequested`, `credentials`, and the
/// parameters of the template, lists with `|` between their items. Space around a cell doesn't
/// count, and an empty cell is left out. Every value is taken as it is, never as YAML or as an
/// expression.
///
/// All rows are checked first, against the template and together with the rest of the project,
/// and all that is wrong is said at once, by line and column. Nothing is written while any row
/// is wrong. Then it says for each client what is left to be done by hand.
///
/// A file that says what its row says stays as it is, however it is laid out, so that a table can
/// grow and be used again. One that says something else is an error, or with `--update` is shown as
/// a diff and changed, with its comments and line ends kept; a parameter that the row leaves out is
/// then left out. Nothing else is ever lost: where the file has an overlay, other manifests, or an
/// opt-out day or credentials that the row leaves out, or is about another template or
/// organization, that is an error all the same.
///
///   rolecall onboard clients.csv --template single-branch --out clients
///   rolecall onboard clients.csv --template single-branch --out clients --update
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The table.
    #[arg(value_name = "FILE.csv")]
    file: Utf8PathBuf,
    /// The template that the clients are made from.
    #[arg(long, value_name = "T", value_parser = Slug::parse)]
    template: Slug,
    /// The folder for their files. The project is the one that it is in.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace files that say something else, and show what changes in them.
    #[arg(long)]
    update: bool,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { file, template, out, update } = args;
    let out = settings.directory.join(out);
    let there = out.ancestors().find(|it| it.exists()).unwrap_or(&settings.directory);
    let repository = Manifests::read(&[there.to_owned()], settings)?.whole(printer)?;
    let folder = folder(&repository, &out)?;
    let table = SourceFile { path: escape(file.as_str()).into(), text: Repository::text(&file)? };
    let today = settings.today();
    let request = Request {
        files: &repository.files,
        table: &table,
        template: &template,
        folder: &folder,
        update,
        today,
    };
    let Onboarding { clients, waiting, diagnostics } =
        onboard::onboard(&request).map_err(|error| unknown(&error))?;
    if !diagnostics.is_empty() {
        printer.stderr(&manifest::text(&diagnostics, printer.err().color));
    }
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    if errors > 0 {
        for Newcomer { name, path, .. } in waiting.iter().filter(|it| it.change == Change::New) {
            printer.talk(&format!(
                "{name} is new: its file {path} is written once all rows are right"
            ));
        }
        return Err(error::invalid(
            format!("no client was written: {}", count(errors, "error")),
            "all rows have to be right before any file is written",
        ));
    }
    let mut changed = Changed::new(&repository.root);
    for client in &clients {
        match &client.change {
            Change::New if inside::existing(&repository.path(&client.path))?.is_some() => {
                return Err(error::usage(
                    format!("{} is there and was not read as a manifest", client.path),
                    "move it away, or call the client something else",
                ));
            }
            Change::New => changed.create(&client.path, client.text.clone()),
            Change::Replaces { old } => changed.replace(&client.path, old, client.text.clone()),
            Change::Same => {}
        }
    }
    printer.data(&changed.difference("as its row says", printer.out().color))?;
    changed.write()?;
    for client in &clients {
        printer.data(&told(client, today))?;
    }
    printer.talk(&summary(&clients));
    Ok(Exit::Done)
}

/// The folder as manifests name it. What is in a folder whose name begins with a dot is not read.
fn folder(repository: &Repository, out: &Path) -> Result<String> {
    let folder = inside::folder(&repository.root, out)?;
    let shown = repository.shown(&folder);
    if shown.split('/').any(|part| part.starts_with('.')) {
        return Err(error::usage(
            format!("manifests in {} would not be read", escape(&shown)),
            "folders whose names begin with a dot are passed over: choose another one",
        ));
    }
    if folder.exists() && !folder.is_dir() {
        return Err(error::usage(
            format!("{} is not a folder", escape(&shown)),
            "`--out` names the folder of the clients' files",
        ));
    }
    Ok(shown)
}

fn unknown(error: &UnknownTemplate) -> anyhow::Error {
    let known: Vec<_> = error.known.iter().map(Slug::as_str).collect();
    let help = match known.as_slice() {
        [] => "write a manifest with `kind: Template` first".to_owned(),
        known => format!("there are: {}", known.join(", ")),
    };
    error::usage(error.to_string(), help)
}

/// What became of the client's file, and what is left to be done by hand.
fn told(client: &Newcomer, today: Date) -> String {
    let Newcomer { name, organization, path, change, asked, free_from, text: _ } = client;
    let what = match change {
        Change::New => "written to",
        Change::Same => "nothing to do in",
        Change::Replaces { .. } => "changed in",
    };
    let mut lines = vec![format!("{name}: {what} {path}")];
    if asked.is_none() {
        lines.push(format!(
            "  by hand: ask the vendor for the marketing opt-out of organization {organization}, then add the day to \
             the table as marketingOptOutRequested and run this with --update"
        ));
    }
    if let Some(day) = free_from.filter(|day| *day > today) {
        lines.push(format!("  held: invitations of the client's people, until {day}"));
    }
    lines.join("\n")
}

fn summary(clients: &[Newcomer]) -> String {
    let number = |fits: fn(&Change) -> bool| clients.iter().filter(|it| fits(&it.change)).count();
    let new = number(|it| *it == Change::New);
    let changed = number(|it| matches!(it, Change::Replaces { .. }));
    let same = number(|it| *it == Change::Same);
    if new + changed == 0 {
        return format!("nothing to do: {} as before", count(same, "client"));
    }
    let parts = [(new, "new"), (changed, "changed"), (same, "as before")];
    let parts = parts.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<_> = parts.map(|(number, what)| format!("{number} {what}")).collect();
    format!("{}: next, look at `rolecall plan`", parts.join(", "))
}

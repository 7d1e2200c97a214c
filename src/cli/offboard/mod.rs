//! | file | owns |
//! |---|---|
//! | `reading` | where they are on the platform, and the plan that the change would make |
//! | `file` | what `--format json` says |
//! | `text` | the same for people |

mod file;
mod reading;
mod text;

pub(crate) use file::{FileChange, OffboardFile};

use super::args::{address, moment};
use super::changed::Changed;
use super::error;
use super::exit_code::Exit;
use super::output::{self, Format, Plain};
use super::printer::Printer;
use super::project::{Manifests, Repository};
use super::settings::Settings;
use super::{advice, args};
use anyhow::Result;
use file::FORMAT;
use jiff::civil::Date;
use reading::Reading;
use rolecall::model::Email;
use rolecall::people::access::{Question, of_manifests};
use rolecall::people::offboard::{Offboarding, Request, offboard};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Take somebody who leaves out of every manifest
///
/// Takes people out of everything that gives them something: users of organizations and of
/// workspaces, groups, templates, parameters and overlays of clients, and hand-overs. Comments,
/// order and layout of everything else stay. Says where they were, where they are on the
/// platform and in no manifest, and where else they are named; shows the change, and ends with
/// the plan that it would make. Writes nothing without `--write`.
///
/// Where a rule would break (the last admin, the last listed owner of a workspace, a hand-over to
/// who leaves), it says who could take over, and nothing is written unless `--partly`.
///
///   rolecall offboard dan@bloom.example --hand-contacts-to fay@bloom.example
///   rolecall offboard dan@bloom.example --until 2027-01-31 --write
///   rolecall offboard dan@bloom.example --snapshot snapshot.json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Who leaves.
    #[arg(value_name = "EMAIL", required = true, value_parser = somebody)]
    people: Vec<Email>,
    /// Who takes over their contacts, wherever they have access too.
    #[arg(long, value_name = "EMAIL", value_parser = somebody)]
    hand_contacts_to: Option<Email>,
    /// Write this day as the end of what they have, instead of taking it out: the last day, in UTC.
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// Where they are, and what to plan with: what `rolecall snapshot --out FILE` saved, instead of the platform.
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    /// Write what breaks no rule, and leave the rest.
    #[arg(long)]
    partly: bool,
    /// Write the files.
    #[arg(long)]
    write: bool,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Plain,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { people, hand_contacts_to, until, snapshot, partly, write, format } = args;
    let people: BTreeSet<Email> = people.into_iter().collect();
    check(&people, hand_contacts_to.as_ref(), until, settings)?;
    let repository = Manifests::read(&[], settings)?.whole(printer)?;
    let request = Request {
        files: &repository.files,
        organizations: &repository.organizations,
        people: &people,
        contacts_to: hand_contacts_to.as_ref(),
        until,
        today: settings.today(),
    };
    let done = offboard(&request);
    let is_refused = !done.refused.is_empty() && !partly;
    let after = after(&repository, &done);
    let reading =
        reading::read(&repository, &after, &people, snapshot.as_deref(), settings, printer)?;
    let Reading { elsewhere, plan, incomplete, failures } = reading;
    let changed = match is_refused {
        true => Changed::new(&repository.root),
        false => Changed::of(&repository, &done.texts),
    };
    let written = write && !changed.is_empty();
    if written {
        changed.write()?;
    }
    let question = Question::default();
    let there = repository.organizations.iter().flat_map(|it| of_manifests(it, &question).rows);
    let there = there.filter(|row| people.contains(&row.person)).collect();
    let how = if until.is_some() { "with an end" } else { "without them" };
    let files =
        changed.each(how).map(|(file, difference)| FileChange { file, difference }).collect();
    let Offboarding { changed: places, named, by_hand, refused, contacts, texts: _, after: _ } =
        done;
    let unread: Vec<String> = failures.iter().map(|(name, _)| name.to_string()).collect();
    let said = OffboardFile {
        format: FORMAT.to_owned(),
        people: people.into_iter().collect(),
        until: until.map(|it| it.to_string()),
        there,
        elsewhere,
        changed: if is_refused { Vec::new() } else { places },
        named,
        by_hand,
        refused,
        contacts: if is_refused { Vec::new() } else { contacts },
        files,
        written,
        incomplete,
        unread,
        plan: (!is_refused).then_some(plan),
    };
    let look = printer.out();
    printer.data(&format.show(&said, |said| {
        let mut all = text::text(said);
        all.push_str(&changed.difference(how, look.color));
        if let Some(plan) = said.plan.as_ref().filter(|plan| !plan.organizations.is_empty()) {
            let command =
                advice::apply(settings, &[], args::Part::default(), &args::Safety::default());
            let command = Some(command.as_str()).filter(|_| said.written);
            all.push_str("\nthe plan with this change:\n");
            all.push_str(&output::plan(plan, Format::Text, command, look));
        }
        all
    }))?;
    let exit = if is_refused {
        printer
            .talk("nothing was written: mend what is refused, or write the rest with `--partly`");
        Exit::Refused
    } else {
        printer.talk(&changed.told(written));
        match (changed.is_empty() || written, said.incomplete.is_empty()) {
            (false, _) => Exit::Pending,
            (true, false) => Exit::Partial,
            (true, true) => Exit::Done,
        }
    };
    Ok(printer.failures(&failures).worst(exit))
}

/// The repository with what the manifests would be.
fn after(repository: &Repository, done: &Offboarding) -> Repository {
    let mut files = repository.files.clone();
    for file in &mut files {
        if let Some(new) = done.texts.get(&file.path) {
            file.text.clone_from(new);
        }
    }
    let mut after = repository.with(done.after.organizations.clone(), files);
    after.silenced = done.after.silenced();
    after
}

fn check(
    people: &BTreeSet<Email>,
    receiver: Option<&Email>,
    until: Option<Date>,
    settings: &Settings,
) -> Result<()> {
    if !settings.orgs.is_empty() {
        return Err(error::usage(
            "somebody leaves everywhere, and not one organization",
            "leave out `--org`; to take somebody out of one organization, edit its manifest",
        ));
    }
    if let Some(receiver) = receiver.filter(|it| people.contains(it)) {
        return Err(error::usage(
            format!("{receiver} leaves, and can't take over contacts"),
            "`--hand-contacts-to` names somebody who stays",
        ));
    }
    let today = settings.today();
    if let Some(date) = until.filter(|date| *date < today) {
        return Err(error::usage(
            format!("{date} is over: today is {today}"),
            "leave out `--until` to take them out now",
        ));
    }
    Ok(())
}

/// Reads somebody's address.
fn somebody(text: &str) -> Result<Email, String> {
    let email = address(text)?;
    Email::parse_spelled(email.as_str()).map_err(|error| error.to_string())
}

fn day(text: &str) -> Result<Date, String> {
    match text.parse() {
        Ok(date) if text.len() == 10 && moment(text).is_ok() => Ok(date),
        _ => Err("a day is written 2027-01-31".to_owned()),
    }
}

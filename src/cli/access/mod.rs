//! | file | owns |
//! |---|---|
//! | `from` | what `--from` says |
//! | `source` | where rows are from: the platform, the manifests, or a file |
//! | `sheet` | how they are written, an organization at a time |
//! | `file` | what `--format json` says |

mod file;
mod from;
mod sheet;
mod source;

pub(crate) use file::AccessFile;

use super::args::{Chosen, Part};
use super::destination::Destination;
use super::error;
use super::exit_code::Exit;
use super::printer::Printer;
use super::project::{Manifests, Repository};
use super::settings::Settings;
use anyhow::Result;
use from::From;
use rolecall::people::access::Question;
use rolecall::plan::Staff;
use sheet::{Format, Sheet, Title};

/// Who may get in where
///
/// Tells for each person, organization and workspace with which role, how, and since when: from
/// the platform as it is, from the manifests as they are written, or from what `rolecall snapshot`
/// saved. What is live and no manifest gives is marked. Changes nothing.
///
///   rolecall access --person '*@acme.example'
///   rolecall access --inactive 90 --format csv --out unused.csv
///   rolecall access --from snapshot.json --format html > review.html
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    part: Part,
    /// Only people whose address fits a glob like `'*@acme.example'`.
    #[arg(long, value_name = "GLOB")]
    person: Option<String>,
    /// Only workspaces whose name fits a glob.
    #[arg(long, value_name = "GLOB")]
    workspace: Option<String>,
    /// `live`: the platform; `manifests`: what they say; or a file that `rolecall snapshot --out FILE` wrote.
    #[arg(long, value_name = "live|manifests|FILE", default_value = "live")]
    from: From,
    /// Only people who were not seen for so many days in an organization, and how many seats they take. Who never
    /// accepted counts from the invitation.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36500))]
    inactive: Option<u32>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Write it to a file instead; `-` is stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<Destination>,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { chosen, part, person, workspace, from, inactive, format, out } = args;
    let Chosen { paths } = chosen;
    if inactive.is_some() && matches!(from, From::Manifests) {
        return Err(error::usage(
            "manifests don't say when somebody was last seen",
            "ask the platform, or what `rolecall snapshot` saved, with `--from`",
        ));
    }
    let manifests = Manifests::read(&paths, settings)?;
    let all_of_file = matches!(from, From::File(_)) && paths.is_empty() && settings.orgs.is_empty();
    let repository = match all_of_file {
        // A file may have organizations that no manifest knows.
        true => manifests.whole(printer)?,
        false => manifests.open(&paths, settings, printer)?,
    };
    let repository = repository.part(part);
    // Of a few people, organizations where they aren't say nothing.
    let sparse = person.is_some() || workspace.is_some() || inactive.is_some();
    let question = question(&repository, person, workspace, inactive, settings);
    let title = Title { from: &from, shard: part.shard, inactive, sparse };
    let mut sheet = Sheet::new(format, &title, settings, out.as_ref(), printer);
    let failures = match &from {
        From::Live => source::live(&repository, &question, settings, printer, &mut sheet)?,
        From::Manifests => source::manifests(&repository, &question, &mut sheet)?,
        From::File(file) => {
            let which = source::Which { all: all_of_file, part };
            source::file(file, &repository, which, &question, &mut sheet)?
        }
    };
    let failed = printer.failures(&failures);
    let incomplete = sheet.finish(&failures)?;
    Ok(if incomplete { failed.worst(Exit::Partial) } else { failed })
}

fn question(
    repository: &Repository,
    person: Option<String>,
    workspace: Option<String>,
    inactive: Option<u32>,
    settings: &Settings,
) -> Question {
    let staff = repository.project.staff.as_deref().map(Staff::new);
    let question = Question::of(staff);
    let question = person.iter().fold(question, |question, glob| question.person(glob));
    let question = workspace.iter().fold(question, |question, glob| question.workspace(glob));
    let now = settings.planning_time();
    inactive.into_iter().fold(question, |question, days| question.unseen_for(days, now))
}

mod ask;
mod choices;
mod ci;
mod files;
mod next;
mod tool;

pub(crate) use choices::Ci;
pub(crate) use next::settings;

use super::exit_code::Exit;
use super::printer::Printer;
use super::project::{existing, repository};
use super::settings::Settings;
use super::{import, inside};
use crate::cli::error;
use anyhow::Result;
use camino::Utf8PathBuf;
use choices::{Choices, ORGANIZATIONS};
use files::File;
use rolecall::manifest::PROJECT_FILE;
use rolecall::model::{OrganizationId, Slug};
use rolecall::render::diagnostics::Checkout;
use tool::Tool;

/// Begin a project in this folder
///
/// Writes a Project file, an organization to begin with, settings for editors, a hook that
/// checks manifests before each commit, and a `.gitignore`; and at the root of the repository,
/// workflows for pull requests with all that they run but rolecall itself: that is installed
/// from a repository and a commit that you name. A file that is there already is kept as it is.
/// On a terminal it asks what is not given.
///
///   rolecall init --platform sandbox --ci none && rolecall plan
///   rolecall init
///   rolecall init --from-org 239021 --ci github --tool-repository URL --tool-rev DIGEST
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Begin with this organization of the platform, instead of an example.
    #[arg(long, value_name = "ID", value_parser = import::organization_id)]
    from_org: Option<OrganizationId>,
    /// Name of the project; left out, that of the folder.
    #[arg(long, value_name = "NAME", value_parser = Slug::parse)]
    name: Option<Slug>,
    /// Whose workflows to write; left out, GitHub's.
    #[arg(long, value_enum, value_name = "WHERE")]
    ci: Option<Ci>,
    /// Where CI installs rolecall from: the repository of `--tool-rev`; for `--tool-sha256` the repository whose releases
    /// have the archive, or the archive itself (`….tar.gz`).
    #[arg(long, value_name = "URL")]
    tool_repository: Option<String>,
    /// The commit that CI builds, as a full digest.
    #[arg(long, value_name = "DIGEST")]
    tool_rev: Option<String>,
    /// The SHA-256 of the archive of this release for Linux, which CI installs instead of building a commit.
    #[arg(long, value_name = "DIGEST", conflicts_with = "tool_rev")]
    tool_sha256: Option<String>,
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let root = root(settings)?;
    let Args { from_org, name, ci, tool_repository, tool_rev, tool_sha256 } = args;
    let tool = Tool::given(tool_repository, tool_rev, tool_sha256)?;
    let given = ask::Given { name, platform: settings.platform.clone(), ci, tool };
    let repository = repository(&root).unwrap_or(&root).to_owned();
    let folder = Checkout::new(&root, Some(&repository)).folder;
    let choices = ask::choices(given, &root, from_org.is_none(), folder, printer)?;
    nameable(&choices)?;
    let files = [(&root, files::files(&choices)), (&repository, ci::files(&choices))];
    for (base, files) in &files {
        for File { path, .. } in files {
            // All before the first is written.
            let there = base.join(path);
            inside::folder(base, there.parent().unwrap_or(base).as_std_path())?;
        }
    }
    for (base, files) in files {
        for File { path, text, executable } in files {
            let there = base.join(&path);
            let shown = there.strip_prefix(&repository).unwrap_or(&path);
            if there.symlink_metadata().is_ok() {
                printer.data(&format!("kept     {shown}: it is there already"))?;
            } else {
                inside::create(&there, &text, executable)?;
                printer.data(&format!("written  {shown}"))?;
            }
        }
    }
    let exit = match from_org {
        Some(id) => import::run(import::Args::first(id, ORGANIZATIONS), settings, printer)?,
        None => Exit::Done,
    };
    printer.talk(&next::steps(&choices));
    Ok(exit)
}

/// Whether workflows can name the project's folder: its path must mean nothing else to YAML or a shell.
fn nameable(choices: &Choices) -> Result<()> {
    let Choices { ci, folder, .. } = choices;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
    if *ci == Ci::None || (folder.chars().all(plain) && !folder.starts_with('-')) {
        return Ok(());
    }
    Err(error::usage(
        format!("workflows can't name the folder `{folder}`"),
        "begin the project in a folder of letters, digits, dashes, dots and underscores, or with `--ci none`",
    ))
}

/// The folder of the new project, which must not be in another one.
fn root(settings: &Settings) -> Result<Utf8PathBuf> {
    let root = existing(&settings.directory)?;
    let above = root.ancestors().skip(1).find(|it| it.join(PROJECT_FILE).is_file());
    match above {
        None => Ok(root),
        Some(above) => Err(error::usage(
            format!("{root} is in the project of {above}"),
            "a project can't be inside of another one: begin it elsewhere, or add manifests to that one",
        )),
    }
}

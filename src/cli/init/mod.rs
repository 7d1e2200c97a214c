mod ask;
mod choices;
mod files;

use super::exit_code::Exit;
use super::printer::Printer;
use super::settings::Settings;
use super::{import, inside};
use crate::cli::error;
use anyhow::Result;
use camino::Utf8PathBuf;
use choices::{Choices, Ci, ORGANIZATIONS};
use files::File;
use rolecall::manifest::PROJECT_FILE;
use rolecall::model::{OrganizationId, Slug};
use std::path::PathBuf;

/// Begin a project in this folder
///
/// Writes a Project file, an organization to begin with, workflows for pull requests, settings
/// for editors, a hook that checks manifests before each commit, and a `.gitignore`. A file
/// that is there already is kept as it is. On a terminal it asks what is not given.
///
///   rolecall init
///   rolecall init --platform sandbox --ci none && rolecall plan
///   rolecall init --from-org 239021 --ci github
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
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let root = root(settings)?;
    let Args { from_org, name, ci } = args;
    let given = ask::Given { name, platform: settings.platform.clone(), ci };
    let choices = ask::choices(given, &root, from_org.is_none(), printer)?;
    let files = files::files(&choices);
    for File { path, .. } in &files {
        // All before the first is written.
        let folder = root.join(path).parent().map(ToOwned::to_owned).unwrap_or(root.clone());
        inside::folder(&root, folder.as_std_path())?;
    }
    for File { path, text, executable } in files {
        let there = root.join(&path);
        if there.symlink_metadata().is_ok() {
            printer.data(&format!("kept     {path}: it is there already"))?;
        } else {
            inside::create(&there, &text, executable)?;
            printer.data(&format!("written  {path}"))?;
        }
    }
    let exit = match from_org {
        Some(id) => import::run(import::Args::first(id, ORGANIZATIONS), settings, printer)?,
        None => Exit::Done,
    };
    printer.talk(&next(&choices));
    Ok(exit)
}

/// The folder of the new project, which must not be in another one.
fn root(settings: &Settings) -> Result<Utf8PathBuf> {
    let here: PathBuf = settings
        .directory
        .canonicalize()
        .map_err(|error| crate::cli::files::cant_read(&settings.directory, error))?;
    let root = Utf8PathBuf::from_path_buf(here).map_err(|path| {
        error::usage(
            format!("the path {} is not Unicode", path.display()),
            "begin the project in a folder whose name is",
        )
    })?;
    let above = root.ancestors().skip(1).find(|it| it.join(PROJECT_FILE).is_file());
    match above {
        None => Ok(root),
        Some(above) => Err(error::usage(
            format!("{root} is in the project of {above}"),
            "a project can't be inside of another one: begin it elsewhere, or add manifests to that one",
        )),
    }
}

fn next(choices: &Choices) -> String {
    let mut lines = vec!["next:".to_owned()];
    if choices.platform != files::SANDBOX {
        lines.push(
            "  put the number of your organization into organizations/example.yaml, or".to_owned(),
        );
        lines.push("  rolecall import --org-id ID --out organizations".to_owned());
        if !choices.example {
            lines.truncate(1);
        }
    }
    lines.push("  rolecall validate".to_owned());
    lines.push("  rolecall plan".to_owned());
    lines.push("  git config core.hooksPath .githooks".to_owned());
    match choices.ci {
        Ci::Github => lines.push(
            "  on GitHub: secrets ROLECALL_EMAIL and ROLECALL_PASSWORD; environment `rolecall` with required reviewers"
                .to_owned(),
        ),
        Ci::Gitlab => lines.push(
            "  on GitLab: variables ROLECALL_EMAIL and ROLECALL_PASSWORD, and for notes ROLECALL_GITLAB_TOKEN; all masked and protected"
                .to_owned(),
        ),
        Ci::None => {}
    }
    lines.join("\n")
}

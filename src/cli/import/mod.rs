mod list;
mod proof;

use super::difference::difference;
use super::exit_code::Exit;
use super::output::Plain;
use super::planning::target;
use super::printer::Printer;
use super::project::{Manifests, Repository};
use super::settings::Settings;
use super::{adopt, editor_schema, inside, platform};
use crate::cli::error;
use crate::cli::runtime;
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use rolecall::manifest::import::{self, Request};
use rolecall::manifest::{self};
use rolecall::model::{Capabilities, Desired, OrganizationId, Policy, Slug, Snapshot, Source};
use rolecall::platform::Observe as _;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Write a live organization down as a manifest
///
/// Reads the organization and writes what a person would have written: ids pinned, what is the
/// default left out, groups of the project in place of their people. What a manifest can't say,
/// such as a role that this version does not know, becomes a comment and is left alone.
/// Planning with the manifest finds nothing to do.
///
/// Without `--out`, it goes to stdout. Where the file is there already, what would change in it
/// is shown, and it is written only with `--force`.
///
/// With `--update`, the manifest that declares the organization is changed in place by what is
/// live, wherever it is: what the manifest leaves out stays left out, and comments, order and
/// layout of everything else stay. It shows the change, names what can't be written, and writes
/// nothing without `--write`; all as `rolecall adopt`, for one organization.
///
/// Without `--org-id`, it lists the organizations that the credential sees.
///
///   rolecall import
///   rolecall import --org-id 239021
///   rolecall import --org-id 239021 --out organizations
///   rolecall import --org-id 239021 --update --write
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// What the platform calls the organization; left out: lists those that can be imported.
    #[arg(long, value_name = "ID", value_parser = organization_id)]
    org_id: Option<OrganizationId>,
    /// The folder of the project to write it to.
    #[arg(long, value_name = "DIR", requires = "org_id")]
    out: Option<PathBuf>,
    /// Which of the Project's credentials reads it.
    #[arg(long, value_name = "NAME")]
    credentials: Option<String>,
    /// Replace the file if it is there.
    #[arg(long, requires = "out")]
    force: bool,
    /// Change the manifest that declares it, in place.
    #[arg(long, requires = "org_id", conflicts_with_all = ["out", "force", "credentials"])]
    update: bool,
    /// With `--update`: also take over organization roles above member, and owners.
    #[arg(long, requires = "update")]
    with_power: bool,
    /// With `--update`: write the files.
    #[arg(long, requires = "update")]
    write: bool,
}

impl Args {
    /// The first organization of a new project.
    pub(super) fn first(org_id: OrganizationId, folder: &str) -> Self {
        Self {
            org_id: Some(org_id),
            out: Some(folder.into()),
            credentials: None,
            force: false,
            update: false,
            with_power: false,
            write: false,
        }
    }
}

/// Reads an id of the platform.
pub(super) fn organization_id(text: &str) -> Result<OrganizationId, String> {
    // Ids that are numbers travel as JSON numbers, which are exact up to 2^53.
    let number = text.parse().ok().filter(|number| (1..=1 << 53).contains(number));
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
    match number {
        Some(number) => Ok(OrganizationId::new(number)),
        None if is_number => Err("an id is a whole number from 1, or a text".to_owned()),
        None => OrganizationId::of_text(text).ok_or_else(|| "this is no id".to_owned()),
    }
}

pub(crate) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { org_id, out, credentials, force, update, with_power, write } = args;
    let manifests = Manifests::read(&[], settings)?;
    let groups = manifests.loaded.groups.clone();
    let mut repository = manifests.whole(printer)?;
    let declared = std::mem::take(&mut repository.organizations);
    let Some(org_id) = org_id else {
        // No organization has this id; the list is about none.
        let anybody = subject(OrganizationId::new(0), credentials.as_deref(), &[], &repository)?;
        let listed = list::list(&anybody, &declared, &repository, settings);
        printer.data(&runtime::start()?.block_on(listed)?)?;
        return Ok(Exit::Done);
    };
    if update {
        let known = declared.into_iter().find(|it| it.id == org_id);
        repository.organizations = vec![known.ok_or_else(|| undeclared(org_id))?];
        let how = adopt::How { only: None, with_power, write, format: Plain::Text };
        return adopt::adopt(&repository, &how, settings, printer);
    }
    let subject = subject(org_id, credentials.as_deref(), &declared, &repository)?;
    repository.organizations = vec![subject.clone()];
    let (snapshot, capabilities) = runtime::read(observe(&subject, &repository, settings))?;
    let known = declared.iter().find(|it| it.id == org_id);
    // The file is called as the organization is, so no secret may be left in that.
    let shown = printer.cleaned(snapshot.clone());
    let name = known.map_or_else(|| free_name(&shown, &declared), |it| it.name.clone());
    let file = match &out {
        Some(out) => Some(place(out, &name, known, &declared, &repository, settings)?),
        None => None,
    };
    let folder = file.as_deref().and_then(Utf8Path::parent);
    let schema = folder.and_then(|it| editor_schema::there(&repository.root, it));
    let text = import::import(
        &shown,
        &Request {
            name,
            credentials: &subject.credentials,
            project: &repository.project,
            groups: &groups,
            schema: schema.as_deref(),
        },
    );
    let Some(file) = file else {
        printer.data(&text)?;
        return Ok(Exit::Done);
    };
    match inside::existing(&file)? {
        Some(old) if same(&old, &text) => {
            printer.talk(&format!("{}: nothing to do", repository.shown(&file)));
            return Ok(Exit::Done);
        }
        Some(old) if !force => {
            let shown = repository.shown(&file);
            printer.data(&difference(
                &old,
                &text,
                &shown,
                "as the platform is",
                printer.out().color,
            ))?;
            return Err(error::usage(
                format!("{shown} is there already and was not replaced"),
                "look at what would change, then give `--force`, or `--update` to change it in place",
            ));
        }
        Some(old) if old.contains("\r\n") => {
            inside::replace(&file, &text.replace('\n', "\r\n"))?;
        }
        _ => inside::replace(&file, &text)?,
    }
    printer.talk(&format!("written to {}", repository.shown(&file)));
    proof::prove(&file, &text, &repository, (&snapshot, &capabilities), settings, printer);
    Ok(Exit::Done)
}

/// There is no manifest to update.
fn undeclared(id: OrganizationId) -> anyhow::Error {
    error::usage(
        format!("no manifest declares organization {id}"),
        "write one with `--out DIR` in place of `--update`",
    )
}

/// Whether two manifests say the same: how they are laid out doesn't count.
fn same(old: &str, new: &str) -> bool {
    let (old, new) = (manifest::foreign(old), manifest::foreign(new));
    old.zip(new).is_some_and(|(old, new)| old.says_the_same(&new))
}

/// What is read: the organization as it is declared, or one that is not declared yet.
fn subject(
    id: OrganizationId,
    credentials: Option<&str>,
    declared: &[Desired],
    repository: &Repository,
) -> Result<Desired> {
    let known = &repository.project.credentials;
    if let Some(name) = credentials
        && name != "default"
        && !known.contains_key(name)
    {
        let names: Vec<_> = known.keys().map(String::as_str).collect();
        return Err(error::usage(
            format!("the Project has no credential `{name}`"),
            format!("it has: {}", names.join(", ")),
        ));
    }
    let mut subject = declared.iter().find(|it| it.id == id).cloned().unwrap_or_else(|| Desired {
        ended: BTreeMap::new(),
        name: import::name_for(id, None),
        id,
        source: Source::default(),
        display_name: None,
        credentials: "default".to_owned(),
        users: None,
        workspaces: Vec::new(),
        retired: Vec::new(),
        departures: BTreeMap::new(),
        hand_overs: BTreeMap::new(),
        policy: Policy::default(),
        safety: repository.project.safety.clone(),
        embargo: None,
        resend_after_days: None,
        lints: Vec::new(),
    });
    if let Some(name) = credentials {
        name.clone_into(&mut subject.credentials);
    }
    Ok(subject)
}

async fn observe(
    subject: &Desired,
    repository: &Repository,
    settings: &Settings,
) -> Result<(Snapshot, Capabilities)> {
    let platform = platform::connect(repository, settings).await?;
    let snapshot = platform.client.observe(&target(subject)).await?;
    Ok((snapshot, platform.client.capabilities().clone()))
}

/// A name that no other organization of the project has.
fn free_name(snapshot: &Snapshot, declared: &[Desired]) -> Slug {
    let display_name = snapshot.organization.as_ref().and_then(|it| it.name.as_deref());
    let name = import::name_for(snapshot.id, display_name);
    let taken = declared.iter().any(|it| it.name == name);
    if taken { import::name_for(snapshot.id, None) } else { name }
}

/// The file to write: the one that declares the organization, where that is in the folder and declares nothing else.
fn place(
    out: &std::path::Path,
    name: &Slug,
    known: Option<&Desired>,
    declared: &[Desired],
    repository: &Repository,
    settings: &Settings,
) -> Result<Utf8PathBuf> {
    let folder = inside::folder(&repository.root, &settings.directory.join(out))?;
    let Some(known) = known else { return Ok(folder.join(format!("{name}.yaml"))) };
    let there = &known.source.file;
    let file = repository.path(there);
    let others = declared.iter().any(|it| it.id != known.id && it.source.file == *there);
    let documents = inside::existing(&file)?.unwrap_or_default();
    let several = others || documents.lines().skip(1).any(|line| line.starts_with("---"));
    if file.parent() != Some(&folder) || several {
        let why = if several { "with other documents" } else { "in another folder" };
        return Err(error::usage(
            format!("organization {} is declared in {there}, {why}", known.id),
            "an organization is declared once: leave out `--out`, and take over by hand what you want",
        ));
    }
    Ok(file)
}

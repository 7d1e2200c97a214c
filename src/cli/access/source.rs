use super::sheet::Sheet;
use crate::cli::args::Part;
use crate::cli::printer::Printer;
use crate::cli::project::Repository;
use crate::cli::settings::Settings;
use crate::cli::snapshot::{self, Failures};
use crate::cli::{anonymous, error};
use anyhow::Result;
use rolecall::model::{Desired, OrganizationId, Snapshot};
use rolecall::people::access::{Question, of_manifests, of_snapshot};
use std::collections::BTreeMap;
use std::path::Path;

/// What the platform says.
pub(super) fn live(
    repository: &Repository,
    question: &Question,
    settings: &Settings,
    printer: &Printer,
    sheet: &mut Sheet<'_>,
) -> Result<Failures> {
    snapshot::live(repository, settings, printer, |desired, snapshot| {
        // Before anything of it is shortened.
        sheet.show(of_snapshot(&printer.cleaned(snapshot), Some(desired), question))
    })
}

/// What the manifests give.
pub(super) fn manifests(
    repository: &Repository,
    question: &Question,
    sheet: &mut Sheet<'_>,
) -> Result<Failures> {
    for desired in &repository.organizations {
        sheet.show(of_manifests(desired, question))?;
    }
    Ok(Failures::new())
}

/// Which organizations of a file count.
#[derive(Clone, Copy)]
pub(super) struct Which {
    /// Also those that no manifest knows.
    pub(super) all: bool,
    pub(super) part: Part,
}

/// What a file has, a few organizations in memory at a time. Organizations that were chosen have to be in it.
pub(super) fn file(
    file: &Path,
    repository: &Repository,
    Which { all, part }: Which,
    question: &Question,
    sheet: &mut Sheet<'_>,
) -> Result<Failures> {
    let declared = repository.organizations.iter().map(|it| (it.id, it));
    let declared: BTreeMap<OrganizationId, &Desired> = declared.collect();
    let mut missing: BTreeMap<OrganizationId, &Desired> = declared.clone();
    let look = sheet.look();
    let work = |snapshot: Snapshot| {
        let (id, desired) = (snapshot.id, declared.get(&snapshot.id).copied());
        let is_asked = (desired.is_some() || all) && part.has(id);
        let part = is_asked.then(|| {
            let snapshot = match desired {
                Some(desired) => anonymous::recognize(snapshot, desired),
                None => snapshot,
            };
            look.part(of_snapshot(&snapshot, desired, question))
        });
        (id, part)
    };
    snapshot::in_order(file, &work, &mut |(id, part)| {
        missing.remove(&id);
        part.map_or(Ok(()), |part| sheet.add(part?))
    })?;
    let missing = missing.into_values().filter(|_| !all).map(|desired| {
        let what = format!("the snapshot file does not have organization {}", desired.id);
        let help = "choose organizations with `--org`, or make a new file";
        (desired.name.clone(), error::failed(what, help))
    });
    Ok(missing.collect())
}

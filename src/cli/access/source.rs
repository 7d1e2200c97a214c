use super::sheet::Sheet;
use crate::cli::args::Part;
use crate::cli::planning::target;
use crate::cli::printer::Printer;
use crate::cli::progress::Reading;
use crate::cli::project::Repository;
use crate::cli::settings::Settings;
use crate::cli::{anonymous, error, platform, runtime, snapshot};
use anyhow::Result;
use futures::stream::{self, StreamExt as _};
use rolecall::model::{Desired, OrganizationId, Slug, Snapshot};
use rolecall::people::access::{Question, of_manifests, of_snapshot};
use rolecall::platform::Observe as _;
use std::collections::BTreeMap;
use std::path::Path;

/// Organizations that could not be read.
type Failures = Vec<(Slug, anyhow::Error)>;

/// Reads the organizations, some at a time, and writes each as soon as those before it are there.
pub(super) fn live(
    repository: &Repository,
    question: &Question,
    settings: &Settings,
    printer: &Printer,
    sheet: &mut Sheet<'_>,
) -> Result<Failures> {
    runtime::read(async {
        let platform = platform::connect(repository, settings).await?;
        let reading = Reading::new(printer, repository.organizations.len());
        let (client, reading) = (&platform.client, &reading);
        let seen = stream::iter(&repository.organizations).map(async |desired| {
            let seen = client.observe(&target(desired)).await;
            reading.one_done(&desired.name);
            (desired, seen)
        });
        let mut seen = std::pin::pin!(seen.buffered(repository.project.parallelism.max(1)));
        let mut failures = Failures::new();
        while let Some((desired, seen)) = seen.next().await {
            match seen {
                // Before anything of it is shortened.
                Ok(snapshot) => {
                    let snapshot = printer.cleaned(snapshot);
                    sheet.show(of_snapshot(&snapshot, Some(desired), question))?;
                }
                Err(error) => failures.push((desired.name.clone(), error.into())),
            }
        }
        Ok(failures)
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

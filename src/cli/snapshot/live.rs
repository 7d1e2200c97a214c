use crate::cli::planning::target;
use crate::cli::printer::Printer;
use crate::cli::progress::Reading;
use crate::cli::project::Repository;
use crate::cli::settings::Settings;
use crate::cli::{platform, runtime};
use anyhow::Result;
use futures::stream::{self, StreamExt as _};
use rolecall::model::{Desired, Slug, Snapshot};
use rolecall::platform::Observe as _;

/// Organizations that could not be read.
pub(crate) type Failures = Vec<(Slug, anyhow::Error)>;

/// Reads the organizations from the platform, some at a time, and hands each on as soon as those before it are there.
pub(crate) fn live(
    repository: &Repository,
    settings: &Settings,
    printer: &Printer,
    mut take: impl FnMut(&Desired, Snapshot) -> Result<()>,
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
                Ok(snapshot) => take(desired, snapshot)?,
                Err(error) => failures.push((desired.name.clone(), error.into())),
            }
        }
        Ok(failures)
    })
}

use crate::cli::settings::Settings;
use crate::cli::{error, process};
use anyhow::Result;
use camino::Utf8Path;
use rolecall::manifest::{Project, Timeouts};
use rolecall::model::StoreLocation;
use rolecall::store::{BucketSettings, BucketStore, Learn, LocalStore, Records, Variables};
use std::ffi::OsString;
use std::sync::Arc;

/// Where locks, journals, reports and plans are kept, unless the Project or the flag says otherwise.
const STORE: &str = ".rolecall";

/// Opens what the flag says, else what the Project says. A bucket is asked nothing yet.
pub(super) fn open(
    root: &Utf8Path,
    project: Option<&Project>,
    settings: &Settings,
    platform: Option<&str>,
) -> Result<Box<dyn Records>> {
    let said = settings.store.as_ref().or_else(|| project?.store.as_ref());
    let bucket = match said {
        None => return Ok(Box::new(folder(root, STORE)?)),
        Some(StoreLocation::Folder(path)) => return Ok(Box::new(folder(root, path)?)),
        Some(StoreLocation::Bucket(bucket)) => bucket,
    };
    is_real(&root.join(STORE), &["rescued"])?;
    let Timeouts { request, retry, lease, .. } =
        project.map_or_else(Timeouts::default, |project| project.timeouts);
    let of_bucket = BucketSettings {
        platform: platform.unwrap_or_default().to_owned(),
        lease,
        request,
        retry,
        rescue: root.join(STORE).join("rescued"),
        run: process::holder().run,
    };
    let redaction = settings.redaction.clone();
    let learn: Learn = Arc::new(move |secret: &str| redaction.learn(secret));
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let variables: Variables = std::env::vars_os().filter_map(text).collect();
    Ok(Box::new(BucketStore::open(bucket, of_bucket, &variables, &learn)?))
}

fn folder(root: &Utf8Path, path: &str) -> Result<LocalStore> {
    let folder = root.join(path);
    is_real(&folder, &["journal", "locks", "reports", "plans"])?;
    Ok(LocalStore::new(folder))
}

/// # Errors
/// Where a folder, or one below it, is a link or a file: what a pull request brings decides neither where journals go, nor
/// which are believed.
fn is_real(folder: &Utf8Path, below: &[&str]) -> Result<()> {
    let below = below.iter().map(|name| folder.join(name));
    for place in std::iter::once(folder.to_owned()).chain(below) {
        if place.symlink_metadata().is_ok_and(|it| !it.is_dir()) {
            return Err(error::failed(
                format!("{place} is no folder, or a link"),
                "remove it: rolecall keeps locks and journals in a folder of the project itself",
            ));
        }
    }
    Ok(())
}

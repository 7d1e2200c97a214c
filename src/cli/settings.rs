//! Raw arguments, turned once into checked settings.

use super::args::Global;
use super::error;
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use rolecall::model::{NamePattern, StoreLocation};
use rolecall::platform::Redaction;
use std::path::{Path, PathBuf};

/// What holds for every verb.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where the search for the Project begins when no PATH is given. Absolute.
    pub(crate) directory: PathBuf,
    /// Whether `--directory` was given.
    pub(crate) given_directory: bool,
    /// Only these organizations; empty: all.
    pub(crate) orgs: Vec<NamePattern>,
    /// Replaces the Project's platform.
    pub(crate) platform: Option<String>,
    /// Replaces the Project's base URL.
    pub(crate) base_url: Option<String>,
    /// Replaces the Project's store.
    pub(crate) store: Option<StoreLocation>,
    /// Whether writes on assumed evidence are automatic, whatever the Project says.
    pub(crate) allow_assumed: bool,
    /// Replaces the clock for planning.
    pub(crate) now: Option<Timestamp>,
    /// Knows what must never be shown or written.
    pub(crate) redaction: Redaction,
}

impl Settings {
    /// Checks what can be checked without reading manifests.
    pub(crate) fn new(global: Global, redaction: Redaction) -> Result<Self> {
        let Global {
            directory,
            orgs,
            platform,
            base_url,
            store,
            allow_assumed,
            color: _,
            quiet: _,
            verbose: _,
            now,
        } = global;
        let here = std::env::current_dir().context("can't start in the current directory")?;
        let given_directory = directory.is_some();
        let directory = directory.map_or_else(|| here.clone(), |it| here.join(it));
        if !directory.is_dir() {
            return Err(error::usage(
                format!("no folder {}", directory.display()),
                "`--directory` names the folder where the search for `rolecall.yaml` begins",
            ));
        }
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (platform, base_url) = (given(platform), given(base_url));
        let store = store.as_deref().map(|text| location(text, &here)).transpose()?;
        Ok(Self {
            directory,
            given_directory,
            orgs,
            platform,
            base_url,
            store,
            allow_assumed,
            now,
            redaction,
        })
    }

    /// The day that manifests are checked by, in UTC.
    pub(crate) fn today(&self) -> Date {
        Offset::UTC.to_datetime(self.planning_time()).date()
    }

    /// The time that planning goes by.
    pub(crate) fn planning_time(&self) -> Timestamp {
        self.now.unwrap_or_else(Timestamp::now)
    }
}

/// What `--store` says; a folder is relative to where rolecall was started. The text may hold a password.
fn location(text: &str, here: &Path) -> Result<StoreLocation> {
    match StoreLocation::parse(text) {
        Ok(StoreLocation::Folder(folder)) if folder.is_empty() => Err(error::usage(
            "`--store` names nothing",
            "write it like `s3://bucket/prefix`, or leave it out",
        )),
        Ok(StoreLocation::Folder(folder)) => {
            Ok(StoreLocation::Folder(here.join(folder).to_string_lossy().into_owned()))
        }
        Ok(bucket) => Ok(bucket),
        Err(wrong) => Err(error::usage(format!("`--store` names no store: {wrong}"), wrong.help())),
    }
}

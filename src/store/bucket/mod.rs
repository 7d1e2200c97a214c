//! The store as objects in a bucket: `locks/`, `journal/`, `reports/`, `plans/`, and `probe/` for a moment.
//!
//! | file | idea |
//! |---|---|
//! | `open` | credentials, addresses, HTTP |
//! | `objects` | one request each, and what is made again |
//! | `trouble` | what an error of the store means |
//! | `probe` | whether the store keeps conditions, and what time it is there |
//! | `lock` | a lock whose lease is renewed (`claim` decides) |
//! | `log` | a journal in batches |

mod lock;
mod log;
mod objects;
mod open;
mod probe;
mod trouble;

pub use open::{Learn, Variables};

use super::claim::{Claim, StoreTime};
use super::{
    Check, Document, Holder, Log, LogBytes, LogName, NewLog, Pruned, Records, Stamp, Store,
    StoreError, TryLock, Wanted,
};
use crate::model::{Bucket, OrganizationId};
use camino::Utf8PathBuf;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use futures::stream::{StreamExt as _, TryStreamExt as _, iter};
use jiff::Timestamp;
use lock::LockObject;
use log::ObjectLog;
use objects::{Created, Objects};
use probe::Probe;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use trouble::Trouble;

/// Objects that are read or deleted at a time.
const AT_A_TIME: usize = 8;

/// How a bucket is used.
#[derive(Clone, Debug)]
pub struct BucketSettings {
    /// Whose organizations are locked: two platforms may know one id.
    pub platform: String,
    /// How long a lock counts after it was last renewed.
    pub lease: Duration,
    /// How long a request may take.
    pub request: Duration,
    /// How long a request that failed is made again.
    pub retry: Duration,
    /// Where journal lines are kept that can't be stored.
    pub rescue: Utf8PathBuf,
    /// Who runs, for the names of probes.
    pub run: String,
}

/// Locks, journals, reports and plans as objects.
#[derive(Debug)]
pub struct BucketStore {
    objects: Objects,
    settings: BucketSettings,
    probe: Probe,
    /// The store's time before anything was observed; `None` where it doesn't tell.
    began: OnceLock<Option<StoreTime>>,
    /// What was seen of locks that somebody else held.
    claims: Mutex<BTreeMap<OrganizationId, Box<Claim>>>,
}

impl BucketStore {
    /// Opens a bucket with the credentials that the environment's variables tell of; nothing is sent yet. Secrets that
    /// open it are told to `learn`.
    ///
    /// # Errors
    /// [`StoreError`] where the environment says too little, or what can't be.
    pub fn open(
        bucket: &Bucket,
        settings: BucketSettings,
        variables: &Variables,
        learn: &Learn,
    ) -> Result<Self, StoreError> {
        let client = open::open(bucket, settings.request, variables, learn)?;
        let objects = Objects::new(client, bucket.clone(), settings.retry);
        let probe = Probe::of(&settings.run);
        Ok(Self { objects, settings, probe, began: OnceLock::new(), claims: Mutex::default() })
    }

    /// Fits the form that all names of locks have: `<platform>-<organization id>`.
    fn lock_object(&self, organization: OrganizationId) -> LockObject {
        let fits = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        let platform: String = self.settings.platform.chars().map(fits).collect();
        let name = format!("locks/{platform}-{organization}.json");
        LockObject { objects: self.objects.clone(), name, probe: self.probe.clone() }
    }

    async fn list(&self, folder: &str) -> Result<Vec<(String, Option<StoreTime>)>, StoreError> {
        let listed = self.objects.patiently(|| self.objects.list(folder)).await;
        listed.map_err(|trouble| {
            trouble.about(&format!("can't list {}", self.objects.location(folder)))
        })
    }

    async fn read(&self, name: &str) -> Result<Vec<u8>, Trouble> {
        self.objects.patiently(|| self.objects.read(name)).await.map(|object| object.bytes)
    }

    async fn delete(&self, names: Vec<String>) -> Result<(), StoreError> {
        let delete = |name: String| async move {
            let deleted = self.objects.patiently(|| self.objects.delete(&name)).await;
            deleted.map_err(|trouble| {
                trouble.about(&format!("can't delete {}", self.objects.location(&name)))
            })
        };
        iter(names.into_iter().map(delete)).buffer_unordered(AT_A_TIME).try_collect().await
    }

    async fn try_lock_once(
        &self,
        organization: OrganizationId,
        holder: &Holder,
    ) -> Result<TryLock, StoreError> {
        let known = || self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        let claim = known().remove(&organization);
        let claim =
            claim.unwrap_or_else(|| Box::new(Claim::new(holder.clone(), self.settings.lease)));
        // To its end, whoever waits for it: a lock that nobody waits for any more is given up.
        let taking = tokio::spawn(self.lock_object(organization).take(claim));
        let tried = taking.await.map_err(|error| {
            StoreError::new("taking a lock was cut short", io::Error::other(error))
        })??;
        let (tried, claim) = tried.into_try();
        if let Some(claim) = claim {
            known().insert(organization, claim);
        }
        Ok(tried)
    }
}

impl Store for BucketStore {
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            let time = self.probe.conditions(&self.objects).await?;
            let _ = self.began.set(time);
            Ok(())
        }
        .boxed()
    }

    fn try_lock<'a>(
        &'a self,
        organization: OrganizationId,
        holder: &'a Holder,
    ) -> BoxFuture<'a, Result<TryLock, StoreError>> {
        self.try_lock_once(organization, holder).boxed()
    }

    /// Nothing is asked: who wrote a lock after the run's probe came in between.
    fn stamp(&self, _: OrganizationId) -> BoxFuture<'_, Result<Stamp, StoreError>> {
        let began = self.began.get().copied().flatten();
        async move { Ok(began.map_or(Stamp::Unreadable, Stamp::Before)) }.boxed()
    }

    fn create_log<'a>(
        &'a self,
        log: &'a NewLog<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Log>, StoreError>> {
        let rescue = self.settings.rescue.join(format!("{}.jsonl", log.run));
        let log = ObjectLog::new(self.objects.clone(), log.run, rescue);
        async move { Ok(Box::new(log) as Box<dyn Log>) }.boxed()
    }
}

impl Records for BucketStore {
    fn examine(&self) -> BoxFuture<'_, Vec<Check>> {
        self.probe.each(&self.objects).boxed()
    }

    fn logs(&self) -> BoxFuture<'_, Result<Vec<LogName>, StoreError>> {
        async move {
            let listed = self.list("journal").await?;
            let runs = listed.iter().filter_map(|(name, _)| name.split('/').nth(1));
            let runs: BTreeSet<&str> = runs.collect();
            Ok(runs.into_iter().map(LogName::new).collect())
        }
        .boxed()
    }

    fn read_log<'a>(
        &'a self,
        name: &'a str,
        wanted: Wanted<'a>,
    ) -> BoxFuture<'a, Result<Option<LogBytes>, StoreError>> {
        async move {
            let folder = log::folder(name);
            let what = format!("can't read the journal {}", self.objects.location(&folder));
            let read = |name: String| async move { self.read(&name).await };
            let listed = self.list(&folder).await?;
            let mut names: Vec<String> = listed.into_iter().map(|(name, _)| name).collect();
            let missing = log::missing(&folder, &names);
            let first = match names.is_empty() {
                true => return Err(Trouble::Missing.into_error(&what)),
                false => read(names.remove(0)).await.map_err(|trouble| trouble.about(&what))?,
            };
            if !wanted(&first) {
                return Ok(None);
            }
            let rest: Vec<Vec<u8>> = iter(names.into_iter().map(read))
                .buffered(AT_A_TIME)
                .try_collect()
                .await
                .map_err(|trouble| trouble.about(&what))?;
            let bytes = std::iter::once(first).chain(rest).flatten().collect();
            let missing = missing.iter().map(|name| self.objects.location(name)).collect();
            Ok(Some(LogBytes { bytes, missing }))
        }
        .boxed()
    }

    fn keep<'a>(
        &'a self,
        document: &'a Document,
        bytes: &'a [u8],
    ) -> BoxFuture<'a, Result<String, StoreError>> {
        async move {
            let name = document.path();
            let location = self.objects.location(&name);
            let what = format!("can't write {location}");
            match (self.objects.create(&name, bytes).await, document) {
                // A plan's name says what is in it.
                (Ok(Created::Ours), _) | (Ok(Created::Theirs), Document::Plan(_)) => Ok(location),
                (Ok(Created::Theirs), Document::Report(_)) => {
                    Err(Trouble::Condition.into_error(&what))
                }
                (Err(trouble), _) => Err(trouble.about(&what)),
            }
        }
        .boxed()
    }

    fn kept<'a>(&'a self, document: &'a Document) -> BoxFuture<'a, Result<Vec<u8>, StoreError>> {
        async move {
            let name = document.path();
            let what = format!("can't read {}", self.objects.location(&name));
            self.read(&name).await.map_err(|trouble| trouble.about(&what))
        }
        .boxed()
    }

    fn prune(&self, before: Timestamp) -> BoxFuture<'_, Result<Pruned, StoreError>> {
        async move {
            let is_old = |run: &str| LogName::new(run).began.is_some_and(|began| began < before);
            let names = |listed: Vec<(String, Option<StoreTime>)>| -> Vec<String> {
                listed.into_iter().map(|(name, _)| name).collect()
            };
            let mut journals = names(self.list("journal").await?);
            journals.retain(|name| name.split('/').nth(1).is_some_and(is_old));
            let runs: BTreeSet<_> =
                journals.iter().filter_map(|name| name.split('/').nth(1)).collect();
            let pruned_journals = runs.len();
            let mut reports = names(self.list("reports").await?);
            reports.retain(|name| name.split('/').nth(1).is_some_and(is_old));
            let limit = u64::try_from(before.as_second()).unwrap_or_default();
            let limit = Duration::from_secs(limit);
            let mut plans = self.list("plans").await?;
            plans.retain(|(_, written)| written.is_some_and(|written| written < limit));
            let plans = names(plans);
            let pruned =
                Pruned { journals: pruned_journals, reports: reports.len(), plans: plans.len() };
            // The newest objects of a journal first: what is left of it begins with its start.
            let mut all = journals;
            all.reverse();
            all.extend(reports);
            all.extend(plans);
            self.delete(all).await?;
            Ok(pruned)
        }
        .boxed()
    }
}

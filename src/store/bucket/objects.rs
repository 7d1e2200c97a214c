use super::trouble::Trouble;
use crate::model::Bucket;
use crate::store::StoreError;
use crate::store::claim::{StoreTime, Tag};
use futures::TryStreamExt as _;
use object_store::path::Path;
use object_store::{
    ObjectMeta, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, UpdateVersion,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A journal's object holds a batch of lines, and a plan of 10,000 organizations some hundred MB.
const LONGEST: u64 = 1 << 30;

/// Objects by name, one request each.
#[derive(Clone, Debug)]
pub(super) struct Objects {
    store: Arc<dyn ObjectStore>,
    bucket: Bucket,
    /// How long a request that failed is made again.
    patience: Duration,
}

/// An object as it was read.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) bytes: Vec<u8>,
    pub(super) tag: Tag,
    pub(super) modified: Option<StoreTime>,
}

/// When an object is written.
#[derive(Clone, Debug)]
pub(super) enum When {
    Anyhow,
    Absent,
    Unchanged(Tag),
}

/// What an object's name ends up as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Created {
    Ours,
    /// Somebody else has it, with other bytes.
    Theirs,
}

impl Objects {
    pub(super) const fn new(
        store: Arc<dyn ObjectStore>,
        bucket: Bucket,
        patience: Duration,
    ) -> Self {
        Self { store, bucket, patience }
    }

    pub(super) const fn patience(&self) -> Duration {
        self.patience
    }

    /// Where an object is, for people.
    pub(super) fn location(&self, name: &str) -> String {
        format!("{}/{name}", self.bucket)
    }

    fn path(&self, name: &str) -> Path {
        let prefix = &self.bucket.prefix;
        let whole = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        // As it is, also where it is not ASCII; what no store takes was refused in the prefix.
        Path::parse(&whole).unwrap_or_else(|_| Path::from(whole))
    }

    fn trouble(&self, verb: &str, name: &str, error: &object_store::Error) -> Trouble {
        Trouble::of(format!("can't {verb} {}", self.location(name)), error)
    }

    /// Reads an object, once.
    pub(super) async fn read(&self, name: &str) -> Result<Object, Trouble> {
        let failed = |error| self.trouble("read", name, &error);
        let found = self.store.get(&self.path(name)).await.map_err(failed)?;
        let meta = found.meta.clone();
        if meta.size > LONGEST {
            let what = format!("can't read {}", self.location(name));
            let cause = std::io::Error::other(format!("it is larger than {} GiB", LONGEST >> 30));
            return Err(Trouble::Refused(StoreError::new(what, cause)));
        }
        let bytes = found.bytes().await.map_err(failed)?.to_vec();
        let tag = Tag { e_tag: meta.e_tag.clone(), version: meta.version.clone() };
        Ok(Object { bytes, tag, modified: modified(&meta) })
    }

    /// When an object was last written, by the store's clock; `None` where it doesn't tell.
    pub(super) async fn time(&self, name: &str) -> Result<Option<StoreTime>, Trouble> {
        // Not by HEAD: an error's answer to that has no body, which says what is wrong.
        self.read(name).await.map(|object| object.modified)
    }

    /// Writes an object, once.
    pub(super) async fn write(
        &self,
        name: &str,
        bytes: Vec<u8>,
        when: When,
    ) -> Result<Tag, Trouble> {
        let mode = match when {
            When::Anyhow => PutMode::Overwrite,
            When::Absent => PutMode::Create,
            When::Unchanged(Tag { e_tag, version }) => {
                PutMode::Update(UpdateVersion { e_tag, version })
            }
        };
        let options = PutOptions { mode, ..PutOptions::default() };
        let written = self.store.put_opts(&self.path(name), bytes.into(), options).await;
        let written = written.map_err(|error| self.trouble("write", name, &error))?;
        Ok(Tag { e_tag: written.e_tag, version: written.version })
    }

    /// Takes an object away, once. One that is not there is no trouble.
    pub(super) async fn delete(&self, name: &str) -> Result<(), Trouble> {
        match self.store.delete(&self.path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.trouble("delete", name, &error)),
        }
    }

    /// The names of all objects below a folder, without the prefix, sorted; with the time each was last written.
    pub(super) async fn list(
        &self,
        folder: &str,
    ) -> Result<Vec<(String, Option<StoreTime>)>, Trouble> {
        let prefix = self.path(folder);
        let found: Vec<ObjectMeta> = self
            .store
            .list(Some(&prefix))
            .try_collect()
            .await
            .map_err(|error| self.trouble("list", folder, &error))?;
        let own = self.path("x");
        let own = own.as_ref().strip_suffix('x').unwrap_or_default();
        let names = found.iter().filter_map(|meta| {
            Some((meta.location.as_ref().strip_prefix(own)?.to_owned(), modified(meta)))
        });
        let mut names: Vec<_> = names.collect();
        names.sort();
        Ok(names)
    }

    /// Makes a request again while nobody knows what became of it.
    pub(super) async fn patiently<T, F: Future<Output = Result<T, Trouble>> + Send>(
        &self,
        request: impl Fn() -> F + Send,
    ) -> Result<T, Trouble> {
        let mut pauses = Pauses::within(self.patience);
        loop {
            match request().await {
                Err(Trouble::Unclear(error)) if !pauses.pause().await => {
                    return Err(Trouble::Unclear(error));
                }
                Err(Trouble::Unclear(_)) => {}
                done => return done,
            }
        }
    }

    /// Creates an object under a name that nobody has. A lost answer is looked up: whose bytes are there decides.
    pub(super) async fn create(&self, name: &str, bytes: &[u8]) -> Result<Created, Trouble> {
        let create = || self.write(name, bytes.to_vec(), When::Absent);
        match self.patiently(create).await {
            Ok(_) => Ok(Created::Ours),
            Err(Trouble::Condition) => {
                let there = self.patiently(|| self.read(name)).await?;
                Ok(if there.bytes == bytes { Created::Ours } else { Created::Theirs })
            }
            Err(trouble) => Err(trouble),
        }
    }
}

/// Longer and longer pauses, within a bound.
pub(super) struct Pauses {
    end: Instant,
    next: Duration,
}

impl Pauses {
    pub(super) fn within(bound: Duration) -> Self {
        Self { end: Instant::now() + bound, next: FIRST_PAUSE }
    }

    /// Waits. `false`, at once, where the bound has passed.
    pub(super) async fn pause(&mut self) -> bool {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        sleep(self.next.min(left)).await;
        self.next = (self.next * 2).min(LONGEST_PAUSE);
        true
    }
}

/// A store that tells no time is read as 1970.
fn modified(meta: &ObjectMeta) -> Option<StoreTime> {
    let since = u64::try_from(meta.last_modified.timestamp()).ok().filter(|since| *since > 0);
    since.map(Duration::from_secs)
}

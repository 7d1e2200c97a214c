use super::objects::{Objects, When};
use super::trouble::{NO_PERMISSION, Trouble};
use crate::store::claim::{StoreTime, Tag};
use crate::store::{Check, CheckedRequest, StoreError};
use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The object by which a run learns what its store can do, and what time it is there.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    run: String,
    count: Arc<AtomicU64>,
}

const IGNORES: &str =
    "it ignores conditions: a second write under a condition that does not hold succeeds";
const USELESS: &str =
    "locks in it would guard nothing: use a store that knows `If-None-Match` and `If-Match`";

impl Probe {
    /// The probe of this run.
    pub(super) fn of(run: &str) -> Self {
        Self { run: run.to_owned(), count: Arc::default() }
    }

    /// A name that nobody else writes to.
    fn next(&self) -> String {
        format!("probe/{}-{}.json", self.run, self.count.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// The time by the store's clock; `None` where it doesn't tell.
    pub(super) async fn time(&self, objects: &Objects) -> Result<Option<StoreTime>, Trouble> {
        let name = self.next();
        objects.patiently(|| objects.write(&name, b"{}".to_vec(), When::Anyhow)).await?;
        let time = objects.patiently(|| objects.time(&name)).await;
        remove(objects, &name).await;
        time
    }

    /// Whether conditions are kept; then the time by the store's clock.
    pub(super) async fn conditions(
        &self,
        objects: &Objects,
    ) -> Result<Option<StoreTime>, StoreError> {
        let what = format!("can't keep locks in {}", objects.location("locks"));
        let name = self.next();
        let time = self.tried(objects, &name).await;
        remove(objects, &name).await;
        time.map_err(|trouble| trouble.about(&what))
    }

    async fn tried(&self, objects: &Objects, name: &str) -> Result<Option<StoreTime>, Trouble> {
        let write = |text: &'static [u8], when: When| async move {
            objects.patiently(|| objects.write(name, text.to_vec(), when.clone())).await
        };
        // Where the answer to a first write was lost, the second try finds it done: just what the next one asks.
        let done = |written: Result<Tag, Trouble>| match written {
            Ok(_) | Err(Trouble::Condition) => Ok(()),
            Err(trouble) => Err(trouble),
        };
        done(write(b"{}", When::Absent).await)?;
        kept(write(b"{\"again\":true}", When::Absent).await).map_or(Ok(()), Err)?;
        let tag = objects.patiently(|| objects.read(name)).await?.tag;
        done(write(b"{\"replaced\":true}", When::Unchanged(tag.clone())).await)?;
        kept(write(b"{\"replaced\":false}", When::Unchanged(tag)).await).map_or(Ok(()), Err)?;
        objects.patiently(|| objects.time(name)).await
    }

    /// Tries each kind of request that a run makes, and says what came of it.
    pub(super) async fn each(&self, objects: &Objects) -> Vec<Check> {
        let mut checks = Vec::new();
        let mut tell = |request, trouble: Option<String>| checks.push(Check { request, trouble });
        let told = |trouble: Trouble| {
            let error = trouble.into_error("it fails");
            let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            // Which requests it may make is what this finds out.
            let help = error.help().filter(|help| *help != NO_PERMISSION);
            let help = help.map(|help| format!("; {help}")).unwrap_or_default();
            format!("{cause}{help}")
        };
        let name = self.next();
        let put = |when| objects.write(&name, b"{}".to_vec(), when);
        tell(CheckedRequest::Create, put(When::Anyhow).await.err().map(told));
        tell(CheckedRequest::ConditionalCreate, kept(put(When::Absent).await).map(told));
        let replaced = match objects.read(&name).await {
            Ok(there) => {
                let fresh = objects.write(
                    &name,
                    b"{\"replaced\":true}".to_vec(),
                    When::Unchanged(there.tag.clone()),
                );
                match fresh.await {
                    Ok(_) => kept(put(When::Unchanged(there.tag)).await),
                    Err(trouble) => Some(trouble),
                }
            }
            Err(trouble) => Some(trouble),
        };
        tell(CheckedRequest::ConditionalReplace, replaced.map(told));
        tell(CheckedRequest::List, objects.list("probe").await.err().map(told));
        tell(CheckedRequest::Delete, objects.delete(&name).await.err().map(told));
        checks
    }
}

/// What is wrong with the outcome of a write whose condition doesn't hold.
fn kept(written: Result<Tag, Trouble>) -> Option<Trouble> {
    match written {
        Err(Trouble::Condition) => None,
        Ok(_) => {
            let ignores = StoreError::new("it fails", io::Error::other(IGNORES));
            Some(Trouble::Refused(ignores.with_help(Some(USELESS))))
        }
        Err(trouble) => Some(trouble),
    }
}

/// Who may not delete leaves it, for the bucket's lifecycle.
async fn remove(objects: &Objects, name: &str) {
    let _ = objects.delete(name).await;
}

//! A store with a bucket of its own, and who uses it.

use crate::s3::{BUCKET, S3};
use camino::Utf8PathBuf;
use rolecall::model::{OrganizationId, StoreLocation};
use rolecall::store::{BucketSettings, BucketStore, Holder, Learn, Store as _, Taken, TryLock};
use std::sync::Arc;
use std::time::Duration;

pub(crate) const ACME: OrganizationId = OrganizationId::new(239021);
pub(crate) const LOCK: &str = "runs/locks/sandbox-239021.json";

/// The bucket as a run of this name has it.
pub(crate) fn open(s3: &S3, run: &str) -> BucketStore {
    open_with(s3, run, Duration::from_secs(60))
}

pub(crate) fn open_with(s3: &S3, run: &str, lease: Duration) -> BucketStore {
    opened(s3, run, lease, &(Arc::new(|_: &str| {}) as _))
}

/// The same, telling what is secret.
pub(crate) fn open_telling(s3: &S3, learn: &Learn) -> BucketStore {
    opened(s3, "a", Duration::from_secs(60), learn)
}

fn opened(s3: &S3, run: &str, lease: Duration, learn: &Learn) -> BucketStore {
    let location = StoreLocation::parse(&format!("s3://{BUCKET}/runs")).unwrap();
    let StoreLocation::Bucket(bucket) = location else { panic!("a bucket") };
    let rescue = std::env::temp_dir().join(format!("rolecall-rescue-{}", std::process::id()));
    let settings = BucketSettings {
        platform: "sandbox".to_owned(),
        lease,
        request: Duration::from_secs(5),
        retry: Duration::from_secs(5),
        rescue: Utf8PathBuf::from_path_buf(rescue).unwrap(),
        run: run.to_owned(),
    };
    BucketStore::open(&bucket, settings, &s3.variables(), learn).unwrap()
}

pub(crate) fn holder(run: &str) -> Holder {
    let since = "2026-11-23T18:00:00Z".parse().unwrap();
    Holder { host: "ci".to_owned(), pid: 1, run: run.to_owned(), since }
}

/// Takes the lock, which has to be free.
pub(crate) async fn take(store: &BucketStore, run: &str) -> Taken {
    match store.try_lock(ACME, &holder(run)).await.unwrap() {
        TryLock::Taken(taken) => taken,
        TryLock::Busy(by) => panic!("{run}: locked by {by}"),
    }
}

/// Finds it locked, by whom.
pub(crate) async fn busy(store: &BucketStore, run: &str) -> String {
    match store.try_lock(ACME, &holder(run)).await.unwrap() {
        TryLock::Taken(_) => panic!("{run} has the lock"),
        TryLock::Busy(by) => by.to_string(),
    }
}

/// A lock object that a run left, which died.
pub(crate) fn dead(run: &str) -> String {
    let since = "2026-11-23T18:00:00Z";
    format!(
        r#"{{"format":"rolecall.lock/v1","holder":{{"host":"ci","pid":1,"run":"{run}","since":"{since}"}},"state":"held","lease":{{"milliseconds":60000,"writes":3}}}}"#
    )
}

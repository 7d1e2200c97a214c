//! What a store can't do, or won't, is refused by the name of the fault.

use crate::s3::{BUCKET, Fault, S3, SECRET};
use crate::support::*;
use rolecall::store::{CheckedRequest, Document, Records as _, Store as _, StoreError};
use std::error::Error as _;

fn told(error: &StoreError) -> String {
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    format!("{error}: {cause} ({})", error.help().unwrap_or_default())
}

#[tokio::test]
async fn a_sound_store_passes_every_check() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    store.check().await.unwrap();
    for check in store.examine().await {
        assert_eq!(check.trouble, None, "{}", check.request);
    }
    assert_eq!(s3.names(), Vec::<String>::new(), "nothing is left of it");
}

#[tokio::test]
async fn a_store_that_ignores_conditions_is_refused() {
    let s3 = S3::start();
    s3.ignore_conditions();
    let store = open(&s3, "a");
    let error = told(&store.check().await.unwrap_err());
    assert!(error.contains("can't keep locks in s3://fleet/runs/locks"), "{error}");
    assert!(error.contains("it ignores conditions"), "{error}");
    let failed: Vec<_> =
        store.examine().await.into_iter().filter(|it| it.trouble.is_some()).collect();
    assert_eq!(failed.len(), 2);
    assert_eq!(failed[0].request, CheckedRequest::ConditionalCreate);
    assert_eq!(failed[1].request, CheckedRequest::ConditionalReplace);
}

#[tokio::test]
async fn a_store_that_does_not_know_conditions_is_refused() {
    let s3 = S3::start();
    s3.faults(|asked| match asked.is_conditional() {
        true => Fault::Status(501, "NotImplemented"),
        false => Fault::None,
    });
    let error = told(&open(&s3, "a").check().await.unwrap_err());
    assert!(error.contains("doesn't know conditional writes"), "{error}");
}

#[tokio::test]
async fn each_kind_of_request_that_is_not_allowed_is_named() {
    type Denied = (&'static str, bool, CheckedRequest);
    let kinds: [Denied; 3] = [
        ("PUT", false, CheckedRequest::Create),
        ("GET", true, CheckedRequest::List),
        ("DELETE", false, CheckedRequest::Delete),
    ];
    for (method, list, request) in kinds {
        let s3 = S3::start();
        s3.faults(move |asked| match asked.method == method && asked.list == list {
            true => Fault::Status(403, "AccessDenied"),
            false => Fault::None,
        });
        let checks = open(&s3, "a").examine().await;
        let failed = checks.iter().find(|it| it.request == request).unwrap();
        let why = failed.trouble.as_deref().unwrap();
        assert!(why.contains("it answers 403, AccessDenied"), "{request}: {why}");
        if request == CheckedRequest::Delete {
            assert!(open(&s3, "b").check().await.is_ok(), "a run needs no deleting");
        }
    }
}

#[tokio::test]
async fn credentials_that_expire_end_the_matter_at_once() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    let taken = take(&store, "a").await;
    s3.faults(|_| Fault::Status(400, "ExpiredToken"));
    let error = told(&store.keep(&Document::Report("r".to_owned()), b"{}").await.unwrap_err());
    assert!(error.contains("the store's credential has expired"), "{error}");
    drop(taken);
}

#[tokio::test]
async fn what_is_no_lock_is_not_taken() {
    let s3 = S3::start();
    for text in ["", "{}", "not JSON", r#"{"format":"rolecall.lock/v2","state":"released"}"#] {
        s3.write(LOCK, text);
        let error = open(&s3, "a").try_lock(ACME, &holder("a")).await.err().unwrap();
        let error = told(&error);
        assert!(error.contains("can't lock s3://fleet/runs/locks/sandbox-239021.json"), "{error}");
        assert!(error.contains("it is no lock of this rolecall"), "{error}");
        assert_eq!(s3.read(LOCK).unwrap(), text, "it stays as it is");
    }
}

#[tokio::test]
async fn documents_are_written_once() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    let report = Document::Report("20261125T225246Z-1-a".to_owned());
    let place = store.keep(&report, b"{\"a\":1}").await.unwrap();
    assert_eq!(place, format!("s3://{BUCKET}/runs/reports/20261125T225246Z-1-a.json"));
    store.keep(&report, b"{\"a\":1}").await.unwrap();
    assert!(store.keep(&report, b"{\"a\":2}").await.is_err());
    assert_eq!(store.kept(&report).await.unwrap(), b"{\"a\":1}");
    let gone = told(&store.kept(&Document::Plan("ab".to_owned())).await.unwrap_err());
    assert!(gone.contains("it is not there"), "{gone}");
}

#[tokio::test]
async fn old_runs_are_pruned_and_locks_stay() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    for run in ["20260101T000000Z-1-a", "20260601T000000Z-1-b"] {
        s3.write(&format!("runs/journal/{run}/000001.jsonl"), "{}\n");
        s3.write(&format!("runs/journal/{run}/000002.jsonl"), "{}\n");
        s3.write(&format!("runs/reports/{run}.json"), "{}");
    }
    s3.write(LOCK, &dead("x"));
    s3.write("elsewhere/journal/20260101T000000Z-1-a/000001.jsonl", "{}\n");
    s3.make_lists_stale();
    let pruned = store.prune("2026-03-01T00:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!((pruned.journals, pruned.reports, pruned.plans), (1, 1, 0));
    let left = s3.names();
    assert_eq!(left.len(), 5, "{left:?}");
    assert!(
        left.contains(&LOCK.to_owned())
            && !left.iter().any(|it| it.starts_with("runs/") && it.contains("20260101"))
    );
}

#[test]
fn the_secret_is_told_to_who_hides_it() {
    let s3 = S3::start();
    let learned = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = std::sync::Arc::clone(&learned);
    let learn: rolecall::store::Learn =
        std::sync::Arc::new(move |secret: &str| told.lock().unwrap().push(secret.to_owned()));
    open_telling(&s3, &learn);
    assert!(learned.lock().unwrap().contains(&SECRET.to_owned()));
}

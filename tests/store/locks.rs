use crate::s3::{Fault, S3, now_and_then};
use crate::support::*;
use rolecall::store::{LockError, LockRecord, LockState, Stamp, lock};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn record(s3: &S3) -> LockRecord {
    LockRecord::read(s3.read(LOCK).unwrap().as_bytes()).unwrap()
}

#[tokio::test]
async fn a_lock_is_taken_held_and_given_back() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    let taken = take(&store, "a").await;
    assert_eq!(taken.previous, Stamp::Never);
    assert!(taken.lock.is_held());
    assert_eq!((record(&s3).state, record(&s3).holder.run), (LockState::Held, "a".to_owned()));
    assert_eq!(
        busy(&open(&s3, "b"), "b").await,
        "run a (process 1 on ci) since 2026-11-23T18:00:00Z"
    );
    taken.lock.release().await;
    assert_eq!(record(&s3).state, LockState::Released);
    let again = take(&open(&s3, "b"), "b").await;
    assert!(
        matches!(&again.previous, Stamp::Lease(lease) if lease.released && lease.holder.run == "a")
    );
    again.lock.release().await;
    assert!(s3.names().contains(&LOCK.to_owned()), "a lock is never deleted");
}

/// A read, and a write to take and one to give back, where it has been held before or not.
#[tokio::test]
async fn a_lock_costs_three_requests() {
    let s3 = S3::start();
    for run in ["a", "b"] {
        take(&open(&s3, run), run).await.lock.release().await;
        let asked: Vec<_> = s3.asked().into_iter().map(|it| it.method).collect();
        assert_eq!(asked, ["GET", "PUT", "PUT"], "{run}");
    }
}

#[tokio::test]
async fn a_dead_holders_lock_is_taken_by_the_stores_own_clock() {
    let s3 = S3::start();
    s3.write(LOCK, &dead("x"));
    let store = open(&s3, "a");
    assert!(busy(&store, "a").await.starts_with("run x"));
    s3.pass(Duration::from_secs(59));
    assert!(busy(&open(&s3, "b"), "b").await.starts_with("run x"));
    s3.pass(Duration::from_secs(3));
    let taken = take(&open(&s3, "c"), "c").await;
    assert!(matches!(&taken.previous, Stamp::Lease(lease) if !lease.released));
    assert!(taken.lock.is_held());
    taken.lock.release().await;
    assert!(!s3.names().iter().any(|name| name.starts_with("runs/probe/")), "{:?}", s3.names());
}

#[tokio::test]
async fn where_a_store_tells_no_times_one_watches_for_a_whole_lease() {
    let s3 = S3::start();
    s3.tell_no_times();
    s3.write(LOCK, &dead("x").replace("60000", "1200"));
    let store = open(&s3, "a");
    assert!(busy(&store, "a").await.starts_with("run x"));
    assert!(busy(&store, "a").await.starts_with("run x"));
    let mut told = 0;
    let timeout = Duration::from_secs(10);
    let taken = lock(&store, ACME, &holder("a"), timeout, |_| told += 1).await.unwrap();
    assert_eq!(told, 1);
    taken.lock.release().await;
}

#[tokio::test]
async fn a_lease_is_renewed_at_a_third_and_nobody_gets_in_between() {
    let s3 = S3::start();
    let lease = Duration::from_millis(1_500);
    let taken = take(&open_with(&s3, "a", lease), "a").await;
    let other = open_with(&s3, "b", lease);
    let timeout = Duration::from_secs(4);
    let waited = lock(&other, ACME, &holder("b"), timeout, |_| {}).await;
    assert!(matches!(waited, Err(LockError::Busy { .. })), "a lease that is renewed does not end");
    assert!(taken.lock.is_held());
    assert!(record(&s3).lease.writes > 5, "{:?}", record(&s3));
    taken.lock.release().await;
}

#[tokio::test]
async fn who_lost_the_lock_begins_nothing_more_and_leaves_the_next_holders_alone() {
    let s3 = S3::start();
    let taken = take(&open_with(&s3, "a", Duration::from_millis(1_500)), "a").await;
    s3.write(LOCK, &dead("b"));
    // Found out at the next renewal; a lease that nobody confirms would end by itself.
    while taken.lock.is_held() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!taken.lock.held().await);
    taken.lock.release().await;
    assert_eq!(record(&s3).holder.run, "b");
    assert_eq!(record(&s3).state, LockState::Held);
}

#[tokio::test]
async fn a_store_that_is_away_for_a_lease_gives_the_lock_back_where_nobody_took_it() {
    let s3 = S3::start();
    let taken = take(&open_with(&s3, "a", Duration::from_secs(1)), "a").await;
    s3.faults(|_| Fault::Status(503, "SlowDown"));
    while taken.lock.is_held() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    s3.faults(|_| Fault::None);
    assert!(taken.lock.held().await, "it was renewed, and nobody had it in between");
    taken.lock.release().await;
    assert_eq!(record(&s3).state, LockState::Released);
}

#[tokio::test]
async fn answers_that_are_lost_are_looked_up() {
    for fault in [Fault::Lost, Fault::DoneBut500, Fault::Reset, Fault::Status(503, "SlowDown")] {
        let s3 = S3::start();
        // The first two writes: taking it and giving it back.
        let mut writes = 0;
        s3.faults(move |asked| {
            writes += usize::from(asked.method == "PUT");
            if asked.method == "PUT" && writes % 2 == 1 { fault } else { Fault::None }
        });
        let taken = take(&open(&s3, "a"), "a").await;
        assert!(taken.lock.is_held(), "{fault:?}");
        taken.lock.release().await;
        assert_eq!(record(&s3).state, LockState::Released, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_on_a_store_that_misbehaves_one_works_at_a_time() {
    let s3 = S3::start();
    s3.faults(now_and_then());
    let inside = Arc::new(AtomicUsize::new(0));
    let runs = (0..8).map(|number| {
        let (s3, inside) = (s3.clone(), Arc::clone(&inside));
        tokio::spawn(async move {
            let run = format!("r{number}");
            let store = open(&s3, &run);
            let timeout = Duration::from_secs(60);
            let taken = lock(&store, ACME, &holder(&run), timeout, |_| {}).await.unwrap();
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two at once");
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert!(taken.lock.is_held());
            inside.fetch_sub(1, Ordering::SeqCst);
            taken.lock.release().await;
        })
    });
    for run in runs.collect::<Vec<_>>() {
        run.await.unwrap();
    }
}

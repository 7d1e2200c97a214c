//! A fleet of 10,000 organizations, planned and applied by one process and by eight shards at once.

use crate::measure::{Run, says};
use crate::stage::{Stage, Work};
use futures::future::join_all;
use std::time::Instant;

const SHARDS: usize = 8;

/// Without latency, so that it is the work of the machine that is measured, the sandbox's in it.
pub(crate) async fn shards() {
    let work = Work { organizations: 10_000, people: 2, differs: true };
    let stage = || Stage::new(work, None, None, "rate: {perSecond: 1000}");
    let Run { took, peak_kb } = stage().await.apply(&[]).await;
    let told = |runs: &str, took, peak_kb: u64| {
        let figure = format!("10,000 organizations by {runs}: {took:.1?}, {} MB", peak_kb / 1024);
        says("shards", &figure);
    };
    told("one process", took, peak_kb);
    let stage = stage().await;
    let began = Instant::now();
    let runs = join_all((1..=SHARDS).map(|index| {
        let (stage, shard) = (&stage, format!("{index}/{SHARDS}"));
        async move { stage.apply(&["--shard", &shard]).await }
    }));
    let largest = runs.await.iter().map(|run| run.peak_kb).max().unwrap_or_default();
    told("8 shards at once", began.elapsed(), largest);
}

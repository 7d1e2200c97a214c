//! The binary on whole fleets, against the sandbox: figures beside their bars, as ratios of one run.
//!
//! `cargo bench --bench fleet` runs all; `cargo bench --bench fleet -- memory` runs what has that word in its name.

mod access;
mod clients;
mod measure;
mod offboard;
mod offline;
#[path = "../../tests/common/s3.rs"]
#[expect(dead_code, reason = "what tests need of it")]
mod s3;
mod shards;
mod stage;
mod world;

use measure::{ratio, says};
use stage::{Stage, Work};
use std::time::Duration;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async {
        let wanted = |name: &str| words.is_empty() || words.iter().any(|it| name.contains(it));
        if wanted("start-up") {
            start_up().await;
        }
        if wanted("validate") {
            clients::validate().await;
        }
        if wanted("access") {
            access::access().await;
        }
        if wanted("offboard") {
            offboard::offboard().await;
        }
        if wanted("offline") {
            offline::offline().await;
        }
        if wanted("rate") {
            rate().await;
        }
        if wanted("estimate") {
            estimate().await;
        }
        if wanted("bound") {
            bound().await;
        }
        if wanted("latency") {
            latency().await;
        }
        if wanted("journal") {
            journal().await;
        }
        if wanted("store") {
            store().await;
        }
        if wanted("memory") {
            memory().await;
        }
        if wanted("shards") {
            shards::shards().await;
        }
    });
}

/// DESIGN §11: `--version` in 3 ms, binary of 25 MB.
async fn start_up() {
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_rolecall")).expect("the binary").len();
    says("release binary", &format!("{:.1} MB (bar 25 MB)", size as f64 / 1e6));
    let mut times = Vec::new();
    for _ in 0..50 {
        times.push(measure::run(&["--version"], None).await.took);
    }
    times.sort();
    let floor = measure::spawn_floor().await;
    let took = times[times.len() / 2];
    says("start-up", &format!("{took:.1?} (bar 3 ms), of which starting any process {floor:.1?}"));
}

/// 2,000 steps at the contract's 5 a second per organization and operation.
async fn rate() {
    const ORGANIZATIONS: u64 = 20;
    const STEPS: u64 = 100;
    let work = Work { organizations: ORGANIZATIONS, people: STEPS, differs: true };
    let stage = Stage::new(work, Some(5), None, "rate: {perSecond: 5}").await;
    let run = stage.apply(&["--parallelism", "20"]).await;
    let limited = stage.count_429();
    // One call may go out at once; every further one waits a fifth of a second.
    let dictated = Duration::from_secs_f64((STEPS - 1) as f64 / 5.0);
    let took = stage.journalled();
    says(
        "rate",
        &format!(
            "{} steps, {limited} answers 429 (bar 0), whole run {:.1?}",
            ORGANIZATIONS * STEPS,
            run.took
        ),
    );
    says(
        "rate",
        &format!(
            "{took:.1?} where the limit dictates {dictated:.1?}: {} (bar 1.05)",
            ratio(took, dictated)
        ),
    );
}

/// What a plan tells that its run takes, beside what it took: 200 organizations behind 50 ms.
async fn estimate() {
    for parallelism in [8, 32] {
        let work = Work { organizations: 200, people: 4, differs: true };
        let project = format!("rate: {{perSecond: 5}}\n  parallelism: {parallelism}");
        let stage = Stage::new(work, Some(5), Some(50), &project).await;
        let (told, took) = stage.estimated().await;
        let ratio = ratio(told.max(took), told.min(took));
        says(
            "estimate",
            &format!(
                "{parallelism} at a time: {told:.1?} told, {took:.1?} taken: {ratio} (bar 1.3)"
            ),
        );
    }
}

/// 200 organizations behind 50 ms at 5 a second, with 1,000 writes: beside the least time and the fewest requests.
async fn bound() {
    const ORGANIZATIONS: u64 = 200;
    const WRITES: u64 = 5;
    // Three lists at once and that of a workspace; then the writes, one after the other; then that list again.
    const READS: u64 = 4;
    const CHAIN: u64 = 2;
    let work = Work { organizations: ORGANIZATIONS, people: WRITES, differs: true };
    for (parallelism, bars) in [(8, ["1.10", "1.15"]), (32, ["1.20", "1.25"])] {
        let project = format!("rate: {{perSecond: 5}}\n  parallelism: {parallelism}");
        let stage = Stage::new(work, Some(5), Some(50), &project).await;
        let least = |chain: u64| Duration::from_millis(ORGANIZATIONS * chain * 50 / parallelism);
        let fewest = |each: u64| (1 + ORGANIZATIONS * each) as f64;
        let mut asked = 0;
        for (verb, chain, each, bar) in [
            ("plan", CHAIN, READS, bars[0]),
            ("apply", CHAIN + WRITES + 1, READS + WRITES + 1, bars[1]),
        ] {
            let run = if verb == "plan" { stage.plan().await } else { stage.apply(&[]).await };
            let requests = stage.count_requests() - asked;
            asked += requests;
            says(
                "bound",
                &format!(
                    "{verb}, {parallelism} at a time: {:.1?} where it takes at least {:.1?}: {} (bar {bar}); requests \
                     {:.3} of the fewest (bar 1.05)",
                    run.took,
                    least(chain),
                    ratio(run.took, least(chain)),
                    requests as f64 / fewest(each)
                ),
            );
        }
    }
}

/// 1,000 organizations behind 50 ms, in sync: each is a chain of two requests.
async fn latency() {
    const ORGANIZATIONS: u64 = 1000;
    const PARALLEL: u64 = 16;
    let work = Work { organizations: ORGANIZATIONS, people: 2, differs: false };
    let project = "rate: {perSecond: 1000}\n  parallelism: 16";
    let stage = Stage::new(work, None, Some(50), project).await;
    let run = stage.plan().await;
    let chain = Duration::from_millis(ORGANIZATIONS / PARALLEL * 2 * 50);
    says(
        "latency",
        &format!(
            "{:.1?} where the chain is {chain:.1?}: {} (bar 1.15)",
            run.took,
            ratio(run.took, chain)
        ),
    );
}

/// What the journal costs: 2,000 steps with the project on disk and in memory.
async fn journal() {
    let work = Work { organizations: 20, people: 100, differs: true };
    let mut best = [Duration::MAX; 2];
    for _ in 0..3 {
        for (place, best) in ["/tmp", "/dev/shm"].iter().zip(&mut best) {
            let stage = Stage::within(place, work, None, None, "rate: {perSecond: 1000}").await;
            stage.apply(&["--parallelism", "8"]).await;
            *best = (*best).min(stage.journalled());
        }
    }
    let [disk, ram] = best;
    says(
        "journal",
        &format!(
            "2,000 steps: {disk:.2?} on disk, {ram:.2?} in memory: {} (bar 1.05)",
            ratio(disk, ram)
        ),
    );
}

/// What an object store behind 20 ms costs: 200 organizations with something to do, the platform behind 50 ms.
async fn store() {
    let work = Work { organizations: 200, people: 4, differs: true };
    let mut took = Vec::new();
    for bucket in [false, true] {
        let stage = Stage::new(work, None, Some(50), "rate: {perSecond: 5}").await;
        let server = s3::S3::start();
        server.faults(|_| s3::Fault::Slow(Duration::from_millis(20)));
        let stage = if bucket { stage.keeping(server.variables()) } else { stage };
        took.push(stage.apply(&["--parallelism", "32"]).await.took);
        if bucket {
            says("store", &format!("{} requests to the store", server.asked().len()));
        }
    }
    says(
        "store",
        &format!(
            "200 organizations: {:.1?} with files, {:.1?} with a bucket: {} (bar 1.15)",
            took[0],
            took[1],
            ratio(took[1], took[0])
        ),
    );
}

/// Growth from 1,000 to 10,000 organizations that are in sync.
async fn memory() {
    let mut seen = Vec::new();
    for organizations in [1000, 10_000] {
        let work = Work { organizations, people: 5, differs: false };
        let stage = Stage::new(work, None, None, "rate: {perSecond: 1000}").await;
        let run = stage.plan().await;
        says(
            "memory",
            &format!("{organizations} organizations: peak {} KB, {:.1?}", run.peak_kb, run.took),
        );
        seen.push(run);
    }
    let each = (seen[1].peak_kb.saturating_sub(seen[0].peak_kb)) as f64 / 9000.0;
    says(
        "memory",
        &format!(
            "{each:.1} KB an organization (bar 20 KB), time {} for 10 × (bar 10.5)",
            ratio(seen[1].took, seen[0].took)
        ),
    );
}

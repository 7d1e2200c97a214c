//! Generated worlds under combinations of faults, judged by the platform's true state.
//!
//! Whatever goes wrong: `verified` means that all that was done is so; exit 0 means that every automatic step was done
//! and is so; and no rule is broken on the way, but by what somebody else did. Where nothing goes wrong, every run is
//! verified and leaves nothing to do. Repeat one run with `SEED=7 cargo test --test worlds`.

#![expect(
    clippy::print_stdout,
    reason = "how runs end is counted, so that nothing passes by never claiming anything"
)]

mod dice;
mod faults;
mod judge;
mod run;
mod world;

use faults::Trouble;
use futures::StreamExt as _;
use futures::stream;
use judge::Ending;
use std::collections::BTreeMap;
use world::World;

/// Themes in which every run has to be verified.
const HARMLESS: [&str; 2] = ["nothing", "harmless"];

/// Runs at a time: they wait for answers, and some for patience to end.
const TOGETHER: usize = 32;

/// How many runs of each theme ended how, and what was wrong.
#[derive(Default)]
struct Tally {
    endings: BTreeMap<&'static str, BTreeMap<Ending, usize>>,
    wrong: Vec<String>,
}

async fn one(seed: u64) -> (&'static str, Ending, Vec<String>) {
    let (world, trouble) = (World::generated(seed), Trouble::generated(seed));
    let outcome = run::run(&world, &trouble).await;
    let mut wrong = judge::judge(&world, &outcome);
    let ending = judge::ending(&outcome);
    if HARMLESS.contains(&trouble.theme) {
        wrong.extend(judge::undisturbed(&outcome));
    }
    for what in &mut wrong {
        *what = format!(
            "{what}\n  {} (--faults '{}', before the run: {:?})\n  SEED={seed} cargo test --test worlds",
            trouble.theme, trouble.faults, trouble.before
        );
    }
    if std::env::var("SEED").is_ok() {
        println!("{trouble:#?}\n{}\n{:#}", world.manifest, outcome.report);
        for request in &outcome.film.requests {
            println!("{request:?}");
        }
    }
    (trouble.theme, ending, wrong)
}

async fn all(seeds: impl Iterator<Item = u64>) -> Tally {
    let mut tally = Tally::default();
    let runs = stream::iter(seeds).map(|seed| tokio::spawn(one(seed)));
    let mut runs = runs.buffer_unordered(TOGETHER);
    while let Some(run) = runs.next().await {
        let (theme, ending, wrong) = run.unwrap();
        *tally.endings.entry(theme).or_default().entry(ending).or_default() += 1;
        tally.wrong.extend(wrong);
    }
    tally
}

fn told(tally: &Tally) {
    let mut faulty: BTreeMap<Ending, usize> = BTreeMap::new();
    for (theme, endings) in &tally.endings {
        println!("{theme}: {endings:?}");
        for (ending, count) in endings.iter().filter(|_| !HARMLESS.contains(theme)) {
            *faulty.entry(*ending).or_default() += count;
        }
    }
    let harmless = tally.endings.iter().filter(|(theme, _)| HARMLESS.contains(theme));
    let harmless: Vec<_> = harmless.flat_map(|(_, endings)| endings).collect();
    let verified = harmless.iter().filter(|(ending, _)| **ending == Ending::Verified);
    let verified: usize = verified.map(|(_, count)| *count).sum();
    let all: usize = harmless.iter().map(|(_, count)| *count).sum();
    println!("nothing wrong, or something harmless: {verified} of {all} verified");
    println!("something wrong: {faulty:?}");
    for what in tally.wrong.iter().take(100) {
        println!("{what}");
    }
    assert!(tally.wrong.is_empty(), "{} claims are not true", tally.wrong.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_claim_is_true() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    told(&match seed {
        Some(seed) => all(seed..=seed).await,
        None => all(1..=5_000).await,
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes an hour: cargo test --release --test worlds -- --ignored"]
async fn every_claim_of_a_hundred_thousand_runs_is_true() {
    told(&all(1..=100_000).await);
}

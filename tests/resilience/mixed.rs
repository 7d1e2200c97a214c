//! Any mix of faults: a run ends verified, or says what is not, and the next one converges.

use crate::support::{Stage, told};
use crate::world::{Dice, World};
use futures::StreamExt as _;
use futures::stream;
use rolecall::sandbox::Faults;

/// Runs at a time: they mostly wait.
const TOGETHER: usize = 4;

/// Faults that meet less than 30% of the calls together.
fn faults(seed: u64) -> String {
    let mut dice = Dice(seed);
    let kinds = [
        "reset=before",
        "reset=after",
        "status=503",
        "status=503:after",
        "status=429",
        "html=after",
        "cut=after",
        "latency=30",
        "stale=300",
        "page=2",
        "tokens=expire",
        "partial=1",
    ];
    let rules = (0..3).map(|number| {
        let (kind, percent) = (kinds[dice.below(kinds.len())], 1 + dice.below(9));
        let operations = if kind.starts_with("partial") { "op=addWorkspaceUsers," } else { "" };
        format!("{operations}p=0.0{percent},seed={},{kind}", seed * 10 + number)
    });
    rules.collect::<Vec<_>>().join(";")
}

async fn converges(seed: u64) {
    let world = if seed.is_multiple_of(5) { World::agency() } else { World::generated(seed % 20) };
    let undisturbed = Stage::new(&world, Faults::none()).await;
    undisturbed.finish("undisturbed").await;
    let wanted = undisturbed.server.state().unwrap().outline();

    let faults = faults(seed);
    let case = format!(
        "--faults '{faults}'; repeat it with MIX_SEED={seed} cargo test --test resilience mixes"
    );
    let stage = Stage::new(&world, Faults::parse(&faults).unwrap()).await;
    let output = stage.run().await;
    match output.status.code() {
        // Verified. What could not be read in full is held, and the report says to run again for it.
        Some(0) => {
            let report = stage.report();
            let organizations = report["organizations"].as_array().unwrap();
            assert!(organizations.iter().all(|it| it["verified"] == true), "{case}");
            let more = organizations
                .iter()
                .any(|it| it["runAgain"].as_array().is_some_and(|it| !it.is_empty()));
            let now = stage.server.state().unwrap().outline();
            assert!(more || now == wanted, "{case}: said to be done\n{}", told(&output));
        }
        // An error, or applied in part: the report says so, and nothing is said to be verified that isn't.
        Some(1 | 5) => {
            let report = stage.report();
            let organizations = report["organizations"].as_array().unwrap();
            let some = organizations.iter().any(|it| it["verified"] != true);
            assert!(some, "{case}: nothing tells why it failed\n{}", told(&output));
        }
        _ => panic!("{case}\n{}", told(&output)),
    }
    stage.check_journals(&case);
    stage.server.set_faults(Faults::none());
    stage.finish(&case).await;
    assert_eq!(stage.server.state().unwrap().outline(), wanted, "{case}\n{}", told(&output));
}

async fn all_converge(seeds: impl Iterator<Item = u64>) {
    stream::iter(seeds).for_each_concurrent(TOGETHER, converges).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mixes_of_faults_converge() {
    let one = std::env::var("MIX_SEED").ok().and_then(|seed| seed.parse().ok());
    match one {
        Some(seed) => converges(seed).await,
        // These failed once: what was not read in full is held, and the run says to run again (393); all that was done
        // shows, though a read failed in the end (86).
        None => all_converge((1..=20).chain([86, 393])).await,
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: cargo test --test resilience -- --ignored five_hundred"]
async fn five_hundred_mixes_of_faults_converge() {
    all_converge(1..=500).await;
}

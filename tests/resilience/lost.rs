//! Answers that are lost after the write took effect, or before; half-done batches; reads that lag.

use crate::support::{Stage, told};
use crate::world::World;
use futures::StreamExt as _;
use futures::stream;
use rolecall::sandbox::state::Outline;
use rolecall::sandbox::{Endpoint, Faults};
use serde_json::Value;

/// Runs at a time: they mostly wait.
const TOGETHER: usize = 6;

struct Bench {
    world: World,
    name: String,
    wanted: Outline,
    writes: u64,
}

impl Bench {
    async fn new(world: World, name: &str) -> Self {
        let stage = Stage::new(&world, Faults::none()).await;
        stage.finish(name).await;
        let counts = stage.server.counts();
        let writes =
            counts.iter().filter(|(endpoint, _)| endpoint.is_write()).map(|(_, count)| count);
        Self {
            wanted: stage.server.state().unwrap().outline(),
            writes: writes.sum(),
            name: name.to_owned(),
            world,
        }
    }

    /// One run has to be enough; but an e-mail is never sent on a guess, so that a lost resending is reported
    /// and left to the next run.
    async fn survives(&self, faults: &str) {
        let case = format!(
            "{}: --faults '{faults}'; repeat it with cargo test --test resilience lost",
            self.name
        );
        let stage = Stage::new(&self.world, Faults::parse(faults).unwrap()).await;
        let output = stage.run().await;
        if !output.status.success() {
            assert_eq!(output.status.code(), Some(5), "{case}\n{}", told(&output));
            let unknown: Vec<Value> = steps(&stage, "unknown").collect();
            assert!(!unknown.is_empty(), "{case}");
            assert!(unknown.iter().all(|step| step["action"] == "resend_invitation"), "{case}");
            stage.server.set_faults(Faults::none());
            stage.finish(&case).await;
        }
        stage.check_journals(&case);
        assert_eq!(stage.server.state().unwrap().outline(), self.wanted, "{case}");
        for organization in stage.report()["organizations"].as_array().unwrap() {
            assert_eq!(organization["verified"], true, "{case}");
        }
    }

    async fn survives_all(&self, faults: Vec<String>) {
        assert!(faults.len() > 5, "{}: only {} cases", self.name, faults.len());
        stream::iter(faults)
            .for_each_concurrent(TOGETHER, |faults| async move { self.survives(&faults).await })
            .await;
    }

    fn each_write(&self, what: &[&str]) -> Vec<String> {
        let cases = (1..=self.writes).flat_map(|k| what.iter().map(move |what| (k, *what)));
        cases.map(|(k, what)| format!("op=writes,nth={k},{what}")).collect()
    }
}

/// The steps of the report with this status.
fn steps(stage: &Stage, status: &'static str) -> impl Iterator<Item = Value> {
    let organizations = stage.report()["organizations"].as_array().unwrap().clone();
    let steps = organizations.into_iter().flat_map(|it| {
        let of = |it: &Value| it["steps"].as_array().unwrap().clone();
        of(&it).into_iter().zip(of(&it["plan"]))
    });
    steps.filter(move |(step, _)| step["status"] == status).map(|(_, planned)| planned)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_of_the_example_loses_its_answer() {
    let bench = Bench::new(World::agency(), "agency").await;
    let ways = [
        "reset=after",
        "reset=before",
        "cut=after",
        "html=after",
        "status=503:after",
        "status=503",
    ];
    bench.survives_all(bench.each_write(&ways)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_of_generated_projects_loses_its_answer() {
    for seed in [1, 2, 4] {
        let bench = Bench::new(World::generated(seed), &format!("seed {seed}")).await;
        bench.survives_all(bench.each_write(&["reset=after", "reset=before"])).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_lost_while_reads_lag_two_seconds() {
    let bench = Bench::new(World::agency(), "agency").await;
    let cases = bench.each_write(&["reset=after", "reset=before"]);
    bench
        .survives_all(cases.iter().map(|case| format!("{case};op=reads,stale=2000")).collect())
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_are_left_half_done() {
    let bench = Bench::new(World::agency(), "agency").await;
    let batches = Stage::new(&bench.world, Faults::none()).await;
    batches.finish("agency").await;
    let count = batches.server.counts()[&Endpoint::AddWorkspaceUsers];
    let cases = (1..=count).flat_map(|k| {
        (0..=3).map(move |done| format!("op=addWorkspaceUsers,nth={k},partial={done}"))
    });
    bench.survives_all(cases.collect()).await;
}

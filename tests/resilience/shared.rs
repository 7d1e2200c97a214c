//! Runs on machines of their own, which share nothing but a bucket: killed at random, again and again.

use crate::s3::{BUCKET, S3, now_and_then};
use crate::support::{Stage, told};
use crate::watch::Watch;
use crate::world::World;
use futures::future::join_all;
use rolecall::sandbox::{Endpoint, Faults};
use std::collections::BTreeMap;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::Command;

const RUNNERS: usize = 8;

/// A checkout of the project on a machine of its own.
struct Runner {
    folder: TempDir,
    door: String,
}

/// Runners of one platform and one bucket.
struct Fleet {
    stage: Stage,
    bucket: S3,
    watch: Watch,
    runners: Vec<Runner>,
    /// Into how many parts the organizations are cut.
    shards: usize,
}

impl Fleet {
    /// `lease` is how long a lock outlives its holder, where the Project says so.
    async fn new(world: &World, faults: Faults, runners: usize, lease: Option<&str>) -> Self {
        let lease = lease.map_or(String::new(), |lease| format!(", lease: {lease}"));
        let stage = Stage::new(world, faults).await;
        let watch = Watch::of(&stage.server.base_url());
        let runners = (0..runners).map(|number| {
            let folder = TempDir::new().unwrap();
            copy(stage.path(), folder.path());
            let project = folder.path().join("rolecall.yaml");
            let text = std::fs::read_to_string(&project).unwrap();
            std::fs::write(&project, text.replace("verify: 5s}", &format!("verify: 5s{lease}}}")))
                .unwrap();
            Runner { folder, door: watch.door(number) }
        });
        Self { runners: runners.collect(), stage, bucket: S3::start(), watch, shards: 1 }
    }

    fn apply(&self, number: usize) -> Command {
        let runner = &self.runners[number];
        let store = format!("s3://{BUCKET}/runs");
        let shard = format!("{}/{}", number % self.shards + 1, self.shards);
        let mut command = self.stage.command(&["apply", "--yes", "--allow-workspace-deletion"]);
        command
            .args(["--max-removals", "100%", "--lock-timeout", "60s", "--store", &store])
            .args(["--shard", &shard])
            .current_dir(runner.folder.path())
            .env("ROLECALL_BASE_URL", &runner.door)
            .envs(self.bucket.variables_of(&format!("AKIARUNNER{number}")));
        command
    }

    fn writes(&self) -> BTreeMap<Endpoint, u64> {
        let counts = self.stage.server.counts().into_iter();
        counts.filter(|(it, _)| it.is_write() && *it != Endpoint::Login).collect()
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => {
                std::fs::create_dir(&to).unwrap();
                copy(&entry.path(), &to);
            }
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Two pipelines of so many shards each (of one: eight runs) begin at once; each runner is killed after a while, so many times. Then they are left
/// alone. What is there in the end is what one run makes of it, down to the e-mails that everybody got.
async fn killed(world: &World, shards: usize, rounds: u64, seed: u64) {
    let alone = Stage::new(world, Faults::none()).await;
    alone.finish("alone").await;
    let wanted = alone.server.state().unwrap().outline();

    let faults = Faults::parse("op=writes,latency=60").unwrap();
    let runners = RUNNERS.max(2 * shards);
    let fleet = Fleet { shards, ..Fleet::new(world, faults, runners, Some("3s")).await };
    fleet.bucket.faults(now_and_then());
    let mut dice = seed;
    let mut below = |end: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % end
    };
    for _ in 0..rounds {
        let runs = (0..runners).map(|number| {
            let life = Duration::from_millis(300 + below(2_500));
            let mut child = fleet.apply(number).spawn().unwrap();
            async move {
                tokio::select! {
                    _ = child.wait() => {}
                    () = tokio::time::sleep(life) => child.kill().await.unwrap(),
                }
            }
        });
        join_all(runs.collect::<Vec<_>>()).await;
    }
    let outputs = join_all((0..runners).map(|number| fleet.apply(number).output())).await;
    for (number, output) in outputs.into_iter().enumerate() {
        let mut output = output.unwrap();
        // A machine that is busy for longer than the lease loses a lock, says so, and goes on in the next run.
        if told(&output).contains("the lock on the organization was lost") {
            output = fleet.apply(number).output().await.unwrap();
        }
        assert!(output.status.success(), "seed {seed}: {}", told(&output));
    }
    let reached = fleet.stage.server.state().unwrap().outline();
    assert_eq!(reached, wanted, "seed {seed}");
    assert!(
        !reached.emails.is_empty() && reached.emails.values().all(|sent| *sent == 1),
        "seed {seed}"
    );
    let (two_at_once, writes) = fleet.watch.told();
    assert_eq!(two_at_once, Vec::<String>::new(), "seed {seed}");
    assert!(writes > 0, "the watch stood at another door");
    let counted: u64 = fleet.writes().values().sum();
    assert!(counted >= 20, "seed {seed}: {:?}", fleet.writes());
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_runners_killed_at_random_reach_one_end() {
    killed(&World::agency(), 1, 1, 1).await;
}

/// Two pipelines of four shards each, over one fleet.
#[tokio::test(flavor = "multi_thread")]
async fn shards_of_two_pipelines_killed_at_random_invite_nobody_twice() {
    killed(&World::fleet(24), 4, 1, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes"]
async fn two_pipelines_of_eight_shards_over_1000_organizations_killed_again_and_again_invite_nobody_twice()
 {
    killed(&World::fleet(1_000), 8, 6, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes"]
async fn eight_runners_killed_again_and_again_reach_one_end() {
    for seed in 1..=10 {
        killed(&World::agency(), 1, 6, seed).await;
    }
}

/// Nobody is killed: each step is done once, whoever did it, and each e-mail goes out once.
#[tokio::test(flavor = "multi_thread")]
async fn of_eight_runners_no_step_is_done_twice() {
    let world = World::agency();
    let alone = Fleet::new(&world, Faults::none(), 1, None).await;
    let output = alone.apply(0).output().await.unwrap();
    assert!(output.status.success(), "{}", told(&output));
    let wanted = alone.writes();

    let faults = Faults::parse("op=writes,latency=20").unwrap();
    let fleet = Fleet::new(&world, faults, RUNNERS, None).await;
    let outputs = join_all((0..RUNNERS).map(|number| fleet.apply(number).output())).await;
    for output in outputs {
        let output = output.unwrap();
        assert!(output.status.success(), "{}", told(&output));
    }
    assert_eq!(fleet.writes(), wanted);
    assert_eq!(fleet.watch.told().0, Vec::<String>::new());
}

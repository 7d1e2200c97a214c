//! Several runs at once on one project.

use crate::support::{Stage, told};
use crate::world::World;
use futures::future::join_all;
use rolecall::sandbox::{Endpoint, Faults};
use std::collections::BTreeMap;

/// The writes of one undisturbed run.
async fn once(world: &World) -> BTreeMap<Endpoint, u64> {
    let stage = Stage::new(world, Faults::none()).await;
    stage.finish("alone").await;
    writes(&stage)
}

fn writes(stage: &Stage) -> BTreeMap<Endpoint, u64> {
    let counts = stage.server.counts().into_iter();
    counts.filter(|(endpoint, _)| endpoint.is_write() && *endpoint != Endpoint::Login).collect()
}

async fn together(runs: usize, arguments: &[&str]) {
    let world = World::agency();
    let wanted = once(&world).await;
    // Slow enough that they do meet.
    let stage = Stage::new(&world, Faults::parse("op=writes,latency=20").unwrap()).await;
    let outputs = join_all((0..runs).map(|_| stage.apply().args(arguments).output())).await;
    let outputs: Vec<_> = outputs.into_iter().map(Result::unwrap).collect();
    // Each organization is done by whoever comes first there, which need not be the same run for all of them.
    for output in outputs.iter().filter(|it| !it.status.success()) {
        let said = told(output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("locked"), "{said}");
        assert!(arguments.is_empty(), "waited, and yet {said}");
    }
    assert_eq!(writes(&stage), wanted, "no step is done twice");
    stage.check_journals("together");
    stage.finish("afterwards").await;
    assert_eq!(writes(&stage), wanted, "nothing is left to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_runs_one_refuses() {
    together(2, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_runs_each_organization_is_done_once() {
    together(10, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_finds_nothing_to_do() {
    together(3, &["--lock-timeout", "60s"]).await;
}

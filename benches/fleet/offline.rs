//! `plan --snapshot` and `validate` as whole processes: no platform, no latency, only our own work.

use crate::measure::{self, Run, ratio, says};
use crate::world::{self, World};
use std::path::Path;

const MB: f64 = 1e3;

/// Runs it in the folder and says how long it took and what it had, beside its bar.
pub(crate) async fn row(
    of: &str,
    what: &str,
    folder: &Path,
    arguments: &[&str],
    bar: (f64, f64),
) -> Run {
    let mut best: Option<Run> = None;
    for _ in 0..3 {
        let run = measure::run(arguments, Some(folder)).await;
        if best.as_ref().is_none_or(|best| run.took < best.took) {
            best = Some(run);
        }
    }
    let run = best.expect("three runs");
    let (seconds, megabytes) = bar;
    says(
        of,
        &format!(
            "{what}: {:.2?} (bar {seconds} s), peak {:.0} MB (bar {megabytes} MB)",
            run.took,
            run.peak_kb as f64 / MB
        ),
    );
    run
}

/// `plan --snapshot`, text.
const PLAN: [&str; 6] =
    ["plan", "--snapshot", "snapshot.json", "--quiet", "--max-removals", "100%"];

pub(crate) async fn offline() {
    let world = World { organizations: 1000, workspaces: 10, people: 20, differ: 5 };
    let folder = world::write(world);
    row(
        "offline",
        "validate, 1,000 x 10 x 20",
        folder.path(),
        &["validate", "--quiet"],
        (0.35, 80.0),
    )
    .await;
    let small =
        row("offline", "plan, 1,000 x 10 x 20, 5% differ", folder.path(), &PLAN, (0.8, 120.0))
            .await;
    drop(folder);
    let folder = world::write(World { organizations: 10_000, ..world });
    let large =
        row("offline", "plan, 10,000 x 10 x 20, 5% differ", folder.path(), &PLAN, (9.0, 500.0))
            .await;
    says("offline", &format!("time {} for 10 × (bar 10.5)", ratio(large.took, small.took)));
    drop(folder);
    let folder = world::write(World { differ: 100, ..world });
    row("offline", "plan, all 190,000 differ, text", folder.path(), &PLAN, (3.0, 700.0)).await;
    let json: Vec<&str> = PLAN.into_iter().chain(["--format", "json"]).collect();
    row("offline", "plan, all 190,000 differ, JSON", folder.path(), &json, (3.0, 700.0)).await;
    clients().await;
}

/// 10,000 organizations that have nothing yet, from one template.
async fn clients() {
    let folder = crate::clients::clients(10_000);
    let world = World { organizations: 10_000, workspaces: 0, people: 2, differ: 0 };
    std::fs::write(folder.path().join("snapshot.json"), world::saved(world)).expect("written");
    row("offline", "plan, 10,000 new clients of one template", folder.path(), &PLAN, (4.0, 500.0))
        .await;
}

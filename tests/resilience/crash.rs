//! Killed before and after every request, and run again.

use crate::support::Stage;
use crate::world::World;
use rolecall::sandbox::{Faults, When};
use std::time::Duration;

/// No run is as long as this.
const LONG: Duration = Duration::from_secs(60);

async fn killed_at_every_point(world: &World, name: &str) {
    let undisturbed = Stage::new(world, Faults::none()).await;
    undisturbed.finish(name).await;
    let wanted = undisturbed.server.state().unwrap().outline();
    let mut points = 0;
    for when in [When::Before, When::After] {
        for k in 1.. {
            let case = format!(
                "killed at request {k}, {when:?} it took effect; repeat it with cargo test --test resilience {name}"
            );
            let stage = Stage::new(world, Faults::crash_point(k, when)).await;
            let mut child = stage.spawn();
            let reached = tokio::select! {
                reached = stage.server.wait_for_hold(0, LONG) => reached > 0,
                _ = child.wait() => stage.server.holds() > 0,
            };
            if !reached {
                break;
            }
            points += 1;
            child.kill().await.unwrap();
            stage.check_journals(&case);
            stage.server.set_faults(Faults::none());
            stage.finish(&case).await;
            assert_eq!(stage.server.state().unwrap().outline(), wanted, "{case}");
        }
    }
    assert!(points > 10, "{name}: only {points} points");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_killed_at_every_request() {
    killed_at_every_point(&World::agency(), "the_example").await;
}

/// One test a seed, so that they run side by side. Repeat one with
/// `cargo test --test resilience seed_3`.
macro_rules! seeds {
    ($($name:ident = $seed:literal),* $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                killed_at_every_point(&World::generated($seed), stringify!($name)).await;
            }
        )*
    };
}

seeds!(
    seed_1 = 1,
    seed_2 = 2,
    seed_3 = 3,
    seed_4 = 4,
    seed_5 = 5,
    seed_6 = 6,
    seed_7 = 7,
    seed_8 = 8,
    seed_9 = 9,
    seed_10 = 10,
);

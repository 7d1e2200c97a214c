//! Any valid manifest on any valid state ends verified, and the platform, whose rules are written apart,
//! refuses nothing on the way.

use crate::support::{Stage, told};
use crate::world::World;
use futures::StreamExt as _;
use futures::stream;
use rolecall::model::UserStatus;
use rolecall::sandbox::Faults;

/// Runs at a time.
const TOGETHER: usize = 4;

async fn ends_verified(seed: u64) {
    let case = format!("seed {seed}");
    let stage = Stage::new(&World::generated(seed), Faults::none()).await;
    runs_clean(&stage, &case).await;
    // Everybody accepts; what waited for that is possible now, and then nothing is left.
    let pending: Vec<_> = stage
        .server
        .state()
        .unwrap()
        .organizations
        .into_values()
        .flat_map(|it| it.users.into_values().map(move |user| (it.id, user)))
        .filter(|(_, user)| user.status == UserStatus::Pending)
        .collect();
    for (organization, user) in pending {
        assert!(stage.server.accept(organization, &user.email).unwrap(), "{case}");
    }
    for _ in 0..3 {
        runs_clean(&stage, &case).await;
    }
    stage.server.forget_requests();
    runs_clean(&stage, &case).await;
    let counts = stage.server.counts();
    assert!(counts.keys().all(|it| !it.is_write()), "{case}: never ends: {counts:?}");
}

async fn runs_clean(stage: &Stage, case: &str) {
    let output = stage.run().await;
    assert!(output.status.success(), "{case}\n{}", told(&output));
    for organization in stage.report()["organizations"].as_array().unwrap() {
        assert_eq!(organization["verified"], true, "{case}\n{}", told(&output));
    }
    for request in stage.server.requests() {
        let fine = request.status.is_some_and(|status| status < 400);
        assert!(fine, "{case}: refused: {request:?}\n{}", told(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn generated_projects_end_verified_and_nothing_is_refused() {
    stream::iter(1..=60).for_each_concurrent(TOGETHER, ends_verified).await;
}

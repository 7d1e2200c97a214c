use crate::support::*;
use rolecall::apply::journal::Integrity;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn a_run_that_dies_at_any_call_is_finished_by_the_next() {
    // Each profile dies before a write and after one; reads lag behind in half of the cases.
    let ways = Spoken::ALL.into_iter().zip([(0, 2), (2, 0), (0, 2)]);
    for (profile, (before, after)) in ways {
        let undisturbed = Fake::new(acme()).spoken(profile);
        assert!(Scene::new().apply(&undisturbed, &eventful()).await.verified(), "{profile:?}");
        let calls = undisturbed.calls().len();
        assert_eq!(calls, if profile == Spoken::OneByOne { 11 } else { 9 }, "{profile:?}");
        for (fault, lag) in [(Fault::DeathBefore, before), (Fault::DeathAfter, after)] {
            for point in 1..=calls {
                let dies = fault.clone();
                let fake = Fake::new(acme())
                    .spoken(profile)
                    .lagging(Duration::from_secs(lag))
                    .faults(move |n, _| if n == point { dies.clone() } else { Fault::None });
                let mut scene = Scene::new();
                let plan = eventful();
                tokio::select! {
                    _ = scene.apply(&fake, &plan) => panic!("it was to die at {point}"),
                    () = fake.death() => {}
                }
                // A person, or the next CI job, comes later than the platform lags.
                tokio::time::sleep(Duration::from_secs(3)).await;
                scene.run = "r2";
                let outcome = scene.apply(&fake, &planned_again(&fake.now())).await;
                let at = format!("{profile:?}, {fault:?} {point}, lag {lag}");
                assert!(outcome.verified(), "{at}: {:?}", outcome.statuses());
                assert_eq!(essence(&fake.now()), essence(&undisturbed.now()), "{at}");
                assert_eq!(fake.emails(), undisturbed.emails(), "{at}");
                let history = scene.history().await;
                let (died, later) = history.runs.split_first().unwrap();
                assert_eq!(died.integrity, Integrity::Unended, "{at}");
                assert!(later.iter().all(|run| run.integrity == Integrity::Whole), "{at}");
                assert_eq!(died.exit, None, "{at}");
            }
        }
    }
}

use crate::support::*;
use proptest::prelude::*;
use rolecall::apply::journal::{Entry, Record};
use std::collections::BTreeMap;
use std::time::Duration;

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        4 => Just(Fault::None),
        2 => Just(Fault::LostBefore),
        2 => Just(Fault::LostAfter),
        1 => (0..3_usize).prop_map(Fault::Partial),
        1 => Just(Fault::NotSent),
        1 => Just(Fault::Refused(403)),
        1 => (1..900_u64).prop_map(|ms| Fault::Slow(Duration::from_millis(ms))),
    ]
}

/// Each attempt has one intent, and then one outcome.
fn check_pairs(records: &[Record], calls: usize) {
    let mut open = BTreeMap::new();
    let mut intents = 0;
    for record in records {
        match &record.entry {
            Entry::Intent { step, attempt, .. } => {
                intents += 1;
                assert!(open.insert(step, attempt).is_none());
            }
            Entry::Outcome { step, attempt, .. } => assert_eq!(open.remove(step), Some(attempt)),
            Entry::Start { .. } | Entry::End { .. } => {}
        }
    }
    assert!(open.is_empty());
    assert_eq!(intents, calls);
}

async fn disturbed(profile: Spoken, faults: Vec<Fault>, lag: Duration) {
    let undisturbed = Fake::new(acme());
    Scene::new().apply(&undisturbed, &eventful()).await;
    let fake = Fake::new(acme())
        .spoken(profile)
        .lagging(lag)
        .faults(move |number, _| faults.get(number - 1).cloned().unwrap_or(Fault::None));
    let mut scene = Scene::new();
    let first = scene.apply(&fake, &eventful()).await;
    check_pairs(&first.records, fake.calls().len());
    let left = what_is_left(&eventful(), &fake.now());
    for step in &first.report.organizations[0].steps {
        let to_do = left.steps.iter().any(|left| left.id == step.id);
        let expected = if to_do { ["failed", "not_attempted"] } else { ["done", "already"] };
        let word = step.status.word();
        assert!(expected.contains(&word), "{} is {word}, still to do: {to_do}", step.id);
    }
    assert_eq!(first.verified(), left.steps.is_empty());
    tokio::time::sleep(lag).await;
    // Runs until the faults are used up: each comes to nothing worse than the one before.
    let mut plan = planned_again(&fake.now());
    for _ in 0..20 {
        if plan.steps.is_empty() {
            break;
        }
        scene.run = "again";
        scene.apply(&fake, &plan).await;
        tokio::time::sleep(lag).await;
        plan = planned_again(&fake.now());
    }
    assert_eq!(essence(&fake.now()), essence(&undisturbed.now()));
    assert_eq!(fake.emails(), undisturbed.emails());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_goes_wrong_runs_converge_and_nobody_is_invited_twice(
        faults in prop::collection::vec(fault(), 0..16),
        lag in prop::sample::select(vec![0, 700, 2000]),
        profile in prop::sample::select(Spoken::ALL.to_vec()),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(disturbed(profile, faults, Duration::from_millis(lag)));
    }
}

use crate::s3::{Fault, S3};
use crate::support::*;
use rolecall::apply::journal::{
    Entry, Filter, Integrity, Journal, Start, StartedOrganization, history, known_organizations,
};
use rolecall::apply::{Clock, Outcome};
use rolecall::model::{NamePattern, OrganizationId, Slug};
use rolecall::platform::Redaction;
use rolecall::store::{BucketStore, NewLog, Store as _};
use serde_json::Map;
use std::path::Path;

/// Writes the journal of a run about one organization, with so many steps.
async fn write(store: &BucketStore, run: &str, organization: &str, steps: u32) {
    let name = Slug::parse(organization).unwrap();
    let log = NewLog { run, plan: "p", time: "2026-11-25T22:52:46Z".parse().unwrap() };
    let log = store.create_log(&log).await.unwrap();
    let start = Start {
        plan: serde_json::from_value(serde_json::json!("sha256:0123456789abcdef")).unwrap(),
        tool: "rolecall".to_owned(),
        host: "ci".to_owned(),
        pid: 1,
        organizations: vec![StartedOrganization {
            name: name.clone(),
            id: OrganizationId::new(1),
            actor: None,
        }],
    };
    let journal = Journal::begin(log, run.to_owned(), start, Clock::system(), Redaction::default());
    let journal = journal.await.unwrap();
    for number in 1..=steps {
        let step: rolecall::plan::StepId =
            serde_json::from_value(serde_json::json!(format!("{organization}/{number}"))).unwrap();
        let intent = Entry::Intent {
            organization: name.clone(),
            step: step.clone(),
            attempt: 1,
            action: "revoke_workspace_access".to_owned(),
            detail: Map::new(),
        };
        journal.durable(intent).await.unwrap();
        journal.follow(Entry::Outcome {
            organization: name.clone(),
            step,
            attempt: 1,
            outcome: Outcome::Done,
            detail: Map::new(),
        });
    }
    journal.end(0).await.unwrap();
}

#[tokio::test]
async fn a_journal_is_objects_in_one_chain() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    write(&store, "20261125T225246Z-1-a", "acme", 3).await;
    let names: Vec<_> = (1..=5)
        .map(|number| format!("runs/journal/20261125T225246Z-1-a/{number:06}.jsonl"))
        .collect();
    assert_eq!(s3.names(), names, "the start, three intents with what came before, the end");
    let runs = history(&store, &Filter::default()).await.unwrap().runs;
    assert_eq!((runs[0].integrity.clone(), runs[0].steps.len()), (Integrity::Whole, 3));
    let known = known_organizations(&store).await.unwrap();
    assert_eq!(known.keys().map(Slug::as_str).collect::<Vec<_>>(), ["acme"]);
}

#[tokio::test]
async fn lost_answers_and_a_busy_store_change_nothing() {
    for fault in [Fault::Lost, Fault::DoneBut500, Fault::Reset, Fault::Status(503, "SlowDown")] {
        let s3 = S3::start();
        let mut last = String::new();
        s3.faults(move |asked| {
            let first = asked.method == "PUT" && asked.key != last;
            last.clone_from(&asked.key);
            if first { fault } else { Fault::None }
        });
        let store = open(&s3, "a");
        write(&store, "20261125T225246Z-1-a", "acme", 2).await;
        s3.faults(|_| Fault::None);
        let runs = history(&store, &Filter::default()).await.unwrap().runs;
        assert_eq!(
            (runs[0].integrity.clone(), runs[0].steps.len()),
            (Integrity::Whole, 2),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn what_was_changed_or_is_missing_is_told() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    let run = "20261125T225246Z-1-a";
    write(&store, run, "acme", 3).await;
    let object = |number: u32| format!("runs/journal/{run}/{number:06}.jsonl");
    let third = s3.read(&object(3)).unwrap();
    s3.remove(&object(3));
    let integrity =
        async || history(&store, &Filter::default()).await.unwrap().runs[0].integrity.clone();
    let Integrity::Broken { why, .. } = integrity().await else { panic!() };
    assert!(
        why.contains("s3://fleet/runs/journal/20261125T225246Z-1-a/000003.jsonl is missing"),
        "{why}"
    );
    s3.write(&object(3), &third.replace("\"done\"", "\"refused\""));
    assert!(matches!(integrity().await, Integrity::Broken { .. }));
    s3.write(&object(3), &third);
    assert_eq!(integrity().await, Integrity::Whole);
    s3.remove(&object(5));
    assert_eq!(integrity().await, Integrity::Unended);
    s3.remove(&object(1));
    let unreadable = history(&store, &Filter::default()).await.unwrap().unreadable;
    assert!(unreadable[run].contains("000001.jsonl is missing"), "{unreadable:?}");
}

/// A journal whose name or beginning says that nothing in it fits is not read to its end.
#[tokio::test]
async fn filters_read_what_may_fit_and_no_more() {
    let s3 = S3::start();
    let store = open(&s3, "a");
    write(&store, "20261101T000000Z-1-a", "acme", 2).await;
    write(&store, "20261102T000000Z-1-b", "bloom", 2).await;
    let asked = async |filter: Filter| {
        s3.asked();
        let found = history(&store, &filter).await.unwrap();
        let read = s3.asked().into_iter().filter(|it| it.key.ends_with(".jsonl")).count();
        (found.runs.len(), found.left_out, read)
    };
    assert_eq!(asked(Filter::default()).await, (2, 0, 8));
    let organizations = vec![NamePattern::parse("bloom").unwrap()];
    assert_eq!(asked(Filter { organizations, ..Filter::default() }).await, (1, 1, 5));
    let until = Some("2026-11-01T12:00:00Z".parse().unwrap());
    let (_, left_out, read) = asked(Filter { until, ..Filter::default() }).await;
    assert_eq!((left_out, read), (2, 4), "the second began later; the first has no step so early");
}

/// Outcomes of calls in flight are kept beside the project where the store can't be reached any more.
#[tokio::test]
async fn after_the_store_is_lost_no_intent_is_granted_and_outcomes_are_kept() {
    let s3 = S3::start();
    let store = open(&s3, "rescued");
    let run = "20261125T225246Z-1-rescued";
    let log = NewLog { run, plan: "p", time: "2026-11-25T22:52:46Z".parse().unwrap() };
    let mut log = store.create_log(&log).await.unwrap();
    log.append(b"{}\n".to_vec()).await.unwrap();
    s3.faults(|_| Fault::Status(403, "AccessDenied"));
    let error = log.append(b"{\"lost\":true}\n".to_vec()).await.unwrap_err();
    assert!(error.to_string().contains("000002.jsonl"), "{error}");
    let kept = log.rescue(b"{\"kept\":true}\n").unwrap();
    assert_eq!(std::fs::read_to_string(Path::new(&kept)).unwrap(), "{\"kept\":true}\n");
    std::fs::remove_file(kept).unwrap();
}

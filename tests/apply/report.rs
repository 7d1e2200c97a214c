use crate::support::*;
use rolecall::apply::journal::Record;
use rolecall::apply::{Report, ReportFileError};
use rolecall::plan::{Execution, Hold};
use serde_json::Value;

/// A run in which every status comes up but `unknown`.
async fn eventful(scene: &Scene) -> Report {
    let mut plan = plan(
        "acme",
        &[
            (1, add(support(), &["bo", "cy"]), &[]),
            (1, invite("di"), &[]),
            (2, revoke_bo(None), &[2]),
            (2, delete_pilot(), &[]),
            (2, remove_bo(), &[]),
        ],
    );
    plan.steps[3].execution =
        Execution::Manual { instructions: vec!["Open Workspaces".to_owned()] };
    plan.steps[4].execution = Execution::Held { reason: Hold::OwnAccess };
    let fake = Fake::new(acme())
        .faults(|number, _| if number == 2 { Fault::Refused(403) } else { Fault::None });
    scene.apply(&fake, &plan).await.report
}

fn valid(schema: &schemars::Schema, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    validator.iter_errors(value).map(|error| error.to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_report_is_as_the_design_says() {
    let mut report = eventful(&Scene::new()).await;
    report.journal = report.journal.and_then(|path| path.rsplit('/').next().map(str::to_owned));
    insta::assert_snapshot!(report.to_json());
}

#[tokio::test(start_paused = true)]
async fn a_report_reads_back_and_fits_its_schema() {
    let report = eventful(&Scene::new()).await;
    let text = report.to_json();
    assert_eq!(Report::from_json(&text).unwrap(), report);
    let schema = schemars::schema_for!(Report);
    assert_eq!(valid(&schema, &serde_json::from_str(&text).unwrap()), Vec::<String>::new());
    let wrong = text.replace("not_attempted", "forgotten");
    assert!(!valid(&schema, &serde_json::from_str(&wrong).unwrap()).is_empty());
}

#[tokio::test(start_paused = true)]
async fn journal_lines_fit_their_schema() {
    let scene = Scene::new();
    eventful(&scene).await;
    let schema = schemars::schema_for!(Record);
    let records = scene.records().await;
    assert_eq!(records.len(), 8);
    for record in records {
        let line = serde_json::to_value(record).unwrap();
        assert_eq!(valid(&schema, &line), Vec::<String>::new());
    }
}

#[test]
fn other_files_are_refused_by_name() {
    let other = Report::from_json("{\"format\":\"rolecall.report/v2\"}").unwrap_err();
    assert_eq!(
        other.to_string(),
        "the file says `rolecall.report/v2`; this rolecall reads `rolecall.report/v1`"
    );
    let cut = Report::from_json("{\"format\":\"rolecall.rep");
    assert!(matches!(cut, Err(ReportFileError::Malformed(_))));
}

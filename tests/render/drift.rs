use crate::plans;
use rolecall::model::Slug;
use rolecall::render::{Style, drift, html, markdown, text};

fn show(plan: &rolecall::plan::Plan) -> String {
    let forgotten = [Slug::parse("old-client").unwrap()];
    text(&drift(plan, &forgotten), Style { width: 80, color: false })
}

#[test]
fn every_action_from_the_other_side() {
    let all = plans::everything("Support", "cy@acme.example");
    insta::assert_snapshot!("drift_everything", show(&all));
    insta::assert_snapshot!("drift_markdown", markdown(&drift(&plans::ordinary(), &[]), None));
}

#[test]
fn no_drift() {
    let plan = plans::plan(vec![plans::Builder::new("acme-dental").build()]);
    insta::assert_snapshot!("drift_none", show(&plan));
}

#[test]
fn the_page_tells_drift_in_the_same_words() {
    let page = html(&drift(&plans::ordinary(), &[]));
    assert!(page.contains("<h1>Drift</h1>"));
    assert!(page.contains(" was added to "));
}

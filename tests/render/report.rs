use crate::{plans, reports};
use rolecall::apply::Report;
use rolecall::plan::Plan;
use rolecall::render::{Style, html, markdown, report, text};

fn show(shown: &Report, plan: Option<&Plan>) -> String {
    text(&report(shown, plan), Style { width: 80, color: false })
}

#[test]
fn every_status() {
    let (plan, shown) = reports::everything("Support", "cy@acme.example");
    insta::assert_snapshot!("report_everything", show(&shown, Some(&plan)));
    let text = markdown(&report(&shown, Some(&plan)), Some("report.json"));
    insta::assert_snapshot!("report_everything_markdown", text);
}

#[test]
fn each_step_of_a_report_has_an_id() {
    for plan_at_hand in [true, false] {
        let (plan, shown) = reports::everything("Support", "cy@acme.example");
        let page = html(&report(&shown, plan_at_hand.then_some(&plan)));
        for organization in &shown.organizations {
            for step in &organization.steps {
                assert_eq!(page.matches(&format!(" id=\"{}\"", step.id)).count(), 1, "{}", step.id);
            }
        }
    }
}

#[test]
fn nothing_to_do() {
    let plan = plans::plan(vec![plans::Builder::new("acme-dental").build()]);
    insta::assert_snapshot!("report_nothing_to_do", show(&reports::verified(&plan), Some(&plan)));
}

#[test]
fn only_a_whole_run_says_verified_first() {
    let (plan, good) = reports::ordinary();
    assert!(show(&good, Some(&plan)).contains("verified: 3 done, 1 by hand, 1 held"));
    let (plan, bad) = reports::everything("Support", "cy@acme.example");
    assert!(!show(&bad, Some(&plan)).contains("verified"));
    assert!(!html(&report(&bad, Some(&plan))).contains("verified"));
}

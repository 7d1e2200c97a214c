use crate::{plans, reports};
use rolecall::apply::{FactStatus, Report, Status};
use rolecall::render::{Style, html, markdown, mermaid, report, report_waves, text};

fn show(shown: &Report) -> String {
    text(&report(shown), Style { width: 80, color: false, cuts: true })
}

#[test]
fn every_status() {
    let (_, shown) = reports::everything("Support", "cy@acme.example");
    insta::assert_snapshot!("report_everything", show(&shown));
    let text = markdown(&report(&shown), Some("report.json"));
    insta::assert_snapshot!("report_everything_markdown", text);
}

#[test]
fn each_step_of_a_report_has_an_id() {
    let (_, shown) = reports::everything("Support", "cy@acme.example");
    let page = html(&report(&shown));
    for step in shown.organizations.iter().flat_map(|one| &one.steps) {
        assert_eq!(page.matches(&format!(" id=\"{}\"", step.id)).count(), 1, "{}", step.id);
    }
}

#[test]
fn the_waves_say_what_became_of_each_step() {
    let (_, shown) = reports::everything("Support", "cy@acme.example");
    insta::assert_snapshot!("report_waves", mermaid(&report_waves(&shown)));
}

#[test]
fn nothing_to_do() {
    let plan = plans::plan(vec![plans::Builder::new("acme-dental").build()]);
    insta::assert_snapshot!("report_nothing_to_do", show(&reports::verified(&plan)));
}

#[test]
fn only_a_whole_run_says_verified_first() {
    let (_, good) = reports::ordinary();
    assert!(show(&good).contains("verified: 3 done, 1 by hand, 1 held"));
    let (_, bad) = reports::everything("Support", "cy@acme.example");
    let says_verified = |text: &str| text.replace("nverified", "").contains("verified");
    assert!(!says_verified(&show(&bad)));
    assert!(!says_verified(&html(&report(&bad))));
}

#[test]
fn nothing_is_told_first_as_done_that_is_not_known_to_be() {
    let plan = plans::ordinary();
    let first = |status, fact| {
        let ran = reports::became(&plan, status, fact);
        ran.attention.iter().map(|it| it.text.clone()).collect::<Vec<_>>()
    };
    let made = "Made owner of a workspace: dana@acme.example in Sales of acme-dental";
    assert_eq!(first(Status::Done, None)[0], made);
    assert_eq!(first(Status::Done, Some(FactStatus::CannotTell))[0], made);
    let unknown = format!("{made} (not known whether it was done)");
    assert_eq!(first(Status::Unknown, None)[0], unknown);
    for (status, fact) in [
        (Status::Done, Some(FactStatus::Otherwise)),
        (Status::Failed, None),
        (Status::NotAttempted, None),
    ] {
        assert_eq!(first(status, fact), Vec::<String>::new(), "{status:?} {fact:?}");
    }
}

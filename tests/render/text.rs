use crate::plans;
use rolecall::plan::Plan;
use rolecall::render::{Style, plan, text};
use unicode_width::UnicodeWidthStr as _;

const COMMAND: &str = "rolecall apply --plan plan.json";

fn show(shown: &Plan, width: usize, color: bool) -> String {
    let text = text(&plan(shown, Some(COMMAND)), Style { width, color });
    text.replace('\u{1b}', "␛")
}

#[test]
fn an_ordinary_plan() {
    insta::assert_snapshot!("ordinary_80", show(&plans::ordinary(), 80, false));
    insta::assert_snapshot!("ordinary_80_color", show(&plans::ordinary(), 80, true));
    insta::assert_snapshot!("ordinary_120", show(&plans::ordinary(), 120, false));
    insta::assert_snapshot!("ordinary_120_color", show(&plans::ordinary(), 120, true));
}

#[test]
fn every_action_and_every_hold() {
    let all = plans::everything("Support", "cy@acme.example");
    insta::assert_snapshot!("everything_80", show(&all, 80, false));
    insta::assert_snapshot!("everything_120", show(&all, 120, false));
}

#[test]
fn nothing_to_do() {
    let plan = plans::plan(vec![plans::Builder::new("acme-dental").build()]);
    insta::assert_snapshot!("nothing_to_do", show(&plan, 80, false));
}

#[test]
fn no_line_is_wider_than_asked_and_no_address_is_cut_that_fits() {
    let long = format!("{}@acme.example", "x".repeat(50));
    for width in [60, 80, 120, 200] {
        let text = show(&plans::everything("客服 Front Desk ☂️", &long), width, false);
        for line in text.lines() {
            let command = line.contains(COMMAND);
            assert!(command || line.width() <= width, "{} > {width}: {line}", line.width());
        }
        assert!(width < 80 || !text.contains('…'), "{text}");
    }
}

#[test]
fn paint_changes_no_words() {
    let all = plans::everything("Support", "cy@acme.example");
    let plain = show(&all, 80, false);
    let mut painted = show(&all, 80, true);
    while let Some(start) = painted.find('␛') {
        let end = start + painted[start..].find('m').unwrap();
        painted.replace_range(start..=end, "");
    }
    assert_eq!(plain, painted);
}

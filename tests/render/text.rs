use crate::plans;
use rolecall::model::{Slug, Source};
use rolecall::plan::{OrganizationPlan, Plan};
use rolecall::render::{Style, markdown, plan, text};
use unicode_width::UnicodeWidthStr as _;

const COMMAND: &str = "rolecall apply --plan plan.json";

fn show(shown: &Plan, width: usize, color: bool) -> String {
    let text = text(&plan(shown, Some(COMMAND)), Style { width, color, cuts: true });
    text.replace('\u{1b}', "␛")
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

/// Behind the sentence where there is room, else below it, and once for each step.
#[test]
fn each_step_says_where_it_comes_from() {
    let mut all = plans::ordinary();
    let step = &mut all.organizations[0].steps[0];
    step.source.via = Some(Box::new(Source::new("groups/agency-support.yaml", 7)));
    let text = show(&all, 80, false);
    for (words, times) in [
        ("→ owner in Sales · acme.yaml:12\n", 1),
        ("is removed from the organization\n        acme.yaml:14\n", 1),
        ("(invitation e-mail)\n        acme.yaml:11 (from groups/agency-support.yaml:7)\n", 1),
        ("acme.yaml:11", 1),
    ] {
        assert_eq!(text.matches(words).count(), times, "{words}: {text}");
    }
    let markdown = markdown(&plan(&all, None), None);
    let small = "<sub>1 · `acme.yaml:11` (from `groups/agency-support.yaml:7`)</sub>";
    assert_eq!(markdown.matches(small).count(), 1);
    assert!(markdown.contains("joins `Support` as agent <sub>1</sub>"));
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
        assert!(width < 80 || !text.contains("…x"), "{text}");
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

/// A path stays whole where no terminal would break it, however long it is, and nothing stands before it.
#[test]
fn a_path_can_be_copied() {
    let folder = format!("/srv/{}/My Projects", "x".repeat(120));
    let command = format!("rolecall apply --plan '{folder}/plan.json'");
    let all = plans::ordinary();
    let document = plan(&all, Some(&command));
    let text = text(&document, Style { width: 100, color: false, cuts: false });
    assert!(text.contains(&command), "{text}");
    let mut ran = crate::reports::verified(&all);
    let journal = r"C:\rolecall\journal\1.jsonl".to_owned();
    ran.journal = Some(journal.clone());
    let document = rolecall::render::report(&ran);
    let text = rolecall::render::text(&document, Style { width: 100, color: false, cuts: false });
    assert!(text.contains(&format!("  {journal}\n")), "{text}");
    let markdown = rolecall::render::markdown(&document, None);
    assert!(markdown.contains(&format!("**Journal:** `{journal}`")), "{markdown}");
}

#[test]
fn what_it_costs_is_told_once() {
    let costs = |shown: &Plan| {
        let shown = text(&plan(shown, None), Style { width: 80, color: false, cuts: true });
        shown.matches("requests, ").count()
    };
    let one = plans::ordinary();
    assert_eq!(costs(&one), 1);
    let mut two = one.organizations.clone();
    two.push(OrganizationPlan {
        name: Slug::parse("bloom").unwrap(),
        ..one.organizations[0].clone()
    });
    assert_eq!(costs(&plans::plan(two)), 3);
}

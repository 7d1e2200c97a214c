//! What the main verbs say on a terminal and in a log: each at two widths, with and without colour. What only the
//! command line lays out (`doctor`, `history`) is looked at there.

use crate::{plans, reports};
use rolecall::model::Slug;
use rolecall::render::{Style, drift, plan, report, text};

const COMMAND: &str = "rolecall apply --plan plan.json";

#[test]
fn every_verb_at_two_widths_with_and_without_colour() {
    let (planned, (_, ran)) = (plans::ordinary(), reports::ordinary());
    let drifted = plans::as_drift(plans::ordinary());
    let forgotten = Slug::parse("old-client").unwrap();
    // Each verb with what it shows of an ordinary change.
    let verbs = [
        ("plan", plan(&planned, Some(COMMAND))),
        ("apply", report(&ran)),
        ("drift", drift(&drifted, &[forgotten])),
    ];
    for (verb, document) in verbs {
        for width in [80, 120] {
            let plain = text(&document, Style { width, color: false, cuts: true });
            let painted =
                text(&document, Style { width, color: true, cuts: true }).replace('\u{1b}', "␛");
            insta::assert_snapshot!(format!("{verb}_{width}"), plain);
            insta::assert_snapshot!(format!("{verb}_{width}_color"), painted);
        }
    }
}

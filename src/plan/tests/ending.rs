//! Access that ends by a date: what a plan says of it.

use super::build::{Live, Wanted, capabilities, email, settings};
use crate::model::{Ended, Evidence, Source};
use crate::plan::{Execution, Hold, OrganizationPlan, Refusal, Settings, Step, plan_organization};
use jiff::civil::Date;

const DAY: &str = "2026-11-22";

fn day() -> Date {
    DAY.parse().unwrap()
}

fn ended() -> Ended {
    Ended { until: day(), source: Source::new("acme.yaml", 33) }
}

fn plan(wanted: &Wanted, live: &Live, settings: &Settings) -> OrganizationPlan {
    plan_organization(&wanted.0, &live.0, &capabilities(Evidence::Verified), settings).unwrap()
}

/// Sentences with the line that each is from.
fn told(plan: &OrganizationPlan) -> Vec<String> {
    let told = |step: &Step| {
        let lines = crate::render::step(step);
        lines.into_iter().map(|line| format!("{line} · {}", step.source.line)).collect::<Vec<_>>()
    };
    plan.steps.iter().flat_map(told).collect()
}

#[test]
fn a_plan_says_until_when_access_is_given() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member")]);
    let live = live.workspace(1, "Support", &[("ana", "agent"), ("ops", "owner")]);
    let mut wanted = Wanted::new(&[("bo", "user_admin"), ("cy", "billing_admin")]).workspace(
        None,
        "Support",
        &[("ana", "manager"), ("dee", "agent"), ("ops", "owner")],
    );
    for (_, user) in wanted.0.users.as_mut().unwrap() {
        user.until = Some(day());
    }
    for (_, user) in wanted.0.workspaces[0].users.as_mut().unwrap() {
        user.until = Some(day());
    }
    let plan = plan(&wanted, &live, &settings());
    assert_eq!(
        told(&plan),
        [
            "+ cy@acme.example is invited to the organization as billing_admin (invitation e-mail), until 2026-11-22 · 7",
            "+ dee@acme.example joins Support as agent (invitation e-mail), until 2026-11-22 · 9",
            "~ bo@acme.example: member → user_admin in the organization, until 2026-11-22 · 7",
            "~ ana@acme.example: agent → manager in Support, until 2026-11-22 · 9",
        ]
    );
    let written = serde_json::to_string(&plan).unwrap();
    assert!(written.contains(r#""until":{"dee@acme.example":"2026-11-22"}"#), "{written}");
    assert_eq!(serde_json::from_str::<OrganizationPlan>(&written).unwrap(), plan);
}

#[test]
fn a_plan_says_that_access_was_listed_until_a_day_that_is_over() {
    let live =
        Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "admin"), ("cy", "member?")]);
    let people = [("ops", "owner"), ("ana", "agent"), ("bo", "manager"), ("cy", "agent")];
    let live = live.workspace(1, "Support", &people);
    let mut wanted = Wanted::new(&[("bo", "member")]);
    wanted = wanted.workspace(None, "Support", &[("ops", "owner"), ("bo", "agent")]);
    wanted.0.ended.insert(email("bo"), ended());
    let over = &mut wanted.0.workspaces[0].ended;
    ["ana", "bo", "cy"].into_iter().for_each(|name| _ = over.insert(email(name), ended()));
    let plan = plan(&wanted, &live, &settings());
    assert_eq!(
        told(&plan),
        [
            "~ bo@acme.example: manager → agent in Support (listed until 2026-11-22) · 9",
            "- ana@acme.example loses Support; their contacts there become unassigned (listed until 2026-11-22) · 33",
            "- cy@acme.example loses Support; their contacts there become unassigned (listed until 2026-11-22) · 33",
            "~ bo@acme.example: admin → member in the organization (listed until 2026-11-22) · 7",
            "- ana@acme.example is removed from the organization (listed until 2026-11-22) · 33",
            "- the invitation of cy@acme.example is revoked (listed until 2026-11-22) · 33",
        ]
    );
}

/// A date takes nobody's place in the rules.
#[test]
fn what_a_date_takes_away_is_held_and_counted_like_anything() {
    let live = Live::new(&[("ops", "admin"), ("ana", "admin"), ("bo", "member")]);
    let mut wanted = Wanted::new(&[]);
    wanted.0.safety.min_admins = 2;
    wanted.0.ended.insert(email("ana"), ended());
    wanted.0.ended.insert(email("bo"), ended());
    let plan = |settings: &Settings| plan(&wanted, &live, settings);
    let first = plan(&settings());
    let of = |name: &str| {
        let mut steps = first.steps.iter();
        &steps.find(|step| step.action.email() == Some(&email(name))).unwrap().execution
    };
    assert_eq!(
        *of("ana"),
        Execution::Held {
            reason: Hold::LastAdmin { min_admins: 2, admins: vec![email("ana"), email("ops")] }
        }
    );
    assert_eq!(*of("bo"), Execution::Automatic);
    let none = Settings { max_removals: Some(crate::model::MaxRemovals::People(0)), ..settings() };
    let refused = Refusal { rule: "max_removals".to_owned(), counted: 1, allowed: 0 };
    assert_eq!(plan(&none).refused, Some(refused));
}

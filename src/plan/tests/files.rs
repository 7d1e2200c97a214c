//! The plan file, and a saved plan beside the plan as it is now.

use super::build::{Live, Wanted, capabilities, settings};
use super::proofs::over_worlds;
use super::worlds::{Cases, World};
use crate::model::Evidence;
use crate::plan::{
    AccessNote, Options, OrganizationPlan, Plan, PlanFileError, PlanOrigin, PlatformName,
    plan_organization,
};
use serde_json::{Value, json};

fn file(organizations: Vec<OrganizationPlan>) -> Plan {
    let platform = PlatformName { profile: "test".to_owned(), base_url: "sandbox:".to_owned() };
    let origin = PlanOrigin {
        options: Options::default(),
        platform,
        shard: None,
        manifests: "sha256:0".to_owned(),
    };
    Plan::new(settings().now, origin, organizations, Vec::new(), 8)
}

fn plan(wanted: &Wanted, live: &Live) -> OrganizationPlan {
    plan_organization(&wanted.0, &live.0, &capabilities(Evidence::Verified), &settings()).unwrap()
}

fn small() -> (Wanted, Live) {
    let live = Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member")]);
    let live = live.workspace(1, "Support", &[("ana", "owner"), ("bo", "agent")]);
    let wanted = Wanted::new(&[]).workspace(None, "Support", &[("ana", "owner"), ("cy", "agent")]);
    (wanted, live)
}

#[test]
fn what_is_written_is_read_again() {
    over_worlds(0..1_000, |world| {
        let World { seed: _, desired, snapshot, everything: _, capabilities, settings } = world;
        let Ok(plan) = plan_organization(desired, snapshot, capabilities, settings) else {
            return Ok(Cases::default());
        };
        let written = file(vec![plan]);
        let read = Plan::from_json(&written.to_json()).map_err(|it| it.to_string())?;
        if read == written { Ok(Cases::default()) } else { Err("not the same".to_owned()) }
    });
}

#[test]
fn an_edited_file_is_refused() {
    let (wanted, live) = small();
    let text = file(vec![plan(&wanted, &live)]).to_json();
    let edited = text.replace("\"agent\"", "\"owner\"");
    assert_ne!(text, edited);
    assert!(matches!(Plan::from_json(&edited), Err(PlanFileError::Edited { .. })));
}

/// When it was made is no part of a plan: two plans of the same changes have one id.
const NOT_IN_THE_ID: [&str; 1] = ["/createdAt"];

#[test]
fn no_value_of_a_file_can_be_edited() {
    let (wanted, live) = small();
    let text = file(vec![plan(&wanted, &live)]).to_json();
    let whole: Value = serde_json::from_str(&text).unwrap();
    let mut places = Vec::new();
    leaves(&whole, "", &mut places);
    assert!(places.len() > 60, "{}", places.len());
    for place in places {
        let mut edited = whole.clone();
        let leaf = edited.pointer_mut(&place).unwrap();
        *leaf = match &*leaf {
            Value::Null => "more".into(),
            Value::Bool(there) => (!*there).into(),
            Value::Number(number) => match number.as_u64() {
                Some(number) => (number + 1).into(),
                None => (number.as_f64().unwrap() + 1.0).into(),
            },
            Value::String(text) => format!("{text}x").into(),
            Value::Array(_) => vec!["more"].into(),
            Value::Object(_) => json!({"more": 1}),
        };
        if place == NOT_IN_THE_ID[0] {
            *leaf = "2031-01-01T00:00:00Z".into();
        }
        let read = Plan::from_json(&edited.to_string());
        assert_eq!(read.is_ok(), NOT_IN_THE_ID.contains(&&*place), "{place}: {read:?}");
    }
}

/// Words that another action or step might have.
#[test]
fn what_a_step_only_tells_can_not_be_edited() {
    let (wanted, live) = small();
    let whole: Value = serde_json::from_str(&file(vec![plan(&wanted, &live)]).to_json()).unwrap();
    let steps = whole["organizations"][0]["steps"].as_array().unwrap().len();
    let mut tried = 0;
    for step in 0..steps {
        for (field, value) in [
            ("requests", json!(9)),
            ("effect", json!("revoke")),
            ("effect", json!("grant")),
            ("reversible", json!("yes")),
            ("reversible", json!("no")),
            ("instructions", json!(["Open another page."])),
            ("reassignTo", json!("ana@acme.example")),
            ("before", json!({})),
        ] {
            let mut edited = whole.clone();
            let there = &mut edited["organizations"][0]["steps"][step][field];
            if *there != value {
                *there = value;
                tried += 1;
                assert!(Plan::from_json(&edited.to_string()).is_err(), "{field} of {step}");
            }
        }
    }
    assert!(tried > 15, "{tried}");
}

fn leaves(value: &Value, at: &str, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                leaves(value, &format!("{at}/{name}"), places);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (number, value) in items.iter().enumerate() {
                leaves(value, &format!("{at}/{number}"), places);
            }
        }
        _ => places.push(at.to_owned()),
    }
}

#[test]
fn another_format_is_refused_by_name() {
    let text = file(Vec::new()).to_json().replace("rolecall.plan/v1", "rolecall.plan/v2");
    let error = Plan::from_json(&text).unwrap_err().to_string();
    assert_eq!(error, "the file says `rolecall.plan/v2`; this rolecall reads `rolecall.plan/v1`");
    assert!(matches!(Plan::from_json("{"), Err(PlanFileError::Malformed(_))));
}

#[test]
fn notes_of_the_first_plans_are_read() {
    let note = AccessNote::LosesEverything { by_hand: false, seen_in_part: false };
    let text = r#"{"note":"loses_everything"}"#;
    assert_eq!(serde_json::from_str::<AccessNote>(text).unwrap(), note);
    assert_eq!(serde_json::to_string(&note).unwrap(), text);
}

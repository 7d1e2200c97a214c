//! The plan file, and a saved plan beside the plan as it is now.

use super::build::{Live, Wanted, capabilities, settings};
use super::proofs::over_worlds;
use super::worlds::{Cases, World};
use crate::model::Evidence;
use crate::plan::{
    Options, OrganizationPlan, Plan, PlanFileError, PlanOrigin, PlatformName, plan_organization,
};

fn file(organizations: Vec<OrganizationPlan>) -> Plan {
    let platform = PlatformName { profile: "test".to_owned(), base_url: "sandbox:".to_owned() };
    let origin = PlanOrigin {
        options: Options::default(),
        platform,
        shard: None,
        manifests: "sha256:0".to_owned(),
    };
    Plan::new(settings().now, origin, organizations, Vec::new())
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
        let World { seed: _, desired, snapshot, capabilities, settings } = world;
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

#[test]
fn another_format_is_refused_by_name() {
    let text = file(Vec::new()).to_json().replace("rolecall.plan/v1", "rolecall.plan/v2");
    let error = Plan::from_json(&text).unwrap_err().to_string();
    assert_eq!(error, "the file says `rolecall.plan/v2`; this rolecall reads `rolecall.plan/v1`");
    assert!(matches!(Plan::from_json("{"), Err(PlanFileError::Malformed(_))));
}

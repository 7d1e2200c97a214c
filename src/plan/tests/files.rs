//! The plan file, and a saved plan beside the plan as it is now.

use super::build::{Live, Wanted, capabilities, email, settings};
use super::proofs::over_worlds;
use super::worlds::{Cases, World};
use crate::model::Evidence;
use crate::plan::{
    Options, OrganizationPlan, Plan, PlanFileError, PlatformName, differences, plan_organization,
};

fn file(organizations: Vec<OrganizationPlan>) -> Plan {
    let platform = PlatformName { profile: "test".to_owned(), base_url: "sandbox:".to_owned() };
    Plan::new(settings().now, Options::default(), platform, organizations, Vec::new())
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

fn told(saved: &OrganizationPlan, now: &OrganizationPlan) -> Vec<String> {
    differences(saved, now).iter().map(ToString::to_string).collect()
}

#[test]
fn what_changed_since_is_named_by_object() {
    let (wanted, live) = small();
    let saved = plan(&wanted, &live);
    assert_eq!(told(&saved, &saved), Vec::<String>::new());

    // Somebody has done what the first step was for; the others have other numbers now.
    let added =
        Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member"), ("cy", "member")]);
    let people = [("ana", "owner"), ("bo", "agent"), ("cy", "agent")];
    let added = added.workspace(1, "Support", &people);
    assert_eq!(
        told(&saved, &plan(&wanted, &added)),
        [
            "bo@acme.example: remove_organization_user is different",
            "bo@acme.example in Support: revoke_workspace_access is different",
            "cy@acme.example in Support: add_workspace_users is no longer needed",
        ]
    );

    // bo has left meanwhile, and dana has come.
    let live = Live::new(&[("ops", "admin"), ("ana", "member"), ("dana", "member")]);
    let live = live.workspace(1, "Support", &[("ana", "owner"), ("dana", "agent")]);
    assert_eq!(
        told(&saved, &plan(&wanted, &live)),
        [
            "bo@acme.example: remove_organization_user is no longer needed",
            "bo@acme.example in Support: revoke_workspace_access is no longer needed",
            "dana@acme.example: remove_organization_user is new",
            "dana@acme.example in Support: revoke_workspace_access is new",
        ]
    );
}

#[test]
fn what_does_not_matter_to_the_plan_does_not_matter() {
    let (mut wanted, mut live) = small();
    let saved = plan(&wanted, &live);
    live.0.reads = 99;
    live.0.workspaces.items[0].contacts = Some(77);
    live.0.workspaces.items[0].timezone = Some("Asia/Tokyo".to_owned());
    for access in wanted.0.workspaces[0].users.as_mut().unwrap().values_mut() {
        access.source.line += 3;
    }
    let now = plan(&wanted, &live);
    assert_ne!(saved.snapshot, now.snapshot);
    assert_eq!(told(&saved, &now), Vec::<String>::new());

    wanted.0.workspaces[0].users.as_mut().unwrap().get_mut(&email("cy")).unwrap().source.file =
        "other.yaml".to_owned();
    assert_eq!(
        told(&saved, &plan(&wanted, &live)),
        ["cy@acme.example in Support: add_workspace_users is different",]
    );
}

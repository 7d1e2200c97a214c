//! What a reviewer is told besides the steps: budgets, effective access, contacts, invitations sent again.

use super::build::{Live, Wanted, capabilities, email, settings};
use super::proofs::over_worlds;
use super::worlds::{Cases, World};
use crate::model::{
    Completeness, ContactLimit, Departure, Evidence, Lint, LintAbout, MaxRemovals, Operation,
    Source, Sourced, Waiver, WorkspaceField,
};
use crate::plan::{
    AccessNote, Action, Notice, OrganizationPlan, Refusal, RevokeWorkspaceAccess, Settings, Side,
    plan_organization,
};

fn plan(wanted: &Wanted, live: &Live, settings: &Settings) -> OrganizationPlan {
    plan_organization(&wanted.0, &live.0, &capabilities(Evidence::Verified), settings).unwrap()
}

/// Two people leave, one of them from a workspace too.
fn two_leave() -> (Wanted, Live) {
    let live =
        Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member?"), ("cy", "member")]);
    let live = live.workspace(1, "Support", &[("ana", "agent"), ("cy", "owner")]);
    (Wanted::new(&[]).workspace(None, "Support", &[("cy", "owner")]), live)
}

fn waiver(removals: u32, until: &str, people: Option<&[&str]>) -> Waiver {
    Waiver {
        removals,
        until: until.parse().unwrap(),
        reason: "branch closes".to_owned(),
        people: people.map(|people| people.iter().map(|it| email(it)).collect()),
        source: Source::new("acme.yaml", 40),
    }
}

#[test]
fn people_who_lose_something_count_once_each() {
    let (mut wanted, live) = two_leave();
    let mut settings = Settings { max_removals: None, ..settings() };
    assert_eq!(plan(&wanted, &live, &settings).refused, None);
    wanted.0.safety.max_removals = MaxRemovals::Percent(25);
    let refused = Refusal { rule: "max_removals".to_owned(), counted: 2, allowed: 1 };
    let over = plan(&wanted, &live, &settings);
    assert_eq!((over.refused, over.steps.len()), (Some(refused), 3));
    settings.max_removals = Some(MaxRemovals::People(2));
    assert_eq!(plan(&wanted, &live, &settings).refused, None);
}

#[test]
fn a_waiver_counts_until_its_day_and_for_its_people() {
    let (mut wanted, live) = two_leave();
    let settings = Settings { max_removals: None, ..settings() };
    wanted.0.safety.max_removals = MaxRemovals::People(0);
    let mut refused = |waiver: Waiver| {
        wanted.0.safety.waivers = vec![waiver];
        plan(&wanted, &live, &settings).refused.is_some()
    };
    assert!(!refused(waiver(2, "2026-11-23", None)));
    assert!(refused(waiver(1, "2026-11-23", None)));
    assert!(refused(waiver(2, "2026-11-22", None)));
    assert!(!refused(waiver(2, "2026-11-23", Some(&["ana", "bo", "dana"]))));
    assert!(refused(waiver(2, "2026-11-23", Some(&["ana"]))));
}

fn loses(by_hand: bool, seen_in_part: bool) -> AccessNote {
    AccessNote::LosesEverything { by_hand, seen_in_part }
}

#[test]
fn notes_say_what_a_reviewer_should_not_miss() {
    let live = Live::new(&[("ops", "admin"), ("ana", "admin"), ("bo", "member"), ("cy", "member")]);
    let people = [("ana", "owner"), ("bo", "owner"), ("cy", "agent")];
    let live = live.workspace(1, "Support", &people);
    let wanted = Wanted::new(&[("ana", "member"), ("cy", "member")]);
    let wanted = wanted.workspace(None, "Support", &[("ana", "owner")]);
    let plan = plan(&wanted, &live, &settings());
    let notes = |name: &str| {
        plan.access.iter().find(|it| it.email == email(name)).map(|it| it.notes.clone())
    };
    let workspace = wanted.0.workspaces[0].name.clone();
    assert_eq!(
        notes("ana"),
        Some(vec![
            AccessNote::NoLongerReachesEverything,
            AccessNote::BecomesOnlyOwner { workspace }
        ])
    );
    assert_eq!(notes("bo"), Some(vec![loses(false, false)]));
    assert_eq!(notes("cy"), Some(vec![loses(false, false)]));
    assert_eq!(notes("ops"), Some(vec![AccessNote::BecomesOnlyAdmin]));
}

fn first(plan: &OrganizationPlan, word: &str) -> Vec<String> {
    plan.attention.iter().map(Notice::text).filter(|text| text.contains(word)).collect()
}

#[test]
fn what_a_person_may_never_do_is_not_told_as_done() {
    let (wanted, live) = two_leave();
    let mut capabilities = capabilities(Evidence::Verified);
    capabilities.operations.remove(&Operation::RevokeWorkspaceAccess);
    let by_hand = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
    let ana = by_hand.access.iter().find(|it| it.email == email("ana")).unwrap();
    assert_eq!((&ana.before, &ana.notes), (&ana.after, &vec![loses(true, false)]));
    let told = "Loses all access: ana@acme.example (once the steps by hand are done)";
    assert_eq!(first(&by_hand, "all access"), [told]);
    let live = Live::new(&[("ops", "admin"), ("ana", "admin"), ("bo", "member")]);
    let wanted = Wanted::new(&[("ana", "member"), ("bo", "admin")]);
    capabilities.operations.remove(&Operation::ChangeOrganizationRole);
    let roles = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
    assert_eq!(first(&roles, "bo@"), ["Made admin of the organization: bo@acme.example (by hand)"]);
}

#[test]
fn nobody_loses_everything_in_places_that_were_not_read() {
    let (wanted, mut live) = two_leave();
    live = live.workspace(2, "Sales", &[("bo", "agent")]);
    let told = |live: &Live| {
        let plan = plan(&wanted, live, &settings());
        let ana = plan.access.iter().find(|it| it.email == email("ana")).cloned();
        (ana.map(|it| it.notes), first(&plan, "all access"))
    };
    let whole = "Loses all access: ana@acme.example";
    assert_eq!(told(&live), (Some(vec![loses(false, false)]), vec![whole.to_owned()]));
    let why = "the total says more".to_owned();
    live.0.workspaces.items[1].users.completeness = Completeness::Partial { why };
    let part = "Loses all access: ana@acme.example (as far as was read)";
    assert_eq!(told(&live), (Some(vec![loses(false, true)]), vec![part.to_owned()]));
}

#[test]
fn nobody_is_the_only_owner_of_a_list_that_was_not_read_whole() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member")]);
    let mut live = live.workspace(1, "Support", &[("ana", "agent"), ("bo", "agent")]);
    let wanted = Wanted::new(&[]);
    let wanted = wanted.workspace(None, "Support", &[("ana", "owner"), ("bo", "agent")]);
    let notes = |live: &Live| {
        let plan = plan(&wanted, live, &settings());
        plan.access.iter().map(|it| it.notes.len()).collect::<Vec<_>>()
    };
    assert_eq!(notes(&live), [1]);
    let why = "the total says more".to_owned();
    live.0.workspaces.items[0].users.completeness = Completeness::Partial { why };
    assert_eq!(notes(&live), [0]);
}

fn takes_over(plan: &OrganizationPlan) -> Option<String> {
    plan.steps.iter().find_map(|step| match &step.action {
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess { reassign_to, .. }) => {
            Some(reassign_to.as_ref()?.to_string())
        }
        _ => None,
    })
}

#[test]
fn contacts_go_to_somebody_who_is_there_by_then() {
    let (mut wanted, live) = two_leave();
    let depart =
        |to: &str| Departure { reassign_to: email(to), source: Source::new("acme.yaml", 30) };
    let warned = |plan: &OrganizationPlan| {
        plan.warnings.iter().filter(|it| it.message.contains("become unassigned")).count()
    };
    let nobody = plan(&wanted, &live, &settings());
    assert_eq!((takes_over(&nobody), warned(&nobody)), (None, 1));
    wanted.0.departures.insert(email("ana"), depart("cy"));
    let there = plan(&wanted, &live, &settings());
    assert_eq!((takes_over(&there).as_deref(), warned(&there)), (Some("cy@acme.example"), 0));
    // Somebody who has not accepted takes nothing over.
    wanted.0.departures.insert(email("ana"), depart("bo"));
    let pending = plan(&wanted, &live, &settings());
    assert_eq!((takes_over(&pending), warned(&pending)), (None, 1));
}

#[test]
fn contacts_are_warned_about_once_for_each_person() {
    let (wanted, live) = two_leave();
    let live = live.workspace(2, "Front Desk", &[("ana", "agent"), ("cy", "owner")]);
    let live = live.workspace(3, "Fish, Chips", &[("ana", "agent"), ("cy", "owner")]);
    let wanted = wanted.workspace(None, "Front Desk", &[("cy", "owner")]);
    let wanted = wanted.workspace(None, "Fish, Chips", &[("cy", "owner")]);
    let warnings = plan(&wanted, &live, &settings()).warnings;
    let told: Vec<&str> = warnings.iter().map(|it| it.message.as_str()).collect();
    let once = r#"contacts of ana@acme.example in "Fish, Chips", "Front Desk" and Support become unassigned"#;
    assert_eq!(told, [once]);
}

#[test]
fn who_takes_over_by_hand_is_there_already() {
    let (mut wanted, live) = two_leave();
    wanted = wanted.workspace(None, "Sales", &[]);
    wanted.0.workspaces.pop();
    let users = wanted.0.workspaces[0].users.as_mut().unwrap();
    let access = users.values().next().unwrap().clone();
    users.insert(email("ops"), access);
    let departure = Departure { reassign_to: email("ops"), source: Source::new("acme.yaml", 30) };
    wanted.0.departures.insert(email("ana"), departure);
    let mut capabilities = capabilities(Evidence::Verified);
    let revoke = crate::model::Operation::RevokeWorkspaceAccess;
    let by_machine = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
    assert_eq!(takes_over(&by_machine).as_deref(), Some("ops@acme.example"));
    capabilities.operations.remove(&revoke);
    let by_hand = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
    assert_eq!(takes_over(&by_hand), None);
}

#[test]
fn an_old_invitation_is_sent_again() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member?"), ("bo", "member")]);
    let mut wanted = Wanted::new(&[("ana", "member"), ("bo", "member")]);
    let resent = |wanted: &Wanted| {
        let plan = plan(wanted, &live, &settings());
        plan.steps
            .iter()
            .map(|step| {
                format!("{} {:?}", step.action.word(), step.action.email().map(ToString::to_string))
            })
            .collect::<Vec<_>>()
    };
    // Invited on 2026-01-01, 326 days ago and a half.
    wanted.0.resend_after_days = Some(327);
    assert_eq!(resent(&wanted), Vec::<String>::new());
    wanted.0.resend_after_days = Some(326);
    assert_eq!(resent(&wanted), ["resend_invitation Some(\"ana@acme.example\")"]);
}

#[test]
fn drift_says_of_the_manifest_what_the_manifest_says() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member")]);
    let live = live.workspace(1, "Support", &[("ops", "owner"), ("ana", "agent")]);
    let mut wanted = Wanted::new(&[("ana", "member")]).workspace(None, "Support", &[]);
    let source = Source::new("acme.yaml", 8);
    let limit = ContactLimit::parse("2").unwrap();
    let value = WorkspaceField::ContactLimit(limit);
    wanted.0.workspaces[0].fields = vec![Sourced { value, source: source.clone() }];
    wanted.0.lints.push(Lint {
        code: "RC105",
        message: "workspace `Support` has no owner".to_owned(),
        source,
        about: LintAbout::Owners(wanted.0.workspaces[0].name.clone()),
    });
    let warnings = |side| {
        let plan = plan(&wanted, &live, &Settings { side, ..settings() });
        plan.warnings
            .into_iter()
            .map(|it| it.message)
            .filter(|it| !it.contains("unassigned"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        warnings(Side::Plan),
        [
            "workspace `Support` has no owner",
            "Support has 5 contacts, more than its limit of 2: new contacts can't reach it",
        ]
    );
    assert_eq!(
        warnings(Side::Drift),
        [
            "in the manifest, workspace `Support` has no owner",
            "Support has 5 contacts, more than the manifest's limit of 2",
        ]
    );
}

/// Words of what a plan does, which are not true of what is there.
const OF_PLANS: [&str; 10] = [
    "Made ",
    "Loses ",
    "No longer ",
    "Deleted ",
    "Renamed",
    "First ",
    "by hand",
    "become",
    "this plan",
    "planned",
];

fn told_as_drift(world: &World) -> Result<Cases, String> {
    let settings = Settings { side: Side::Drift, ..world.settings.clone() };
    let World { desired, snapshot, capabilities, .. } = world;
    let Ok(plan) = plan_organization(desired, snapshot, capabilities, &settings) else {
        return Ok(Cases::default());
    };
    let notices = plan.attention.iter().map(Notice::text);
    let warnings = plan.warnings.iter().map(|it| it.message.clone());
    let mut cases = Cases::default();
    for text in notices.chain(warnings) {
        *cases.0.entry("told").or_default() += 1;
        if OF_PLANS.iter().any(|words| text.contains(words)) {
            return Err(format!("{text}\n"));
        }
    }
    Ok(cases)
}

#[test]
fn drift_is_not_told_as_what_a_plan_does() {
    let told = over_worlds(0..2_000, told_as_drift).0.get("told").copied();
    assert!(told > Some(500), "{told:?}");
}

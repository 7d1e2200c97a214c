//! One small world each.

use super::build::{Live, Wanted, capabilities, email, settings};
use super::show::lines;
use crate::model::{
    Completeness, ContactLimit, Evidence, Operation, OrganizationRole, Placeholder, Restriction,
    Role, Seen, Sourced, WorkspaceField, WorkspaceName,
};
use crate::plan::{OrganizationPlan, plan_organization};
use insta::assert_snapshot;

fn plan(wanted: &Wanted, live: &Live) -> OrganizationPlan {
    plan_organization(&wanted.0, &live.0, &capabilities(Evidence::Verified), &settings()).unwrap()
}

#[test]
fn what_is_in_sync_has_no_steps() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member")]).workspace(
        1,
        "Support",
        &[("ana", "owner")],
    );
    let wanted = Wanted::new(&[]).workspace(None, "support ", &[("ana", "owner")]);
    // Only the spelling of the name differs.
    assert_snapshot!(lines(&plan(&wanted, &live)), @"1 update_workspace [support ]");
}

#[test]
fn an_owner_leaves_after_the_new_one_is_there() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member")]).workspace(
        1,
        "Support",
        &[("ana", "owner"), ("bo", "agent")],
    );
    let wanted = Wanted::new(&[]).workspace(None, "Support", &[("bo", "owner"), ("cy", "agent")]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r"
    1 add_workspace_users [Support] cy
    1 change_workspace_access [Support] bo
    2 revoke_workspace_access [Support] ana
    3 remove_organization_user ana after acme/3
    ");
}

#[test]
fn a_full_house_lets_somebody_go_first() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member?")])
        .workspace(1, "Support", &[("ana", "agent")])
        .limits(3, 1);
    let wanted = Wanted::new(&[("cy", "member"), ("dana", "member"), ("eve", "member")]);
    let wanted = wanted.workspace(None, "Support", &[]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r#"
    1 revoke_workspace_access [Support] ana
    1 remove_organization_user bo
    2 invite_organization_user cy after acme/2
    2 remove_organization_user ana after acme/1
    3 invite_organization_user dana after acme/4
    - invite_organization_user eve HELD {"code":"seat_limit","limit":3,"people":[]}
    "#);
}

#[test]
fn the_last_admin_waits_for_the_next() {
    let live = Live::new(&[("ops", "user_admin"), ("ana", "admin"), ("bo", "admin?")]);
    let wanted = Wanted::new(&[("ops", "user_admin"), ("bo", "admin")]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r#"- remove_organization_user ana HELD {"code":"no_permission","role":"user_admin"}"#);
    let live = Live::new(&[("ops", "admin"), ("ana", "admin"), ("bo", "admin?")]);
    let mut wanted = Wanted::new(&[("bo", "admin")]);
    wanted.0.safety.min_admins = 2;
    assert_snapshot!(lines(&plan(&wanted, &live)), @r#"- remove_organization_user ana HELD {"code":"awaiting_acceptance","people":["bo@acme.example"]}"#);
}

#[test]
fn names_are_swapped_through_a_temporary_one() {
    let live = Live::new(&[("ops", "admin")]).workspace(1, "East", &[]).workspace(2, "West", &[]);
    let wanted = Wanted::new(&[]).workspace(Some(1), "West", &[]).workspace(Some(2), "East", &[]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r"
    1 update_workspace [East]
    2 update_workspace [West] after acme/1
    3 update_workspace [East] after acme/1,acme/2
    ");
}

#[test]
fn an_address_is_handed_over_once_the_new_one_has_accepted() {
    let live = Live::new(&[("ops", "admin"), ("old", "member")]).workspace(
        1,
        "Support",
        &[("old", "agent")],
    );
    let wanted = Wanted::new(&[("new", "member")])
        .workspace(None, "Support", &[("new", "agent")])
        .hand_over("old", "new");
    assert_snapshot!(lines(&plan(&wanted, &live)), @r#"
    1 add_workspace_users [Support] new
    - revoke_workspace_access [Support] old HELD {"code":"awaiting_acceptance","people":["new@acme.example"]}
    - remove_organization_user old HELD {"code":"awaiting_acceptance","people":["new@acme.example"]}
    "#);
}

/// The manifest leaves out what restricts the new address: only the old one's access tells it.
#[test]
fn what_is_copied_from_the_old_address_is_given_before_that_is_revoked() {
    let people = [("ops", "admin"), ("old", "member"), ("new", "member")];
    let mut live =
        Live::new(&people).workspace(1, "Support", &[("ops", "owner"), ("old", "agent")]);
    live.0.workspaces.items[0].users.items[1].restrictions =
        Some(Restriction::ALL.iter().copied().collect());
    let wanted = Wanted::new(&[("new", "member")])
        .workspace(None, "Support", &[("ops", "owner"), ("new", "agent")])
        .hand_over("old", "new");
    let by_machine = plan(&wanted, &live);
    assert_snapshot!(lines(&by_machine), @r#"
    1 add_workspace_users [Support] new
    2 revoke_workspace_access [Support] old after acme/1
    3 remove_organization_user old after acme/2
    "#);
    let mut wordless = capabilities(Evidence::Verified);
    for capability in wordless.operations.values_mut() {
        capability.restrictions.clear();
    }
    let by_hand = plan_organization(&wanted.0, &live.0, &wordless, &settings()).unwrap();
    assert_snapshot!(lines(&by_hand), @r#"
    1 add_workspace_users [Support] new MANUAL
    - revoke_workspace_access [Support] old HELD {"code":"depends_on_manual","steps":["acme/1"]}
    - remove_organization_user old HELD {"code":"depends_on_held","steps":["acme/2"]}
    "#);
}

#[test]
fn a_retired_workspace_goes_last() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member")])
        .workspace(1, "Pilot", &[("ana", "owner")])
        .workspace(2, "Support", &[]);
    let wanted =
        Wanted::new(&[]).retired(1, "Pilot").workspace(None, "Support", &[("ana", "owner")]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r"
    1 add_workspace_users [Support] ana
    2 delete_workspace [Pilot]
    ");
}

#[test]
fn nothing_by_hand_rests_on_the_machine_or_on_another_hand() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member"), ("bo", "member")]).workspace(
        1,
        "Support",
        &[("ana", "owner"), ("bo", "agent")],
    );
    let wanted = Wanted::new(&[]).workspace(None, "Support", &[("bo", "owner")]);
    let mut settings = settings();
    settings.allow_assumed = false;
    let capabilities = capabilities(Evidence::Assumed);
    let plan = plan_organization(&wanted.0, &live.0, &capabilities, &settings).unwrap();
    assert_snapshot!(lines(&plan), @r#"
    1 change_workspace_access [Support] bo MANUAL
    - revoke_workspace_access [Support] ana HELD {"code":"depends_on_manual","steps":["acme/1"]}
    - remove_organization_user ana HELD {"code":"depends_on_held","steps":["acme/2"]}
    "#);
}

#[test]
fn what_the_profile_has_no_word_for_is_by_hand() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member")]);
    let wanted = Wanted::new(&[("ana", "admin"), ("bo", "billing_admin")]);
    let mut capabilities = capabilities(Evidence::Verified);
    for capability in capabilities.operations.values_mut() {
        capability.roles.remove(&Role::Organization(OrganizationRole::BillingAdmin));
    }
    let plan = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
    assert_snapshot!(lines(&plan), @r"
    1 invite_organization_user bo MANUAL
    1 change_organization_role ana
    ");
}

#[test]
fn a_zone_that_the_profile_cannot_say_is_by_hand_only_where_the_manifest_names_it() {
    let live = Live::new(&[("ops", "admin")]);
    let mut wanted = Wanted::new(&[]).workspace(None, "East", &[]).workspace(None, "West", &[]);
    let source = wanted.0.source.clone();
    let value = WorkspaceField::Timezone("Asia/Tokyo".to_owned());
    wanted.0.workspaces[1].fields = vec![Sourced { value, source }];
    let mut capabilities = capabilities(Evidence::Verified);
    let create = capabilities.operations.get_mut(&Operation::CreateWorkspace).unwrap();
    create.placeholders.remove(&Placeholder::Timezone);
    let plan = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
    assert_snapshot!(lines(&plan), @r"
    1 create_workspace [East]
    1 create_workspace [West] MANUAL
    ");
    let warnings: Vec<&str> = plan.warnings.iter().map(|it| it.message.as_str()).collect();
    assert_snapshot!(warnings.join("\n"), @"workspace East gets the time zone that the platform chooses, not UTC: `test` has no place for one");
}

#[test]
fn former_names_move_along_a_chain() {
    let live = Live::new(&[("ops", "admin")]).workspace(1, "East", &[]).workspace(2, "West", &[]);
    let was = |mut wanted: Wanted, former: &str| {
        wanted.0.workspaces.last_mut().unwrap().former_name = Some(WorkspaceName::new(former));
        wanted
    };
    let wanted = was(Wanted::new(&[]).workspace(None, "North", &[]), "West");
    let wanted = was(wanted.workspace(None, "West", &[]), "East");
    assert_snapshot!(lines(&plan(&wanted, &live)), @r"
    1 update_workspace [North]
    2 update_workspace [West] after acme/1
    ");
    // The new name is free as soon as the one that has it, pinned by its id, has moved on.
    let wanted = was(Wanted::new(&[]).workspace(None, "West", &[]), "East");
    let wanted = wanted.workspace(Some(2), "South", &[]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r"
    1 update_workspace [South]
    2 update_workspace [West] after acme/1
    ");
}

#[test]
fn more_people_than_seats_leave_before_the_first_comes() {
    let people = [("ops", "admin"), ("ana", "member?"), ("bo", "member?"), ("cy", "member")];
    let live = Live::new(&people).limits(3, 1);
    let wanted = Wanted::new(&[("cy", "member"), ("dana", "member")]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r"
    1 remove_organization_user ana
    1 remove_organization_user bo
    2 invite_organization_user dana after acme/1,acme/2
    ");
}

#[test]
fn a_workspace_is_deleted_though_its_only_user_was_revoked_before() {
    let live = Live::new(&[("ops", "admin"), ("ana", "member")]).workspace(
        1,
        "Pilot",
        &[("ana", "agent")],
    );
    let wanted = Wanted::new(&[]).retired(1, "Pilot");
    assert_snapshot!(lines(&plan(&wanted, &live)), @r"
    1 revoke_workspace_access [Pilot] ana
    2 remove_organization_user ana after acme/1
    3 delete_workspace [Pilot]
    ");
}

#[test]
fn seats_count_where_people_were_read_in_part() {
    let mut live = Live::new(&[("ops", "admin")]).limits(1, 1);
    live.0.users.completeness = Completeness::Partial { why: "too few".to_owned() };
    let wanted = Wanted::new(&[("ana", "admin")]);
    assert_snapshot!(lines(&plan(&wanted, &live)), @r#"- invite_organization_user ana HELD {"code":"seat_limit","limit":1,"people":[]}"#);
}

#[test]
fn a_contact_limit_can_be_switched_off_by_everybody() {
    let limit = |text| ContactLimit::parse(text).unwrap();
    let planned = |there, wanted_limit| {
        let mut live = Live::new(&[("ops", "admin")]).workspace(1, "Support", &[]);
        live.0.organization.as_mut().unwrap().is_reseller_partner = Some(false);
        live.0.workspaces.items[0].contact_limit = Some(limit(there));
        let mut wanted = Wanted::new(&[]).workspace(None, "Support", &[]);
        let source = wanted.0.source.clone();
        let value = WorkspaceField::ContactLimit(limit(wanted_limit));
        wanted.0.workspaces[0].fields = vec![Sourced { value, source }];
        lines(&plan(&wanted, &live))
    };
    assert_snapshot!(planned("500", "unlimited"), @"1 update_workspace [Support]");
    assert_snapshot!(
        planned("500", "600"),
        @r#"- update_workspace [Support] HELD {"code":"not_reseller_partner"}"#
    );
}

/// A person may never come, and after an interruption the same seat is to go to the same change.
#[test]
fn the_last_seat_goes_to_what_is_automatic() {
    let live =
        Live::new(&[("ops", "admin"), ("bo", "billing_admin"), ("dana", "admin")]).limits(3, 5);
    let live = live.workspace(1, "East", &[]);
    let wanted = Wanted::new(&[("bo", "billing_admin"), ("cy", "admin")]);
    let wanted = wanted.workspace(None, "East", &[("ana", "manager")]);
    let mut capabilities = capabilities(Evidence::Verified);
    let add = capabilities.operations.get_mut(&Operation::AddWorkspaceUsers).unwrap();
    add.evidence = Evidence::Unsupported;
    let plan = |live: &Live| {
        let plan = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
        lines(&plan)
    };
    assert_snapshot!(plan(&live), @r#"
    1 remove_organization_user dana
    2 invite_organization_user cy after acme/1
    - add_workspace_users [East] ana HELD {"code":"seat_limit","limit":3,"people":[]}
    "#);
    let mut broken_off = live;
    broken_off.0.users.items.retain(|user| user.email != email("dana"));
    assert_snapshot!(plan(&broken_off), @r#"
    1 invite_organization_user cy
    - add_workspace_users [East] ana HELD {"code":"seat_limit","limit":3,"people":[]}
    "#);
}

/// The same of the last admin that can be spared.
#[test]
fn what_can_be_spared_goes_to_what_is_automatic() {
    let live = Live::new(&[("ops", "admin"), ("ana", "admin"), ("bo", "member"), ("cy", "admin")]);
    let mut wanted = Wanted::new(&[("ana", "member"), ("bo", "admin")]);
    wanted.0.safety.min_admins = 3;
    let mut capabilities = capabilities(Evidence::Verified);
    let change = capabilities.operations.get_mut(&Operation::ChangeOrganizationRole).unwrap();
    change.roles.remove(&Role::Organization(OrganizationRole::Member));
    let plan = |live: &Live| {
        let plan = plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap();
        lines(&plan)
    };
    assert_snapshot!(plan(&live), @r#"
    1 change_organization_role bo
    2 remove_organization_user cy
    - change_organization_role ana HELD {"code":"last_admin","minAdmins":3,"admins":["ana@acme.example","cy@acme.example","ops@acme.example"]}
    "#);
    let mut broken_off = live;
    let bo = broken_off.0.users.items.iter_mut().find(|user| user.email == email("bo")).unwrap();
    bo.role = Seen::Known(OrganizationRole::Admin);
    assert_snapshot!(plan(&broken_off), @r#"
    1 remove_organization_user cy
    - change_organization_role ana HELD {"code":"last_admin","minAdmins":3,"admins":["ana@acme.example","bo@acme.example","cy@acme.example","ops@acme.example"]}
    "#);
}

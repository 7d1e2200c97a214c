use super::*;
use crate::model::{
    Capabilities, Capability, Collection, Completeness, ContactLimit, Evidence, Operation,
    Organization, OrganizationId, OrganizationUser, Restriction, Snapshot, UserId, UserStatus,
    Workspace, WorkspaceUser,
};
use crate::plan::fact::answer::{Answer, CannotTell, Note, Shown};
use std::collections::BTreeSet;

const NOW: &str = "2026-01-01T00:00:00Z";

fn email(name: &str) -> Email {
    Email::seen(&format!("{name}@a.example"))
}

fn user(id: u64, name: &str, role: &str, status: UserStatus) -> OrganizationUser {
    OrganizationUser {
        last_active: None,
        id: UserId::new(id),
        email: email(name),
        role: Seen::read(role),
        status: Some(Seen::Known(status)),
        invited_at: Some(NOW.parse().unwrap()),
    }
}

fn access(id: u64, name: &str, role: &str) -> WorkspaceUser {
    WorkspaceUser {
        last_active: None,
        id: UserId::new(id),
        email: email(name),
        role: Seen::read(role),
        status: None,
        restrictions: Some(Restrictions::new()),
        unknown_restrictions: Vec::new(),
    }
}

/// ana is an admin, cy a member who has Support as agent, pat is pending.
fn snapshot() -> Snapshot {
    let mut support = Workspace::not_read(WorkspaceId::new(1), WorkspaceName::new("Support"));
    support.timezone = Some("UTC".to_owned());
    support.contact_limit = Some(ContactLimit::Unlimited);
    support.users = Collection::complete(vec![access(2, "cy", "agent")]);
    let mut snapshot = Snapshot::not_read(OrganizationId::new(9));
    snapshot.organization = Some(Organization {
        name: Some("Acme".to_owned()),
        status: None,
        is_reseller_partner: None,
        limits: crate::model::Limits::default(),
    });
    snapshot.users = Collection::complete(vec![
        user(1, "ana", "admin", UserStatus::Active),
        user(2, "cy", "member", UserStatus::Active),
        user(3, "pat", "member", UserStatus::Pending),
    ]);
    snapshot.workspaces = Collection::complete(vec![support]);
    snapshot
}

fn support() -> WorkspaceRef {
    WorkspaceRef { name: WorkspaceName::new("Support"), id: Some(WorkspaceId::new(1)) }
}

fn is_in(name: &str, role: OrganizationRole) -> Fact {
    Fact::InOrganization { email: email(name), role }
}

fn has(name: &str, role: WorkspaceRole, restrictions: Option<Restrictions>) -> Fact {
    let role = Seen::Known(role);
    Fact::Access { workspace: support(), email: email(name), role, restrictions }
}

fn no_access(name: &str) -> Fact {
    Fact::NoAccess { workspace: support(), email: email(name) }
}

fn partial<T>(list: &mut Collection<T>) {
    list.completeness = Completeness::Partial { why: "2 of 3".to_owned() };
}

fn users_of(snapshot: &mut Snapshot) -> &mut Collection<WorkspaceUser> {
    &mut snapshot.workspaces.items[0].users
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Shows { .. } => "shows",
        Answer::Otherwise(_) => "otherwise",
        Answer::CannotTell(why) => why.code(&without_organization()),
    }
}

/// Every fact that is so, and every fact that is not.
fn facts() -> ([Fact; 8], [Fact; 8]) {
    use OrganizationRole::Admin;
    use WorkspaceRole::{Agent, Owner};
    let named = |name: &str| WorkspaceFields {
        name: Some(WorkspaceName::new(name)),
        timezone: Some("UTC".to_owned()),
        ..WorkspaceFields::default()
    };
    let gone = WorkspaceRef { name: WorkspaceName::new("Gone"), id: Some(WorkspaceId::new(7)) };
    let invited =
        |time: &str| Fact::InvitedAfter { email: email("pat"), time: time.parse().unwrap() };
    (
        [
            Fact::OrganizationNamed("Acme".to_owned()),
            is_in("ana", Admin),
            Fact::NotInOrganization(email("new")),
            Fact::Workspace { workspace: support(), fields: named("Support") },
            Fact::NoWorkspace(gone),
            has("cy", Agent, Some(Restrictions::new())),
            no_access("ana"),
            invited("2025-12-31T00:00:00Z"),
        ],
        [
            Fact::OrganizationNamed("Other".to_owned()),
            is_in("cy", Admin),
            Fact::NotInOrganization(email("cy")),
            Fact::Workspace { workspace: support(), fields: named("Help") },
            Fact::NoWorkspace(support()),
            has("cy", Owner, None),
            no_access("cy"),
            invited(NOW),
        ],
    )
}

#[test]
fn what_is_so_is_shown_and_what_is_not_is_shown_otherwise() {
    let (so, not_so) = facts();
    for fact in so {
        assert_eq!(fact.ask(&snapshot()), Answer::SHOWS, "{fact}");
    }
    let shown = not_so.map(|fact| match fact.ask(&snapshot()) {
        Answer::Otherwise(shown) => format!("{fact}: {shown}"),
        other => panic!("{fact}: {other:?}"),
    });
    insta::assert_snapshot!(shown.join("\n"), @r"
    the organization is called Other: is called Acme
    cy@a.example is in the organization as admin: is in the organization as member
    cy@a.example is not in the organization: is in the organization as member
    workspace Support is called Help and has the time zone UTC: is called Support and has the time zone UTC
    workspace Support no longer exists: is called Support
    cy@a.example is in Support as owner: has access as agent without restrictions
    cy@a.example is not in Support: has access as agent without restrictions
    pat@a.example was invited again after 2026-01-01T00:00:00Z: was invited at 2026-01-01T00:00:00Z
    ");
}

#[test]
fn a_list_that_was_not_read_tells_nothing() {
    let nothing = Snapshot::not_read(OrganizationId::new(9));
    let (so, not_so) = facts();
    for fact in so.iter().chain(&not_so) {
        let expected =
            if matches!(fact, Fact::OrganizationNamed(_)) { "out_of_sight" } else { "not_read" };
        assert_eq!(word(fact.ask(&nothing)), expected, "{fact}");
    }
}

#[test]
fn only_what_a_fact_rests_on_has_to_be_read() {
    let whole = snapshot();
    let (so, not_so) = facts();
    for fact in so.iter().chain(&not_so) {
        let mut read = Snapshot::not_read(whole.id);
        for collection in fact.rests_on(&whole) {
            match collection {
                CollectionName::Organization => read.organization.clone_from(&whole.organization),
                CollectionName::Users => read.users = whole.users.clone(),
                CollectionName::Workspaces => {
                    read.workspaces = whole.workspaces.clone();
                    users_of(&mut read).clone_from(&Collection::not_read());
                }
                CollectionName::WorkspaceUsers(workspace) => {
                    let live = whole.workspace(workspace.id.unwrap()).unwrap();
                    let users = live.users.clone();
                    let one = Workspace::not_read(live.id, live.name.clone());
                    read.workspaces.items = vec![Workspace { users, ..one }];
                }
            }
        }
        assert_eq!(fact.ask(&read), fact.ask(&whole), "{fact}");
    }
}

#[test]
fn presence_in_a_partial_list_is_proof_and_absence_is_not() {
    let mut part = snapshot();
    partial(&mut part.users);
    partial(&mut part.workspaces);
    partial(users_of(&mut part));
    let absences = [
        Fact::NotInOrganization(email("new")),
        no_access("ana"),
        has("new", WorkspaceRole::Agent, None),
    ];
    for fact in absences {
        assert_eq!(word(fact.ask(&part)), "read_in_part", "{fact}");
    }
    let gone = WorkspaceRef { name: WorkspaceName::new("Gone"), id: None };
    assert_eq!(word(Fact::NoWorkspace(gone).ask(&part)), "read_in_part");
    let (_, not_so) = facts();
    for fact in not_so {
        assert_eq!(word(fact.ask(&part)), "otherwise", "{fact}");
    }
    assert_eq!(has("cy", WorkspaceRole::Agent, None).ask(&part), Answer::SHOWS);
    assert_eq!(is_in("ana", OrganizationRole::Admin).ask(&part), Answer::SHOWS);
}

#[test]
fn what_the_profile_never_shows_is_out_of_sight() {
    let mut blind = snapshot();
    blind.organization = None;
    blind.users = Collection::out_of_sight();
    *users_of(&mut blind) = Collection::out_of_sight();
    let hidden = [
        Fact::OrganizationNamed("Acme".to_owned()),
        is_in("ana", OrganizationRole::Admin),
        Fact::NotInOrganization(email("cy")),
        has("cy", WorkspaceRole::Agent, None),
        no_access("cy"),
    ];
    for fact in hidden {
        assert_eq!(word(fact.ask(&blind)), "out_of_sight", "{fact}");
    }
}

#[test]
fn a_field_that_the_platform_does_not_say_can_not_be_told() {
    let mut bare = snapshot();
    bare.users.items[2].invited_at = None;
    bare.organization.as_mut().unwrap().name = None;
    bare.workspaces.items[0].timezone = None;
    users_of(&mut bare).items[0].restrictions = None;
    let (so, _) = facts();
    let [organization, _, _, workspace, _, access, _, invited] = so;
    for fact in [organization, workspace, access, invited] {
        assert_eq!(word(fact.ask(&bare)), "field_missing", "{fact}");
    }
    // Another name is another name, whatever else is missing; and what may be anything is not missed.
    let renamed = WorkspaceFields {
        name: Some(WorkspaceName::new("Help")),
        timezone: Some("UTC".to_owned()),
        ..WorkspaceFields::default()
    };
    let renamed = Fact::Workspace { workspace: support(), fields: renamed };
    assert_eq!(word(renamed.ask(&bare)), "otherwise");
    assert_eq!(
        word(has("cy", WorkspaceRole::Owner, Some(Restrictions::new())).ask(&bare)),
        "otherwise"
    );
    assert_eq!(has("cy", WorkspaceRole::Agent, None).ask(&bare), Answer::SHOWS);
}

#[test]
fn one_address_with_two_ids_is_never_told() {
    let mut two = snapshot();
    two.users.items.push(user(44, "cy", "admin", UserStatus::Active));
    let about_cy = [
        is_in("cy", OrganizationRole::Member),
        is_in("cy", OrganizationRole::Admin),
        Fact::NotInOrganization(email("cy")),
        has("cy", WorkspaceRole::Agent, None),
        no_access("cy"),
    ];
    for fact in about_cy {
        let ids = vec![UserId::new(2), UserId::new(44)];
        let expected = CannotTell::TwoAccounts { email: email("cy"), ids };
        assert_eq!(fact.ask(&two), Answer::CannotTell(expected), "{fact}");
    }
    assert_eq!(is_in("ana", OrganizationRole::Admin).ask(&two), Answer::SHOWS);
    // The same account twice in a list is one account.
    let mut twice = snapshot();
    twice.users.items.push(user(2, "cy", "member", UserStatus::Active));
    assert_eq!(is_in("cy", OrganizationRole::Member).ask(&twice), Answer::SHOWS);
}

#[test]
fn restrictions_that_are_left_out_may_be_any_and_unknown_ones_do_not_count() {
    let mut restricted = snapshot();
    let cy = &mut users_of(&mut restricted).items[0];
    cy.restrictions = Some([Restriction::ShowOnlyMine].into());
    cy.unknown_restrictions = vec!["restrict_calls".to_owned()];
    let agent = |restrictions| has("cy", WorkspaceRole::Agent, restrictions).ask(&restricted);
    assert_eq!(agent(None), Answer::SHOWS);
    assert_eq!(agent(Some([Restriction::ShowOnlyMine].into())), Answer::SHOWS);
    assert_eq!(word(agent(Some(BTreeSet::new()))), "otherwise");
}

#[test]
fn pending_people_in_a_list_that_does_not_show_them_are_invited() {
    let mut official = snapshot();
    users_of(&mut official).shows_pending = false;
    let added = |name: &str| has(name, WorkspaceRole::Agent, None).ask(&official);
    assert_eq!(added("pat"), Answer::Shows { note: Some(Note::RoleUnseen) });
    assert_eq!(added("ana"), Answer::Otherwise(Shown::NoAccess));
    assert_eq!(added("new"), Answer::Otherwise(Shown::NotInOrganization));
    assert_eq!(no_access("ana").ask(&official), Answer::SHOWS);
    assert_eq!(word(no_access("pat").ask(&official)), "out_of_sight");

    // Where no list shows pending people, the platform's word is enough, and nothing else is.
    official.users = Collection::out_of_sight();
    let unseen = has("pat", WorkspaceRole::Agent, None).ask(&official);
    assert_eq!(word(unseen.clone()), "out_of_sight");
    assert_eq!(unseen.on_the_platforms_word(), Answer::Shows { note: Some(Note::RoleUnseen) });

    // A list that did not add up is another matter.
    let mut part = official;
    part.users = Collection::complete(Vec::new());
    partial(&mut part.users);
    let unseen = has("pat", WorkspaceRole::Agent, None).ask(&part);
    assert_eq!(word(unseen.on_the_platforms_word()), "read_in_part");
}

/// Of whoever is not in a list that hides pending people, the organization's list says whether they were invited anew.
#[test]
fn nobody_is_gone_by_a_list_that_hides_pending_people_alone() {
    let mut hiding = snapshot();
    users_of(&mut hiding).shows_pending = false;
    let asked = |users: Collection<OrganizationUser>, name| {
        word(no_access(name).ask(&Snapshot { users, ..hiding.clone() }))
    };
    assert_eq!(asked(hiding.users.clone(), "ana"), "shows");
    assert_eq!(asked(hiding.users.clone(), "pat"), "out_of_sight");
    assert_eq!(asked(Collection::not_read(), "ana"), "not_read");
    assert_eq!(asked(Collection::out_of_sight(), "ana"), "shows");
    let mut part = hiding.users.clone();
    partial(&mut part);
    assert_eq!(asked(part.clone(), "ana"), "shows");
    assert_eq!(asked(part.clone(), "pat"), "out_of_sight");
    assert_eq!(asked(part, "new"), "read_in_part");
}

#[test]
fn a_workspace_that_was_just_made_is_found_by_its_name() {
    let made = WorkspaceRef { name: WorkspaceName::new("support "), id: None };
    let fields = WorkspaceFields { timezone: Some("UTC".to_owned()), ..WorkspaceFields::default() };
    let fact = Fact::Workspace { workspace: made, fields };
    assert_eq!(fact.ask(&snapshot()), Answer::SHOWS);
    let other = fact.with_ids(|_| Some(WorkspaceId::new(5)));
    assert_eq!(other.ask(&snapshot()), Answer::Otherwise(Shown::NoWorkspace));
}

/// A profile that reads all but the organization itself.
fn without_organization() -> Capabilities {
    let evidence = |operation| match operation {
        Operation::GetOrganization => Evidence::Unsupported,
        _ => Evidence::Verified,
    };
    let all = Operation::ALL.iter().map(|it| (*it, Capability::new(evidence(*it))));
    Capabilities { profile: "test".to_owned(), operations: all.collect(), requests_per_second: 5.0 }
}

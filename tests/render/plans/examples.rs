use super::*;

/// A plan with every action, by rolecall and by hand, every hold, a refusal, and three plain organizations.
pub(crate) fn everything(name: &str, person: &str) -> Plan {
    let mut all = Builder::new("acme-dental");
    for (at, action) in every_action(name, person).into_iter().enumerate() {
        all.automatic(if at < 6 { 1 } else { 2 }, action);
        if at >= 6 {
            all.after(&[2, 5]);
        }
    }
    for hold in every_hold(name, person) {
        let action = Action::AddWorkspaceUsers(AddWorkspaceUsers {
            workspace: workspace("Sales"),
            users: vec![joins(person, WorkspaceRole::Agent, true)],
        });
        all.held(action, hold);
    }
    all.warning(Some("RC105"), &format!("workspace `{name}` has no owner"))
        .warning(None, &format!("{person}: contacts in {name} become unassigned"))
        .unmanaged(&["Sandbox", name], &["gina@respond.io"])
        .person(
            person,
            reaches(Some("member"), false, &[(name, "agent"), ("Sales", "agent")]),
            reaches(None, false, &[]),
            vec![LOSES_EVERYTHING],
        )
        .person(
            "dana@acme.example",
            reaches(Some("member"), true, &[]),
            reaches(Some("admin"), false, &[(name, "owner")]),
            vec![
                AccessNote::ReachesEverything,
                AccessNote::BecomesOnlyOwner { workspace: WorkspaceName::new(name) },
                AccessNote::BecomesOnlyAdmin,
            ],
        )
        .person(
            "ex@acme.example",
            reaches(Some("admin"), false, &[]),
            reaches(Some("member"), false, &[]),
            vec![AccessNote::NoLongerReachesEverything],
        );
    let click = format!("Open Settings › Workspaces › {name}");
    let clicks =
        [click.as_str(), "Choose Manage users", &format!("Type {person} in E-mail"), "Save"];
    let mut by_hand = Builder::new("bright-school");
    for (at, action) in every_action(name, person).into_iter().enumerate() {
        by_hand.manual(1 + at as u32, action, &clicks);
    }
    let mut refused = Builder::new("coast-clinic");
    for action in every_action(name, person) {
        refused.automatic(1, action);
    }
    let organizations = vec![
        all.build(),
        by_hand.build(),
        refused.refused(9, 3).build(),
        Builder::new("in-sync").build(),
    ];
    let unread = Unread {
        name: Slug::parse("out-of-reach").unwrap(),
        id: OrganizationId::new(7),
        error: format!("the platform answers 403: {}", name.replace(' ', "_")),
    };
    Plan::new(
        time("2026-11-23T09:00:00Z"),
        origin(Options::default()),
        organizations,
        vec![unread],
        8,
    )
}

/// An ordinary pull request: somebody joins, somebody leaves, one becomes an owner.
pub(crate) fn ordinary() -> Plan {
    let mut acme = Builder::new("acme-dental");
    acme.automatic(
        1,
        Action::AddWorkspaceUsers(AddWorkspaceUsers {
            workspace: workspace("Support"),
            users: vec![
                joins("cy@acme.example", WorkspaceRole::Agent, true),
                joins("dana@acme.example", WorkspaceRole::Agent, false),
            ],
        }),
    )
    .automatic(
        1,
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace: workspace("Sales"),
            email: email("dana@acme.example"),
            before: access(WorkspaceRole::Manager, &[]),
            after: access(WorkspaceRole::Owner, &[]),
        }),
    )
    .automatic(
        2,
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace: workspace("Support"),
            email: email("bo@agency.example"),
            before: access(WorkspaceRole::Agent, &[]),
            reassign_to: Some(email("ana@acme.example")),
        }),
    )
    .after(&[1])
    .manual(
        3,
        Action::RemoveOrganizationUser(RemoveOrganizationUser {
            email: email("bo@agency.example"),
            before: Seen::Known(OrganizationRole::Member),
            pending: false,
        }),
        &[
            "Open Settings › Organization › Users",
            "Find bo@agency.example",
            "Choose ⋮ › Remove",
            "Confirm with Remove",
        ],
    )
    .after(&[3])
    .held(
        Action::AddWorkspaceUsers(AddWorkspaceUsers {
            workspace: workspace("Front Desk"),
            users: vec![joins("eve@acme.example", WorkspaceRole::Agent, true)],
        }),
        Hold::Embargo { until: date(2026, 12, 1) },
    )
    .person(
        "cy@acme.example",
        reaches(None, false, &[]),
        reaches(Some("member"), true, &[("Support", "agent")]),
        vec![],
    )
    .person(
        "dana@acme.example",
        reaches(Some("member"), false, &[("Sales", "manager")]),
        reaches(Some("member"), false, &[("Sales", "owner"), ("Support", "agent")]),
        vec![AccessNote::BecomesOnlyOwner { workspace: WorkspaceName::new("Sales") }],
    )
    .person(
        "bo@agency.example",
        reaches(Some("member"), false, &[("Support", "agent")]),
        reaches(Some("member"), false, &[]),
        vec![LOSES_EVERYTHING],
    )
    .unmanaged(&["Sandbox"], &[])
    .warning(Some("RC104"), "the organization has one admin only");
    plan(vec![acme.build(), Builder::new("bright-school").build()])
}

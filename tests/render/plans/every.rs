use super::*;

/// Every action, as the names given say.
pub(crate) fn every_action(name: &str, person: &str) -> Vec<Action> {
    let fields = |name: &str, timezone: &str, limit: ContactLimit| WorkspaceFields {
        name: Some(WorkspaceName::new(name)),
        timezone: Some(timezone.to_owned()),
        contact_limit: Some(limit),
    };
    vec![
        Action::UpdateOrganization(UpdateOrganization {
            before: name.to_owned(),
            after: format!("{name} Group"),
        }),
        Action::CreateWorkspace(CreateWorkspace {
            name: WorkspaceName::new(name),
            fields: WorkspaceFields { timezone: Some("UTC".to_owned()), ..Default::default() },
        }),
        Action::UpdateWorkspace(UpdateWorkspace {
            workspace: workspace(name),
            before: fields(&format!("Old {name}"), "UTC", ContactLimit::Unlimited),
            after: fields(name, "Asia/Kuala_Lumpur", ContactLimit::parse("5000").unwrap()),
        }),
        Action::DeleteWorkspace(DeleteWorkspace {
            workspace: workspace(name),
            contacts: Some(1_204),
        }),
        Action::AddWorkspaceUsers(AddWorkspaceUsers {
            workspace: workspace(name),
            users: vec![
                joins(person, WorkspaceRole::Agent, true),
                NewAccess {
                    restrictions: Some(
                        [Restriction::RestrictDataExport, Restriction::ShowOnlyMine].into(),
                    ),
                    ..joins("di@acme.example", WorkspaceRole::Manager, false)
                },
            ],
        }),
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace: workspace(name),
            email: email(person),
            before: access(WorkspaceRole::Manager, &[Restriction::RestrictShortcuts]),
            after: access(WorkspaceRole::Agent, &[Restriction::ShowOnlyMine]),
        }),
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace: workspace(name),
            email: email(person),
            before: access(WorkspaceRole::Agent, &[]),
            reassign_to: Some(email("ana@acme.example")),
        }),
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace: workspace(name),
            email: email("bo@agency.example"),
            before: access(WorkspaceRole::Agent, &[]),
            reassign_to: None,
        }),
        Action::InviteOrganizationUser(InviteOrganizationUser {
            email: email(person),
            role: OrganizationRole::UserAdmin,
        }),
        Action::ChangeOrganizationRole(ChangeOrganizationRole {
            email: email(person),
            before: Seen::Known(OrganizationRole::Member),
            after: OrganizationRole::Admin,
        }),
        Action::RemoveOrganizationUser(RemoveOrganizationUser {
            email: email(person),
            before: Seen::Unknown(name.into()),
            pending: false,
        }),
        Action::RemoveOrganizationUser(RemoveOrganizationUser {
            email: email(person),
            before: Seen::Known(OrganizationRole::Member),
            pending: true,
        }),
        Action::ResendInvitation(ResendInvitation {
            email: email(person),
            invited_at: time("2026-10-02T08:00:00Z"),
        }),
    ]
}

/// Every reason to hold a step.
pub(crate) fn every_hold(name: &str, person: &str) -> Vec<Hold> {
    let workspace = WorkspaceName::new(name);
    let steps =
        |numbers: &[usize]| numbers.iter().map(|&it| StepId::new("acme-dental", it)).collect();
    vec![
        Hold::AwaitingAcceptance { people: vec![email(person)] },
        Hold::Embargo { until: date(2026, 12, 1) },
        Hold::OwnAccess,
        Hold::NoPermission { role: "user_admin".to_owned() },
        Hold::NoPermission { role: "none".to_owned() },
        Hold::LastAdmin { min_admins: 2, admins: vec![email("ana@acme.example"), email(person)] },
        Hold::LastOwner { workspace: workspace.clone() },
        Hold::SeatLimit { limit: 10, people: vec![email(person)] },
        Hold::WorkspaceLimit { limit: 5 },
        Hold::NotResellerPartner,
        Hold::NotObserved { what: format!("who is in {name}") },
        Hold::UnmanagedAccess { workspaces: vec![workspace.clone(), WorkspaceName::new("Sales")] },
        Hold::DeletionNotAllowed,
        Hold::CreatedAfterExport { created: date(2026, 11, 5), exported: date(2026, 11, 1) },
        Hold::NameTaken { workspace },
        Hold::DependsOnHeld { steps: steps(&[14]) },
        Hold::DependsOnManual { steps: steps(&[2, 5]) },
        Hold::DependsOnAutomatic { steps: steps(&[1]) },
    ]
}

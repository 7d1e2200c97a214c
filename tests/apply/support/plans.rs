use rolecall::model::*;
use rolecall::plan::*;
use rolecall::platform::Target;

pub(crate) fn email(name: &str) -> Email {
    Email::seen(&format!("{name}@acme.example"))
}

pub(crate) fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

pub(crate) fn target(name: &str) -> Target {
    let id = OrganizationId::new(239_021);
    Target {
        name: slug(name),
        id,
        credentials: "default".to_owned(),
        workspaces: Vec::new(),
        ignore: Vec::new(),
    }
}

/// Ops (admin) and bo (member); the workspace Support (10) with bo as agent, and Pilot (11) with nobody.
pub(crate) fn acme() -> Snapshot {
    let user = |id, name: &str, role| OrganizationUser {
        last_active: None,
        id: UserId::new(id),
        email: email(name),
        role: Seen::Known(role),
        status: Some(Seen::Known(UserStatus::Active)),
        invited_at: None,
    };
    let workspace = |id, name: &str, users| Workspace {
        id: WorkspaceId::new(id),
        name: WorkspaceName::new(name),
        timezone: Some("UTC".to_owned()),
        contact_limit: Some(ContactLimit::Unlimited),
        contacts: Some(0),
        created_at: None,
        users: Collection::complete(users),
    };
    let bo = WorkspaceUser {
        last_active: None,
        id: UserId::new(2),
        email: email("bo"),
        role: Seen::Known(WorkspaceRole::Agent),
        status: None,
        restrictions: Some(Restrictions::new()),
        unknown_restrictions: Vec::new(),
    };
    Snapshot {
        id: OrganizationId::new(239_021),
        actor: Some(email("ops")),
        organization: Some(Organization {
            name: Some("Acme".to_owned()),
            status: Some("ACTIVE".to_owned()),
            is_reseller_partner: Some(true),
            limits: Limits::default(),
        }),
        users: Collection::complete(vec![
            user(2, "bo", OrganizationRole::Member),
            user(1, "ops", OrganizationRole::Admin),
        ]),
        workspaces: Collection::complete(vec![
            workspace(11, "Pilot", Vec::new()),
            workspace(10, "Support", vec![bo]),
        ]),
        reads: 4,
    }
}

pub(crate) fn support() -> WorkspaceRef {
    WorkspaceRef { name: WorkspaceName::new("Support"), id: Some(WorkspaceId::new(10)) }
}

pub(crate) fn add(workspace: WorkspaceRef, names: &[&str]) -> Action {
    let users = names.iter().map(|name| NewAccess {
        email: email(name),
        role: WorkspaceRole::Agent,
        restrictions: None,
        invites: true,
    });
    Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users: users.collect() })
}

pub(crate) fn agent() -> Access {
    Access { role: Seen::Known(WorkspaceRole::Agent), restrictions: Some(Restrictions::new()) }
}

pub(crate) fn promote_bo() -> Action {
    let after = Access { role: Seen::Known(WorkspaceRole::Owner), ..agent() };
    Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
        workspace: support(),
        email: email("bo"),
        before: agent(),
        after,
    })
}

pub(crate) fn revoke_bo(reassign_to: Option<&str>) -> Action {
    let reassign_to = reassign_to.map(email);
    Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
        workspace: support(),
        email: email("bo"),
        before: agent(),
        reassign_to,
    })
}

pub(crate) fn remove_bo() -> Action {
    let before = Seen::Known(OrganizationRole::Member);
    Action::RemoveOrganizationUser(RemoveOrganizationUser {
        email: email("bo"),
        before,
        pending: false,
    })
}

pub(crate) fn invite(name: &str) -> Action {
    Action::InviteOrganizationUser(InviteOrganizationUser {
        email: email(name),
        role: OrganizationRole::UserAdmin,
    })
}

pub(crate) fn create(name: &str) -> Action {
    Action::CreateWorkspace(CreateWorkspace {
        name: WorkspaceName::new(name),
        fields: WorkspaceFields { timezone: Some("UTC".to_owned()), ..Default::default() },
    })
}

pub(crate) fn delete_pilot() -> Action {
    let id = Some(WorkspaceId::new(11));
    let workspace = WorkspaceRef { name: WorkspaceName::new("Pilot"), id };
    Action::DeleteWorkspace(DeleteWorkspace { workspace, contacts: None })
}

pub(crate) fn rename_organization() -> Action {
    Action::UpdateOrganization(UpdateOrganization {
        before: "Acme".to_owned(),
        after: "Acme Dental".to_owned(),
    })
}

pub(crate) fn limit_support() -> Action {
    let limit = |limit| WorkspaceFields { contact_limit: Some(limit), ..Default::default() };
    Action::UpdateWorkspace(UpdateWorkspace {
        workspace: support(),
        before: limit(ContactLimit::Unlimited),
        after: limit(ContactLimit::parse("500").unwrap()),
    })
}

pub(crate) fn make_bo_billing_admin() -> Action {
    Action::ChangeOrganizationRole(ChangeOrganizationRole {
        email: email("bo"),
        before: Seen::Known(OrganizationRole::Member),
        after: OrganizationRole::BillingAdmin,
    })
}

/// A plan of automatic steps: wave, action, and the numbers of the steps it needs.
pub(crate) fn plan(name: &str, steps: &[(u32, Action, &[usize])]) -> OrganizationPlan {
    let steps = steps.iter().enumerate().map(|(index, (wave, action, needs))| Step {
        id: StepId::new(name, index + 1),
        wave: Some(*wave),
        action: action.clone(),
        execution: Execution::Automatic,
        depends_on: needs.iter().map(|number| StepId::new(name, *number)).collect(),
        until: Default::default(),
        ended: Default::default(),
        source: Source::new("acme.yaml", 1),
    });
    OrganizationPlan {
        incomplete: Vec::new(),
        out_of_sight: Vec::new(),
        name: slug(name),
        id: OrganizationId::new(239_021),
        actor: Some(email("ops")),
        snapshot: "sha256:0".to_owned(),
        refused: None,
        steps: steps.collect(),
        warnings: Vec::new(),
        unmanaged: Unmanaged::default(),
        access: Vec::new(),
        attention: Vec::new(),
        cost: Cost::default(),
    }
}

/// The plan with the steps that are still to be done in this snapshot; of a batch, only who is missing.
pub(crate) fn what_is_left(applied: &OrganizationPlan, now: &Snapshot) -> OrganizationPlan {
    let mut plan = applied.clone();
    plan.steps.retain_mut(|step| still_to_do(&mut step.action, now));
    plan
}

fn still_to_do(action: &mut Action, now: &Snapshot) -> bool {
    let user = |email: &Email| now.users.items.iter().find(|it| it.email == *email);
    let workspace = |it: &WorkspaceRef| {
        let key = it.name.key();
        now.workspaces.items.iter().find(|live| live.name.key() == key)
    };
    let access = |it: &WorkspaceRef, email: &Email| {
        workspace(it).and_then(|live| live.users.items.iter().find(|user| user.email == *email))
    };
    match action {
        Action::UpdateOrganization(UpdateOrganization { before: _, after }) => {
            now.organization.as_ref().unwrap().name.as_ref() != Some(after)
        }
        Action::CreateWorkspace(CreateWorkspace { name, fields: _ }) => {
            workspace(&WorkspaceRef { name: name.clone(), id: None }).is_none()
        }
        Action::UpdateWorkspace(UpdateWorkspace { workspace: it, before: _, after }) => {
            workspace(it).unwrap().contact_limit != after.contact_limit
        }
        Action::DeleteWorkspace(DeleteWorkspace { workspace: it, contacts: _ }) => {
            workspace(it).is_some()
        }
        Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace: it, users }) => {
            users.retain(|user| access(it, &user.email).is_none());
            !users.is_empty()
        }
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace: it,
            email,
            before: _,
            after,
        }) => access(it, email).is_none_or(|user| user.role != after.role),
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess { workspace: it, email, .. }) => {
            access(it, email).is_some()
        }
        Action::InviteOrganizationUser(InviteOrganizationUser { email, role: _ }) => {
            user(email).is_none()
        }
        Action::ChangeOrganizationRole(ChangeOrganizationRole { email, before: _, after }) => {
            user(email).is_none_or(|user| !user.role.is(*after))
        }
        Action::RemoveOrganizationUser(RemoveOrganizationUser { email, .. }) => {
            user(email).is_some()
        }
        Action::ResendInvitation(ResendInvitation { email, invited_at }) => {
            user(email).and_then(|user| user.invited_at) == Some(*invited_at)
        }
    }
}

/// An organization in which Support is to have these owners, if any; nothing else is managed.
pub(crate) fn desired(owners: &[&str], min_admins: u32) -> Desired {
    let source = || Source::new("acme.yaml", 1);
    let owner = |name: &&str| {
        let access = DesiredAccess {
            role: WorkspaceRole::Owner,
            restrictions: None,
            until: None,
            source: source(),
        };
        (email(name), access)
    };
    let support = DesiredWorkspace {
        name: WorkspaceName::new("Support"),
        id: Some(WorkspaceId::new(10)),
        former_name: None,
        fields: Vec::new(),
        created_with: WorkspaceFields::default(),
        credentials: None,
        users: (!owners.is_empty()).then(|| owners.iter().map(owner).collect()),
        ended: Default::default(),
        source: source(),
    };
    Desired {
        name: slug("acme"),
        id: OrganizationId::new(239_021),
        source: source(),
        display_name: None,
        credentials: "default".to_owned(),
        users: None,
        ended: Default::default(),
        workspaces: vec![support],
        retired: Vec::new(),
        departures: Default::default(),
        hand_overs: Default::default(),
        policy: Policy::default(),
        safety: Safety { min_admins, max_removals: MaxRemovals::Default, waivers: Vec::new() },
        embargo: None,
        resend_after_days: None,
        lints: Vec::new(),
    }
}

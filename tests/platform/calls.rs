//! The writes that the tests make, by what they are about.

use rolecall::model::*;
use rolecall::platform::Call;

fn user(id: u64) -> Option<UserRef> {
    let email = Email::seen(&format!("user{id}@acme.example"));
    Some(UserRef { email, id: Some(UserId::new(id)) })
}

fn workspace(id: WorkspaceId) -> Option<WorkspaceRef> {
    Some(WorkspaceRef { name: WorkspaceName::new(&format!("Workspace {id}")), id: Some(id) })
}

fn call(operation: Operation, values: Values) -> Call {
    Call { operation, values }
}

pub(crate) fn rename_organization(name: &str) -> Call {
    let values = Values { organization_name: Some(name.to_owned()), ..Values::default() };
    call(Operation::UpdateOrganization, values)
}

pub(crate) fn invite(email: &str, role: OrganizationRole) -> Call {
    let user = Some((&Email::seen(email)).into());
    let role = Some(Role::Organization(role));
    call(Operation::InviteOrganizationUser, Values { user, role, ..Values::default() })
}

pub(crate) fn change_role(id: u64, role: OrganizationRole) -> Call {
    let role = Some(Role::Organization(role));
    let values = Values { user: user(id), role, ..Values::default() };
    call(Operation::ChangeOrganizationRole, values)
}

pub(crate) fn remove(id: u64) -> Call {
    call(Operation::RemoveOrganizationUser, Values { user: user(id), ..Values::default() })
}

pub(crate) fn resend(id: u64) -> Call {
    call(Operation::ResendInvitation, Values { user: user(id), ..Values::default() })
}

pub(crate) fn create(name: &str, timezone: &str) -> Call {
    let fields = WorkspaceFields {
        name: Some(WorkspaceName::new(name)),
        timezone: Some(timezone.to_owned()),
        ..WorkspaceFields::default()
    };
    call(Operation::CreateWorkspace, Values { fields, ..Values::default() })
}

/// Changes what `fields` has.
pub(crate) fn update(id: WorkspaceId, fields: WorkspaceFields) -> Call {
    let values = Values { workspace: workspace(id), fields, ..Values::default() };
    call(Operation::UpdateWorkspace, values)
}

pub(crate) fn delete(id: WorkspaceId) -> Call {
    let values = Values { workspace: workspace(id), ..Values::default() };
    call(Operation::DeleteWorkspace, values)
}

pub(crate) fn agent(email: &str, restrictions: &[Restriction]) -> NewAccess {
    NewAccess {
        email: Email::seen(email),
        role: WorkspaceRole::Agent,
        restrictions: Some(restrictions.iter().copied().collect()),
        invites: true,
    }
}

pub(crate) fn add(id: WorkspaceId, users: Vec<NewAccess>) -> Call {
    let values = Values { workspace: workspace(id), users, ..Values::default() };
    call(Operation::AddWorkspaceUsers, values)
}

pub(crate) fn change_access(
    id: WorkspaceId,
    whom: u64,
    role: WorkspaceRole,
    restrictions: &[Restriction],
) -> Call {
    let values = Values {
        workspace: workspace(id),
        user: user(whom),
        role: Some(Role::Workspace(role)),
        restrictions: Some(restrictions.iter().copied().collect()),
        ..Values::default()
    };
    call(Operation::ChangeWorkspaceAccess, values)
}

pub(crate) fn revoke(id: WorkspaceId, whom: u64, reassign_to: Option<u64>) -> Call {
    let reassign_to = reassign_to.and_then(user);
    let values =
        Values { workspace: workspace(id), user: user(whom), reassign_to, ..Values::default() };
    call(Operation::RevokeWorkspaceAccess, values)
}

use crate::model::Email;
use crate::plan::Action;

/// What a person has to look at, where it could not be read what became of a step.
pub(super) fn what(action: &Action) -> String {
    let workspace = action.workspace().map(|it| it.name.to_string()).unwrap_or_default();
    match action {
        Action::UpdateOrganization { before: _, after } => {
            format!("whether the organization is named {after}")
        }
        Action::CreateWorkspace { .. } => format!("whether there is a workspace {workspace}"),
        Action::UpdateWorkspace { .. } => {
            format!("name, time zone and contact limit of the workspace {workspace}")
        }
        Action::DeleteWorkspace { .. } => format!("whether the workspace {workspace} is gone"),
        Action::AddWorkspaceUsers { workspace: _, users } => {
            let people: Vec<_> = users.iter().map(|user| user.email.as_str()).collect();
            format!("whether {} {} access to {workspace}", people.join(", "), has(people.len()))
        }
        Action::ChangeWorkspaceAccess { workspace: _, email, before: _, after } => {
            format!("whether {email} is {} in {workspace}, and their restrictions", after.role)
        }
        Action::RevokeWorkspaceAccess { email, .. } => {
            format!("whether {email} still has access to {workspace}")
        }
        Action::InviteOrganizationUser { email, role } => {
            format!("whether {email} is in the organization as {role}")
        }
        Action::ChangeOrganizationRole { email, before: _, after } => {
            format!("whether {email} is {after} in the organization")
        }
        Action::RemoveOrganizationUser { email, .. } => {
            format!("whether {email} is still in the organization")
        }
        Action::ResendInvitation { email, invited_at: _ } => {
            format!("whether {email} got another invitation; it is never sent twice on a guess")
        }
    }
}

/// What a person has to look at for one of a batch.
pub(super) fn access(email: &Email, workspace: &str) -> String {
    format!("whether {email} has access to {workspace}")
}

const fn has(people: usize) -> &'static str {
    if people == 1 { "has" } else { "have" }
}

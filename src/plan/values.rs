use super::{Access, Action, WorkspaceFields};
use crate::model::{Argument, Role, Values, WorkspaceRef};

impl Action {
    /// What its operation is called with. Users have no ids yet; whoever makes the call looks them up.
    #[must_use]
    pub fn values(&self) -> Values {
        let values = Values {
            workspace: self.workspace(),
            user: self.email().map(Into::into),
            ..Values::default()
        };
        match self {
            Self::UpdateOrganization { before: _, after } => {
                Values { name: Some(after.clone()), ..values }
            }
            Self::CreateWorkspace { name, timezone } => Values {
                name: Some(name.to_string()),
                timezone: Some(timezone.clone()),
                ..Values::default()
            },
            Self::UpdateWorkspace { workspace: WorkspaceRef { name, id }, before, after } => {
                let WorkspaceFields { name: renamed, timezone, contact_limit } = after;
                let live = before.name.as_ref().unwrap_or(name).clone();
                Values {
                    workspace: Some(WorkspaceRef { name: live, id: *id }),
                    name: renamed.as_ref().map(ToString::to_string),
                    timezone: timezone.clone(),
                    contact_limit: *contact_limit,
                    ..values
                }
            }
            Self::AddWorkspaceUsers { workspace: _, users } => {
                Values { users: users.clone(), ..values }
            }
            Self::ChangeWorkspaceAccess { workspace: _, email: _, before, after } => {
                let Access { role, restrictions } = after;
                let same = [
                    (Argument::Role, *role == before.role),
                    (Argument::Restrictions, *restrictions == before.restrictions),
                ];
                let unchanged = same.into_iter().filter(|(_, same)| *same);
                Values {
                    role: role.known().copied().map(Role::Workspace),
                    restrictions: Some(restrictions.clone()),
                    unchanged: unchanged.map(|(argument, _)| argument).collect(),
                    ..values
                }
            }
            Self::RevokeWorkspaceAccess { workspace: _, email: _, before: _, reassign_to } => {
                Values { reassign_to: reassign_to.as_ref().map(Into::into), ..values }
            }
            Self::InviteOrganizationUser { email: _, role }
            | Self::ChangeOrganizationRole { email: _, before: _, after: role } => {
                Values { role: Some(Role::Organization(*role)), ..values }
            }
            Self::DeleteWorkspace { .. }
            | Self::RemoveOrganizationUser { .. }
            | Self::ResendInvitation { .. } => values,
        }
    }
}

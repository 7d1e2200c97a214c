use super::Fact;
use crate::model::Seen;
use crate::plan::{Access, Action, NewAccess, WorkspaceFields, WorkspaceRef};

impl Action {
    /// What it makes true.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let fact = match self.clone() {
            Self::UpdateOrganization { before: _, after } => Fact::OrganizationNamed(after),
            Self::CreateWorkspace { name, timezone } => Fact::Workspace {
                workspace: WorkspaceRef { name: name.clone(), id: None },
                fields: WorkspaceFields {
                    name: Some(name),
                    timezone: Some(timezone),
                    contact_limit: None,
                },
            },
            Self::UpdateWorkspace { workspace, before: _, after } => {
                Fact::Workspace { workspace, fields: after }
            }
            Self::DeleteWorkspace { workspace, contacts: _ } => Fact::NoWorkspace(workspace),
            Self::AddWorkspaceUsers { workspace, users } => {
                let fact = |NewAccess { email, role, restrictions, invites: _ }| Fact::Access {
                    workspace: workspace.clone(),
                    email,
                    role: Seen::Known(role),
                    restrictions: Some(restrictions),
                };
                return users.into_iter().map(fact).collect();
            }
            Self::ChangeWorkspaceAccess { workspace, email, before: _, after } => {
                let Access { role, restrictions } = after;
                Fact::Access { workspace, email, role, restrictions: Some(restrictions) }
            }
            Self::RevokeWorkspaceAccess { workspace, email, .. } => {
                Fact::NoAccess { workspace, email }
            }
            Self::InviteOrganizationUser { email, role }
            | Self::ChangeOrganizationRole { email, before: _, after: role } => {
                Fact::InOrganization { email, role }
            }
            Self::RemoveOrganizationUser { email, .. } => Fact::NotInOrganization(email),
            Self::ResendInvitation { email, invited_at } => {
                Fact::InvitedAfter { email, time: invited_at }
            }
        };
        vec![fact]
    }
}

use crate::model::{
    ContactLimit, Email, OrganizationRole, Restrictions, Seen, Source, WorkspaceId, WorkspaceName,
};
use crate::plan::{
    Access, Action, Effect, Execution, Hold, NewAccess, Reversible, Step, StepId, WorkspaceFields,
    WorkspaceRef,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A step as the plan file has it: flat, one set of fields for all actions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::plan) struct StepFile {
    id: StepId,
    wave: Option<u32>,
    action: String,
    effect: Effect,
    execution: ExecutionWord,
    reason: Option<Hold>,
    workspace: Option<WorkspaceName>,
    workspace_id: Option<WorkspaceId>,
    email: Option<Email>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    users: Vec<NewAccess>,
    before: Option<Side>,
    after: Option<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reassign_to: Option<Email>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    instructions: Vec<String>,
    reversible: Reversible,
    requests: u32,
    depends_on: Vec<StepId>,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ExecutionWord {
    Automatic,
    Manual,
    Held,
}

/// The fields that a step changes, before or after.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Side {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timezone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact_limit: Option<ContactLimit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    restrictions: Option<Restrictions>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pending: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    invited_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contacts: Option<u64>,
}

impl Side {
    fn role(role: &impl ToString) -> Self {
        Self { role: Some(role.to_string()), ..Self::default() }
    }

    fn access(access: Access) -> Self {
        let Access { role, restrictions } = access;
        Self { restrictions: Some(restrictions), ..Self::role(&role) }
    }

    fn fields(fields: WorkspaceFields) -> Self {
        let WorkspaceFields { name, timezone, contact_limit } = fields;
        Self { name: name.map(|name| name.to_string()), timezone, contact_limit, ..Self::default() }
    }

    fn into_access(self) -> Result<Access, &'static str> {
        let role = Seen::read(&self.role.ok_or("a side without `role`")?);
        Ok(Access { role, restrictions: self.restrictions.unwrap_or_default() })
    }

    fn into_fields(self) -> WorkspaceFields {
        let name = self.name.as_deref().map(WorkspaceName::new);
        WorkspaceFields { name, timezone: self.timezone, contact_limit: self.contact_limit }
    }
}

impl From<Step> for StepFile {
    fn from(step: Step) -> Self {
        let Step { id, wave, action, execution, depends_on, source } = step;
        let (word, reason, instructions) = match execution {
            Execution::Automatic => (ExecutionWord::Automatic, None, Vec::new()),
            Execution::Manual { instructions } => (ExecutionWord::Manual, None, instructions),
            Execution::Held { reason } => (ExecutionWord::Held, Some(reason), Vec::new()),
        };
        let workspace = action.workspace();
        let mut file = Self {
            id,
            wave,
            action: action.word().to_owned(),
            effect: action.effect(),
            execution: word,
            reason,
            workspace_id: workspace.as_ref().and_then(|it| it.id),
            workspace: workspace.map(|it| it.name),
            email: action.email().cloned(),
            users: Vec::new(),
            before: None,
            after: None,
            reassign_to: None,
            instructions,
            reversible: action.reversible(),
            requests: u32::from(word == ExecutionWord::Automatic),
            depends_on,
            source,
        };
        match action {
            Action::UpdateOrganization { before, after } => {
                file.before = Some(Side { name: Some(before), ..Side::default() });
                file.after = Some(Side { name: Some(after), ..Side::default() });
            }
            Action::CreateWorkspace { name: _, timezone } => {
                file.after = Some(Side { timezone: Some(timezone), ..Side::default() });
            }
            Action::UpdateWorkspace { workspace: _, before, after } => {
                file.before = Some(Side::fields(before));
                file.after = Some(Side::fields(after));
            }
            Action::DeleteWorkspace { workspace: _, contacts } => {
                file.before = Some(Side { contacts, ..Side::default() });
            }
            Action::AddWorkspaceUsers { workspace: _, users } => file.users = users,
            Action::ChangeWorkspaceAccess { workspace: _, email: _, before, after } => {
                file.before = Some(Side::access(before));
                file.after = Some(Side::access(after));
            }
            Action::RevokeWorkspaceAccess { workspace: _, email: _, before, reassign_to } => {
                file.before = Some(Side::access(before));
                file.reassign_to = reassign_to;
            }
            Action::InviteOrganizationUser { email: _, role } => {
                file.after = Some(Side::role(&role))
            }
            Action::ChangeOrganizationRole { email: _, before, after } => {
                file.before = Some(Side::role(&before));
                file.after = Some(Side::role(&after));
            }
            Action::RemoveOrganizationUser { email: _, before, pending } => {
                file.before = Some(Side { pending: Some(pending), ..Side::role(&before) });
            }
            Action::ResendInvitation { email: _, invited_at } => {
                file.before = Some(Side { invited_at: Some(invited_at), ..Side::default() });
            }
        }
        file
    }
}

impl TryFrom<StepFile> for Step {
    type Error = String;

    fn try_from(file: StepFile) -> Result<Self, String> {
        let step = format!("step {}", file.id);
        read(file).map_err(|what| format!("{step}: {what}"))
    }
}

fn read(file: StepFile) -> Result<Step, &'static str> {
    let execution = match (file.execution, file.reason) {
        (ExecutionWord::Automatic, None) => Execution::Automatic,
        (ExecutionWord::Manual, None) => Execution::Manual { instructions: file.instructions },
        (ExecutionWord::Held, Some(reason)) => Execution::Held { reason },
        _ => return Err("`reason` goes with `held`, and only with it"),
    };
    let (before, after) = (file.before.unwrap_or_default(), file.after.unwrap_or_default());
    let email = file.email.ok_or("`email` is missing");
    let workspace = file.workspace.ok_or("`workspace` is missing");
    let workspace = workspace.map(|name| WorkspaceRef { name, id: file.workspace_id });
    let action = match file.action.as_str() {
        "update_organization" => Action::UpdateOrganization {
            before: before.name.ok_or("`before.name` is missing")?,
            after: after.name.ok_or("`after.name` is missing")?,
        },
        "create_workspace" => Action::CreateWorkspace {
            name: workspace?.name,
            timezone: after.timezone.ok_or("`after.timezone` is missing")?,
        },
        "update_workspace" => Action::UpdateWorkspace {
            workspace: workspace?,
            before: before.into_fields(),
            after: after.into_fields(),
        },
        "delete_workspace" => {
            Action::DeleteWorkspace { workspace: workspace?, contacts: before.contacts }
        }
        "add_workspace_users" => {
            Action::AddWorkspaceUsers { workspace: workspace?, users: file.users }
        }
        "change_workspace_access" => Action::ChangeWorkspaceAccess {
            workspace: workspace?,
            email: email?,
            before: before.into_access()?,
            after: after.into_access()?,
        },
        "revoke_workspace_access" => Action::RevokeWorkspaceAccess {
            workspace: workspace?,
            email: email?,
            before: before.into_access()?,
            reassign_to: file.reassign_to,
        },
        "invite_organization_user" => {
            Action::InviteOrganizationUser { email: email?, role: organization_role(after.role)? }
        }
        "change_organization_role" => Action::ChangeOrganizationRole {
            email: email?,
            before: Seen::read(&before.role.ok_or("`before.role` is missing")?),
            after: organization_role(after.role)?,
        },
        "remove_organization_user" => Action::RemoveOrganizationUser {
            email: email?,
            before: Seen::read(&before.role.ok_or("`before.role` is missing")?),
            pending: before.pending.unwrap_or(false),
        },
        "resend_invitation" => Action::ResendInvitation {
            email: email?,
            invited_at: before.invited_at.ok_or("`before.invitedAt` is missing")?,
        },
        _ => return Err("`action` is not one that this version knows"),
    };
    Ok(Step {
        id: file.id,
        wave: file.wave,
        action,
        execution,
        depends_on: file.depends_on,
        source: file.source,
    })
}

fn organization_role(word: Option<String>) -> Result<OrganizationRole, &'static str> {
    let word = word.ok_or("`after.role` is missing")?;
    word.parse().map_err(|_| "`after.role` is no organization role")
}

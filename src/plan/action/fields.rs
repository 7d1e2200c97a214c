use super::{Access, WorkspaceFields};
use crate::model::{
    ContactLimit, Email, NewAccess, OrganizationRole, Restrictions, Seen, WorkspaceName,
    WorkspaceRef,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The fields of an action as the plan file has them: flat, one set for all actions.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pub(in crate::plan) workspace: Option<WorkspaceRef>,
    pub(in crate::plan) email: Option<Email>,
    pub(in crate::plan) users: Vec<NewAccess>,
    pub(in crate::plan) before: Side,
    pub(in crate::plan) after: Side,
    pub(in crate::plan) reassign_to: Option<Email>,
}

/// What an action changes, before or after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::plan) struct Side {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) timezone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) contact_limit: Option<ContactLimit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) restrictions: Option<Restrictions>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pending: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub(super) invited_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) contacts: Option<u64>,
}

impl Fields {
    pub(super) fn changes(before: Side, after: Side) -> Self {
        Self { before, after, ..Self::default() }
    }

    pub(super) fn workspace(&self) -> Result<WorkspaceRef, &'static str> {
        self.workspace.clone().ok_or("`workspace` is missing")
    }

    pub(super) fn email(&self) -> Result<Email, &'static str> {
        self.email.clone().ok_or("`email` is missing")
    }
}

impl Side {
    pub(in crate::plan) fn if_any(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }

    pub(super) fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::default() }
    }

    pub(super) fn role(role: &impl ToString) -> Self {
        Self { role: Some(role.to_string()), ..Self::default() }
    }

    pub(super) fn access(access: &Access) -> Self {
        let Access { role, restrictions } = access;
        Self { restrictions: restrictions.clone(), ..Self::role(role) }
    }

    pub(super) fn workspace_fields(fields: &WorkspaceFields) -> Self {
        let WorkspaceFields { name, timezone, contact_limit } = fields.clone();
        let name = name.map(|name| name.to_string());
        Self { name, timezone, contact_limit, ..Self::default() }
    }

    pub(super) fn into_access(self) -> Result<Access, &'static str> {
        let role = Seen::read(&self.role.ok_or("a side without `role`")?);
        Ok(Access { role, restrictions: self.restrictions })
    }

    pub(super) fn into_workspace_fields(self) -> WorkspaceFields {
        let name = self.name.as_deref().map(WorkspaceName::new);
        WorkspaceFields { name, timezone: self.timezone, contact_limit: self.contact_limit }
    }

    pub(super) fn seen_role(&self) -> Result<Seen<OrganizationRole>, &'static str> {
        self.role.as_deref().map(Seen::read).ok_or("`before.role` is missing")
    }

    pub(super) fn organization_role(&self) -> Result<OrganizationRole, &'static str> {
        let word = self.role.as_deref().ok_or("`after.role` is missing")?;
        word.parse().map_err(|_| "`after.role` is no organization role")
    }
}

use super::{Argument, Placeholder};
use crate::model::{
    Email, OrganizationRole, Restrictions, UserId, WorkspaceFields, WorkspaceId, WorkspaceName,
    WorkspaceRole,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What one operation is called with, besides the organization. What an operation takes, its
/// [`Definition`](super::Definition) says; what has no value here is left out of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The workspace, by the name it has.
    pub workspace: Option<WorkspaceRef>,
    /// The user.
    pub user: Option<UserRef>,
    /// The role to be given.
    pub role: Option<Role>,
    /// All restrictions that there are to be.
    pub restrictions: Option<Restrictions>,
    /// Restrictions that there are and that are not to be; `None` where nobody knows which there are.
    pub other_restrictions: Option<Restrictions>,
    /// The name that the organization is to have.
    pub organization_name: Option<String>,
    /// What of the workspace is to be set.
    pub fields: WorkspaceFields,
    /// Who takes over the contacts.
    pub reassign_to: Option<UserRef>,
    /// The people of a batch, sorted by e-mail.
    pub users: Vec<NewAccess>,
    /// What is as it was: a person is told, a request leaves it out.
    pub unchanged: Vec<Argument>,
}

/// A workspace, by the name it is to have and, where it exists, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkspaceRef {
    /// The name in the manifest (the live name, where the manifest doesn't list it).
    pub name: WorkspaceName,
    /// `None` for one that the plan creates.
    pub id: Option<WorkspaceId>,
}

/// A user, by address and, where it is known, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserRef {
    /// The address.
    pub email: Email,
    /// `None` until somebody looked it up.
    pub id: Option<UserId>,
}

/// A role, in the organization or in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// In the organization.
    Organization(OrganizationRole),
    /// In a workspace.
    Workspace(WorkspaceRole),
}

/// Somebody to be given access to a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccess {
    /// Who.
    pub email: Email,
    /// Role.
    pub role: WorkspaceRole,
    /// Restrictions; empty for an owner. `None`: the manifest asks for none in particular, and any will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restrictions: Option<Restrictions>,
    /// Whether they are new to the organization, so that an invitation goes out.
    pub invites: bool,
}

impl From<&Email> for UserRef {
    /// Somebody whose id is not known yet.
    fn from(email: &Email) -> Self {
        Self { email: email.clone(), id: None }
    }
}

impl From<&NewAccess> for Values {
    /// One of a batch. No restrictions are said where there are none.
    fn from(new: &NewAccess) -> Self {
        let NewAccess { email, role, restrictions, invites: _ } = new;
        Self {
            user: Some(email.into()),
            role: Some(Role::Workspace(*role)),
            restrictions: restrictions.clone(),
            other_restrictions: Some(Restrictions::new()),
            ..Self::default()
        }
    }
}

impl Values {
    /// What a person is told in place of a placeholder: names and addresses, where a machine uses ids. `None` where
    /// there is nothing to tell.
    #[must_use]
    pub fn told(&self, placeholder: Placeholder) -> Option<String> {
        match placeholder {
            Placeholder::Workspace => Some(self.workspace.as_ref()?.name.to_string()),
            Placeholder::Email => Some(self.user.as_ref()?.email.to_string()),
            Placeholder::Role => Some(self.role?.to_string()),
            Placeholder::Restrictions => words(self.restrictions.as_ref()?),
            Placeholder::OtherRestrictions => match &self.other_restrictions {
                Some(others) => words(others),
                None => self.restrictions.as_ref().map(|_| "all others".to_owned()),
            },
            Placeholder::ReassignTo => Some(self.reassign_to.as_ref()?.email.to_string()),
            Placeholder::Name if self.organization_name.is_some() => self.organization_name.clone(),
            other => {
                let field = self.fields.iter().find(|it| it.placeholder() == other)?;
                Some(field.value().to_string())
            }
        }
    }
}

/// Restrictions, where there are any.
fn words(restrictions: &Restrictions) -> Option<String> {
    let words: Vec<_> = restrictions.iter().map(|one| one.word()).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

impl Role {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let organization = OrganizationRole::ALL.iter().copied().map(Self::Organization);
        organization.chain(WorkspaceRole::ALL.iter().copied().map(Self::Workspace))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization(role) => role.fmt(f),
            Self::Workspace(role) => role.fmt(f),
        }
    }
}

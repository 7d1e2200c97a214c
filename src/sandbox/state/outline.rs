use super::{Access, EmailKind, Organization, State, User, Workspace};
use crate::model::{
    Email, OrganizationId, OrganizationRole, Restrictions, UserId, UserStatus, WorkspaceRole,
};
use std::collections::BTreeMap;

/// A state without what differs from run to run: ids that were given on the way, and times.
///
/// Two runs came to the same end when their outlines are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// By id.
    pub organizations: BTreeMap<OrganizationId, OutlineOrganization>,
    /// How many e-mails of each kind went to each person.
    pub emails: BTreeMap<(OrganizationId, Email, EmailKind), usize>,
}

/// An organization, in outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineOrganization {
    /// Its name.
    pub name: String,
    /// State of the subscription.
    pub status: String,
    /// By address.
    pub users: BTreeMap<Email, OutlineUser>,
    /// By name.
    pub workspaces: BTreeMap<String, OutlineWorkspace>,
}

/// Somebody in an organization, in outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineUser {
    /// Role in the organization.
    pub role: OrganizationRole,
    /// Whether the invitation was accepted.
    pub status: UserStatus,
}

/// A workspace, in outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineWorkspace {
    /// IANA name.
    pub timezone: String,
    /// `None` where switched off.
    pub contact_limit: Option<u64>,
    /// How many contacts there are.
    pub contacts: u64,
    /// By address: role, restrictions, contacts assigned.
    pub users: BTreeMap<Email, (WorkspaceRole, Restrictions, u64)>,
}

impl State {
    /// What is left when ids and times are taken away.
    #[must_use]
    pub fn outline(&self) -> Outline {
        let mut emails = BTreeMap::new();
        for sent in &self.emails {
            *emails.entry((sent.organization, sent.email.clone(), sent.kind)).or_insert(0) += 1;
        }
        let organizations = self.organizations.iter().map(|(id, it)| (*id, organization(it)));
        Outline { organizations: organizations.collect(), emails }
    }
}

fn organization(organization: &Organization) -> OutlineOrganization {
    let Organization {
        id: _,
        name,
        status,
        is_reseller_partner: _,
        limits: _,
        users,
        workspaces: spaces,
    } = organization;
    let person =
        |user: &User| (user.email.clone(), OutlineUser { role: user.role, status: user.status });
    OutlineOrganization {
        name: name.clone(),
        status: status.clone(),
        users: users.values().map(person).collect(),
        workspaces: spaces.values().map(|it| (it.name.clone(), workspace(it, users))).collect(),
    }
}

fn workspace(space: &Workspace, people: &BTreeMap<UserId, User>) -> OutlineWorkspace {
    let Workspace { id: _, name: _, timezone, contact_limit, contacts, created_at: _, users } =
        space;
    let access = |it: &Access| {
        let Access { user, role, restrictions, contacts } = it;
        let email = people.get(user).map(|user| user.email.clone())?;
        Some((email, (*role, restrictions.clone(), *contacts)))
    };
    OutlineWorkspace {
        timezone: timezone.clone(),
        contact_limit: *contact_limit,
        contacts: *contacts,
        users: users.values().filter_map(access).collect(),
    }
}

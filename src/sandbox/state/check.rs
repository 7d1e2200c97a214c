use super::{Organization, State, User, Workspace};
use crate::model::{Email, OrganizationId, WorkspaceId, WorkspaceName, WorkspaceRole};
use std::collections::BTreeSet;

/// What in a state can't be true on the platform.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// An address that is none.
    #[error("`{0}` is not an e-mail address")]
    Email(String),
    /// One address, two users.
    #[error("organization {0} has `{1}` twice")]
    SamePerson(OrganizationId, String),
    /// One name, two workspaces.
    #[error("organization {0} has two workspaces named `{1}`, ignoring case")]
    SameName(OrganizationId, String),
    /// One id, two workspaces.
    #[error("the workspace id {0} is there twice")]
    SameWorkspace(WorkspaceId),
    /// A name that can't be.
    #[error("workspace {0} has a name that is empty or longer than 255 characters")]
    Name(WorkspaceId),
    /// A zone that isn't.
    #[error("workspace {0} has the unknown time zone `{1}`")]
    Timezone(WorkspaceId, String),
    /// A limit of zero.
    #[error("workspace {0} has a contact limit of 0; it is null or at least 1")]
    ContactLimit(WorkspaceId),
    /// Access of nobody.
    #[error("workspace {0} lists user {1}, who is not in its organization")]
    Stranger(WorkspaceId, u64),
    /// Restrictions of an owner.
    #[error("workspace {0} has an owner with restrictions (user {1})")]
    RestrictedOwner(WorkspaceId, u64),
}

/// Looks for the first thing that can't be.
pub(super) fn check(state: &State) -> Result<(), Contradiction> {
    is_email(&state.actor)?;
    let mut ids = BTreeSet::new();
    for organization in state.organizations.values() {
        people(organization)?;
        let mut names = BTreeSet::new();
        for space in organization.workspaces.values() {
            if !names.insert(WorkspaceName::new(&space.name).key()) {
                return Err(Contradiction::SameName(organization.id, space.name.clone()));
            }
            if !ids.insert(space.id) {
                return Err(Contradiction::SameWorkspace(space.id));
            }
            workspace(organization, space)?;
        }
    }
    Ok(())
}

fn people(organization: &Organization) -> Result<(), Contradiction> {
    let mut seen = BTreeSet::new();
    for User { email, .. } in organization.users.values() {
        is_email(email)?;
        if !seen.insert(email) {
            return Err(Contradiction::SamePerson(organization.id, email.to_string()));
        }
    }
    Ok(())
}

fn workspace(organization: &Organization, space: &Workspace) -> Result<(), Contradiction> {
    if !(1..=255).contains(&space.name.trim().chars().count()) {
        return Err(Contradiction::Name(space.id));
    }
    if jiff::tz::TimeZone::get(&space.timezone).is_err() {
        return Err(Contradiction::Timezone(space.id, space.timezone.clone()));
    }
    if space.contact_limit == Some(0) {
        return Err(Contradiction::ContactLimit(space.id));
    }
    for access in space.users.values() {
        if !organization.users.contains_key(&access.user) {
            return Err(Contradiction::Stranger(space.id, access.user.get()));
        }
        if access.role == WorkspaceRole::Owner && !access.restrictions.is_empty() {
            return Err(Contradiction::RestrictedOwner(space.id, access.user.get()));
        }
    }
    Ok(())
}

fn is_email(email: &Email) -> Result<(), Contradiction> {
    Email::parse_spelled(email.as_str()).map_err(|_| Contradiction::Email(email.to_string()))?;
    Ok(())
}

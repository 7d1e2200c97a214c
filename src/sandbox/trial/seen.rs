//! What an observer sees, as a state, and back.

use crate::model::{
    self, Collection, ContactLimit, Email, OrganizationUser, Seen, Snapshot, WorkspaceName,
    WorkspaceUser,
};
use crate::sandbox::state::{Access, Limits, Organization, User, Workspace};
use std::num::NonZeroU64;

/// `None` where a state has no place for what was seen.
pub(super) fn organization(seen: &Snapshot) -> Option<Organization> {
    let model::Organization { name, status, is_reseller_partner, limits } =
        seen.organization.clone()?;
    let users = seen.users.items.iter().map(user).collect::<Option<Vec<_>>>()?;
    let spaces = seen.workspaces.items.iter().map(workspace).collect::<Option<Vec<_>>>()?;
    Some(Organization {
        id: seen.id,
        name: name?,
        status: status?,
        is_reseller_partner: is_reseller_partner?,
        limits: Some(Limits { workspaces: limits.workspaces, users: limits.users }),
        users: users.into_iter().map(|it| (it.id, it)).collect(),
        workspaces: spaces.into_iter().map(|it| (it.id, it)).collect(),
    })
}

fn user(seen: &OrganizationUser) -> Option<User> {
    let OrganizationUser { id, email, role, status, invited_at, last_active } = seen.clone();
    Some(User {
        id,
        email,
        role: *role.known()?,
        status: *status?.known()?,
        invited_at,
        first_name: None,
        last_name: None,
        last_active_at: last_active,
    })
}

fn workspace(seen: &model::Workspace) -> Option<Workspace> {
    let model::Workspace { id, name, timezone, contact_limit, contacts, created_at, users } =
        seen.clone();
    let access = |it: &WorkspaceUser| {
        let restrictions = it.restrictions.clone()?;
        Some((it.id, Access { user: it.id, role: *it.role.known()?, restrictions, contacts: 0 }))
    };
    Some(Workspace {
        id,
        name: name.as_str().to_owned(),
        timezone: timezone?,
        contact_limit: contact_limit?.number(),
        contacts: contacts?,
        created_at,
        users: users.items.iter().map(access).collect::<Option<_>>()?,
    })
}

pub(super) fn snapshot(organization: &Organization, actor: &Email) -> Snapshot {
    let (limits, told_limits) = (organization.limits(), &organization.limits);
    let Organization { id, name, status, is_reseller_partner, limits: _, users, workspaces } =
        organization.clone();
    let spaces = workspaces.into_values().map(|it| seen_workspace(it, organization));
    let mut spaces: Vec<_> = spaces.collect();
    spaces.sort_by(|a, b| a.name.cmp(&b.name));
    let mut people: Vec<_> = users.into_values().map(seen_user).collect();
    people.sort_by(|a, b| a.email.cmp(&b.email));
    Snapshot {
        id,
        actor: Some(actor.clone()),
        organization: Some(model::Organization {
            name: Some(name),
            status: Some(status),
            is_reseller_partner: Some(is_reseller_partner),
            limits: model::Limits {
                workspaces: limits.workspaces,
                users: limits.users,
                not_told: told_limits.is_none(),
            },
        }),
        users: Collection::complete(people),
        workspaces: Collection::complete(spaces),
        reads: 3,
    }
}

fn seen_user(user: User) -> OrganizationUser {
    OrganizationUser {
        id: user.id,
        email: user.email,
        role: Seen::Known(user.role),
        status: Some(Seen::Known(user.status)),
        invited_at: user.invited_at,
        last_active: user.last_active_at,
    }
}

fn seen_workspace(space: Workspace, organization: &Organization) -> model::Workspace {
    let Workspace { id, name, timezone, contact_limit, contacts, created_at, users } = space;
    let seen = |access: Access| {
        let Access { user, role, restrictions, contacts: _ } = access;
        let User { id, email, status, last_active_at, .. } = organization.users[&user].clone();
        WorkspaceUser {
            id,
            email,
            role: Seen::Known(role),
            status: Some(Seen::Known(status)),
            restrictions: Some(restrictions),
            unknown_restrictions: Vec::new(),
            last_active: last_active_at,
        }
    };
    let mut people: Vec<_> = users.into_values().map(seen).collect();
    people.sort_by(|a, b| a.email.cmp(&b.email));
    model::Workspace {
        id,
        name: WorkspaceName::new(&name),
        timezone: Some(timezone),
        contact_limit: Some(ContactLimit::from(contact_limit.and_then(NonZeroU64::new))),
        contacts: Some(contacts),
        created_at,
        users: Collection::complete(people),
    }
}

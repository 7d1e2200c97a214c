//! The platform as `rules.md` has it, as a function on snapshots: it refuses what it would refuse.

use crate::model::*;
use crate::plan::{
    Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess, CreateWorkspace,
    DeleteWorkspace, InviteOrganizationUser, NewAccess, RemoveOrganizationUser, ResendInvitation,
    RevokeWorkspaceAccess, UpdateOrganization, UpdateWorkspace, WorkspaceFields, WorkspaceRef,
};

/// Does one step.
///
/// # Errors
/// Why the platform refuses it.
pub(super) fn apply(snapshot: &mut Snapshot, action: &Action) -> Result<(), String> {
    match action {
        Action::UpdateOrganization(UpdateOrganization { after, .. }) => {
            snapshot.organization.as_mut().ok_or("no organization")?.name = Some(after.clone());
            Ok(())
        }
        Action::CreateWorkspace(CreateWorkspace { name, fields }) => {
            create(snapshot, name, fields.timezone.as_deref().unwrap_or("UTC"))
        }
        Action::UpdateWorkspace(UpdateWorkspace { workspace, after, .. }) => {
            update(snapshot, workspace, after)
        }
        Action::DeleteWorkspace(DeleteWorkspace { workspace, .. }) => {
            let id = find(snapshot, workspace)?.id;
            snapshot.workspaces.items.retain(|it| it.id != id);
            Ok(())
        }
        Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) => {
            users.iter().try_for_each(|user| add(snapshot, workspace, user))
        }
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace, email, after, ..
        }) => {
            let list = &mut find(snapshot, workspace)?.users.items;
            let user = list.iter_mut().find(|it| it.email == *email).ok_or("no such access")?;
            user.role = after.role.clone();
            if let Some(restrictions) = &after.restrictions {
                user.restrictions = Some(restrictions.clone());
            }
            Ok(())
        }
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace,
            email,
            reassign_to,
            ..
        }) => {
            let list = &mut find(snapshot, workspace)?.users.items;
            let is_there = |who: &Email| list.iter().any(|it| it.email == *who);
            if !is_there(email) || !reassign_to.as_ref().is_none_or(is_there) {
                return Err(format!("{email} or who takes over has no access"));
            }
            list.retain(|it| it.email != *email);
            Ok(())
        }
        Action::InviteOrganizationUser(InviteOrganizationUser { email, role }) => {
            invite(snapshot, email, *role)
        }
        Action::ChangeOrganizationRole(ChangeOrganizationRole { email, after, .. }) => {
            let admins = admins(snapshot, email);
            let user = user(snapshot, email)?;
            if user.role.is(OrganizationRole::Admin) && user.is_active() && admins == 0 {
                return Err("the last admin".to_owned());
            }
            user.role = Seen::Known(*after);
            Ok(())
        }
        Action::RemoveOrganizationUser(RemoveOrganizationUser { email, .. }) => {
            remove(snapshot, email)
        }
        Action::ResendInvitation(ResendInvitation { email, .. }) => {
            user(snapshot, email)?.invited_at = Some("2026-11-23T12:00:00Z".parse().unwrap());
            Ok(())
        }
    }
}

/// Everybody accepts.
pub(super) fn accept_all(snapshot: &mut Snapshot) {
    for user in &mut snapshot.users.items {
        user.status = Some(Seen::Known(UserStatus::Active));
    }
    for user in snapshot.workspaces.items.iter_mut().flat_map(|it| &mut it.users.items) {
        user.status = Some(Seen::Known(UserStatus::Active));
    }
}

fn find<'a>(
    snapshot: &'a mut Snapshot,
    workspace: &WorkspaceRef,
) -> Result<&'a mut Workspace, String> {
    let is_it = |it: &&mut Workspace| match workspace.id {
        Some(id) => it.id == id,
        None => it.name.key() == workspace.name.key(),
    };
    let found = snapshot.workspaces.items.iter_mut().find(is_it);
    found.ok_or_else(|| format!("no workspace {}", workspace.name))
}

fn user<'a>(snapshot: &'a mut Snapshot, email: &Email) -> Result<&'a mut OrganizationUser, String> {
    let found = snapshot.users.items.iter_mut().find(|it| it.email == *email);
    found.ok_or_else(|| format!("no user {email}"))
}

/// Accepted admins besides this one.
fn admins(snapshot: &Snapshot, but: &Email) -> usize {
    let admin = |it: &&OrganizationUser| {
        it.role.is(OrganizationRole::Admin) && it.is_active() && it.email != *but
    };
    snapshot.users.items.iter().filter(admin).count()
}

fn name_is_free(
    snapshot: &Snapshot,
    name: &WorkspaceName,
    id: Option<WorkspaceId>,
) -> Result<(), String> {
    let taken =
        snapshot.workspaces.items.iter().any(|it| it.name.key() == name.key() && Some(it.id) != id);
    if taken { Err(format!("the name {name} is taken")) } else { Ok(()) }
}

fn create(snapshot: &mut Snapshot, name: &WorkspaceName, timezone: &str) -> Result<(), String> {
    name_is_free(snapshot, name, None)?;
    let limit = snapshot.organization.as_ref().and_then(|it| it.limits.workspaces);
    if limit.is_some_and(|it| snapshot.workspaces.items.len() as u64 >= it) {
        return Err("no room for another workspace".to_owned());
    }
    // The same id for the same name, whatever came before.
    let id = WorkspaceId::new(name.key().bytes().fold(100, |id, byte| id * 31 + u64::from(byte)));
    snapshot.workspaces.items.push(Workspace {
        id,
        name: name.clone(),
        timezone: Some(timezone.to_owned()),
        contact_limit: Some(ContactLimit::Unlimited),
        contacts: Some(0),
        created_at: Some("2026-11-23T12:00:00Z".parse().unwrap()),
        users: Collection::complete(Vec::new()),
    });
    Ok(())
}

fn update(
    snapshot: &mut Snapshot,
    workspace: &WorkspaceRef,
    after: &WorkspaceFields,
) -> Result<(), String> {
    let id = find(snapshot, workspace)?.id;
    if let Some(name) = &after.name {
        name_is_free(snapshot, name, Some(id))?;
    }
    let partner =
        snapshot.organization.as_ref().is_none_or(|it| it.is_reseller_partner != Some(false));
    if after.contact_limit.is_some_and(|it| it.number().is_some()) && !partner {
        return Err("no reseller partner".to_owned());
    }
    let live = find(snapshot, workspace)?;
    let WorkspaceFields { name, timezone, contact_limit } = after.clone();
    live.name = name.unwrap_or_else(|| live.name.clone());
    live.timezone = timezone.or(live.timezone.take());
    live.contact_limit = contact_limit.or(live.contact_limit);
    Ok(())
}

fn invite(snapshot: &mut Snapshot, email: &Email, role: OrganizationRole) -> Result<(), String> {
    if user(snapshot, email).is_ok() {
        return Err(format!("{email} is there already"));
    }
    let limit = snapshot.organization.as_ref().and_then(|it| it.limits.users);
    if limit.is_some_and(|it| snapshot.users.items.len() as u64 >= it) {
        return Err("no seat left".to_owned());
    }
    snapshot.users.items.push(OrganizationUser {
        last_active: None,
        id: UserId::new(
            email.canonical().bytes().fold(100, |id, byte| (id * 31 + u64::from(byte)) % 999_983),
        ),
        email: email.clone(),
        role: Seen::Known(role),
        status: Some(Seen::Known(UserStatus::Pending)),
        invited_at: Some("2026-11-23T12:00:00Z".parse().unwrap()),
    });
    Ok(())
}

fn add(snapshot: &mut Snapshot, workspace: &WorkspaceRef, new: &NewAccess) -> Result<(), String> {
    if find(snapshot, workspace)?.users.items.iter().any(|it| it.email == new.email) {
        return Err(format!("{} has access already", new.email));
    }
    if new.invites {
        invite(snapshot, &new.email, OrganizationRole::Member)?;
    }
    let OrganizationUser { last_active: _, id, email: _, role: _, status, invited_at: _ } =
        user(snapshot, &new.email)?.clone();
    find(snapshot, workspace)?.users.items.push(WorkspaceUser {
        last_active: None,
        id,
        email: new.email.clone(),
        role: Seen::Known(new.role),
        status,
        restrictions: Some(new.restrictions.clone().unwrap_or_default()),
        unknown_restrictions: Vec::new(),
    });
    Ok(())
}

fn remove(snapshot: &mut Snapshot, email: &Email) -> Result<(), String> {
    let there = user(snapshot, email)?.clone();
    let last = admins(snapshot, email) == 0;
    if there.role.is(OrganizationRole::Admin) && there.is_active() && last {
        return Err("the last admin".to_owned());
    }
    let mut lists = snapshot.workspaces.items.iter().flat_map(|it| &it.users.items);
    if lists.any(|it| it.email == *email) {
        return Err(format!("{email} still has access to a workspace"));
    }
    snapshot.users.items.retain(|it| it.email != *email);
    Ok(())
}

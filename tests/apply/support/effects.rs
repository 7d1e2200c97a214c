//! What a call does to an organization in memory, with the refusals of the real one.

use rolecall::model::*;
use rolecall::platform::*;

pub(super) fn refused(status: u16, message: &str) -> Attempt {
    let about_everybody = status == 403;
    Attempt::Refused(Refused { status, message: message.to_owned(), help: None, about_everybody })
}

pub(super) fn lost() -> Attempt {
    Attempt::Unknown { why: "the answer was lost (the connection broke)".to_owned() }
}

pub(super) fn next_id(state: &Snapshot) -> u64 {
    let users = state.users.items.iter().map(|user| user.id.get());
    let workspaces = state.workspaces.items.iter().map(|workspace| workspace.id.get());
    users.chain(workspaces).max().unwrap_or(0) + 1
}

pub(super) fn invite(state: &mut Snapshot, email: &Email, role: OrganizationRole) -> UserId {
    let id = UserId::new(next_id(state));
    state.users.items.push(OrganizationUser {
        last_active: None,
        id,
        email: email.clone(),
        role: Seen::Known(role),
        status: Some(Seen::Known(UserStatus::Pending)),
        invited_at: Some("2026-11-23T18:00:00Z".parse().unwrap()),
    });
    id
}

pub(super) fn take_effect(state: &mut Snapshot, call: &Call, emails: &mut Vec<Email>) -> Attempt {
    let mut answer = Answer::default();
    let Values { user, role, restrictions, organization_name, fields, users, .. } =
        call.values.clone();
    let WorkspaceFields { name, timezone, contact_limit } = fields;
    let id = |user: &Option<UserRef>| user.as_ref().unwrap().id.unwrap();
    let workspace = call.values.workspace.as_ref().and_then(|workspace| workspace.id);
    let changes = |argument| !call.values.unchanged.contains(&argument);
    match call.operation {
        Operation::UpdateOrganization => {
            state.organization.as_mut().unwrap().name = organization_name;
        }
        Operation::CreateWorkspace => {
            let name = name.unwrap();
            if state.workspaces.items.iter().any(|it| it.name.key() == name.key()) {
                return Attempt::AlreadySo;
            }
            let id = WorkspaceId::new(next_id(state));
            state.workspaces.items.push(Workspace {
                id,
                name,
                timezone,
                contact_limit: Some(ContactLimit::Unlimited),
                contacts: Some(0),
                created_at: None,
                users: Collection::complete(Vec::new()),
            });
            answer.workspace = Some(id);
        }
        Operation::UpdateWorkspace => {
            let it = state.workspaces.items.iter_mut().find(|it| Some(it.id) == workspace);
            let Some(it) = it else { return refused(404, "NotFound") };
            it.name = name.unwrap_or(it.name.clone());
            it.timezone = timezone.or(it.timezone.clone());
            it.contact_limit = contact_limit.or(it.contact_limit);
        }
        Operation::DeleteWorkspace => {
            let before = state.workspaces.items.len();
            state.workspaces.items.retain(|it| Some(it.id) != workspace);
            if state.workspaces.items.len() == before {
                return refused(404, "NotFound");
            }
        }
        Operation::AddWorkspaceUsers => {
            let place = state.workspaces.items.iter().position(|it| Some(it.id) == workspace);
            let Some(place) = place else { return refused(404, "NotFound") };
            let present = &state.workspaces.items[place].users.items;
            if users.iter().any(|user| present.iter().any(|it| it.email == user.email)) {
                return Attempt::AlreadySo;
            }
            for user in users {
                let known = state.users.items.iter().find(|it| it.email == user.email);
                let id = known.map(|it| it.id).unwrap_or_else(|| {
                    emails.push(user.email.clone());
                    invite(state, &user.email, OrganizationRole::Member)
                });
                state.workspaces.items[place].users.items.push(WorkspaceUser {
                    last_active: None,
                    id,
                    email: user.email,
                    role: Seen::Known(user.role),
                    status: None,
                    restrictions: Some(user.restrictions.unwrap_or_default()),
                    unknown_restrictions: Vec::new(),
                });
            }
        }
        Operation::ChangeWorkspaceAccess => {
            let space = state.workspaces.items.iter_mut().find(|it| Some(it.id) == workspace);
            let user = id(&user);
            let access = space.and_then(|it| it.users.items.iter_mut().find(|it| it.id == user));
            let Some(access) = access else { return refused(404, "NotFound") };
            if let Some(Role::Workspace(role)) = role.filter(|_| changes(Argument::Role)) {
                access.role = Seen::Known(role);
            }
            if let Some(restrictions) = restrictions.filter(|_| changes(Argument::Restrictions)) {
                access.restrictions = Some(restrictions);
            }
        }
        Operation::RevokeWorkspaceAccess => {
            let space = state.workspaces.items.iter_mut().find(|it| Some(it.id) == workspace);
            let Some(space) = space else { return refused(404, "NotFound") };
            let has = |id: UserId| space.users.items.iter().any(|it| it.id == id);
            if !has(id(&user)) {
                return refused(404, "NotFound");
            }
            if call.values.reassign_to.is_some() && !has(id(&call.values.reassign_to)) {
                return refused(400, "reassignTo is not in this workspace");
            }
            space.users.items.retain(|it| it.id != id(&user));
        }
        Operation::InviteOrganizationUser => {
            let email = user.unwrap().email;
            if state.users.items.iter().any(|it| it.email == email) {
                return Attempt::AlreadySo;
            }
            let Some(Role::Organization(role)) = role else { panic!("no role") };
            answer.user = Some(invite(state, &email, role));
            emails.push(email);
        }
        Operation::ChangeOrganizationRole => {
            let it = state.users.items.iter_mut().find(|it| it.id == id(&user));
            let Some(it) = it else { return refused(404, "NotFound") };
            let Some(Role::Organization(role)) = role else { panic!("no role") };
            it.role = Seen::Known(role);
        }
        Operation::RemoveOrganizationUser => {
            let mut access = state.workspaces.items.iter().flat_map(|it| &it.users.items);
            if access.any(|it| it.id == id(&user)) {
                return refused(403, "Remove the user's workspace access first.");
            }
            let before = state.users.items.len();
            state.users.items.retain(|it| it.id != id(&user));
            if state.users.items.len() == before {
                return refused(404, "NotFound");
            }
        }
        Operation::ResendInvitation => {
            let it = state.users.items.iter_mut().find(|it| it.id == id(&user));
            let Some(it) = it else { return refused(404, "NotFound") };
            it.invited_at = Some("2026-11-24T09:00:00Z".parse().unwrap());
            emails.push(it.email.clone());
        }
        read => panic!("{read} is no write"),
    }
    Attempt::Done(answer)
}

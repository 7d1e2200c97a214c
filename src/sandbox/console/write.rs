use super::show::{member, person, space};
use super::{body, wire};
use crate::model::{Email, OrganizationId};
use crate::sandbox::call::Call;
use crate::sandbox::endpoint::Endpoint;
use crate::sandbox::platform::Platform;
use crate::sandbox::rules::{Desk, Refusal, WorkspaceDraft, admit};
use crate::sandbox::state::Organization;
use serde_json::Value;

/// Every operation that changes something. What it answers is read from the state after the change.
pub(super) fn change(
    platform: &Platform,
    call: &Call,
    id: OrganizationId,
    email: &Email,
) -> Result<Value, Refusal> {
    let now = platform.clock.now();
    platform.store.change(id, |state| {
        let caller = admit(state, id, email, call.endpoint)?;
        perform(&mut Desk { state, organization: id, caller, now }, call)
    })?
}

fn perform(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    match call.endpoint {
        Endpoint::UpdateOrganization => {
            let body: body::Name = body::read(call)?;
            desk.rename_organization(&body.name)?;
            Ok(wire::organization(after(desk)?))
        }
        Endpoint::InviteOrganizationUser => {
            let body: body::Invite = body::read(call)?;
            let id = desk.invite(body::email(&body.email)?, body.role)?;
            person(after(desk)?, id)
        }
        Endpoint::ChangeOrganizationRole => {
            let body: body::Role = body::read(call)?;
            desk.change_role(call.user()?, body.role)?;
            person(after(desk)?, call.user()?)
        }
        Endpoint::ResendInvitation => {
            body::none(call)?;
            desk.resend(call.user()?)?;
            person(after(desk)?, call.user()?)
        }
        Endpoint::RemoveOrganizationUser => {
            body::none(call)?;
            done(desk.remove(call.user()?))
        }
        Endpoint::CreateWorkspace => {
            let body::Create { name, timezone } = body::read(call)?;
            let id = desk.create(&WorkspaceDraft { name, timezone })?;
            let organization = after(desk)?;
            let space = organization.workspaces.get(&id).ok_or(Refusal::NotFound("workspace"))?;
            Ok(wire::created(space, organization.id, desk.now))
        }
        Endpoint::AddWorkspaceUsers => add(desk, call),
        Endpoint::UpdateWorkspace => {
            let body: body::Update = body::read(call)?;
            desk.update(call.workspace()?, &body.change()?)?;
            space(after(desk)?, call.workspace()?)
        }
        Endpoint::DeleteWorkspace => {
            body::none(call)?;
            done(desk.delete(call.workspace()?))
        }
        Endpoint::ChangeWorkspaceAccess => {
            let body: body::ChangeAccess = body::read(call)?;
            desk.change_access(call.workspace()?, call.user()?, &body.change()?)?;
            member(after(desk)?, call.workspace()?, call.user()?)
        }
        Endpoint::RevokeWorkspaceAccess => {
            let body: body::Revoke = body::read_if_any(call)?;
            done(desk.revoke(call.workspace()?, call.user()?, body.reassign_to))
        }
        Endpoint::Login
        | Endpoint::GetOrganization
        | Endpoint::ListOrganizationUsers
        | Endpoint::ListWorkspaces
        | Endpoint::ListWorkspaceUsers
        | Endpoint::ListSpaceUsers
        | Endpoint::GetSpaceUser => Err(Refusal::NoSuchRoute),
    }
}

/// All of them, or, where a fault says so, the first few: then the call counts as done here, and
/// whoever sends the answer makes a failure of it.
fn add(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let body: body::AddUsers = body::read(call)?;
    let mut people = body.newcomers()?;
    if let Some(most) = call.effects.partial {
        people.truncate(most);
    }
    desk.add(body.space_id, &people)?;
    Ok(Value::Null)
}

fn after<'a>(desk: &'a Desk<'_>) -> Result<&'a Organization, Refusal> {
    desk.state.organizations.get(&desk.organization).ok_or(Refusal::Forbidden)
}

/// Where the contract has no `data`.
fn done(result: Result<(), Refusal>) -> Result<Value, Refusal> {
    result.map(|()| Value::Null)
}

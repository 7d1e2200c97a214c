use super::show::{member, person, space};
use super::{body, wire};
use crate::model::{Email, OrganizationId};
use crate::sandbox::call::Call;
use crate::sandbox::endpoint::Endpoint;
use crate::sandbox::platform::Platform;
use crate::sandbox::rules::{Refusal, Session, WorkspaceDraft, admit};
use crate::sandbox::state::{Organization, State};
use crate::sandbox::store::Cause;
use serde_json::Value;

/// Every operation that changes something. What it answers is read from the state after the change.
pub(super) fn change(
    platform: &Platform,
    call: &Call,
    id: OrganizationId,
    email: &Email,
) -> Result<Value, Refusal> {
    let now = platform.clock.now();
    let perform = |state: &mut State| {
        let caller = admit(state, id, email, call.endpoint)?;
        perform(&mut Session { state, organization: id, caller, now }, call)
    };
    if call.effects.no_effect {
        return platform.store.rehearse(perform)?;
    }
    platform.store.change(id, Cause::Request(call.number), perform)?
}

fn perform(session: &mut Session<'_>, call: &Call) -> Result<Value, Refusal> {
    match call.endpoint {
        Endpoint::UpdateOrganization => {
            let body: body::Name = body::read(call)?;
            session.rename_organization(&body.name)?;
            Ok(wire::organization(after(session)?))
        }
        Endpoint::InviteOrganizationUser => {
            let body: body::Invite = body::read(call)?;
            let email = body::email(&body.email)?;
            refused(call, &email)?;
            let id = session.invite(email, body.role)?;
            person(after(session)?, id)
        }
        Endpoint::ChangeOrganizationRole => {
            let body: body::Role = body::read(call)?;
            session.change_role(call.user()?, body.role)?;
            person(after(session)?, call.user()?)
        }
        Endpoint::ResendInvitation => {
            body::none(call)?;
            session.resend(call.user()?)?;
            person(after(session)?, call.user()?)
        }
        Endpoint::RemoveOrganizationUser => {
            body::none(call)?;
            done(session.remove(call.user()?))
        }
        Endpoint::CreateWorkspace => {
            let body::Create { name, timezone } = body::read(call)?;
            let id = session.create(&WorkspaceDraft { name, timezone })?;
            let organization = after(session)?;
            let space = organization.workspaces.get(&id).ok_or(Refusal::NotFound("workspace"))?;
            Ok(wire::created(space, organization.id, session.now))
        }
        Endpoint::AddWorkspaceUsers => add(session, call),
        Endpoint::UpdateWorkspace => {
            let body: body::Update = body::read(call)?;
            session.update(call.workspace()?, &body.change()?)?;
            space(after(session)?, call.workspace()?)
        }
        Endpoint::DeleteWorkspace => {
            body::none(call)?;
            done(session.delete(call.workspace()?))
        }
        Endpoint::ChangeWorkspaceAccess => {
            let body: body::ChangeAccess = body::read(call)?;
            session.change_access(call.workspace()?, call.user()?, &body.change()?)?;
            member(after(session)?, call.workspace()?, call.user()?)
        }
        Endpoint::RevokeWorkspaceAccess => {
            let body: body::Revoke = body::read_if_any(call)?;
            done(session.revoke(call.workspace()?, call.user()?, body.reassign_to))
        }
        Endpoint::Login
        | Endpoint::ListOrganizations
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
fn add(session: &mut Session<'_>, call: &Call) -> Result<Value, Refusal> {
    let body: body::AddUsers = body::read(call)?;
    let mut people = body.newcomers()?;
    people.iter().try_for_each(|person| refused(call, &person.email))?;
    if let Some(partial) = call.effects.partial {
        people.truncate(partial.most);
    }
    session.add(body.space_id, &people)?;
    Ok(Value::Null)
}

/// Where a fault says that the platform takes this address for none.
fn refused(call: &Call, email: &Email) -> Result<(), Refusal> {
    let refused = call.effects.refuse.contains(email);
    if refused { Err(Refusal::Malformed(format!("{email} can't be reached"))) } else { Ok(()) }
}

fn after<'a>(session: &'a Session<'_>) -> Result<&'a Organization, Refusal> {
    session.state.organizations.get(&session.organization).ok_or(Refusal::Forbidden)
}

/// Where the contract has no `data`.
fn done(result: Result<(), Refusal>) -> Result<Value, Refusal> {
    result.map(|()| Value::Null)
}

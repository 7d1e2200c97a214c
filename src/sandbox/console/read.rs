use super::list::{Page, Wanted};
use super::wire;
use crate::model::{Email, OrganizationId, UserId, UserStatus};
use crate::sandbox::call::Call;
use crate::sandbox::distortion;
use crate::sandbox::endpoint::Endpoint;
use crate::sandbox::platform::Platform;
use crate::sandbox::rules::{Refusal, admit};
use crate::sandbox::state::{Organization, State};
use serde_json::{Value, json};

/// O8. Who has not accepted is not in an organization yet (inferred).
pub(super) fn organizations(
    platform: &Platform,
    call: &Call,
    email: &Email,
) -> Result<Value, Refusal> {
    super::body::none(call)?;
    let is_in = |it: &&Organization| {
        it.user_by_email(email).is_some_and(|user| user.status == UserStatus::Active)
    };
    let list = |state: &State| {
        let organizations = state.organizations.values().filter(is_in);
        organizations.map(|it| json!({ "id": it.id, "name": it.name })).collect()
    };
    Ok(platform.store.read(list)?)
}

/// O1, O2, S1 and S6.
pub(super) fn look(
    platform: &Platform,
    call: &Call,
    id: OrganizationId,
    email: &Email,
) -> Result<Value, Refusal> {
    // Who may look is judged by today's state, however old the one is that is shown.
    platform.store.read(|state| admit(state, id, email, call.endpoint))??;
    let show = |organization: &Organization| show(call, organization, platform.page_cap(call));
    let shown = match call.effects.stale {
        Some(age) => platform.store.read_stale(id, age, show),
        None => platform.store.read(|state| state.organizations.get(&id).map(show)),
    };
    shown?.unwrap_or(Err(Refusal::Forbidden))
}

fn show(call: &Call, organization: &Organization, cap: u64) -> Result<Value, Refusal> {
    let shown = &*distortion::people(organization, &call.effects);
    let left_out = |is_listed: &dyn Fn(UserId) -> bool| {
        let people = call.effects.without.iter().filter_map(|it| organization.user_by_email(it));
        people.filter(|user| is_listed(user.id)).count()
    };
    let (page, left_out) = match call.endpoint {
        Endpoint::ListOrganizationUsers => {
            let people = shown.users.values().map(wire::Person).collect();
            (Wanted::read(call)?.page(people, cap)?, left_out(&|_| true))
        }
        Endpoint::ListWorkspaces => {
            let spaces = organization.workspaces.values().map(wire::Space).collect();
            (Wanted::read(call)?.page(spaces, cap)?, 0)
        }
        Endpoint::ListWorkspaceUsers => {
            let page = members(call, shown, cap)?;
            let space = organization.workspaces.get(&call.workspace()?);
            (page, left_out(&|user| space.is_some_and(|it| it.users.contains_key(&user))))
        }
        _ => {
            super::body::none(call)?;
            let mut data = wire::organization(organization);
            distortion::data(&mut data, &call.effects, 0);
            return Ok(data);
        }
    };
    let mut data =
        serde_json::to_value(page).map_err(|error| Refusal::Broken(error.to_string()))?;
    distortion::data(&mut data, &call.effects, left_out);
    Ok(data)
}

fn members(call: &Call, organization: &Organization, cap: u64) -> Result<Page, Refusal> {
    let wanted = Wanted::read(call)?;
    let space = organization.workspaces.get(&call.workspace()?);
    let space = space.ok_or(Refusal::NotFound("workspace"))?;
    let rows = space.users.values().filter_map(|access| {
        let user = organization.users.get(&access.user)?;
        Some(wire::Member { user, access })
    });
    wanted.page(rows.collect(), cap)
}

use super::list::{Row, Wanted};
use super::wire;
use crate::model::{Email, OrganizationId, UserStatus};
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
    let (shown, changes) = platform.store.dated(|| match call.effects.stale {
        Some(age) => platform.store.read_stale(id, age, show),
        None => platform.store.read(|state| state.organizations.get(&id).map(show)),
    });
    platform.requests.looked(call.number, changes, call.effects.stale.is_some());
    shown?.unwrap_or(Err(Refusal::Forbidden))
}

fn show(call: &Call, organization: &Organization, cap: u64) -> Result<Value, Refusal> {
    let shown = &*distortion::people(organization, &call.effects);
    let (mut data, left_out) = match call.endpoint {
        Endpoint::ListOrganizationUsers => {
            let people = shown.users.values().map(wire::Person).collect();
            let there = call.effects.without.iter().filter_map(|it| organization.user_by_email(it));
            (paged(call, people, cap)?, there.count())
        }
        Endpoint::ListWorkspaces => {
            let spaces = organization.workspaces.values().map(wire::Space).collect();
            (paged(call, spaces, cap)?, 0)
        }
        Endpoint::ListWorkspaceUsers => (members(call, shown)?, 0),
        _ => {
            super::body::none(call)?;
            (wire::organization(organization), 0)
        }
    };
    distortion::data(&mut data, &call.effects, left_out);
    Ok(data)
}

fn paged<R: Row>(call: &Call, rows: Vec<R>, cap: u64) -> Result<Value, Refusal> {
    let page = Wanted::read(call)?.page(rows, cap)?;
    serde_json::to_value(page).map_err(|error| Refusal::Broken(error.to_string()))
}

/// S6: all at once, by address, and no total.
fn members(call: &Call, organization: &Organization) -> Result<Value, Refusal> {
    super::body::none(call)?;
    let space = organization.workspaces.get(&call.workspace()?);
    let space = space.ok_or(Refusal::NotFound("workspace"))?;
    let members = space.users.values().filter_map(|access| {
        let user = organization.users.get(&access.user)?;
        Some(wire::Member { user, access })
    });
    let mut members: Vec<_> = members.collect();
    members.sort_by(|a, b| a.user.email.cmp(&b.user.email));
    Ok(json!({ "items": members.iter().map(wire::Member::show).collect::<Vec<_>>() }))
}

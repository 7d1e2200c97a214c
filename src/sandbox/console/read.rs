use super::list::{Page, Wanted};
use super::wire;
use crate::model::{Email, OrganizationId};
use crate::sandbox::call::Call;
use crate::sandbox::endpoint::Endpoint;
use crate::sandbox::platform::Platform;
use crate::sandbox::rules::{Refusal, admit};
use crate::sandbox::state::Organization;
use serde_json::Value;

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
    let page = match call.endpoint {
        Endpoint::ListOrganizationUsers => {
            let wanted = Wanted::read(call)?;
            wanted.page(organization.users.values().map(wire::Person).collect(), cap)?
        }
        Endpoint::ListWorkspaces => {
            let wanted = Wanted::read(call)?;
            wanted.page(organization.workspaces.values().map(wire::Space).collect(), cap)?
        }
        Endpoint::ListWorkspaceUsers => members(call, organization, cap)?,
        _ => {
            super::body::none(call)?;
            return Ok(wire::organization(organization));
        }
    };
    serde_json::to_value(page).map_err(|error| Refusal::Broken(error.to_string()))
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

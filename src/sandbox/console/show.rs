//! Single items, as their lists show them.

use super::list::Row as _;
use super::wire;
use crate::model::{UserId, WorkspaceId};
use crate::sandbox::rules::Refusal;
use crate::sandbox::state::Organization;
use serde_json::Value;

pub(super) fn person(organization: &Organization, id: UserId) -> Result<Value, Refusal> {
    let user = organization.users.get(&id).ok_or(Refusal::NotFound("user"))?;
    Ok(wire::Person(user).show())
}

pub(super) fn space(organization: &Organization, id: WorkspaceId) -> Result<Value, Refusal> {
    let space = organization.workspaces.get(&id).ok_or(Refusal::NotFound("workspace"))?;
    Ok(wire::Space(space).show())
}

pub(super) fn member(
    organization: &Organization,
    id: WorkspaceId,
    user: UserId,
) -> Result<Value, Refusal> {
    let space = organization.workspaces.get(&id).ok_or(Refusal::NotFound("workspace"))?;
    let access = space.users.get(&user).ok_or(Refusal::NotFound("user"))?;
    let user = organization.users.get(&user).ok_or(Refusal::NotFound("user"))?;
    Ok(wire::Member { user, access }.show())
}

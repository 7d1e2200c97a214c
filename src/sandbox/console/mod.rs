//! The console's own API (`console-api.md`): bodies in, rules, bodies out.

mod body;
mod list;
mod read;
mod show;
mod wire;
mod write;

use super::call::{Call, header};
use super::endpoint::Endpoint;
use super::login::account;
use super::platform::Platform;
use super::rules::Refusal;
use crate::model::OrganizationId;
use serde_json::Value;

/// The `data` of a successful answer.
pub(super) fn answer(platform: &Platform, call: &Call) -> Result<Value, Refusal> {
    if call.endpoint == Endpoint::Login {
        return login(platform, call);
    }
    let email = platform.tokens.whose(call.bearer(), platform.clock.now())?;
    if call.endpoint == Endpoint::ListOrganizations {
        return read::organizations(platform, call, &email);
    }
    let organization = gate(call)?;
    if call.endpoint.is_write() {
        write::change(platform, call, organization, &email)
    } else {
        read::look(platform, call, organization, &email)
    }
}

/// A1.
fn login(platform: &Platform, call: &Call) -> Result<Value, Refusal> {
    let body: body::Login = body::read(call)?;
    let email = body::email(&body.email)?;
    let now = platform.clock.now();
    let account = platform.store.read(|state| account(state, &email))?;
    let user = platform.logins.check(&email, &body.password, account, now)?;
    let token = platform.tokens.issue(&email, user, now);
    Ok(serde_json::json!({ "idToken": token }))
}

/// About which organization the call is. Whether the caller may is the rules' to say.
fn gate(call: &Call) -> Result<OrganizationId, Refusal> {
    let missing = if call.endpoint.is_inside_a_workspace() {
        Refusal::Forbidden
    } else {
        Refusal::NotFound("organization")
    };
    let organization = call.organization.ok_or(missing)?;
    if header(&call.headers, "orgid") != Some(organization.get()) {
        return Err(Refusal::Forbidden);
    }
    Ok(organization)
}

//! The official API (`developer-api.md`): reads one workspace, with a token of that workspace.

use super::call::Call;
use super::distortion;
use super::endpoint::Endpoint;
use super::platform::Platform;
use super::rules::{Refusal, trial_ended};
use super::state::{Access, Organization, User};
use crate::model::{UserId, UserStatus, WorkspaceId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DEFAULT_LIMIT: usize = 10;
const MOST: usize = 100;

/// The body of a successful answer.
pub(super) fn answer(platform: &Platform, call: &Call) -> Result<Value, Refusal> {
    let token = platform.tokens.of_workspace(call.bearer());
    let (organization, workspace) = token.ok_or(Refusal::Unauthorized)?;
    let look = |it: &Organization| look(it, call, workspace);
    let seen = match call.effects.stale {
        Some(age) => platform.store.read_stale(organization, age, look),
        None => platform.store.read(|state| state.organizations.get(&organization).map(look)),
    };
    seen?.unwrap_or(Err(Refusal::Unauthorized))
}

fn look(
    organization: &Organization,
    call: &Call,
    workspace: WorkspaceId,
) -> Result<Value, Refusal> {
    if trial_ended(organization) {
        return Err(Refusal::TrialEnded);
    }
    let organization = &*distortion::people(organization, &call.effects);
    // A token dies with its workspace.
    let space = organization.workspaces.get(&workspace).ok_or(Refusal::Unauthorized)?;
    let accepted = |access: &Access| {
        let user = organization.users.get(&access.user)?;
        (user.status == UserStatus::Active).then(|| (user.id, item(user, access)))
    };
    let people: BTreeMap<UserId, Value> = space.users.values().filter_map(accepted).collect();
    if call.endpoint == Endpoint::GetSpaceUser {
        let id = call.id("id").map(UserId::new);
        let found = id.and_then(|id| people.get(&id)).cloned();
        return found.ok_or(Refusal::NotFound("user"));
    }
    let mut data = page(call, &people)?;
    distortion::data(&mut data, &call.effects, 0);
    Ok(data)
}

fn item(user: &User, access: &Access) -> Value {
    json!({
        "id": user.id, "firstName": user.first_name, "lastName": user.last_name,
        "email": user.email, "role": access.role, "team": null,
        "restrictions": access.restrictions,
    })
}

/// Users after the cursor, in the order of their ids. A cursor is the id before the page, so that people who come
/// and go between pages move nobody else.
fn page(call: &Call, people: &BTreeMap<UserId, Value>) -> Result<Value, Refusal> {
    let Query { limit, cursor } = Query::read(call)?;
    let cap = call
        .effects
        .page_cap
        .map_or(limit, |cap| usize::try_from(cap).unwrap_or(usize::MAX).min(limit));
    let after = UserId::new(cursor.unwrap_or(0));
    let mut later = people.range((std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded));
    let page: Vec<_> = later.by_ref().take(cap).collect();
    let mut pagination = serde_json::Map::new();
    if let (Some((last, _)), Some(_)) = (page.last(), later.next()) {
        pagination.insert("next".to_owned(), link(call, limit, last.get()).into());
    }
    if let Some((first, _)) = page.first() {
        let before: Vec<_> = people.range(..**first).rev().take(cap + 1).collect();
        if !before.is_empty() {
            let start = before.get(cap).map_or(0, |(id, _)| id.get());
            pagination.insert("previous".to_owned(), link(call, limit, start).into());
        }
    }
    let items: Vec<_> = page.into_iter().map(|(_, item)| item).collect();
    Ok(json!({ "items": items, "pagination": pagination }))
}

/// The absolute address of another page, on the host that the client knows this server by.
fn link(call: &Call, limit: usize, cursor: u64) -> String {
    let host = call.header("host").unwrap_or("localhost");
    format!("http://{host}{}?limit={limit}&cursorId={cursor}", Endpoint::ListSpaceUsers.path())
}

struct Query {
    limit: usize,
    cursor: Option<u64>,
}

impl Query {
    fn read(call: &Call) -> Result<Self, Refusal> {
        let mut query = Self { limit: DEFAULT_LIMIT, cursor: None };
        for pair in call.uri.query().unwrap_or_default().split('&').filter(|it| !it.is_empty()) {
            match pair.split_once('=').unwrap_or((pair, "")) {
                ("limit", value) => {
                    let limit = value.parse().ok().filter(|it| (1..=MOST).contains(it));
                    let wrong = || Refusal::Malformed("limit is a number from 1 to 100".to_owned());
                    query.limit = limit.ok_or_else(wrong)?;
                }
                ("cursorId", "") => {}
                ("cursorId", value) => {
                    let wrong = |_| Refusal::Malformed("cursorId is not a cursor".to_owned());
                    query.cursor = Some(value.parse().map_err(wrong)?);
                }
                _ => {}
            }
        }
        Ok(query)
    }
}

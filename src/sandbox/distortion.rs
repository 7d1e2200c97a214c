//! What faults make of that which is shown. The state itself stays as it is.

use super::faults::Effects;
use super::state::{Organization, User};
use crate::model::{OrganizationRole, Restrictions, UserId, WorkspaceRole};
use serde_json::Value;
use std::borrow::Cow;

/// Far from all ids that a state has: a second account's id is the first one's and this.
const SECOND: u64 = 1_000_000_000;

/// The organization as a list of people shows it: without some, and with second accounts of others.
pub(super) fn people<'a>(there: &'a Organization, effects: &Effects) -> Cow<'a, Organization> {
    let Effects { without, twice, .. } = effects;
    let mut shown = Cow::Borrowed(there);
    for email in twice {
        if let Some(user) = there.user_by_email(email) {
            second_account(shown.to_mut(), user);
        }
    }
    for email in without {
        if let Some(user) = there.user_by_email(email) {
            leave_out(shown.to_mut(), user.id);
        }
    }
    shown
}

fn second_account(shown: &mut Organization, user: &User) {
    let id = UserId::new(user.id.get().saturating_add(SECOND));
    for space in shown.workspaces.values_mut() {
        let Some(mut access) = space.users.get(&user.id).cloned() else { continue };
        access.user = id;
        access.role = WorkspaceRole::Agent;
        access.restrictions = Restrictions::new();
        space.users.insert(id, access);
    }
    let second = User { id, role: OrganizationRole::Member, ..user.clone() };
    shown.users.insert(id, second);
}

fn leave_out(shown: &mut Organization, user: UserId) {
    for space in shown.workspaces.values_mut() {
        space.users.remove(&user);
    }
    shown.users.remove(&user);
}

/// The `data` of an answer with totals that lie and without fields that are hidden. `left_out`: how many a list
/// doesn't show, and its total does.
pub(super) fn data(data: &mut Value, effects: &Effects, left_out: usize) {
    let more = i64::try_from(left_out).unwrap_or(i64::MAX).saturating_add(effects.total);
    add(data, "totalCount", more);
    match data.get_mut("items").and_then(Value::as_array_mut) {
        Some(items) => {
            for item in items {
                add(item, "usersCount", effects.members);
                hide(item, &effects.hide);
            }
        }
        None => hide(data, &effects.hide),
    }
}

fn add(object: &mut Value, field: &str, difference: i64) {
    if let Some(number) = object.get_mut(field)
        && let Some(count) = number.as_i64()
    {
        *number = count.saturating_add(difference).max(0).into();
    }
}

fn hide(object: &mut Value, fields: &[String]) {
    if let Some(object) = object.as_object_mut() {
        object.retain(|field, _| !fields.contains(field));
    }
}

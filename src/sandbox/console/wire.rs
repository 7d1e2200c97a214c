//! What the console answers, item by item.

use super::list::Row;
use crate::model::{OrganizationId, Restrictions, UserStatus};
use crate::sandbox::state::{Access, Organization, User, Workspace};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::cmp::Ordering;

/// O1.
pub(super) fn organization(organization: &Organization) -> Value {
    let Organization { id, name, status, is_reseller_partner, limits, users: _, workspaces: _ } =
        organization;
    let mut shown = json!({
        "id": id, "name": name, "status": status, "isResellerPartner": is_reseller_partner,
    });
    if let Some(limits) = limits {
        shown["limits"] = json!(limits);
    }
    shown
}

/// Somebody in the organization, as O2 lists them.
pub(super) struct Person<'a>(pub(super) &'a User);

impl Row for Person<'_> {
    fn show(&self) -> Value {
        let User { id, email, role, status, invited_at, first_name, last_name, last_active_at } =
            self.0;
        json!({
            "id": id, "email": email, "firstName": first_name, "lastName": last_name, "role": role,
            "status": status, "lastActiveAt": last_active_at, "invitedAt": invited_at,
        })
    }

    fn texts(&self) -> Vec<&str> {
        texts(self.0)
    }

    fn compare(&self, other: &Self, field: &str) -> Option<Ordering> {
        let (a, b) = (self.0, other.0);
        match field {
            "role" => Some(a.role.word().cmp(b.role.word())),
            "invitedAt" => Some(a.invited_at.cmp(&b.invited_at)),
            _ => compare(a, b, field),
        }
    }

    fn id(&self) -> u64 {
        self.0.id.get()
    }
}

/// Somebody in a workspace, as S6 lists them.
pub(super) struct Member<'a> {
    pub(super) user: &'a User,
    pub(super) access: &'a Access,
}

impl Member<'_> {
    pub(super) fn show(&self) -> Value {
        let Self { user, access } = self;
        let restrictions: &Restrictions = &access.restrictions;
        json!({
            "id": user.id, "email": user.email, "firstName": user.first_name,
            "lastName": user.last_name, "role": access.role, "status": user.status,
            "restrictions": restrictions, "lastActiveAt": user.last_active_at,
        })
    }
}

fn texts(user: &User) -> Vec<&str> {
    let names = [&user.first_name, &user.last_name].into_iter().flatten().map(String::as_str);
    names.chain([user.email.as_str()]).collect()
}

fn compare(a: &User, b: &User, field: &str) -> Option<Ordering> {
    let pending = |user: &User| user.status == UserStatus::Pending;
    match field {
        "id" => Some(a.id.cmp(&b.id)),
        "email" => Some(a.email.cmp(&b.email)),
        "firstName" => Some(a.first_name.cmp(&b.first_name)),
        "lastName" => Some(a.last_name.cmp(&b.last_name)),
        "status" => Some(pending(a).cmp(&pending(b))),
        "lastActiveAt" => Some(a.last_active_at.cmp(&b.last_active_at)),
        _ => None,
    }
}

/// A workspace, as S1 lists it and S5 answers.
pub(super) struct Space<'a>(pub(super) &'a Workspace);

impl Row for Space<'_> {
    fn show(&self) -> Value {
        let Workspace { id, name, timezone, contact_limit, contacts, created_at, users } = self.0;
        json!({
            "id": id, "name": name, "timezone": timezone, "usersCount": users.len(),
            "contactsCount": contacts,
            "contactLimit": { "enabled": contact_limit.is_some(), "limit": contact_limit },
            "created_at": created_at,
        })
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.0.name]
    }

    fn compare(&self, other: &Self, field: &str) -> Option<Ordering> {
        let (a, b) = (self.0, other.0);
        match field {
            "id" => Some(a.id.cmp(&b.id)),
            "name" => Some(a.name.to_lowercase().cmp(&b.name.to_lowercase())),
            "timezone" => Some(a.timezone.cmp(&b.timezone)),
            "usersCount" => Some(a.users.len().cmp(&b.users.len())),
            "contactsCount" => Some(a.contacts.cmp(&b.contacts)),
            "created_at" => Some(a.created_at.cmp(&b.created_at)),
            _ => None,
        }
    }

    fn id(&self) -> u64 {
        self.0.id.get()
    }
}

/// S2 answers with more than S1 lists, in another shape.
pub(super) fn created(space: &Workspace, organization: OrganizationId, now: Timestamp) -> Value {
    json!({
        "id": space.id, "name": space.name, "orgId": organization, "timezone": space.timezone,
        "lang": "en", "status": "ACTIVE", "isAway": false, "isEnabled": true,
        "usersInactiveAfter": null, "bundle": null, "created_at": now, "updated_at": now,
    })
}

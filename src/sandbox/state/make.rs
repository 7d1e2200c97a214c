use super::{User, Workspace};
use crate::model::{Email, OrganizationRole, UserId, UserStatus, WorkspaceId};
use jiff::Timestamp;
use std::collections::BTreeMap;

impl User {
    /// Somebody new, whose invitation has just gone out.
    pub(in crate::sandbox) const fn invited(
        id: UserId,
        email: Email,
        role: OrganizationRole,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            email,
            role,
            status: UserStatus::Pending,
            invited_at: Some(now),
            first_name: None,
            last_name: None,
            last_active_at: None,
        }
    }
}

impl Workspace {
    /// A new one: it has no users.
    pub(in crate::sandbox) const fn created(
        id: WorkspaceId,
        name: String,
        timezone: String,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            name,
            timezone,
            contact_limit: None,
            contacts: 0,
            created_at: Some(now),
            users: BTreeMap::new(),
        }
    }
}

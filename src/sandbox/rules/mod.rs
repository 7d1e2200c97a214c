//! What the platform allows, written from `rules.md` alone.
//!
//! Nothing in here knows of HTTP. A rule looks before it changes, so that a refusal leaves everything as it was.

mod access;
mod admission;
mod organization;
mod refusal;
#[cfg(test)]
mod tests;
mod workspace;

pub(super) use access::{AccessChange, Newcomer};
pub(super) use admission::{admit, trial_ended};
pub(super) use refusal::Refusal;
pub(super) use workspace::{WorkspaceChange, WorkspaceDraft};

use super::state::{EmailKind, Organization, SentEmail, State, User, Workspace};
use crate::model::{Email, OrganizationId, OrganizationRole, UserId, UserStatus, WorkspaceId};
use jiff::Timestamp;

/// Somebody at work in one organization.
#[derive(Debug)]
pub(super) struct Session<'a> {
    pub(super) state: &'a mut State,
    pub(super) organization: OrganizationId,
    pub(super) caller: UserId,
    pub(super) now: Timestamp,
}

impl Session<'_> {
    fn organization(&self) -> Result<&Organization, Refusal> {
        self.state.organizations.get(&self.organization).ok_or(Refusal::Forbidden)
    }

    fn organization_mut(&mut self) -> Result<&mut Organization, Refusal> {
        self.state.organizations.get_mut(&self.organization).ok_or(Refusal::Forbidden)
    }

    fn user(&self, id: UserId) -> Result<&User, Refusal> {
        self.organization()?.users.get(&id).ok_or(Refusal::NotFound("user"))
    }

    fn user_mut(&mut self, id: UserId) -> Result<&mut User, Refusal> {
        self.organization_mut()?.users.get_mut(&id).ok_or(Refusal::NotFound("user"))
    }

    fn workspace(&self, id: WorkspaceId) -> Result<&Workspace, Refusal> {
        self.organization()?.workspaces.get(&id).ok_or(Refusal::NotFound("workspace"))
    }

    fn workspace_mut(&mut self, id: WorkspaceId) -> Result<&mut Workspace, Refusal> {
        self.organization_mut()?.workspaces.get_mut(&id).ok_or(Refusal::NotFound("workspace"))
    }

    fn caller_role(&self) -> Result<OrganizationRole, Refusal> {
        Ok(self.user(self.caller)?.role)
    }

    /// `rules.md`, Organization roles: nobody edits or revokes their own access.
    fn refuse_own(&self, id: UserId) -> Result<(), Refusal> {
        if id == self.caller { Err(Refusal::OwnAccess) } else { Ok(()) }
    }

    /// `rules.md`, Seats (inferred): each organization user takes one, pending ones too.
    fn seats_for(&self, newcomers: usize) -> Result<(), Refusal> {
        let organization = self.organization()?;
        let taken = organization.users.len().saturating_add(newcomers) as u64;
        match organization.limits().users {
            Some(limit) if newcomers > 0 && taken > limit => Err(Refusal::UserLimit),
            _ => Ok(()),
        }
    }

    /// Adds somebody who is new, as pending, and sends the one e-mail.
    fn welcome(&mut self, email: Email, role: OrganizationRole) -> Result<UserId, Refusal> {
        let id = self.state.next_user();
        let user = User::invited(id, email.clone(), role, self.now);
        self.organization_mut()?.users.insert(id, user);
        self.send(email, EmailKind::Invitation);
        Ok(id)
    }

    fn send(&mut self, email: Email, kind: EmailKind) {
        let sent = SentEmail { organization: self.organization, email, kind, at: self.now };
        self.state.emails.push(sent);
    }
}

impl State {
    /// Somebody accepts the invitation. `false` where there is none.
    pub(super) fn accept(
        &mut self,
        organization: OrganizationId,
        email: &Email,
        now: Timestamp,
    ) -> bool {
        let Some(organization) = self.organizations.get_mut(&organization) else { return false };
        let mut people = organization.users.values_mut();
        let pending = |user: &&mut User| user.email == *email && user.status == UserStatus::Pending;
        let Some(user) = people.find(pending) else { return false };
        user.status = UserStatus::Active;
        user.last_active_at = Some(now);
        true
    }
}

use super::{Refusal, Session};
use crate::model::{Email, OrganizationRole, UserId, UserStatus};
use crate::sandbox::state::EmailKind;

impl Session<'_> {
    /// O7.
    pub(in crate::sandbox) fn rename_organization(&mut self, name: &str) -> Result<(), Refusal> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Refusal::Malformed("name is empty".to_owned()));
        }
        name.clone_into(&mut self.organization_mut()?.name);
        Ok(())
    }

    /// O3.
    pub(in crate::sandbox) fn invite(
        &mut self,
        email: Email,
        role: OrganizationRole,
    ) -> Result<UserId, Refusal> {
        self.only_members(role)?;
        match self.organization()?.user_by_email(&email).map(|user| user.status) {
            Some(UserStatus::Pending) => return Err(Refusal::AlreadyInvited),
            Some(UserStatus::Active) => return Err(Refusal::AlreadyThere),
            None => {}
        }
        self.seats_for(1)?;
        self.welcome(email, role)
    }

    /// O4.
    pub(in crate::sandbox) fn change_role(
        &mut self,
        id: UserId,
        role: OrganizationRole,
    ) -> Result<(), Refusal> {
        self.user(id)?;
        if role != OrganizationRole::Admin {
            self.keep_an_admin(id)?;
        }
        self.refuse_own(id)?;
        self.user_mut(id)?.role = role;
        Ok(())
    }

    /// O5. Contacts assigned to them become unassigned (`rules.md`): access has to be gone by then, and took the
    /// assignments with it.
    pub(in crate::sandbox) fn remove(&mut self, id: UserId) -> Result<(), Refusal> {
        self.only_members(self.user(id)?.role)?;
        self.keep_an_admin(id)?;
        self.refuse_own(id)?;
        let organization = self.organization_mut()?;
        if organization.workspaces.values().any(|it| it.users.contains_key(&id)) {
            return Err(Refusal::HasWorkspaceAccess);
        }
        organization.users.remove(&id);
        self.state.last_ids.user_gone(id);
        Ok(())
    }

    /// O6. An invitation that was accepted can't be sent again (inferred). Whom one may not add, one may not invite
    /// again either (inferred).
    pub(in crate::sandbox) fn resend(&mut self, id: UserId) -> Result<(), Refusal> {
        self.only_members(self.user(id)?.role)?;
        if self.user(id)?.status == UserStatus::Active {
            return Err(Refusal::AlreadyThere);
        }
        let now = self.now;
        let user = self.user_mut(id)?;
        user.invited_at = Some(now);
        let email = user.email.clone();
        self.send(email, EmailKind::Resend);
        Ok(())
    }

    /// `rules.md`, Organization roles: a user admin adds and deletes members alone.
    fn only_members(&self, role: OrganizationRole) -> Result<(), Refusal> {
        match self.caller_role()? {
            OrganizationRole::UserAdmin if role != OrganizationRole::Member => {
                Err(Refusal::NotAllowed)
            }
            _ => Ok(()),
        }
    }

    /// `rules.md`, Organization roles: at least one admin is left. Pending ones don't count (inferred).
    fn keep_an_admin(&self, leaving: UserId) -> Result<(), Refusal> {
        let users = &self.organization()?.users;
        let mut admins = users.values().filter(|user| {
            user.role == OrganizationRole::Admin && user.status == UserStatus::Active
        });
        let is_last = admins.next().is_some_and(|it| it.id == leaving) && admins.next().is_none();
        if is_last { Err(Refusal::LastAdmin) } else { Ok(()) }
    }
}

use super::{Refusal, Session};
use crate::model::{
    Email, OrganizationRole, Restrictions, UserId, UserStatus, WorkspaceId, WorkspaceRole,
};
use crate::sandbox::state::Access;
use std::collections::BTreeSet;

/// Somebody who is to get access to a workspace.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Newcomer {
    pub(in crate::sandbox) email: Email,
    pub(in crate::sandbox) role: WorkspaceRole,
    pub(in crate::sandbox) restrictions: Restrictions,
}

/// What of somebody's access is to be changed.
#[derive(Clone, Debug, Default)]
pub(in crate::sandbox) struct AccessChange {
    pub(in crate::sandbox) role: Option<WorkspaceRole>,
    pub(in crate::sandbox) restrictions: Option<Restrictions>,
}

impl Session<'_> {
    /// S3, all or nothing. Whoever is new joins the organization as a pending member and gets one e-mail
    /// (`rules.md`, Workspace roles); whoever is there already, pending or not, gets none. Adding oneself is allowed
    /// (`rules.md`, Workspaces).
    pub(in crate::sandbox) fn add(
        &mut self,
        id: WorkspaceId,
        people: &[Newcomer],
    ) -> Result<(), Refusal> {
        self.may_add(id, people)?;
        for Newcomer { email, role, restrictions } in people {
            let known = self.organization()?.user_by_email(email).map(|user| user.id);
            let user = match known {
                Some(user) => user,
                None => self.welcome(email.clone(), OrganizationRole::Member)?,
            };
            let restrictions = restrictions.clone();
            let access = Access { user, role: *role, restrictions, contacts: 0 };
            self.workspace_mut(id)?.users.insert(user, access);
        }
        Ok(())
    }

    fn may_add(&self, id: WorkspaceId, people: &[Newcomer]) -> Result<(), Refusal> {
        let space = self.workspace(id)?;
        let mut named = BTreeSet::new();
        let mut new = 0;
        for Newcomer { email, role, restrictions } in people {
            if !named.insert(email) {
                return Err(Refusal::Malformed("users names somebody twice".to_owned()));
            }
            fits(*role, restrictions)?;
            match self.organization()?.user_by_email(email) {
                None => new += 1,
                Some(user) if !space.users.contains_key(&user.id) => {}
                Some(user) if user.status == UserStatus::Pending => {
                    return Err(Refusal::AlreadyInvited);
                }
                Some(_) => return Err(Refusal::AlreadyThere),
            }
        }
        self.seats_for(new)
    }

    /// S7. Restrictions never apply to owners (`rules.md`, Workspace roles), so whoever becomes one loses theirs.
    pub(in crate::sandbox) fn change_access(
        &mut self,
        id: WorkspaceId,
        user: UserId,
        change: &AccessChange,
    ) -> Result<(), Refusal> {
        let AccessChange { role, restrictions } = change;
        let now = self.access(id, user)?;
        let role = role.unwrap_or(now.role);
        let restrictions = match restrictions {
            Some(restrictions) => restrictions.clone(),
            None if role == WorkspaceRole::Owner => Restrictions::new(),
            None => now.restrictions.clone(),
        };
        fits(role, &restrictions)?;
        self.refuse_own(user)?;
        if let Some(access) = self.workspace_mut(id)?.users.get_mut(&user) {
            access.role = role;
            access.restrictions = restrictions;
        }
        Ok(())
    }

    /// S8. Their contacts go to `reassign_to`, or to nobody.
    pub(in crate::sandbox) fn revoke(
        &mut self,
        id: WorkspaceId,
        user: UserId,
        reassign_to: Option<UserId>,
    ) -> Result<(), Refusal> {
        let contacts = self.access(id, user)?.contacts;
        self.refuse_own(user)?;
        let space = self.workspace_mut(id)?;
        if let Some(receiver) = reassign_to {
            // Who is leaving can't receive: they will have no access to the contacts.
            match space.users.get_mut(&receiver) {
                Some(access) if receiver != user => {
                    access.contacts = access.contacts.saturating_add(contacts);
                }
                _ => return Err(Refusal::ReassignToNotHere),
            }
        }
        space.users.remove(&user);
        Ok(())
    }

    fn access(&self, id: WorkspaceId, user: UserId) -> Result<&Access, Refusal> {
        self.workspace(id)?.users.get(&user).ok_or(Refusal::NotFound("user"))
    }
}

/// `rules.md`, Workspace roles: restrictions apply to managers and agents.
fn fits(role: WorkspaceRole, restrictions: &Restrictions) -> Result<(), Refusal> {
    if role == WorkspaceRole::Owner && !restrictions.is_empty() {
        return Err(Refusal::RestrictionsNotValid);
    }
    Ok(())
}

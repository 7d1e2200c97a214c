use super::call::Call;
use super::clock::Clock;
use super::faults::{Faults, Injector, SomebodyElse};
use super::holds::Holds;
use super::login::Logins;
use super::rate::RateLimit;
use super::requests::Requests;
use super::store::{Cause, FileError, Store};
use super::token::Tokens;
use crate::model::{Email, OrganizationId, WorkspaceId};
use std::convert::Infallible;
use std::num::NonZeroU32;
use std::time::Duration;

/// Everything that a request needs, shared by all of them.
#[derive(Debug)]
pub(super) struct Platform {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) tokens: Tokens,
    pub(super) logins: Logins,
    pub(super) rate: RateLimit,
    pub(super) faults: Injector,
    pub(super) requests: Requests,
    pub(super) holds: Holds,
    pub(super) page_cap: NonZeroU32,
    /// How far back changes are remembered at least.
    pub(super) remember: Duration,
}

impl Platform {
    /// The most items that a page of this call has.
    pub(super) fn page_cap(&self, call: &Call) -> u64 {
        let cap = u64::from(self.page_cap.get());
        call.effects.page_cap.map_or(cap, |it| it.min(cap))
    }

    /// Other faults from now on.
    pub(super) fn set_faults(&self, faults: Faults) {
        self.store.remember_for(faults.reach().max(self.remember));
        self.faults.replace(faults);
    }

    /// Somebody accepts an invitation. `false` where there is none.
    pub(super) fn accept(&self, id: OrganizationId, email: &Email) -> Result<bool, FileError> {
        let now = self.clock.now();
        let accepted = self.store.change(id, Cause::Control, |state| {
            Ok::<_, Infallible>(state.accept(id, email, now))
        })?;
        Ok(accepted.unwrap_or_else(|never| match never {}))
    }

    /// Somebody else does something. `false` where it can't be done, since what it is about is not there.
    pub(super) fn happen(
        &self,
        id: OrganizationId,
        cause: Cause,
        what: &SomebodyElse,
    ) -> Result<bool, FileError> {
        let now = self.clock.now();
        let done = self.store.change(id, cause, |state| state.happen(id, what, now).ok_or(()))?;
        Ok(done.is_ok())
    }

    /// The subscription comes into another state. `false` where there is no such organization.
    pub(super) fn set_status(&self, id: OrganizationId, status: &str) -> Result<bool, FileError> {
        let changed = self.store.change(id, Cause::Control, |state| {
            let organization = state.organizations.get_mut(&id);
            Ok::<_, Infallible>(organization.map(|it| status.clone_into(&mut it.status)).is_some())
        })?;
        Ok(changed.unwrap_or_else(|never| match never {}))
    }

    /// A token of one workspace; `None` where there is no such workspace.
    pub(super) fn mint(
        &self,
        organization: OrganizationId,
        workspace: WorkspaceId,
    ) -> Result<Option<String>, FileError> {
        let there = self.store.read(|state| {
            let organization = state.organizations.get(&organization);
            organization.is_some_and(|it| it.workspaces.contains_key(&workspace))
        })?;
        let mint = || self.tokens.issue_for_workspace(organization, workspace, self.clock.now());
        Ok(there.then(mint))
    }
}

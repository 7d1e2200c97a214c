//! The sandbox's state and rules on values, for tests of plans: the same refusals, and no HTTP.

mod seen;

use super::endpoint::Endpoint;
use super::rules::{
    AccessChange, Newcomer, Refusal, Session, WorkspaceChange, WorkspaceDraft, admit,
};
use super::state::{Organization, State, Workspace};
use crate::model::{Email, OrganizationId, Snapshot, UserId, WorkspaceId, WorkspaceName};
use crate::plan::{
    Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess, CreateWorkspace,
    DeleteWorkspace, InviteOrganizationUser, NewAccess, RemoveOrganizationUser, ResendInvitation,
    RevokeWorkspaceAccess, UpdateOrganization, UpdateWorkspace, WorkspaceFields, WorkspaceRef,
};
use jiff::Timestamp;

/// One organization, and who is at work in it.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    state: State,
    id: OrganizationId,
    now: Timestamp,
}

impl Trial {
    /// An organization as it was seen. `None` where a state has no place for it: nobody at work, limits that nobody
    /// saw, an unknown word for a role.
    pub(crate) fn new(seen: &Snapshot, now: Timestamp) -> Option<Self> {
        let mut state = State::new(seen.actor.clone()?);
        state.organizations.insert(seen.id, seen::organization(seen)?);
        Some(Self { state, id: seen.id, now })
    }

    /// The organization as an observer sees it.
    pub(crate) fn snapshot(&self) -> Snapshot {
        seen::snapshot(self.organization(), &self.state.actor)
    }

    /// Makes one step.
    ///
    /// # Errors
    /// What the platform says to it; then everything is as it was.
    pub(crate) fn take(&mut self, action: &Action) -> Result<(), String> {
        let Self { state, id, now } = self;
        let actor = state.actor.clone();
        let endpoint = action.operation().word().parse::<Endpoint>();
        let endpoint = endpoint.map_err(|unknown| unknown.to_string())?;
        admit(state, *id, &actor, endpoint)
            .and_then(|caller| {
                perform(&mut Session { state, organization: *id, caller, now: *now }, action)
            })
            .map_err(|refusal| refusal.words().2)
    }

    /// Whether this workspace is there.
    pub(crate) fn has(&self, workspace: &WorkspaceRef) -> bool {
        find(self.organization(), workspace).is_ok()
    }

    /// Everybody accepts their invitation.
    pub(crate) fn accept_all(&mut self) {
        let everybody = self.organization().users.values().map(|it| it.email.clone());
        for email in everybody.collect::<Vec<_>>() {
            self.state.accept(self.id, &email, self.now);
        }
    }

    /// How many e-mails went to this address.
    pub(crate) fn emails_to(&self, email: &Email) -> usize {
        self.state.emails.iter().filter(|it| it.email == *email).count()
    }

    fn organization(&self) -> &Organization {
        &self.state.organizations[&self.id]
    }
}

fn perform(session: &mut Session<'_>, action: &Action) -> Result<(), Refusal> {
    let there = session.state.organizations.get(&session.organization).ok_or(Refusal::Forbidden)?;
    let space = |workspace| find(there, workspace);
    let user = |email| user(there, email);
    match action {
        Action::UpdateOrganization(UpdateOrganization { before: _, after }) => {
            session.rename_organization(after)
        }
        Action::CreateWorkspace(CreateWorkspace { name, fields }) => {
            let name = name.as_str().to_owned();
            let timezone = fields.timezone.clone().unwrap_or_else(|| "UTC".to_owned());
            session.create(&WorkspaceDraft { name, timezone }).map(drop)
        }
        Action::UpdateWorkspace(UpdateWorkspace { workspace, before: _, after }) => {
            let WorkspaceFields { name, timezone, contact_limit } = after;
            let change = WorkspaceChange {
                name: name.as_ref().map(|it| it.as_str().to_owned()),
                timezone: timezone.clone(),
                contact_limit: contact_limit.map(|it| it.number()),
            };
            session.update(space(workspace)?, &change)
        }
        Action::DeleteWorkspace(DeleteWorkspace { workspace, contacts: _ }) => {
            session.delete(space(workspace)?)
        }
        Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) => {
            let people: Vec<_> = users.iter().map(newcomer).collect();
            session.add(space(workspace)?, &people)
        }
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace,
            email,
            before: _,
            after,
        }) => {
            let change = AccessChange {
                role: after.role.known().copied(),
                restrictions: after.restrictions.clone(),
            };
            session.change_access(space(workspace)?, user(email)?, &change)
        }
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace,
            email,
            before: _,
            reassign_to,
        }) => {
            let receiver = reassign_to.as_ref().map(user).transpose()?;
            session.revoke(space(workspace)?, user(email)?, receiver)
        }
        Action::InviteOrganizationUser(InviteOrganizationUser { email, role }) => {
            session.invite(email.clone(), *role).map(drop)
        }
        Action::ChangeOrganizationRole(ChangeOrganizationRole { email, before: _, after }) => {
            session.change_role(user(email)?, *after)
        }
        Action::RemoveOrganizationUser(RemoveOrganizationUser { email, before: _, pending: _ }) => {
            session.remove(user(email)?)
        }
        Action::ResendInvitation(ResendInvitation { email, invited_at: _ }) => {
            session.resend(user(email)?)
        }
    }
}

fn newcomer(new: &NewAccess) -> Newcomer {
    let NewAccess { email, role, restrictions, invites: _ } = new.clone();
    Newcomer { email, role, restrictions: restrictions.unwrap_or_default() }
}

fn find(there: &Organization, workspace: &WorkspaceRef) -> Result<WorkspaceId, Refusal> {
    let is_it = |it: &&Workspace| match workspace.id {
        Some(id) => it.id == id,
        None => WorkspaceName::new(&it.name).key() == workspace.name.key(),
    };
    there.workspaces.values().find(is_it).map(|it| it.id).ok_or(Refusal::NotFound("workspace"))
}

fn user(there: &Organization, email: &Email) -> Result<UserId, Refusal> {
    there.user_by_email(email).map(|it| it.id).ok_or(Refusal::NotFound("user"))
}

//! The steps of a plan taken apart into single changes.

use super::atlas::Atlas;
use super::state::{self, NONE, State};
use crate::model::{Email, OrganizationRole, Seen, WorkspaceRole};
use crate::plan::tests::worlds::World;
use crate::plan::{
    Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess, CreateWorkspace,
    Execution, Hold, InviteOrganizationUser, Step, UpdateWorkspace,
};

/// One change.
#[derive(Clone, Debug)]
pub(in crate::plan::tests) struct Single {
    pub(super) act: Act,
    /// Whether a machine would make it.
    pub(super) by_machine: bool,
    /// Where it is placed.
    pub(super) wave: Option<u32>,
    /// Whether no order of any steps could make it possible.
    pub(super) hopeless: bool,
    /// The step that it is a part of.
    pub(in crate::plan::tests) step: usize,
    pub(super) takes_away: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Nothing,
    Create { workspace: usize, name: u8 },
    Rename { workspace: usize, from: u8, to: u8 },
    Fields { workspace: usize },
    Delete { workspace: usize },
    Add { workspace: usize, person: usize, role: u8, invites: bool },
    Change { workspace: usize, person: usize, role: u8, lowers: bool },
    Revoke { workspace: usize, person: usize },
    Invite { person: usize, role: u8 },
    Role { person: usize, role: u8, lowers: bool },
    Remove { person: usize },
}

impl Single {
    /// Whether somebody loses something by it.
    pub(in crate::plan::tests) const fn takes_away(&self) -> bool {
        self.takes_away
    }

    pub(in crate::plan::tests) fn all(
        world: &World,
        atlas: &mut Atlas,
        steps: &[Step],
    ) -> Vec<Self> {
        let mut all = Vec::new();
        atlas.copied = copied(world, atlas, steps);
        for (number, step) in steps.iter().enumerate() {
            for (act, takes_away) in acts(atlas, &step.action) {
                all.push(Self {
                    act,
                    by_machine: world.is_automatic(&step.action),
                    wave: match step.execution {
                        Execution::Automatic | Execution::Manual { .. } => step.wave,
                        Execution::Held { .. } => None,
                    },
                    hopeless: is_hopeless(world, step),
                    step: number,
                    takes_away,
                });
            }
        }
        all
    }
}

/// Additions that give what the manifest leaves out and the old address of a hand-over has.
fn copied(world: &World, atlas: &mut Atlas, steps: &[Step]) -> Vec<(usize, usize, usize)> {
    let desired = &world.desired;
    let mut all = Vec::new();
    for step in steps {
        let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) = &step.action else {
            continue;
        };
        let live = world.snapshot.workspaces.items.iter().find(|it| Some(it.id) == workspace.id);
        for user in users.iter().filter(|it| it.role != WorkspaceRole::Owner) {
            let listed = desired.workspaces.iter().filter(|it| it.name == workspace.name);
            let mut listed = listed.filter_map(|it| it.users.as_ref()?.get(&user.email));
            let left_out = listed.any(|it| it.restrictions.is_none());
            let mut olds = desired.hand_overs.iter().filter(|(_, it)| it.to == user.email);
            let old = olds.find(|(old, _)| {
                let mut theirs = live.iter().flat_map(|it| &it.users.items);
                theirs.any(|it| {
                    it.email == **old && it.restrictions.as_ref().is_some_and(|it| !it.is_empty())
                })
            });
            if let Some((old, _)) = old.filter(|_| left_out) {
                let people = (atlas.person(old), atlas.person(&user.email));
                all.push((atlas.workspace(workspace), people.0, people.1));
            }
        }
    }
    all
}

/// Reasons that no order can lift.
fn is_hopeless(world: &World, step: &Step) -> bool {
    let Execution::Held { reason } = &step.execution else { return false };
    match reason {
        Hold::OwnAccess
        | Hold::NoPermission { .. }
        | Hold::Embargo { .. }
        | Hold::PinGone { .. }
        | Hold::NotResellerPartner
        | Hold::UnmanagedAccess { .. }
        | Hold::DeletionNotAllowed
        | Hold::CreatedAfterExport { .. } => true,
        Hold::AwaitingAcceptance { .. } => step.action.email().is_some_and(|old| {
            world.desired.hand_overs.get(old).is_some_and(|it| !has_accepted(world, &it.to))
        }),
        Hold::NotObserved { what } => !is_told_by_lists(&step.action, what),
        Hold::TwoAccounts { .. } => matches!(step.action, Action::ResendInvitation(_)),
        Hold::LastAdmin { .. }
        | Hold::LastOwner { .. }
        | Hold::SeatLimit { .. }
        | Hold::WorkspaceLimit { .. }
        | Hold::NameTaken { .. }
        | Hold::DependsOnHeld { .. }
        | Hold::DependsOnManual { .. }
        | Hold::DependsOnAutomatic { .. } => false,
    }
}

/// Whether the reference knows by itself that too little was read to take something away.
fn is_told_by_lists(action: &Action, what: &str) -> bool {
    let lists = what.starts_with("everybody in ") || what == "all users of the organization";
    let loses = matches!(
        action,
        Action::ChangeOrganizationRole(_)
            | Action::ChangeWorkspaceAccess(_)
            | Action::RevokeWorkspaceAccess(_)
    );
    lists && loses
}

fn has_accepted(world: &World, email: &Email) -> bool {
    let active = |status: &Seen<crate::model::UserStatus>| status.to_string() == "active";
    match world.snapshot.users.items.iter().find(|it| it.email == *email) {
        Some(user) => user.status.as_ref().is_none_or(active),
        None => {
            let lists = world.snapshot.workspaces.items.iter().flat_map(|it| &it.users.items);
            let mut seen = lists.filter(|it| it.email == *email).peekable();
            seen.peek().is_some() && seen.all(|it| it.status.as_ref().is_none_or(active))
        }
    }
}

pub(super) fn organization_role(role: &Seen<OrganizationRole>) -> u8 {
    match role {
        Seen::Known(OrganizationRole::Admin) => state::ADMIN,
        Seen::Known(OrganizationRole::UserAdmin) => state::USER_ADMIN,
        Seen::Known(OrganizationRole::BillingAdmin) => state::BILLING,
        Seen::Known(OrganizationRole::Member) => state::MEMBER,
        Seen::Unknown(_) => state::STRANGE,
    }
}

pub(super) fn workspace_role(role: &Seen<WorkspaceRole>) -> u8 {
    match role {
        Seen::Known(WorkspaceRole::Owner) => state::OWNER,
        Seen::Known(WorkspaceRole::Manager) => state::MANAGER,
        Seen::Known(WorkspaceRole::Agent) => state::AGENT,
        Seen::Unknown(_) => state::STRANGE,
    }
}

/// What a step does, and whether somebody loses something by it.
fn acts(atlas: &mut Atlas, action: &Action) -> Vec<(Act, bool)> {
    let known = |role| organization_role(&Seen::Known(role));
    let workspace = action.workspace().map_or(0, |it| atlas.workspace(&it));
    let person = action.email().map_or(0, |it| atlas.person(it));
    let one = match action {
        Action::UpdateOrganization(_) | Action::ResendInvitation(_) => (Act::Nothing, false),
        Action::CreateWorkspace(CreateWorkspace { name, .. }) => {
            (Act::Create { workspace, name: atlas.name(name) }, false)
        }
        Action::UpdateWorkspace(UpdateWorkspace { before, after, .. }) => {
            match (&before.name, &after.name) {
                (Some(before), Some(after)) => {
                    let (from, to) = (atlas.name(before), atlas.name(after));
                    (Act::Rename { workspace, from, to }, false)
                }
                _ => (Act::Fields { workspace }, false),
            }
        }
        Action::DeleteWorkspace(_) => (Act::Delete { workspace }, true),
        Action::AddWorkspaceUsers(AddWorkspaceUsers { users, .. }) => {
            let add = |it: &crate::plan::NewAccess, person| Act::Add {
                workspace,
                person,
                role: workspace_role(&Seen::Known(it.role)),
                invites: it.invites,
            };
            return users.iter().map(|it| (add(it, atlas.person(&it.email)), false)).collect();
        }
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess { before, after, .. }) => {
            let (from, to) = (workspace_role(&before.role), workspace_role(&after.role));
            let tighter = match (&before.restrictions, &after.restrictions) {
                (Some(before), Some(after)) => after.difference(before).next().is_some(),
                (before, after) => before.is_none() && after.is_some(),
            };
            let lowers = to < from || tighter;
            (Act::Change { workspace, person, role: to, lowers }, lowers)
        }
        Action::RevokeWorkspaceAccess(_) => (Act::Revoke { workspace, person }, true),
        Action::InviteOrganizationUser(InviteOrganizationUser { role, .. }) => {
            (Act::Invite { person, role: known(*role) }, false)
        }
        Action::ChangeOrganizationRole(ChangeOrganizationRole { before, after, .. }) => {
            let rank = |role| match role {
                state::ADMIN => 2,
                state::USER_ADMIN | state::BILLING => 1,
                _ => 0,
            };
            let (from, to) = (organization_role(before), known(*after));
            let lowers = rank(to) <= rank(from);
            (Act::Role { person, role: to, lowers }, lowers)
        }
        Action::RemoveOrganizationUser(_) => (Act::Remove { person }, true),
    };
    vec![one]
}

impl Act {
    /// Whom it is about.
    pub(super) const fn person(self) -> Option<usize> {
        match self {
            Self::Add { person, .. }
            | Self::Change { person, .. }
            | Self::Revoke { person, .. }
            | Self::Invite { person, .. }
            | Self::Role { person, .. }
            | Self::Remove { person } => Some(person),
            Self::Nothing
            | Self::Create { .. }
            | Self::Rename { .. }
            | Self::Fields { .. }
            | Self::Delete { .. } => None,
        }
    }

    /// Does it. Whether it may be done is asked before.
    pub(super) fn apply(self, state: &mut State) {
        match self {
            Self::Nothing | Self::Fields { .. } => {}
            Self::Create { workspace, name } => state.names[workspace] = name,
            Self::Rename { workspace, to, .. } => state.names[workspace] = to,
            Self::Delete { workspace } => {
                state.names[workspace] = state::NOWHERE;
                state.access[workspace] = [NONE; state::MOST];
            }
            Self::Add { workspace, person, role, invites } => {
                state.access[workspace][person] = role;
                if invites {
                    state.seats[person] = state::MEMBER;
                }
            }
            Self::Change { workspace, person, role, .. } => state.access[workspace][person] = role,
            Self::Revoke { workspace, person } => state.access[workspace][person] = NONE,
            Self::Invite { person, role } | Self::Role { person, role, .. } => {
                state.seats[person] = role;
            }
            Self::Remove { person } => state.seats[person] = NONE,
        }
    }
}

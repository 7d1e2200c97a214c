use crate::model::{
    Email, OrganizationRole, Seen, Snapshot, WorkspaceId, WorkspaceName, WorkspaceRole,
};
use crate::plan::{Action, WorkspaceRef};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A state that the platform can be in: who is in the organization, and who is in which workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State<'a> {
    /// Everybody in the organization.
    pub people: BTreeMap<&'a Email, Seat>,
    /// All workspaces.
    pub workspaces: BTreeMap<Key, BTreeMap<&'a Email, &'a Seen<WorkspaceRole>>>,
    /// Names in use, in comparable form.
    pub names: BTreeMap<Key, String>,
    /// Not in the list of the organization's users, and pending in the list of a workspace's.
    pub pending: BTreeSet<&'a Email>,
}

/// Somebody's place in the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Role; `None` for one that is not known.
    pub role: Option<OrganizationRole>,
    /// Whether the invitation was accepted.
    pub accepted: bool,
}

/// What tells workspaces apart: the platform's id, or the name of one that is to be created.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// One that is there.
    Live(WorkspaceId),
    /// One that the plan creates.
    New(String),
}

impl Key {
    /// Of a workspace that a step names.
    #[must_use]
    pub fn of(workspace: &WorkspaceRef) -> Self {
        workspace.id.map_or_else(|| Self::New(workspace.name.key()), Self::Live)
    }
}

static OWNER: Seen<WorkspaceRole> = Seen::Known(WorkspaceRole::Owner);
static MANAGER: Seen<WorkspaceRole> = Seen::Known(WorkspaceRole::Manager);
static AGENT: Seen<WorkspaceRole> = Seen::Known(WorkspaceRole::Agent);

const fn seen(role: WorkspaceRole) -> &'static Seen<WorkspaceRole> {
    match role {
        WorkspaceRole::Owner => &OWNER,
        WorkspaceRole::Manager => &MANAGER,
        WorkspaceRole::Agent => &AGENT,
    }
}

impl<'a> State<'a> {
    /// The state that was seen.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let mut state = Self::default();
        for user in &snapshot.users.items {
            let seat = Seat { role: user.role.known().copied(), accepted: user.is_active() };
            state.people.insert(&user.email, seat);
        }
        for workspace in &snapshot.workspaces.items {
            let unlisted = workspace
                .users
                .items
                .iter()
                .filter(|user| !user.is_active() && !state.people.contains_key(&user.email));
            state.pending.extend(unlisted.map(|user| &user.email));
            let users =
                workspace.users.items.iter().map(|user| (&user.email, &user.role)).collect();
            state.workspaces.insert(Key::Live(workspace.id), users);
            state.names.insert(Key::Live(workspace.id), workspace.name.key());
        }
        state
    }

    /// Takes a step. What is not there is not changed, so any order of any subset can be tried.
    pub fn apply(&mut self, action: &'a Action) {
        match action {
            Action::UpdateOrganization { before: _, after: _ }
            | Action::ResendInvitation { email: _, invited_at: _ } => {}
            Action::CreateWorkspace { name, timezone: _ } => {
                let key = Key::New(name.key());
                self.workspaces.insert(key.clone(), BTreeMap::new());
                self.names.insert(key, name.key());
            }
            Action::UpdateWorkspace { workspace, before: _, after } => {
                if let Some(name) = &after.name {
                    self.names.insert(Key::of(workspace), name.key());
                }
            }
            Action::DeleteWorkspace { workspace, contacts: _ } => {
                self.workspaces.remove(&Key::of(workspace));
                self.names.remove(&Key::of(workspace));
            }
            Action::AddWorkspaceUsers { workspace, users } => {
                let Some(list) = self.workspaces.get_mut(&Key::of(workspace)) else { return };
                for user in users {
                    list.insert(&user.email, seen(user.role));
                    if user.invites {
                        let seat = Seat::invited(OrganizationRole::Member);
                        self.people.entry(&user.email).or_insert(seat);
                    }
                }
            }
            Action::ChangeWorkspaceAccess { workspace, email, before: _, after } => {
                let list = self.workspaces.get_mut(&Key::of(workspace));
                if let Some(role) = list.and_then(|list| list.get_mut(email)) {
                    *role = &after.role;
                }
            }
            Action::RevokeWorkspaceAccess { workspace, email, before: _, reassign_to: _ } => {
                if let Some(list) = self.workspaces.get_mut(&Key::of(workspace)) {
                    list.remove(email);
                }
            }
            Action::InviteOrganizationUser { email, role } => {
                self.people.entry(email).or_insert(Seat::invited(*role));
            }
            Action::ChangeOrganizationRole { email, before: _, after } => {
                if let Some(seat) = self.people.get_mut(email) {
                    seat.role = Some(*after);
                }
            }
            Action::RemoveOrganizationUser { email, before: _, pending: _ } => {
                self.people.remove(email);
            }
        }
    }

    /// Accepted admins (R1).
    #[must_use]
    pub fn accepted_admins(&self) -> usize {
        let admin = |seat: &&Seat| seat.accepted && seat.role == Some(OrganizationRole::Admin);
        self.people.values().filter(admin).count()
    }

    /// Accepted owners of a workspace (R3). Who is not among the organization's users as they were read
    /// has accepted, unless the workspace's own list says otherwise.
    #[must_use]
    pub fn accepted_owners(&self, workspace: &Key) -> usize {
        let owners = self.workspaces.get(workspace).into_iter().flatten();
        owners
            .filter(|(email, role)| {
                let seat = self.people.get(*email);
                role.is(WorkspaceRole::Owner)
                    && seat.map_or(!self.pending.contains(*email), |seat| seat.accepted)
            })
            .count()
    }

    /// Whether somebody has access to anything (R5): to a workspace, or to all of them as an admin.
    #[must_use]
    pub fn reaches(&self, email: &Email) -> bool {
        let seat = self.people.get(email);
        seat.is_some_and(|seat| seat.role == Some(OrganizationRole::Admin))
            || self.workspaces.values().any(|list| list.contains_key(email))
    }

    /// Whether a name is in use, by another workspace than this one.
    #[must_use]
    pub fn is_taken(&self, name: &WorkspaceName, by_other_than: &Key) -> bool {
        let name = name.key();
        self.names.iter().any(|(key, used)| *used == name && key != by_other_than)
    }
}

impl Seat {
    const fn invited(role: OrganizationRole) -> Self {
        Self { role: Some(role), accepted: false }
    }
}

impl fmt::Display for State<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} people, {} accepted admins, {} workspaces",
            self.people.len(),
            self.accepted_admins(),
            self.workspaces.len()
        )
    }
}

use crate::model::{
    Email, OrganizationRole, Seen, Snapshot, WorkspaceId, WorkspaceName, WorkspaceRef,
    WorkspaceRole,
};
use crate::plan::Fact;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A state that the platform can be in: who is in the organization, and who is in which workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State<'a> {
    /// Everybody in the organization.
    pub people: BTreeMap<&'a Email, Membership>,
    /// All workspaces.
    pub workspaces: BTreeMap<Key, BTreeMap<&'a Email, &'a Seen<WorkspaceRole>>>,
    /// Names in use, in comparable form.
    pub names: BTreeMap<Key, String>,
    /// Not in the list of the organization's users, and pending in the list of a workspace's.
    pub pending: BTreeSet<&'a Email>,
    /// Accounts beyond the first that have an address of somebody else's: each takes a seat.
    pub further_accounts: usize,
}

/// What somebody is in the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
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

impl<'a> State<'a> {
    /// The state that was seen. Of two accounts with one address the weaker counts.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let mut state = Self::default();
        for user in &snapshot.users.items {
            let seen = Membership { role: user.role.known().copied(), accepted: user.is_active() };
            state.further_accounts += usize::from(state.people.contains_key(&user.email));
            let kept = state.people.entry(&user.email).or_insert(seen);
            kept.accepted &= seen.accepted;
            if kept.role.map(OrganizationRole::rank) > seen.role.map(OrganizationRole::rank) {
                kept.role = seen.role;
            }
        }
        for workspace in &snapshot.workspaces.items {
            let users = &workspace.users.items;
            let pending =
                users.iter().filter(|it| !it.is_active() && !state.people.contains_key(&it.email));
            state.pending.extend(pending.map(|user| &user.email));
            let rank = |role: &Seen<WorkspaceRole>| role.known().map(|role| role.rank());
            let mut roles: BTreeMap<&Email, &Seen<WorkspaceRole>> = BTreeMap::new();
            for user in users {
                let kept = roles.entry(&user.email).or_insert(&user.role);
                if rank(kept) > rank(&user.role) {
                    *kept = &user.role;
                }
            }
            state.workspaces.insert(Key::Live(workspace.id), roles);
            state.names.insert(Key::Live(workspace.id), workspace.name.key());
        }
        state
    }

    /// Makes a fact true. What is not there is not changed, so any order of any subset can be tried.
    ///
    /// Who is given access and is not known yet is invited by it.
    pub fn apply(&mut self, fact: &'a Fact) {
        match fact {
            Fact::OrganizationNamed(_) | Fact::InvitedAfter { .. } => {}
            Fact::InOrganization { email, role } => {
                self.people.entry(email).or_insert(Membership::invited(*role)).role = Some(*role);
            }
            Fact::NotInOrganization(email) => {
                self.people.remove(email);
            }
            Fact::Workspace { workspace, fields } => {
                let Some(name) = &fields.name else { return };
                let key = Key::of(workspace);
                if matches!(key, Key::New(_)) {
                    self.workspaces.entry(key.clone()).or_default();
                }
                if self.workspaces.contains_key(&key) {
                    self.names.insert(key, name.key());
                }
            }
            Fact::NoWorkspace(workspace) => {
                self.workspaces.remove(&Key::of(workspace));
                self.names.remove(&Key::of(workspace));
            }
            Fact::Access { workspace, email, role, restrictions: _ } => {
                let is_new = !self.knows(email);
                let Some(list) = self.workspaces.get_mut(&Key::of(workspace)) else { return };
                list.insert(email, role);
                if is_new {
                    self.people.insert(email, Membership::invited(OrganizationRole::Member));
                }
            }
            Fact::NoAccess { workspace, email } => {
                if let Some(list) = self.workspaces.get_mut(&Key::of(workspace)) {
                    list.remove(email);
                }
            }
        }
    }

    /// Makes all these facts true, in their order.
    pub fn apply_all(&mut self, facts: impl IntoIterator<Item = &'a Fact>) {
        facts.into_iter().for_each(|fact| self.apply(fact));
    }

    /// Whether somebody is in the organization, as far as any list says.
    #[must_use]
    pub fn knows(&self, email: &Email) -> bool {
        self.people.contains_key(email)
            || self.workspaces.values().any(|list| list.contains_key(email))
    }

    /// Accepted admins (R1).
    #[must_use]
    pub fn accepted_admins(&self) -> usize {
        self.admins().count()
    }

    /// Accepted admins, by address.
    pub fn admins(&self) -> impl Iterator<Item = &'a Email> {
        let admins = self.people.iter().filter(|(_, it)| it.accepted && it.is_admin());
        admins.map(|(email, _)| *email)
    }

    /// Accepted owners of a workspace (R3).
    #[must_use]
    pub fn accepted_owners(&self, workspace: &Key) -> usize {
        self.owners(workspace).count()
    }

    /// Accepted owners of a workspace, by address. Who is not among the organization's users as they were read
    /// has accepted, unless the workspace's own list says otherwise.
    pub fn owners(&self, workspace: &Key) -> impl Iterator<Item = &'a Email> {
        let list = self.workspaces.get(workspace).into_iter().flatten();
        list.filter(|(email, role)| role.is(WorkspaceRole::Owner) && self.has_accepted(email))
            .map(|(email, _)| *email)
    }

    fn has_accepted(&self, email: &Email) -> bool {
        let membership = self.people.get(email);
        membership.map_or_else(|| !self.pending.contains(email), |it| it.accepted)
    }

    /// Whether somebody has access to anything (R5): to a workspace, or to all of them as an admin.
    #[must_use]
    pub fn reaches(&self, email: &Email) -> bool {
        self.people.get(email).is_some_and(Membership::is_admin)
            || self.workspaces.values().any(|list| list.contains_key(email))
    }

    /// Whether a name is in use, by another workspace than this one.
    #[must_use]
    pub fn is_taken(&self, name: &WorkspaceName, by_other_than: &Key) -> bool {
        let name = name.key();
        self.names.iter().any(|(key, used)| *used == name && key != by_other_than)
    }
}

impl Membership {
    const fn invited(role: OrganizationRole) -> Self {
        Self { role: Some(role), accepted: false }
    }

    fn is_admin(&self) -> bool {
        self.role == Some(OrganizationRole::Admin)
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

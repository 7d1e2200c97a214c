use std::collections::{BTreeMap, BTreeSet};

/// What is true of one organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) name: String,
    /// By address.
    pub(crate) users: BTreeMap<String, User>,
    /// By id.
    pub(crate) workspaces: BTreeMap<u64, Workspace>,
    /// Everybody who was sent an invitation, in order.
    pub(crate) invitations: Vec<String>,
    last_id: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) role: String,
    pub(crate) pending: bool,
    /// The number of the invitation that was sent last.
    pub(crate) invited: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Workspace {
    pub(crate) name: String,
    pub(crate) zone: String,
    pub(crate) limit: Option<u64>,
    /// By address.
    pub(crate) access: BTreeMap<String, Access>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) role: String,
    pub(crate) restrictions: BTreeSet<String>,
}

/// Why the console refuses.
pub(crate) type Refusal = (u16, &'static str);

const NOT_THERE: Refusal = (404, "not there");
const THERE_ALREADY: Refusal = (409, "there already");

impl State {
    /// An organization of this name with these users, who have all accepted.
    pub(crate) fn new(name: &str, users: &[(&str, &str)]) -> Self {
        let mut state = Self { name: name.to_owned(), ..Self::default() };
        for (email, role) in users {
            state.user(email, role, false);
        }
        state
    }

    /// With a workspace that these people can reach.
    pub(crate) fn with(mut self, name: &str, access: &[(&str, &str)]) -> Self {
        let id = self.create(name, "UTC").unwrap();
        for (email, role) in access {
            let access = Access { role: (*role).to_owned(), restrictions: BTreeSet::new() };
            self.workspaces.get_mut(&id).unwrap().access.insert((*email).to_owned(), access);
        }
        self
    }

    fn user(&mut self, email: &str, role: &str, pending: bool) {
        self.last_id += 1;
        if pending {
            self.invitations.push(email.to_owned());
        }
        let invited = self.invitations.len();
        let user = User { id: self.last_id, role: role.to_owned(), pending, invited };
        self.users.insert(email.to_owned(), user);
    }

    /// With somebody who has not accepted.
    pub(crate) fn with_pending(self, email: &str, role: &str) -> Self {
        self.with_user(email, role, true)
    }

    /// With somebody who has accepted, or has not.
    pub(crate) fn with_user(mut self, email: &str, role: &str, pending: bool) -> Self {
        self.user(email, role, pending);
        self
    }

    /// The workspace of this name.
    pub(crate) fn workspace(&self, name: &str) -> &Workspace {
        self.workspaces.values().find(|it| it.name == name).expect("there is such a workspace")
    }

    pub(crate) fn space(&mut self, id: u64) -> Result<&mut Workspace, Refusal> {
        self.workspaces.get_mut(&id).ok_or(NOT_THERE)
    }

    pub(crate) fn invite(&mut self, email: &str, role: &str) -> Result<(), Refusal> {
        if self.users.contains_key(email) {
            return Err(THERE_ALREADY);
        }
        self.user(email, role, true);
        Ok(())
    }

    pub(crate) fn change_role(&mut self, email: &str, role: &str) -> Result<(), Refusal> {
        self.users.get_mut(email).ok_or(NOT_THERE)?.role = role.to_owned();
        Ok(())
    }

    pub(crate) fn remove(&mut self, email: &str) -> Result<(), Refusal> {
        if self.workspaces.values().any(|it| it.access.contains_key(email)) {
            return Err((403, "take their access away first"));
        }
        self.users.remove(email).map(|_| ()).ok_or(NOT_THERE)
    }

    pub(crate) fn resend(&mut self, email: &str) -> Result<(), Refusal> {
        let sent = self.invitations.len() + 1;
        self.users.get_mut(email).filter(|user| user.pending).ok_or(NOT_THERE)?.invited = sent;
        self.invitations.push(email.to_owned());
        Ok(())
    }

    pub(crate) fn create(&mut self, name: &str, zone: &str) -> Result<u64, Refusal> {
        if self.workspaces.values().any(|it| it.name.eq_ignore_ascii_case(name)) {
            return Err(THERE_ALREADY);
        }
        self.last_id += 1;
        let workspace = Workspace {
            name: name.to_owned(),
            zone: zone.to_owned(),
            limit: None,
            access: BTreeMap::new(),
        };
        self.workspaces.insert(self.last_id, workspace);
        Ok(self.last_id)
    }

    pub(crate) fn delete(&mut self, id: u64) -> Result<(), Refusal> {
        self.workspaces.remove(&id).map(|_| ()).ok_or(NOT_THERE)
    }

    /// All or nothing.
    pub(crate) fn add(&mut self, id: u64, people: Vec<(String, Access)>) -> Result<(), Refusal> {
        let there = &self.space(id)?.access;
        if people.iter().any(|(email, _)| there.contains_key(email)) {
            return Err(THERE_ALREADY);
        }
        for (email, access) in people {
            if !self.users.contains_key(&email) {
                self.user(&email, "member", true);
            }
            self.space(id)?.access.insert(email, access);
        }
        Ok(())
    }

    pub(crate) fn access(&mut self, id: u64, email: &str) -> Result<&mut Access, Refusal> {
        self.space(id)?.access.get_mut(email).ok_or(NOT_THERE)
    }

    pub(crate) fn revoke(
        &mut self,
        id: u64,
        email: &str,
        heir: Option<&str>,
    ) -> Result<(), Refusal> {
        let access = &mut self.space(id)?.access;
        if heir.is_some_and(|heir| !access.contains_key(heir)) {
            return Err((400, "nobody of that name here"));
        }
        access.remove(email).map(|_| ()).ok_or(NOT_THERE)
    }
}

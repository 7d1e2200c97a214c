//! A stand-in for the person who follows a script: a browser's page that speaks one dialect, and what went over the
//! wire meanwhile. It is written apart from profiles, so that one can catch the other's mistakes.

mod changes;
mod wire;

use crate::console::{
    Dialect, FLAGS, HeirIn, Inside, LimitKind, ORGANIZATION_ROLES, OrganizationWords, PagingKind,
    ROLES, RestrictionKind, SpaceKey, State, UserKey, WordKind, answered, mine,
};
use rolecall::learn::script::{Script, See, Step};
use rolecall::model::{ContactLimit, Operation};
use serde_json::{Map, Value, json};
use wire::{alike, encoded, plain};

/// One request and its answer, as they went over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    /// Milliseconds since the start.
    pub(crate) at: i64,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    pub(crate) form: bool,
    pub(crate) status: u16,
    pub(crate) answer: String,
}

pub(crate) const ORIGIN: &str = "https://console.example";

/// A page of a console that somebody clicks on.
pub(crate) struct Page<'a> {
    dialect: Dialect,
    organization: u64,
    state: &'a mut State,
    /// Whether it reads its lists again after every change.
    pub(crate) reloads: bool,
    pub(crate) tape: Vec<Taken>,
    clock: i64,
    users: Vec<Value>,
    spaces: Vec<Value>,
    members: Vec<Value>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(dialect: Dialect, organization: u64, state: &'a mut State) -> Self {
        Self {
            dialect,
            organization,
            state,
            reloads: false,
            tape: Vec::new(),
            clock: 0,
            users: Vec::new(),
            spaces: Vec::new(),
            members: Vec::new(),
        }
    }

    /// Does all steps in order.
    pub(crate) fn follow(&mut self, script: &Script) {
        for step in &script.steps {
            self.step(step);
        }
    }

    pub(crate) fn step(&mut self, step: &Step) {
        match step.see {
            Some(See::Organizations) => {
                self.send("GET", "/mine", &[], None, None);
            }
            Some(See::Organization) => {
                self.send("GET", "/org", &[], None, None);
            }
            Some(See::Users) => self.users = self.list("/people", None),
            Some(See::Workspaces) => self.spaces = self.list("/spaces", None),
            Some(See::WorkspaceUsers) => {
                // Whichever, where the script doesn't say which.
                let first = self.state.workspaces.values().map(|it| it.name.clone()).next();
                self.look_inside(&step.values.workspace.clone().or(first).unwrap());
            }
            None => {
                self.change(step);
                if self.reloads {
                    self.reload(step);
                }
            }
        }
    }

    fn reload(&mut self, step: &Step) {
        match (step.operation, &step.values.workspace) {
            (Operation::UpdateOrganization, _) => _ = self.send("GET", "/org", &[], None, None),
            (
                Operation::AddWorkspaceUsers
                | Operation::ChangeWorkspaceAccess
                | Operation::RevokeWorkspaceAccess,
                Some(name),
            ) => {
                self.look_inside(name);
            }
            (
                Operation::CreateWorkspace
                | Operation::UpdateWorkspace
                | Operation::DeleteWorkspace,
                _,
            ) => {
                self.spaces = self.list("/spaces", None);
            }
            _ => self.users = self.list("/people", None),
        }
    }

    fn look_inside(&mut self, name: &str) {
        let id = self.space_id(name);
        self.members = self.list("/members", Some(&id));
    }

    /// The id that the page has of a workspace.
    fn space_id(&mut self, name: &str) -> String {
        let id = |spaces: &[Value]| {
            spaces.iter().find(|it| it["name"] == name).map(|it| plain(&it["id"]))
        };
        if let Some(id) = id(&self.spaces) {
            return id;
        }
        // A page knows what it has just made, or called otherwise.
        let (id, _) = self.state.workspaces.iter().find(|(_, it)| it.name == name).unwrap();
        match self.dialect.space {
            SpaceKey::Number => id.to_string(),
            SpaceKey::Text => format!("ws-{id}"),
        }
    }

    fn key(&self, email: &str) -> String {
        let id = self.state.users[email].id;
        match self.dialect.user {
            UserKey::Number => id.to_string(),
            UserKey::Text => format!("u-{id}"),
            UserKey::Email => email.to_owned(),
        }
    }

    fn typed(&self, key: String) -> Value {
        match self.dialect.user {
            UserKey::Number => json!(key.parse::<u64>().unwrap()),
            _ => json!(key),
        }
    }
}

//! What steps make true, as DESIGN says it and apart from the planner's own facts, and whether it is so.

use rolecall::model::{Email, WorkspaceName};
use rolecall::sandbox::Endpoint;
use rolecall::sandbox::state::{Organization, User, Workspace};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// One thing that a step makes true: about what, and how it is then.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    about: About,
    value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    OrganizationName,
    /// A workspace (by id, or by the name that it is created with) and one of its fields.
    Field(Which, &'static str),
    Exists(Which),
    Access(Which, Email),
    Role(Email),
    InvitedAt(Email),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    Id(u64),
    Name(String),
}

/// What the steps that were done make true together: what a later one says holds. `wave` orders them.
pub(crate) fn of_steps<'a>(steps: impl Iterator<Item = &'a Value>) -> Vec<Truth> {
    let mut steps: Vec<&Value> = steps.collect();
    steps.sort_by_key(|step| step["wave"].as_u64());
    let mut all: BTreeMap<About, Value> = BTreeMap::new();
    for step in steps {
        all.extend(of_step(step));
    }
    all.into_iter().map(|(about, value)| Truth { about, value }).collect()
}

fn of_step(step: &Value) -> Vec<(About, Value)> {
    let which = || match step["workspaceId"].as_u64() {
        Some(id) => Which::Id(id),
        None => Which::Name(key(step["workspace"].as_str().unwrap())),
    };
    let email = || email(&step["email"]);
    let after = &step["after"];
    let fields = |which: &Which| {
        let given =
            ["name", "timezone", "contactLimit"].into_iter().filter(|it| !after[it].is_null());
        given
            .map(|field| (About::Field(which.clone(), field), after[field].clone()))
            .collect::<Vec<_>>()
    };
    match step["action"].as_str().unwrap() {
        "update_organization" => vec![(About::OrganizationName, after["name"].clone())],
        "create_workspace" => {
            let which = which();
            let mut all = fields(&which);
            all.retain(|(about, _)| !matches!(about, About::Field(_, "name")));
            all.push((About::Exists(which), json!(true)));
            all
        }
        "update_workspace" => fields(&which()),
        "delete_workspace" => vec![(About::Exists(which()), json!(false))],
        "add_workspace_users" => {
            let person =
                |user: &Value| (About::Access(which(), self::email(&user["email"])), access(user));
            step["users"].as_array().unwrap().iter().map(person).collect()
        }
        "change_workspace_access" => vec![(About::Access(which(), email()), access(after))],
        "revoke_workspace_access" => vec![(About::Access(which(), email()), Value::Null)],
        "invite_organization_user" | "change_organization_role" => {
            vec![(About::Role(email()), after["role"].clone())]
        }
        "remove_organization_user" => vec![(About::Role(email()), Value::Null)],
        "resend_invitation" => {
            vec![(About::InvitedAt(email()), step["before"]["invitedAt"].clone())]
        }
        other => panic!("an action that the judge does not know: {other}"),
    }
}

/// A role, with restrictions where they are said; left out, they are any.
fn access(given: &Value) -> Value {
    let mut access = json!({"role": given["role"]});
    if !given["restrictions"].is_null() {
        access["restrictions"] = words(&given["restrictions"]);
    }
    access
}

fn email(value: &Value) -> Email {
    Email::seen(value.as_str().unwrap())
}

fn key(name: &str) -> String {
    WorkspaceName::new(name).key()
}

fn words(value: &Value) -> Value {
    let mut words: Vec<&str> =
        value.as_array().into_iter().flatten().map(|it| it.as_str().unwrap()).collect();
    words.sort_unstable();
    json!(words)
}

impl Truth {
    /// Whether it is so.
    pub(crate) fn holds(&self, there: &Organization) -> bool {
        let Self { about, value } = self;
        let user = |email: &Email| there.user_by_email(email);
        match about {
            About::OrganizationName => value == &json!(there.name),
            About::Field(which, field) => find(there, which).is_some_and(|space| match *field {
                "name" => value == &json!(space.name),
                "timezone" => value == &json!(space.timezone),
                _ => match space.contact_limit {
                    None => value == "unlimited",
                    Some(limit) => value == &json!(limit),
                },
            }),
            About::Exists(which) => find(there, which).is_some() == value.as_bool().unwrap(),
            About::Access(which, email) => {
                let access = find(there, which)
                    .zip(user(email))
                    .and_then(|(space, user)| space.users.get(&user.id));
                match access {
                    None => value.is_null(),
                    Some(access) => {
                        value["role"] == json!(access.role)
                            && (value.get("restrictions").is_none()
                                || value["restrictions"] == words(&json!(access.restrictions)))
                    }
                }
            }
            About::Role(email) => match user(email) {
                None => value.is_null(),
                Some(User { role, .. }) => value == &json!(role),
            },
            About::InvitedAt(email) => user(email).is_some_and(|user| {
                let before = value.as_str().unwrap().parse().unwrap();
                user.invited_at.is_some_and(|at| at > before)
            }),
        }
    }

    /// Whether it is about access to a workspace that isn't there.
    pub(crate) fn is_gone_with_its_workspace(&self, there: &Organization) -> bool {
        matches!(&self.about, About::Access(which, _) if find(there, which).is_none())
    }

    /// The list that shows it, and of which workspace.
    pub(crate) fn shown_by(&self, there: &Organization) -> (Endpoint, Option<u64>) {
        match &self.about {
            About::OrganizationName => (Endpoint::GetOrganization, None),
            About::Field(..) | About::Exists(_) => (Endpoint::ListWorkspaces, None),
            About::Access(which, _) => {
                let id = match which {
                    Which::Id(id) => Some(*id),
                    Which::Name(_) => find(there, which).map(|space| space.id.get()),
                };
                (Endpoint::ListWorkspaceUsers, id)
            }
            About::Role(_) | About::InvitedAt(_) => (Endpoint::ListOrganizationUsers, None),
        }
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is {}", self.about, self.value)
    }
}

fn find<'a>(there: &'a Organization, which: &Which) -> Option<&'a Workspace> {
    there.workspaces.values().find(|space| match which {
        Which::Id(id) => space.id.get() == *id,
        Which::Name(name) => key(&space.name) == *name,
    })
}

//! Small organizations that differ from their manifests in many ways, from a seed.

use crate::dice::Dice;
use rolecall::sandbox::State;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A manifest, and the platform it meets.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) manifest: String,
    pub(crate) state: State,
    /// `safety.minAdmins`.
    pub(crate) min_admins: usize,
    /// Workspaces, by name, for which the manifest lists an owner.
    pub(crate) owned: Vec<String>,
    /// Who has access in the end, as far as the manifest says: to a workspace, or to all as an admin.
    pub(crate) reach: Vec<String>,
}

pub(crate) const ACTOR: &str = "ops@agency.example";
/// People who may be there, or be wanted. The last one is handed over to `new@acme.example` in some worlds.
pub(crate) const PEOPLE: [&str; 6] = [
    "boss@agency.example",
    "ana@acme.example",
    "bo@acme.example",
    "cy@acme.example",
    "dana@acme.example",
    "eve@acme.example",
];
pub(crate) const NEW: &str = "new@acme.example";
/// Those that are there; Old is retired, and Side is in no manifest.
pub(crate) const THERE: [(u64, &str); 4] =
    [(100, "East"), (101, "North"), (102, "Old"), (103, "Side")];
/// Those that are wanted: East stays, South is new, and West was North.
pub(crate) const WANTED: [&str; 3] = ["East", "South", "West"];

impl World {
    pub(crate) fn generated(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let calm = dice.pick(&[30, 55, 80]);
        let hands_over = dice.percent(15);
        let min_admins = if dice.percent(35) { 2 } else { 1 };
        let people = people(&mut dice);
        let workspaces = workspaces(&mut dice, &people);
        let state = state(&mut dice, &people, &workspaces);
        let mut world = Self {
            manifest: String::new(),
            state: State::parse(state.to_string().as_bytes()).unwrap(),
            min_admins,
            owned: Vec::new(),
            reach: Vec::new(),
        };
        world.want(&mut dice, calm, hands_over, &people, &workspaces);
        world
    }

    fn want(
        &mut self,
        dice: &mut Dice,
        calm: usize,
        hands_over: bool,
        people: &[Person],
        workspaces: &[Workspace],
    ) {
        let mut text = format!(
            "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: acme}}\nspec:\n  id: 7\n  safety: {{maxRemovals: 100%, minAdmins: {}}}\n",
            self.min_admins
        );
        if dice.percent(25) {
            text += "  name: Acme Ltd\n";
        }
        if dice.percent(30) {
            text += "  invitations: {resendAfterDays: 30}\n";
        }
        let additive = dice.percent(8);
        if additive {
            text += "  policy: {users: additive}\n";
        }
        let wanted: Vec<&str> =
            PEOPLE.iter().copied().take(if hands_over { 5 } else { 6 }).collect();
        text += "  users:\n    - {email: ops@agency.example, role: admin}\n";
        for (index, email) in wanted.iter().enumerate() {
            let live = people.iter().find(|person| person.email == *email);
            let role = match live {
                _ if index == 0 && self.min_admins == 2 => Some("admin"),
                Some(person) if dice.percent(calm) => Some(person.role),
                Some(_) if dice.percent(45) => None,
                _ => dice.pick(&[None, Some("member"), Some("user_admin"), Some("admin")]),
            };
            if let Some(role) = role {
                let _ = writeln!(text, "    - {{email: {email}, role: {role}}}");
                self.reach.extend((role == "admin").then(|| (*email).to_owned()));
            }
        }
        if hands_over {
            let role = dice.pick(&["member", "admin"]);
            let _ =
                writeln!(text, "    - {{email: {NEW}, role: {role}, formerEmail: {}}}", PEOPLE[5]);
            self.reach.extend((role == "admin").then(|| NEW.to_owned()));
        }
        text += "  workspaces:\n";
        for name in WANTED {
            let former = if name == "West" { "North" } else { name };
            let live = workspaces.iter().find(|it| it.name == former);
            let _ = writeln!(text, "    - name: {name}");
            if name == "West" {
                text += "      formerName: North\n";
            }
            if dice.percent(25) {
                text +=
                    dice.pick(&["      contactLimit: 500\n", "      contactLimit: unlimited\n"]);
            }
            if dice.percent(20) {
                text += "      timezone: Asia/Kuala_Lumpur\n";
            }
            if dice.percent(8) {
                continue;
            }
            text += "      users:\n";
            if dice.percent(60) {
                text += "        - {email: ops@agency.example, role: owner}\n";
                self.owned.push(name.to_owned());
            }
            let mut nobody = true;
            let newcomer = hands_over.then_some(NEW);
            for email in wanted.iter().copied().chain(newcomer) {
                let there = live.and_then(|it| it.users.iter().find(|user| user.email == email));
                let role = match there {
                    Some(user) if dice.percent(calm) => Some(user.role),
                    Some(_) if dice.percent(50) => None,
                    None if dice.percent(calm) => None,
                    _ => dice.pick(&[None, Some("owner"), Some("manager"), Some("agent")]),
                };
                let Some(role) = role else { continue };
                nobody = false;
                let restrictions = if role == "owner" {
                    ""
                } else {
                    dice.pick(&["", "", ", restrictions: []", ", restrictions: [show_only_mine]"])
                };
                let _ = writeln!(text, "        - {{email: {email}, role: {role}{restrictions}}}");
                self.reach.push(email.to_owned());
                if role == "owner" {
                    self.owned.push(name.to_owned());
                }
            }
            if nobody && text.ends_with("      users:\n") {
                text.truncate(text.len() - "users:\n".len());
                text += "users: []\n";
            }
        }
        if dice.percent(50) {
            text += "  retiredWorkspaces:\n    - {name: Old, id: 102, dataExported: 2025-01-01}\n";
        }
        if dice.percent(30) {
            let _ = writeln!(
                text,
                "  departures:\n    - {{email: {}, reassignContactsTo: {}}}",
                PEOPLE[2], PEOPLE[1]
            );
        }
        self.manifest = text;
    }
}

struct Person {
    id: u64,
    email: &'static str,
    role: &'static str,
    status: &'static str,
}

struct Access {
    user: u64,
    email: &'static str,
    role: &'static str,
    restrictions: Value,
}

struct Workspace {
    id: u64,
    name: &'static str,
    users: Vec<Access>,
}

fn people(dice: &mut Dice) -> Vec<Person> {
    let mut people = vec![Person { id: 1, email: ACTOR, role: "admin", status: "active" }];
    for (email, id) in PEOPLE.into_iter().zip(2..) {
        if dice.percent(72) {
            let role = dice.pick(&["member", "member", "member", "user_admin", "admin"]);
            let status = if dice.percent(18) { "pending" } else { "active" };
            people.push(Person { id, email, role, status });
        }
    }
    people
}

fn workspaces(dice: &mut Dice, people: &[Person]) -> Vec<Workspace> {
    let mut workspaces = Vec::new();
    for (id, name) in THERE {
        if name == "Side" && dice.percent(60) {
            continue;
        }
        let mut users = Vec::new();
        for person in people {
            let chance = if person.email == ACTOR { 55 } else { 45 };
            if !dice.percent(chance) {
                continue;
            }
            let role = dice.pick(&["owner", "manager", "agent", "agent"]);
            let restricted = role != "owner" && dice.percent(25);
            let restrictions = if restricted { json!(["show_only_mine"]) } else { json!([]) };
            users.push(Access { user: person.id, email: person.email, role, restrictions });
        }
        workspaces.push(Workspace { id, name, users });
    }
    workspaces
}

fn state(dice: &mut Dice, people: &[Person], workspaces: &[Workspace]) -> Value {
    let seats = dice.pick(&[None, None, Some(0), Some(1), Some(3)]);
    let rooms = dice.pick(&[None, None, Some(0), Some(1)]);
    let users: Vec<Value> = people
        .iter()
        .map(|person| {
            let Person { id, email, role, status } = person;
            json!({"id": id, "email": email, "role": role, "status": status, "invitedAt": "2024-01-01T00:00:00Z"})
        })
        .collect();
    let spaces: Vec<Value> = workspaces
        .iter()
        .map(|space| {
            let Workspace { id, name, users } = space;
            let users: Vec<Value> = users
                .iter()
                .map(|access| {
                    let Access { user, email: _, role, restrictions } = access;
                    json!({"user": user, "role": role, "restrictions": restrictions, "contacts": 3})
                })
                .collect();
            json!({
                "id": id, "name": name, "timezone": "UTC", "contactLimit": null, "contacts": 20,
                "createdAt": "2024-01-01T00:00:00Z", "users": users,
            })
        })
        .collect();
    json!({"format": "rolecall.sandbox/v1", "actor": ACTOR, "organizations": [{
        "id": 7, "name": "Acme", "status": "ACTIVE", "isResellerPartner": dice.percent(80),
        "limits": {
            "workspaces": rooms.map(|more: usize| workspaces.len() + more),
            "users": seats.map(|more: usize| people.len() + more),
        },
        "users": users, "workspaces": spaces,
    }]})
}

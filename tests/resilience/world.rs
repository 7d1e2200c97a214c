//! Projects to run: the example, and ones made from a seed.

use rolecall::sandbox::State;
use std::fmt::Write as _;
use std::path::Path;

/// A project's files, and the platform it begins with.
pub(crate) struct World {
    pub(crate) files: Vec<(String, String)>,
    pub(crate) state: State,
}

impl World {
    /// The example of the README.
    pub(crate) fn agency() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/agency");
        let mut files = Vec::new();
        for part in ["clients", "groups"] {
            let entries = std::fs::read_dir(folder.join(part)).unwrap();
            for entry in entries.map(Result::unwrap) {
                let name = entry.file_name().into_string().unwrap();
                files.push((
                    format!("{part}/{name}"),
                    std::fs::read_to_string(entry.path()).unwrap(),
                ));
            }
        }
        let state = std::fs::read(folder.join("platform.json")).unwrap();
        Self { files, state: State::parse(&state).unwrap() }
    }

    /// So many organizations, in each of which somebody is invited, somebody is removed and a workspace is created.
    pub(crate) fn fleet(organizations: u64) -> Self {
        let mut files = Vec::new();
        let mut all = Vec::new();
        for number in 0..organizations {
            let (id, first) = (70_000 + number, 1 + number * 10);
            let users = [
                user(first, "ops@agency.example", "admin", "active"),
                user(first + 1, "kim@agency.example", "admin", "active"),
                user(first + 2, &format!("old@c{number}.example"), "member", "active"),
            ];
            all.push(format!(
                r#"{{"id":{id},"name":"C {number}","status":"ACTIVE","isResellerPartner":true,"limits":{{"workspaces":5,"users":8}},"users":[{}],"workspaces":[]}}"#,
                users.join(",")
            ));
            files.push((
                format!("clients/c{number}.yaml"),
                format!(
                    "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: c{number}}}\nspec:\n  id: {id}\n  name: C {number}\n  safety: {{maxRemovals: 100%}}\n  users:\n    - {{email: ops@agency.example, role: admin}}\n    - {{email: kim@agency.example, role: admin}}\n    - {{email: new@c{number}.example, role: member}}\n  workspaces:\n    - name: Desk\n      users:\n        - {{email: kim@agency.example, role: owner}}\n        - {{email: new@c{number}.example, role: agent}}\n"
                ),
            ));
        }
        let state = format!(
            r#"{{"format":"rolecall.sandbox/v1","actor":"ops@agency.example","organizations":[{}]}}"#,
            all.join(",")
        );
        Self { files, state: State::parse(state.as_bytes()).unwrap() }
    }

    /// A small organization that differs from its manifest in many ways; the same for the same seed.
    pub(crate) fn generated(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let people: Vec<String> = (0..6).map(|it| format!("p{it}@acme.example")).collect();
        let role = |dice: &mut Dice| ["member", "member", "user_admin", "admin"][dice.below(4)];
        let access = |dice: &mut Dice| ["owner", "manager", "agent"][dice.below(3)];

        let mut users = vec![user(1, "ops@agency.example", "admin", "active")];
        let mut ids = Vec::new();
        for (person, id) in people.iter().zip(2..) {
            if dice.below(3) > 0 {
                let status = if dice.below(4) == 0 { "pending" } else { "active" };
                users.push(user(id, person, role(&mut dice), status));
                ids.push(id);
            }
        }
        let mut workspaces = Vec::new();
        for (name, id) in ["East", "North", "Old"].iter().zip(100..) {
            let mut list = vec![r#"{"user":1,"role":"owner","restrictions":[]}"#.to_owned()];
            for user in &ids {
                if dice.below(2) == 0 {
                    let role = access(&mut dice);
                    list.push(format!(r#"{{"user":{user},"role":"{role}","restrictions":[]}}"#));
                }
            }
            let list = list.join(",");
            workspaces.push(format!(
                r#"{{"id":{id},"name":"{name}","timezone":"UTC","contactLimit":null,"contacts":7,"createdAt":"2024-01-01T00:00:00Z","users":[{list}]}}"#
            ));
        }
        let (users, workspaces) = (users.join(","), workspaces.join(","));
        let state = format!(
            r#"{{"format":"rolecall.sandbox/v1","actor":"ops@agency.example","organizations":[{{"id":7,"name":"Acme","status":"ACTIVE","isResellerPartner":true,"limits":{{"workspaces":5,"users":8}},"users":[{users}],"workspaces":[{workspaces}]}}]}}"#
        );

        let mut manifest = String::from(
            "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: acme}\nspec:\n  id: 7\n  name: Acme Ltd\n  safety: {maxRemovals: 100%}\n  users:\n    - {email: ops@agency.example, role: admin}\n",
        );
        for person in &people {
            if dice.below(4) == 0 {
                let role = role(&mut dice);
                let _ = writeln!(manifest, "    - {{email: {person}, role: {role}}}");
            }
        }
        manifest += "  workspaces:\n";
        for name in ["East", "South", "West"] {
            let _ = writeln!(manifest, "    - name: {name}");
            if name == "West" {
                manifest += "      formerName: North\n";
            }
            if dice.below(2) == 0 {
                manifest += "      contactLimit: 500\n";
            }
            manifest += "      users:\n        - {email: ops@agency.example, role: owner}\n";
            for person in &people {
                if dice.below(2) == 0 {
                    let role = access(&mut dice);
                    let _ = writeln!(manifest, "        - {{email: {person}, role: {role}}}");
                }
            }
        }
        manifest += "  retiredWorkspaces:\n    - {name: Old, id: 102, dataExported: 2025-01-01}\n";
        Self {
            files: vec![("acme.yaml".to_owned(), manifest)],
            state: State::parse(state.as_bytes()).unwrap(),
        }
    }
}

fn user(id: u64, email: &str, role: &str, status: &str) -> String {
    format!(
        r#"{{"id":{id},"email":"{email}","role":"{role}","status":"{status}","invitedAt":"2024-01-01T00:00:00Z"}}"#
    )
}

/// Numbers from a seed (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) >> 11).unwrap() % bound
    }
}

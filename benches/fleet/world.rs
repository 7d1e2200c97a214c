//! Fleets as files: manifests, and the snapshot that they are compared with.

use std::fmt::Write as _;
use tempfile::TempDir;

/// How much there is, and how much of it differs.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) organizations: u64,
    pub(crate) workspaces: u64,
    /// In each organization; everybody is in each of its workspaces.
    pub(crate) people: u64,
    /// Of a hundred people of a workspace, how many have another role than they are to have.
    pub(crate) differ: u64,
}

/// A project with a file for each organization, and `snapshot.json`.
pub(crate) fn write(world: World) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        std::fs::write(folder.path().join(path), text).expect("written");
    };
    write("rolecall.yaml", PROJECT);
    for number in 0..world.organizations {
        write(&format!("o{number:05}.yaml"), &manifest(world, number));
    }
    write("snapshot.json", &saved(world));
    folder
}

/// The snapshot alone.
pub(crate) fn saved(world: World) -> String {
    let seen: Vec<String> =
        (0..world.organizations).map(|number| snapshot(world, number)).collect();
    format!(r#"{{"format":"rolecall.snapshot/v1","organizations":[{}]}}"#, seen.join(",\n"))
}

const PROJECT: &str = "apiVersion: rolecall/v1
kind: Project
metadata: {name: fleet}
spec:
  platform: respond-io-console
  allowAssumed: true
  staff: [\"*@agency.example\"]
  lints: {RC104: off, RC105: off}
";

/// Whether this person is to have another role in this workspace: never its owner.
fn differs(world: World, number: u64, workspace: u64, person: u64) -> bool {
    person > 0 && (number * 31 + workspace * 7 + person * 5) % 100 < world.differ
}

/// In the organization.
fn role(person: u64) -> &'static str {
    match person {
        0 => "admin",
        1 => "user_admin",
        _ => "member",
    }
}

fn manifest(world: World, number: u64) -> String {
    let mut text = format!(
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: o{number:05}}}\nspec:\n  id: {}\n  users:\n",
        number + 1000
    );
    for person in 0..world.people {
        let role = role(person);
        let _ = writeln!(text, "    - {{email: {}, role: {role}}}", address(number, person));
    }
    text += "  workspaces:\n";
    for workspace in 0..world.workspaces {
        let _ = writeln!(text, "    - name: Workspace {workspace}\n      users:");
        for person in 0..world.people {
            let role = match (person, differs(world, number, workspace, person)) {
                (0, _) => "owner",
                (_, true) => "manager",
                (_, false) => "agent",
            };
            let _ =
                writeln!(text, "        - {{email: {}, role: {role}}}", address(number, person));
        }
    }
    text
}

fn snapshot(world: World, number: u64) -> String {
    let list = |items: &[String]| {
        format!(
            r#"{{"completeness":{{"is":"complete"}},"showsPending":true,"items":[{}]}}"#,
            items.join(",")
        )
    };
    let one = |person: u64, role: &str, rest: &str| {
        let (id, email) = (person + 1, address(number, person));
        format!(
            r#"{{"id":{id},"email":"{email}","role":"{role}","status":"active"{rest},"lastActive":"2026-11-20T16:40:00Z"}}"#
        )
    };
    let of_organization = |person| one(person, role(person), "");
    let of_workspace =
        |person| one(person, if person == 0 { "owner" } else { "agent" }, r#","restrictions":[]"#);
    let users: Vec<String> = (0..world.people).map(of_organization).collect();
    let access: Vec<String> = (0..world.people).map(of_workspace).collect();
    let workspaces: Vec<String> = (0..world.workspaces)
        .map(|it| {
            format!(
                r#"{{"id":{id},"name":"Workspace {it}","timezone":"UTC","contactLimit":"unlimited","contacts":100,"users":{users}}}"#,
                id = it + 1,
                users = list(&access)
            )
        })
        .collect();
    let limits =
        format!(r#"{{"workspaces":{},"users":{}}}"#, world.workspaces + 5, world.people + 5);
    format!(
        r#"{{"id":{},"actor":"{}","organization":{{"name":"O {number}","status":"ACTIVE","isResellerPartner":true,"limits":{limits}}},"users":{},"workspaces":{},"reads":12}}"#,
        number + 1000,
        address(number, 0),
        list(&users),
        list(&workspaces)
    )
}

/// The first two are staff. Sorted by address is sorted by number.
fn address(organization: u64, person: u64) -> String {
    match person {
        0 | 1 => format!("a{person}@agency.example"),
        _ => format!("person{person:04}@client{organization:05}.example"),
    }
}

//! Workspaces with hostile names are planned, changed, told as drift, compared and looked up: nothing that is shown on the
//! way begins another line, hides anything or is taken for a command.

use crate::names::{CORPUS, is_hidden};
use crate::support::Folder;
use serde_json::json;
use std::fmt::Write as _;

/// A text in double quotes, as YAML takes any.
fn in_yaml(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if (c.is_ascii_graphic() || c == ' ') && !"\"\\".contains(c) {
            out.push(c);
        } else {
            let _ = write!(out, "\\U{:08x}", u32::from(c));
        }
    }
    out + "\""
}

fn names() -> Vec<String> {
    CORPUS.iter().zip(1..).map(|(bad, number)| format!("W{bad}{number}")).collect()
}

/// An organization with a workspace of each name, where the manifest adds somebody and takes somebody out.
fn folder() -> Folder {
    let folder =
        Folder::project("platform: sandbox, sandbox: {seed: platform.json}, allowAssumed: true");
    let mut manifest = String::from(
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: acme}\nspec:\n  id: 239021\n  \
         safety: {maxRemovals: 100}\n  workspaces:\n",
    );
    let mut workspaces = Vec::new();
    for (name, id) in names().iter().zip(1000..) {
        let _ = writeln!(manifest, "    - name: {}\n      id: {id}\n      users:", in_yaml(name));
        for who in ["kim@agency.example, role: owner", "new@client.example, role: agent"] {
            let _ = writeln!(manifest, "        - {{email: {who}}}");
        }
        let users = json!([{"user": 2, "role": "owner"}, {"user": 3, "role": "agent"}]);
        workspaces.push(
            json!({"id": id, "name": name, "timezone": "UTC", "contacts": 7, "users": users}),
        );
    }
    folder.write("acme.yaml", manifest);
    let user = |id: u64, email: &str, role: &str| json!({"id": id, "email": email, "role": role, "status": "active", "invitedAt": "2024-02-05T08:00:00Z"});
    let seed = json!({
        "format": "rolecall.sandbox/v1",
        "actor": "ops@agency.example",
        "organizations": [{
            "id": 239_021, "name": "Acme", "status": "ACTIVE", "isResellerPartner": true,
            "limits": {"workspaces": 100, "users": 100},
            "users": [
                user(1, "ops@agency.example", "admin"),
                user(2, "kim@agency.example", "admin"),
                user(3, "bo@client.example", "member"),
            ],
            "workspaces": workspaces,
        }],
    });
    folder.write("platform.json", seed.to_string());
    folder
}

/// Lines that a name tries to forge.
const FORGED: &[&str] =
    &["+ eve@", "13 + eve@", "::", "##[", "##vso", "+ line", "held until 2026-12-01: nothing"];

#[track_caller]
fn is_harmless(what: &str, shown: &str) {
    assert!(!shown.is_empty(), "{what}");
    let hidden: String = shown.chars().filter(|c| is_hidden(*c)).collect();
    assert!(hidden.is_empty(), "{what}: {hidden:?} in {shown}");
    assert!(!shown.contains("##["), "{what}: {shown}");
    assert!(!what.contains("html") || !shown.contains("<script"), "{what}: {shown}");
    for line in shown.lines().map(str::trim_start) {
        assert!(!FORGED.iter().any(|forged| line.starts_with(forged)), "{what}: {line}");
    }
}

#[test]
fn no_verb_lets_a_name_forge_anything() {
    let folder = folder();
    let mut shown: Vec<(String, String)> = Vec::new();
    let mut run = |words: &[&str], code: i32| {
        let said = folder.run(words).ended(code);
        shown.push((words.join(" "), said.out.clone() + &said.err));
        said
    };
    run(&["plan", "--out", "before.json"], 0);
    run(&["drift", "--out", "drift.json"], 2);
    let applied = run(&["apply", "--plan", "before.json", "--yes", "--report", "report.json"], 0);
    assert!(applied.out.contains("verified"), "{}", applied.out);
    run(&["plan", "--out", "after.json"], 0);
    for format in ["text", "markdown", "html", "mermaid", "json"] {
        for file in ["before.json", "drift.json", "report.json"] {
            run(&["show", file, "--format", format], 0);
        }
    }
    for format in ["text", "json"] {
        let differences = run(&["diff", "before.json", "after.json", "--format", format], 2);
        assert_eq!(
            differences.out.matches("new@client.example joins ").count(),
            names().len(),
            "{}",
            differences.out
        );
        let history = run(&["history", "--format", format], 0);
        assert!(history.out.contains("new@client.example"), "{}", history.out);
        run(&["doctor", "--format", format], 0);
    }
    for bad in CORPUS.iter().filter(|bad| !bad.contains('\0')) {
        run(&["explain", &format!("W{bad}")], 64);
    }
    for (what, shown) in shown {
        is_harmless(&what, &shown);
    }
}

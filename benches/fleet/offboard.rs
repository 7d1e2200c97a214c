//! Somebody leaves 3,000 organizations, each a file of its own.

use crate::measure::{self, says};
use serde_json::{Value, json};
use tempfile::TempDir;

const ORGANIZATIONS: u64 = 3000;

const HEAD: &str = "\
apiVersion: rolecall/v1
kind: Project
metadata: {name: agency}
spec: {platform: sandbox, staff: ['*@agency.example']}
---
apiVersion: rolecall/v1
kind: Group
metadata: {name: care}
spec: {users: [cy@agency.example, mo@agency.example]}
";

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |path: String, text: String| {
        std::fs::write(folder.path().join(path), text).expect("written");
    };
    write("rolecall.yaml".to_owned(), HEAD.to_owned());
    let mut seen = Vec::new();
    for id in 1000..1000 + ORGANIZATIONS {
        // Every tenth lists the person by itself, all of them through the group.
        let own =
            if id % 10 == 0 { "        - {email: cy@agency.example, role: manager}\n" } else { "" };
        let text = format!(
            "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: c{id}}}\nspec:\n  id: {id}\n  users:\n    \
             - {{email: ops@agency.example, role: admin}}\n    - {{email: two@agency.example, role: admin}}\n  \
             workspaces:\n    - name: Main\n      users:\n        - {{email: ops@agency.example, role: owner}}\n        \
             - {{group: care, role: agent}}\n{own}"
        );
        write(format!("c{id}.yaml"), text);
        seen.push(snapshot(id));
    }
    let file = json!({"format": "rolecall.snapshot/v1", "organizations": seen});
    write("seen.json".to_owned(), file.to_string());
    folder
}

/// What the platform says of one of them: the two admins, and nobody else yet.
fn snapshot(id: u64) -> Value {
    let user = |id: u64, email: &str| json!({"id": id, "email": email, "role": "admin", "status": "active", "invitedAt": "2026-01-01T00:00:00Z"});
    let whole = json!({"is": "complete"});
    json!({
        "id": id,
        "actor": "ops@agency.example",
        "organization": {
            "name": "Client", "status": "ACTIVE", "isResellerPartner": true,
            "limits": {"workspaces": 5, "users": 10},
        },
        "users": {
            "completeness": whole, "showsPending": true,
            "items": [user(1, "ops@agency.example"), user(2, "two@agency.example")],
        },
        "workspaces": {"completeness": whole, "showsPending": true, "items": []},
        "reads": 2,
    })
}

/// The bar: 1 s.
pub(crate) async fn offboard() {
    let folder = folder();
    let words = ["offboard", "cy@agency.example", "--snapshot", "seen.json", "--write", "--quiet"];
    let run = measure::run(&words, Some(folder.path())).await;
    let figure = format!("{ORGANIZATIONS} files, 301 of them written: {:.2?} (bar 1 s)", run.took);
    says("offboard", &figure);
}

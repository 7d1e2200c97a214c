//! What a reviewer is told by verbs: who gains power comes first, drift counts whatever holds it, two plans compared.

use crate::common::Folder;

const PROJECT: &str = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: p}\nspec:\n  platform: sandbox\n  sandbox: {seed: platform.json, state: .rolecall/sandbox.json}\n";

fn project(manifest: &str, platform: &str) -> Folder {
    let folder = Folder::empty();
    folder.write("rolecall.yaml", PROJECT);
    folder.write("org.yaml", manifest);
    folder.write("platform.json", platform);
    folder
}

fn user(id: u64, email: &str, role: &str) -> serde_json::Value {
    serde_json::json!({"id": id, "email": email, "role": role, "status": "active", "invitedAt": "2026-01-01T00:00:00Z"})
}

fn platform(actor: &str, users: &[serde_json::Value], workspaces: serde_json::Value) -> String {
    serde_json::json!({"format": "rolecall.sandbox/v1", "actor": actor, "organizations": [{
        "id": 1, "name": "Acme", "status": "ACTIVE", "isResellerPartner": true,
        "limits": {"workspaces": 10, "users": 50}, "users": users, "workspaces": workspaces}]})
    .to_string()
}

fn shop(boss: &str) -> Folder {
    let manifest = format!(
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: my-shop}}\nspec:\n  id: 1\n  users:\n    - {{email: me@shop.example, role: admin}}\n{boss}  workspaces:\n    - name: My Workspace\n      users:\n        - {{email: al@shop.example, role: manager}}\n        - {{email: boss@other.example, role: agent}}\n"
    );
    let users = [user(1, "me@shop.example", "admin"), user(2, "al@shop.example", "member")];
    let workspaces = serde_json::json!([{"id": 1000, "name": "My Workspace", "timezone": "UTC", "contactLimit": null, "contacts": 7, "users": [{"user": 2, "role": "manager", "restrictions": []}]}]);
    project(&manifest, &platform("me@shop.example", &users, workspaces))
}

const BOSS: &str = "    - {email: boss@other.example, role: admin}\n";

#[test]
fn a_new_admin_who_joins_a_workspace_comes_first() {
    let said = shop(BOSS).run(&["plan"]).ended(0);
    let first = said.out.split("Look at first\n").nth(1).unwrap().lines().next().unwrap();
    assert!(first.contains("Made admin of the organization: boss@other.example"), "{}", said.out);
    let access = said.out.split("Access").nth(1).unwrap();
    assert!(access.contains("admin"), "{}", said.out);
}

#[test]
fn plans_are_compared_by_what_they_do() {
    let folder = shop(BOSS);
    folder.run(&["plan", "--out", "first.json"]).ended(0);
    folder.run(&["diff", "first.json", "first.json"]).ended(0);
    let manifest = folder
        .read("org.yaml")
        .replace("role: admin}\n  workspaces", "role: member}\n  workspaces");
    folder.write("org.yaml", manifest);
    folder.run(&["plan", "--out", "second.json"]).ended(0);
    let said = folder.run(&["diff", "first.json", "second.json"]).ended(2);
    assert!(said.out.contains("my-shop\n  only in the first plan\n"), "{}", said.out);
    assert!(said.out.contains("boss@other.example"), "{}", said.out);
    let other = folder.read("second.json").replace("\"sandbox:\"", "\"https://other.example\"");
    folder.write("edited.json", other);
    folder.run(&["diff", "first.json", "edited.json"]).ended(3);
}

#[test]
fn power_that_no_manifest_gives_is_a_difference_whatever_holds_its_repair() {
    let manifest = "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: acme}\nspec:\n  id: 1\n  users:\n    - {email: ops@agency.example, role: admin}\n    - {email: kim@agency.example, role: admin}\n  workspaces:\n    - name: Support\n      users:\n        - {email: kim@agency.example, role: owner}\n";
    let users = [
        user(1, "ops@agency.example", "admin"),
        user(2, "kim@agency.example", "admin"),
        user(9, "eve@evil.example", "admin"),
    ];
    let workspace = |id: u64, name: &str, owner: u64| serde_json::json!({"id": id, "name": name, "timezone": "UTC", "contactLimit": null, "contacts": 0, "users": [{"user": owner, "role": "owner", "restrictions": []}]});
    let workspaces = serde_json::json!([workspace(10, "Support", 2), workspace(11, "Secret", 9)]);
    let folder = project(manifest, &platform("ops@agency.example", &users, workspaces));
    let said = folder.run(&["drift"]).ended(2);
    assert!(said.out.contains("1 difference in 1 organization"), "{}", said.out);
    assert!(said.out.contains("no manifest gives: eve@evil.example in acme"), "{}", said.out);
    let additive = manifest.replace("  id: 1\n", "  id: 1\n  policy: {users: additive}\n");
    folder.write("org.yaml", additive);
    let said = folder.run(&["drift"]).ended(2);
    assert!(said.out.contains("1 difference in 1 organization"), "{}", said.out);
    assert!(said.out.contains("eve@evil.example"), "{}", said.out);
}

#[test]
fn codes_holds_and_fields_are_explained() {
    let folder = shop(BOSS);
    for (what, words) in [
        ("RC114", "No admin is left"),
        ("last_admin", "accepted admins"),
        ("3", "refused by a safety rule"),
        ("Organization.workspaces.contactLimit", "contactLimit"),
    ] {
        let said = folder.run(&["explain", what]).ended(0);
        assert!(said.out.contains(words), "{what}: {}", said.out);
    }
    let limit = folder.run(&["explain", "Organization.workspaces.contactLimit"]).ended(0).out;
    let example = "For example:\n  spec:\n    workspaces:\n      - contactLimit: 1\n";
    assert!(limit.ends_with(example), "{limit}");
    folder.run(&["explain", "nonsense"]).ended(64);
    assert!(folder.run(&["explain"]).ended(0).out.contains("RC101"));
}

#[test]
fn history_tells_a_filter_that_fits_nothing_from_no_run() {
    let folder = shop(BOSS);
    assert_eq!(folder.run(&["history"]).ended(0).out, "no run so far\n");
    folder.run(&["apply", "--yes"]);
    let said = folder.run(&["history", "--person", "nobody@x.example"]).ended(0);
    assert_eq!(said.out, "nothing fits the filter: there is 1 run\n");
    let said = folder.run(&["history", "--person", "boss@other.example"]).ended(0);
    assert!(
        said.out.contains("boss@other.example is invited to the organization as admin"),
        "{}",
        said.out
    );
}

#[test]
fn words_of_other_tools_are_understood_or_lead_to_ours() {
    let folder = shop(BOSS);
    assert!(folder.run(&["help", "plan"]).ended(0).out.contains("rolecall plan"));
    let page = folder.run(&["man", "plan"]).ended(0).out;
    assert!(page.contains(".nf\n  rolecall plan\n") && page.contains("EXIT STATUS"), "{page}");
    assert!(folder.run(&["version"]).ended(0).out.starts_with("rolecall 0."));
    let said = folder.run(&["apply", "--dry-run"]).ended(64);
    assert!(said.err.contains("`rolecall plan` shows"), "{}", said.err);
    // A guess of the parser leads nowhere.
    assert!(!said.err.contains("tip:"), "{}", said.err);
    let said = folder.run(&["plan", "--target", "my-shop"]).ended(64);
    assert!(said.err.contains("`--org NAME`"), "{}", said.err);
    assert!(!said.err.contains("--store"), "{}", said.err);
}

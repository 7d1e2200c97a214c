//! Small projects that once came out wrong, each one of a kind, from end to end: `tests/fixtures/cases`.

use crate::support::{Folder, Said, Sandbox};
use rolecall::model::{OrganizationId, WorkspaceId};
use rolecall::sandbox::Faults;
use secrecy::ExposeSecret as _;
use serde_json::Value;

/// A case's project against a server of its own, where something goes wrong.
struct Stage {
    folder: Folder,
    sandbox: Sandbox,
}

impl Stage {
    fn new(case: &str, faults: &str) -> Self {
        let folder = Folder::case(case);
        let sandbox = Sandbox::of(folder.file("platform.json").try_into().unwrap());
        sandbox.server.set_faults(Faults::parse(faults).unwrap());
        Self { folder, sandbox }
    }

    fn apply(&self, code: i32) -> Vec<Value> {
        let words = ["apply", "--yes", "--allow-assumed", "--report", "report.json"];
        self.sandbox.run(&self.folder, &words).ended(code);
        let report: Value = serde_json::from_str(&self.folder.read("report.json")).unwrap();
        report["organizations"][0]["steps"].as_array().unwrap().clone()
    }

    /// Who has access to the one workspace, by the id of the user.
    fn role(&self, user: u64) -> Option<String> {
        let state = serde_json::to_value(self.sandbox.server.state().unwrap()).unwrap();
        let users = state["organizations"][0]["workspaces"][0]["users"].as_array().unwrap().clone();
        let access = users.into_iter().find(|it| it["user"] == user)?;
        Some(access["role"].as_str().unwrap().to_owned())
    }

    fn verification(&self) -> String {
        let report: Value = serde_json::from_str(&self.folder.read("report.json")).unwrap();
        report["organizations"][0]["verification"].as_str().unwrap().to_owned()
    }
}

fn statuses(steps: &[Value]) -> Vec<&str> {
    steps.iter().map(|step| step["status"].as_str().unwrap()).collect()
}

#[track_caller]
fn says(said: &Said, words: &[&str]) {
    for word in words {
        assert!(said.out.contains(word) || said.err.contains(word), "no `{word}` in {said:#?}");
    }
}

#[test]
fn drift_counts_what_is_held() {
    let folder = Folder::case("drift-held");
    says(&folder.run(&["drift"]).ended(2), &["Drift: 1 difference in", "eve@evil.example"]);
}

#[test]
fn a_pin_that_is_gone_says_what_is_there() {
    let folder = Folder::case("pin-gone");
    let there = "the manifest pins id 10, which no longer exists; workspace Support has id 99";
    says(&folder.run(&["plan"]).ended(0), &[there]);
    says(&folder.run(&["drift"]).ended(2), &["Drift: 2 differences", there]);
    let plan: Value =
        serde_json::from_str(&folder.run(&["plan", "--format", "json"]).ended(0).out).unwrap();
    assert_eq!(plan["organizations"][0]["steps"][0]["reason"]["code"], "pin_gone");
}

#[test]
fn who_is_pending_where_no_list_shows_it_is_already_there_and_no_difference() {
    let stage = Stage::new("pending-unseen", "");
    let Stage { folder, sandbox: Sandbox { server, .. } } = &stage;
    folder.edit("own.yaml", "http://127.0.0.1:41033", &server.base_url());
    let token = server.workspace_token(OrganizationId::new(1), WorkspaceId::new(10));
    let token = token.unwrap().unwrap();
    let (url, password) = (server.base_url(), server.password());
    let variables = [
        ("ROLECALL_EMAIL", "ops@agency.example"),
        ("ROLECALL_PASSWORD", password.expose_secret()),
        ("WORKSPACE_TOKEN", token.expose_secret()),
        ("ROLECALL_BASE_URL", &url),
    ];
    let unseen = "it can't be told whether pat@client.example is in Support as agent";
    for _ in 0..2 {
        let drift = folder.run_with(&["drift"], &variables).ended(0);
        says(&drift, &["no differences", unseen]);
        let apply = ["apply", "--yes", "--allow-assumed", "--report", "report.json"];
        says(&folder.run_with(&apply, &variables).ended(0), &["already", "role can't be seen"]);
        assert_eq!(stage.verification(), "verified");
    }
    assert_eq!(stage.role(4).as_deref(), Some("manager"));
}

#[test]
fn one_bad_address_keeps_neither_others_out_nor_somebody_else_in() {
    let stage = Stage::new("bad-address-in-batch", "op=addWorkspaceUsers,refuse=p3@client.example");
    // Five of the six got in, and who was dismissed is out.
    assert_eq!(statuses(&stage.apply(5)), ["failed", "done"]);
    let state = serde_json::to_string(&stage.sandbox.server.state().unwrap()).unwrap();
    assert!(!state.contains("\"email\":\"gone@client.example\",\"role\""), "{state}");
    let outline = stage.sandbox.server.state().unwrap().outline();
    let invited: Vec<_> = outline.emails.keys().map(|(_, email, _)| email.canonical()).collect();
    for person in 0..6 {
        let got_in = invited.contains(&format!("p{person}@client.example").as_str());
        assert_eq!(got_in, person != 3, "p{person}: {invited:?}");
    }
}

#[test]
fn a_removal_that_is_none_is_not_verified() {
    let without_cy = |stage: &Stage| {
        stage.folder.edit("acme.yaml", "        - {email: cy@acme.example, role: agent}\n", "");
        stage.folder.edit(
            "acme.yaml",
            "ana@acme.example, role: owner",
            "bo@acme.example, role: owner",
        );
    };
    let none = "op=revokeWorkspaceAccess,effect=none";
    let whole = Stage::new("hand-over", none);
    without_cy(&whole);
    assert_eq!(statuses(&whole.apply(1)), ["done"]);
    assert_eq!(whole.verification(), "otherwise");

    // The lists are read once to plan; then cy is left out of one whose total still counts them.
    let hidden = format!("{none};op=listWorkspaceUsers,from=2,without=cy@acme.example");
    let partial = Stage::new("hand-over", &hidden);
    without_cy(&partial);
    assert_eq!(statuses(&partial.apply(5)), ["done"]);
    assert_eq!(partial.verification(), "unverified");
    assert_eq!(partial.role(5).as_deref(), Some("agent"));

    for look in ["without=cy@acme.example", "status=500"] {
        let gone =
            format!("op=revokeWorkspaceAccess,status=404;op=listWorkspaceUsers,from=2,{look}");
        let stage = Stage::new("hand-over", &gone);
        without_cy(&stage);
        assert_eq!(statuses(&stage.apply(5)), ["unknown"], "{look}");
    }
}

#[test]
fn an_owner_stays_whose_successor_is_none() {
    // Somebody gives ana less between the plan and the call.
    let agent = "op=addWorkspaceUsers,before=give ana@acme.example agent Sales";
    let stage = Stage::new("hand-over", agent);
    let steps = stage.apply(1);
    assert_eq!(statuses(&steps), ["failed", "not_attempted"]);
    assert_eq!(steps[0]["detail"]["message"], "is there already, as agent");
    assert_eq!(stage.role(4).as_deref(), Some("owner"));

    let stage = Stage::new("hand-over", "op=addWorkspaceUsers,effect=none");
    assert_eq!(statuses(&stage.apply(1)), ["done", "not_attempted"]);
    assert_eq!(stage.role(4).as_deref(), Some("owner"));
}

#[test]
fn an_address_with_two_ids_is_named_and_keeps_nobody_else() {
    let stage = Stage::new("hand-over", "op=listOrganizationUsers,twice=cy@acme.example");
    stage.folder.edit(
        "acme.yaml",
        "cy@acme.example, role: agent",
        "cy@acme.example, role: manager",
    );
    let words = ["plan", "--allow-assumed", "--format", "json"];
    let plan = stage.sandbox.run(&stage.folder, &words).ended(0);
    let plan: Value = serde_json::from_str(&plan.out).unwrap();
    let held = &plan["organizations"][0]["steps"][2];
    assert_eq!(
        (&held["email"], &held["reason"]["code"]),
        (&"cy@acme.example".into(), &"two_accounts".into()),
        "{held}"
    );
    assert_eq!(statuses(&stage.apply(0)), ["done", "done", "held"]);
}

#[test]
fn a_new_admin_is_what_is_looked_at_first() {
    let said = Folder::case("new-admin-in-workspace").run(&["plan"]).ended(0);
    let first = said.out.split("Look at first\n").nth(1).unwrap().lines().next().unwrap();
    assert_eq!(first.trim(), "! Made admin of the organization: boss@other.example in my-shop");
    says(&said, &["boss@other.example becomes an admin and reaches every workspace"]);
}

#[test]
fn a_character_that_cannot_be_seen_is_an_error_with_its_place() {
    let said = Folder::case("invisible-character").run(&["validate"]).ended(4);
    says(&said, &["RC014", "U+200B", "acme.yaml:14:37"]);
    let table = Folder::case("invisible-character-table");
    let onboard = ["onboard", "in.csv", "--template", "t", "--out", "clients"];
    says(&table.run(&onboard).ended(4), &["RC014", "U+200B", "in.csv:2:22"]);
    assert!(!table.file("clients").exists());
}

#[test]
fn a_parameter_that_is_left_out_is_never_a_text() {
    let folder = Folder::case("template-default");
    says(&folder.run(&["render"]).ended(4), &["RC030", "`city` is left out", "template.yaml:11"]);
    folder.edit("template.yaml", "${{ brand ~ ' ' ~ city }}", "${{ brand }}");
    let said = folder.run(&["render"]).ended(0);
    says(&said, &["name: Aster Spa ", "contactLimit: 1000", "show_only_mine"]);
}

#[test]
fn a_file_that_says_what_its_row_says_stays_as_it_is() {
    let onboard = ["onboard", "in.csv", "--template", "t", "--out", "clients"];
    for prettier in [false, true] {
        let folder = Folder::case("onboard-crlf");
        if prettier {
            folder.write("clients/foo.yaml", folder.read("foo-prettier.yaml.txt"));
        }
        let before = folder.read("clients/foo.yaml");
        folder.run(&onboard).ended(0);
        assert_eq!(folder.read("clients/foo.yaml"), before);
        assert!(folder.read("clients/bar.yaml").contains("organizationId: 2"));
    }
}

#[test]
fn a_project_inside_a_project_runs_nothing() {
    let folder = Folder::case("nested-project");
    says(&folder.run(&["plan", "clients"]).ended(4), &["is a Project inside of another one's"]);
    assert!(!folder.file("clients/STOLEN").exists() && !folder.file("STOLEN").exists());
}

use crate::support::{Folder, Sandbox};
use serde_json::Value;

#[test]
fn doctor_finds_nothing_wrong_with_the_example() {
    let folder = Folder::agency();
    let said = folder.run(&["doctor"]).ended(0);
    for words in ["ops@agency.example: admin, who may do everything", "19 automatic, 0 by hand"] {
        assert!(said.out.contains(words), "no `{words}` in:\n{}", said.out);
    }
}

#[test]
fn doctor_says_what_a_person_will_have_to_do() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let said = sandbox.run(&folder, &["doctor", "--format", "json"]).ended(0);
    let findings: Value = serde_json::from_str(&said.out).unwrap();
    assert!(findings["plan"]["manual"].as_u64().unwrap() > 0, "{}", said.out);
    assert_eq!(findings["examination"]["evidence"]["createWorkspace"], "verified");
    let writes = ["updateOrganization", "createWorkspace", "addWorkspaceUsers"];
    let counts = sandbox.server.counts();
    assert!(counts.keys().all(|it| !writes.contains(&it.to_string().as_str())), "{counts:?}");
}

/// Of an organization that is refused nothing is automatic.
#[test]
fn doctor_counts_what_can_run() {
    let folder = Folder::agency();
    let steps = |words: &[&str]| {
        let said = folder.run(&[&["doctor", "--format", "json"], words].concat()).ended(0);
        serde_json::from_str::<Value>(&said.out).unwrap()["plan"].clone()
    };
    assert_eq!(steps(&[])["refused"], 0);
    folder.edit(
        "rolecall.yaml",
        "safety: {minAdmins: 2}",
        "safety: {minAdmins: 2, maxRemovals: 0}",
    );
    let said = folder.run(&["plan", "--format", "json"]).ended(3);
    let plan: Value = serde_json::from_str(&said.out).unwrap();
    let refused = plan["summary"]["refused"].as_u64().unwrap();
    let found = steps(&[]);
    assert!(refused > 0, "{plan}");
    for count in ["automatic", "manual", "held", "refused"] {
        assert_eq!(found[count], plan["summary"][count], "{count}");
    }
    let text = folder.run(&["doctor"]).ended(0).out;
    assert!(text.contains(&format!("; {refused} organization")), "{text}");
}

#[test]
fn doctor_says_what_does_not_work() {
    let folder = Folder::project("platform: respond-io-console");
    let said = folder.run(&["doctor"]).ended(1);
    assert!(said.out.contains("does NOT work"), "{}", said.out);
    assert!(said.out.contains("ROLECALL_TOKEN"), "{}", said.out);
}

#[test]
fn render_writes_what_loads_as_the_same() {
    let folder = Folder::agency();
    let before = folder.run(&["plan", "--format", "json", "--now", "2026-11-23"]).ended(0).out;
    let rendered = folder.run(&["render"]).ended(0).out;
    std::fs::remove_dir_all(folder.file("clients")).unwrap();
    folder.write("all.yaml", rendered);
    let after = folder.run(&["plan", "--format", "json", "--now", "2026-11-23"]).ended(0).out;
    let actions = |plan: &str| -> Vec<Value> {
        let plan: Value = serde_json::from_str(plan).unwrap();
        let all = plan["organizations"].as_array().unwrap().iter();
        let steps = all.flat_map(|it| it["steps"].as_array().unwrap().clone());
        steps
            .map(|step| {
                [&step["id"], &step["action"], &step["users"], &step["email"], &step["after"]]
                    .map(Clone::clone)
                    .into_iter()
                    .collect()
            })
            .collect()
    };
    assert_eq!(actions(&before), actions(&after));
}

#[test]
fn a_report_is_shown_as_apply_told_it() {
    let folder = Folder::agency();
    let ran = folder.run(&["apply", "--yes", "--report", "report.json"]).ended(0);
    let shown = folder.run(&["show", "report.json"]).ended(0);
    assert!(shown.out.contains("kim@agency.example joins Admissions as owner"), "{}", shown.out);
    assert!(ran.out.ends_with(&shown.out), "{}\n{}", ran.out, shown.out);
    let drawn = folder.run(&["show", "report.json", "--format", "mermaid"]).ended(0);
    assert!(drawn.out.contains("1 #10003; workspace Recalls is created"), "{}", drawn.out);
}

#[test]
fn a_report_is_shown_in_any_format() {
    let folder = Folder::agency();
    folder.run(&["apply", "--yes", "--report", "report.json"]).ended(0);
    for format in ["text", "json", "markdown", "html", "mermaid"] {
        let said = folder.run(&["show", "report.json", "--format", format]).ended(0);
        assert!(format == "mermaid" || said.out.contains("verified"), "{format}: {}", said.out);
    }
}

#[test]
fn validate_speaks_to_machines() {
    let folder = Folder::agency();
    folder.edit(
        "clients/bloom.yaml",
        "hal@bloom.example, role: agent",
        "hal@bloom.example, role: agnt",
    );
    let sarif = folder.run(&["validate", "--format", "sarif"]).ended(4).out;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "RC015");
    let github = folder.run(&["validate", "--format", "github"]).ended(4).out;
    assert!(github.starts_with("::error file=clients/bloom.yaml,line=18"), "{github}");
}

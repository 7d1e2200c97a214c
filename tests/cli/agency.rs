use crate::support::{Folder, Said};
use serde_json::Value;
use std::collections::BTreeSet;

const ACTIONS: [&str; 11] = [
    "add_workspace_users",
    "change_organization_role",
    "change_workspace_access",
    "create_workspace",
    "delete_workspace",
    "invite_organization_user",
    "remove_organization_user",
    "resend_invitation",
    "revoke_workspace_access",
    "update_organization",
    "update_workspace",
];

fn apply(folder: &Folder, words: &[&str]) -> Said {
    let mut all = vec!["apply", "--yes", "--report", "report.json"];
    all.extend(words);
    folder.run(&all)
}

/// The actions that the last report says were done.
fn done(folder: &Folder) -> BTreeSet<String> {
    let report: Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    let organizations = report["organizations"].as_array().unwrap();
    let of = |it: &Value, name: &str| it[name].as_array().unwrap().clone();
    let steps = organizations.iter().flat_map(|it| of(it, "steps"));
    let planned = organizations.iter().flat_map(|it| of(&it["plan"], "steps"));
    let done = steps.zip(planned).filter(|(step, _)| step["status"] == "done");
    done.map(|(_, step)| step["action"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn it_ends_verified_and_then_there_is_nothing_to_do() {
    let folder = Folder::agency();
    let first = apply(&folder, &[]).ended(0);
    assert!(first.out.contains("verified"), "{}", first.out);
    assert!(first.out.contains("held"), "{}", first.out);
    let mut seen = done(&folder);

    let second = apply(&folder, &[]).ended(0);
    assert!(second.out.contains("nothing for rolecall to do: 4 steps held"), "{}", second.out);
    assert!(done(&folder).is_empty());

    let third = apply(&folder, &["--allow-workspace-deletion"]).ended(0);
    assert!(third.out.contains("verified"), "{}", third.out);
    seen.extend(done(&folder));
    assert_eq!(seen, ACTIONS.map(str::to_owned).into(), "every step kind was done");
}

#[test]
fn exit_codes_for_pipelines() {
    let folder = Folder::agency();
    folder.run(&["plan"]).ended(0);
    folder.run(&["plan", "--exit-code"]).ended(2);
    apply(&folder, &["--exit-code"]).ended(6);
    // What is held alone is not pending.
    folder.run(&["plan", "--exit-code"]).ended(0);
    apply(&folder, &["clients/acme-dental.yaml", "--exit-code"]).ended(0);
}

#[test]
fn nobody_to_ask_is_wrong_usage_and_nothing_is_done() {
    let folder = Folder::agency();
    let said = folder.run(&["apply"]).ended(64);
    assert!(said.err.contains("nobody to ask"), "{}", said.err);
    folder.run(&["plan", "--exit-code"]).ended(2);
}

#[test]
fn a_refused_plan_is_shown_and_not_applied() {
    let folder = Folder::agency();
    let words = ["--org", "cedar-school", "plan", "--max-removals", "1"];
    let said = folder.run(&words).ended(3);
    assert!(said.out.contains("refused") && said.out.contains("raj@cedar.example"), "{}", said.out);
    let said = apply(&folder, &["--max-removals", "1"]).ended(3);
    assert!(said.out.contains("refused"), "{}", said.out);
    folder.run(&["--org", "cedar-school", "plan", "--exit-code"]).ended(2);
    folder.run(&["--org", "acme-dental", "plan", "--exit-code"]).ended(0);
}

#[test]
fn paths_and_names_choose() {
    let folder = Folder::agency();
    let organizations = |words: &[&str]| -> Vec<String> {
        let mut all = vec!["plan", "--format", "json"];
        all.extend(words);
        let plan: Value = serde_json::from_str(&folder.run(&all).ended(0).out).unwrap();
        let all = plan["organizations"].as_array().unwrap().iter();
        all.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(organizations(&[]), ["acme-dental", "bloom", "cedar-school"]);
    assert_eq!(organizations(&["clients"]), ["acme-dental", "bloom", "cedar-school"]);
    assert_eq!(organizations(&["clients/bloom.yaml"]), ["bloom"]);
    assert_eq!(
        organizations(&["--org", "bloom", "--org", "acme-dental"]),
        ["acme-dental", "bloom"]
    );
    assert_eq!(organizations(&["--org", "*-*"]), ["acme-dental", "cedar-school"]);
    assert_eq!(organizations(&["--org", "bloo?", "--org", "acme-*"]), ["acme-dental", "bloom"]);
    folder.run(&["plan", "--org", "zed-*"]).ended(64).one_error("no organization fits `zed-*`");
    assert_eq!(organizations(&["clients/bloom.yaml", "clients/acme-dental.yaml"]).len(), 2);
}

#[test]
fn the_journal_says_what_was_done_and_shows_when_it_was_changed() {
    let folder = Folder::agency();
    assert_eq!(folder.run(&["history"]).ended(0).out, "no run so far\n");
    apply(&folder, &[]).ended(0);
    let said = folder.run(&["history", "--person", "dan@bloom.example"]).ended(0);
    assert!(said.out.contains("their contacts there go to fay@bloom.example"), "{}", said.out);
    assert!(!said.out.contains("acme-dental"), "{}", said.out);

    let journals = std::fs::read_dir(folder.file(".rolecall/journal")).unwrap();
    let journal = journals.map(|it| it.unwrap().path()).next().unwrap();
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, text.replacen("dan@bloom.example", "sam@bloom.example", 1)).unwrap();
    let said = folder.run(&["history"]).ended(1);
    assert!(said.out.contains("is NOT what was written"), "{}", said.out);
}

#[test]
fn a_report_that_can_not_be_written_is_an_error_and_what_was_done_is_said() {
    let folder = Folder::agency();
    let said = folder.run(&["apply", "--yes", "--report", "no/such/folder/report.json"]).ended(1);
    assert!(said.out.contains("verified"), "{}", said.out);
    assert!(said.err.contains("can't write no/such/folder/report.json"), "{}", said.err);
}

#[test]
fn a_program_can_follow_a_run_line_by_line() {
    let folder = Folder::agency();
    let words = ["--org", "bloom", "--quiet", "apply", "--yes", "--progress", "json"];
    let said = folder.run(&[&words[..], &["--report", "report.json"]].concat()).ended(0);
    let lines = said.err.lines().filter(|line| line.starts_with('{'));
    let events: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let of =
        |event: &str| -> Vec<&Value> { events.iter().filter(|it| it["event"] == event).collect() };
    assert!(events.iter().all(|event| event["organization"] == "bloom"), "{events:?}");
    let report: Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    let steps = report["organizations"][0]["steps"].as_array().unwrap().iter();
    let done: Vec<_> = steps.filter(|step| step["status"] == "done").map(|it| &it["id"]).collect();
    let finished = of("step_finished");
    let finished = finished.iter().filter(|it| it["status"] == "done").map(|it| &it["step"]);
    assert_eq!(finished.collect::<Vec<_>>().len(), done.len(), "{events:?}");
    assert!(!done.is_empty() && of("step_started").len() == done.len(), "{events:?}");
    assert_eq!(of("organization_started")[0]["steps"], done.len());
    assert_eq!(of("organization_finished")[0]["verification"], "verified");
    assert!(report["seconds"].as_f64().is_some_and(|seconds| seconds >= 0.0), "{report}");
    assert!(said.out.contains("  Took "), "{}", said.out);
}

#[test]
fn canaries_go_first() {
    let folder = Folder::agency();
    let said = folder.run(&["apply", "--yes", "--canary", "nobody"]).ended(64);
    assert!(said.err.contains("the canary `nobody` is not among the selected"), "{}", said.err);
    assert_eq!(said.out, "", "nothing is observed for it");
    let said = apply(&folder, &["--canary", "bloom", "--max-organizations", "1"]).ended(0);
    assert!(said.out.contains("verified"), "{}", said.out);
    assert!(said.out.contains("run again: 2 organizations are left"), "{}", said.out);
    let left =
        |name: &str, code| drop(folder.run(&["--org", name, "plan", "--exit-code"]).ended(code));
    left("bloom", 0);
    left("acme-dental", 2);
    left("cedar-school", 2);
}

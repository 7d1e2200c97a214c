use crate::support::{Folder, Sandbox};
use rolecall::model::{Email, OrganizationId};
use sha2::{Digest as _, Sha256};

fn saved() -> Folder {
    let folder = Folder::agency();
    folder.run(&["plan", "--out", "plan.json"]).ended(0);
    folder
}

#[test]
fn a_saved_plan_is_what_runs() {
    let folder = saved();
    let said = folder.run(&["apply", "--plan", "plan.json", "--yes"]).ended(0);
    assert!(said.out.contains("verified"), "{}", said.out);
    let history = folder.run(&["history"]).ended(0).out;
    let plan: serde_json::Value = serde_json::from_str(&folder.read("plan.json")).unwrap();
    let id = plan["id"].as_str().unwrap().strip_prefix("sha256:").unwrap();
    assert!(history.contains(&format!("plan {}", &id[..12])), "{history}");
    // A second time all of it is so already.
    let words = ["apply", "--plan", "plan.json", "--yes", "--report", "report.json"];
    folder.run(&words).ended(0);
    let report: serde_json::Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    let steps = report["organizations"].as_array().unwrap().iter();
    let steps: Vec<_> = steps.flat_map(|one| one["steps"].as_array().unwrap()).collect();
    assert!(steps.iter().any(|step| step["status"] == "already" && step["fact"] == "shows"));
    assert!(steps.iter().all(|step| step["status"] != "done"));
}

#[test]
fn its_options_come_from_the_file() {
    let folder = Folder::agency();
    let words = ["plan", "clients/bloom.yaml", "--allow-workspace-deletion", "--out", "plan.json"];
    folder.run(&words).ended(0);
    let said = folder.run(&["apply", "--plan", "plan.json", "--yes"]).ended(0);
    assert!(said.out.contains("\"Pop-up 2024\" is deleted"), "{}", said.out);
    folder.run(&["--org", "acme-dental", "plan", "--exit-code"]).ended(2);
}

#[test]
fn an_edited_plan_is_refused() {
    let folder = saved();
    folder.edit("plan.json", "fay@bloom.example", "eve@evil.example");
    for words in [&["apply", "--plan", "plan.json", "--yes"][..], &["show", "plan.json"]] {
        let said = folder.run(words).ended(3);
        assert!(said.err.contains("was changed after it was made"), "{}", said.err);
    }
    folder.run(&["plan", "--exit-code"]).ended(2);
}

#[test]
fn what_changed_since_is_named_and_the_others_go_on() {
    let folder = saved();
    folder.edit(
        "clients/bloom.yaml",
        "{email: hal@bloom.example, role: agent}",
        "{email: hal@bloom.example, role: manager}",
    );
    let said = folder.run(&["apply", "--plan", "plan.json", "--yes"]).ended(3);
    assert!(said.err.contains("bloom: the plan is stale: Store: now to be done"), "{}", said.err);
    assert!(said.err.contains("hal@bloom.example"), "{}", said.err);
    folder.run(&["--org", "bloom", "plan", "--exit-code"]).ended(2);
    folder.run(&["--org", "acme-dental", "plan", "--exit-code"]).ended(0);
}

#[test]
fn a_canary_that_is_stale_stops_the_others() {
    let folder = saved();
    folder.edit(
        "clients/bloom.yaml",
        "{email: hal@bloom.example, role: agent}",
        "{email: hal@bloom.example, role: manager}",
    );
    let words = ["apply", "--plan", "plan.json", "--yes", "--canary", "bloom"];
    let said = folder.run(&words).ended(3);
    assert!(said.out.contains("run again: 2 organizations are left"), "{}", said.out);
    folder.run(&["--org", "acme-dental", "plan", "--exit-code"]).ended(2);
}

#[test]
fn a_change_on_the_platform_makes_it_stale_too() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let words = ["--org", "cedar-school", "plan", "--allow-assumed", "--out", "plan.json"];
    sandbox.run(&folder, &words).ended(0);
    let who = Email::parse("temp@cedar.example").unwrap();
    assert!(sandbox.server.accept(OrganizationId::new(239077), &who).unwrap());
    let said = sandbox.run(&folder, &["apply", "--plan", "plan.json", "--yes"]).ended(3);
    assert!(said.err.contains("temp@cedar.example"), "{}", said.err);
}

#[test]
fn lines_that_moved_do_not_make_it_stale() {
    let folder = saved();
    folder.edit("clients/bloom.yaml", "kind: Organization", "\n# a comment\nkind: Organization");
    folder.run(&["apply", "--plan", "plan.json", "--yes"]).ended(0);
}

#[test]
fn a_plan_from_a_snapshot_applies_with_the_command_that_it_says() {
    let folder = Folder::agency();
    folder.run(&["snapshot", "--out", "seen.json"]).ended(0);
    let said = folder.run(&["plan", "--snapshot", "seen.json", "--out", "plan.json"]).ended(0);
    assert!(said.out.contains("rolecall apply --plan plan.json"), "{}", said.out);
    assert!(said.out.contains("sandbox at sandbox:\n"), "{}", said.out);
    folder.run(&["apply", "--plan", "plan.json", "--yes"]).ended(0);
}

#[test]
fn a_plan_from_a_snapshot_of_another_platform_applies_too() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    sandbox.run(&folder, &["snapshot", "--out", "seen.json"]).ended(0);
    let words = ["plan", "--allow-assumed", "--snapshot", "seen.json", "--out", "plan.json"];
    sandbox.run(&folder, &words).ended(0);
    sandbox.run(&folder, &["apply", "--plan", "plan.json", "--yes"]).ended(0);
}

#[test]
fn it_is_for_one_platform() {
    let (folder, sandbox) = (saved(), Sandbox::start());
    let said = sandbox.run(&folder, &["apply", "--plan", "plan.json", "--yes"]).ended(64);
    assert!(said.err.contains("the plan was made for sandbox at sandbox:\n"), "{}", said.err);
    assert!(said.err.contains("make another plan, for respond-io-console at"), "{}", said.err);
}

/// The file as another version wrote it.
fn altered(folder: &Folder, file: &str, alter: impl Fn(&mut serde_json::Value)) {
    let mut value = serde_json::from_str(&folder.read(file)).unwrap();
    alter(&mut value);
    folder.write(file, value.to_string());
}

#[test]
fn plans_and_drift_of_an_earlier_version_are_refused_by_name() {
    let folder = saved();
    folder.run(&["drift", "--out", "drift.json"]).ended(2);
    altered(&folder, "plan.json", |plan| _ = plan.as_object_mut().unwrap().remove("attention"));
    let earlier = |drift: &mut serde_json::Value| {
        drift["plan"].as_object_mut().unwrap().remove("attention");
    };
    altered(&folder, "drift.json", earlier);
    for words in [
        &["show", "plan.json"][..],
        &["apply", "--plan", "plan.json", "--yes"],
        &["diff", "plan.json", "plan.json"],
        &["show", "drift.json"],
    ] {
        let said = folder.run(words).ended(1);
        let expected = "the plan was made by an earlier rolecall (rolecall 0.1.0); plan again";
        assert!(said.err.contains(expected), "{words:?}: {}", said.err);
    }
    for (file, kind) in [("plan.json", "plan"), ("drift.json", "drift")] {
        altered(&folder, file, |value| value["format"] = format!("rolecall.{kind}/v2").into());
        let said = folder.run(&["show", file]).ended(1);
        assert!(said.err.contains(&format!("the file says `rolecall.{kind}/v2`")), "{}", said.err);
    }
}

/// The first reports said only whether an organization is verified.
#[test]
fn reports_of_an_earlier_version_are_read() {
    let folder = saved();
    let words = ["apply", "--plan", "plan.json", "--yes", "--report", "report.json"];
    folder.run(&words).ended(0);
    let now = folder.run(&["show", "report.json"]).ended(0).out;
    altered(&folder, "report.json", |report| {
        for organization in report["organizations"].as_array_mut().unwrap() {
            organization.as_object_mut().unwrap().remove("verification");
        }
    });
    assert_eq!(folder.run(&["show", "report.json"]).ended(0).out, now);

    // The very first did not have the plan, and said in their own way what had become possible.
    altered(&folder, "report.json", |report| {
        for organization in report["organizations"].as_array_mut().unwrap() {
            organization.as_object_mut().unwrap().remove("plan");
            organization["runAgain"] = serde_json::json!([{"action": "invite_organization_user", "people": ["cy@acme.example"]}]);
        }
    });
    let said = folder.run(&["show", "report.json"]).ended(1);
    assert!(said.err.contains("the report was made by an earlier rolecall"), "{}", said.err);
}

/// A journal as the first version wrote it, line by line.
const FIRST_JOURNAL: [&str; 6] = [
    r#"{"format":"rolecall.journal/v1","seq":1,"previous":null,"run":"r1","time":"2026-11-23T18:15:00Z","record":"start","detail":{"host":"ci","organizations":[{"actor":"ops@agency.example","id":1,"name":"acme"}],"pid":7,"plan":"sha256:0123456789abcdef","tool":"rolecall 0.0.0"}}"#,
    r#"{"format":"rolecall.journal/v1","seq":2,"previous":"PREVIOUS","run":"r1","time":"2026-11-23T18:15:01Z","record":"intent","organization":"acme","step":"acme/1","attempt":1,"action":"add_workspace_users","detail":{"users":[{"email":"cy@acme.example","invites":true,"role":"agent"}],"workspace":"Support","workspaceId":10}}"#,
    r#"{"format":"rolecall.journal/v1","seq":3,"previous":"PREVIOUS","run":"r1","time":"2026-11-23T18:15:02Z","record":"outcome","organization":"acme","step":"acme/1","attempt":1,"outcome":"done","detail":{"users":[{"email":"cy@acme.example","status":"done"}]}}"#,
    r#"{"format":"rolecall.journal/v1","seq":4,"previous":"PREVIOUS","run":"r1","time":"2026-11-23T18:15:03Z","record":"intent","organization":"acme","step":"acme/2","attempt":1,"action":"revoke_workspace_access","detail":{"before":{"restrictions":[],"role":"agent"},"email":"bo@acme.example","workspace":"Support","workspaceId":10}}"#,
    r#"{"format":"rolecall.journal/v1","seq":5,"previous":"PREVIOUS","run":"r1","time":"2026-11-23T18:15:04Z","record":"outcome","organization":"acme","step":"acme/2","attempt":1,"outcome":"already","detail":{"http":404}}"#,
    r#"{"format":"rolecall.journal/v1","seq":6,"previous":"PREVIOUS","run":"r1","time":"2026-11-23T18:15:05Z","record":"end","detail":{"exit":0}}"#,
];

#[test]
fn journals_of_the_first_version_are_read_and_others_refused_by_name() {
    let folder = Folder::case("drift-held");
    let journal = ".rolecall/journal/20261123T181500.000Z-0123456789ab.jsonl";
    let mut text = String::new();
    let mut previous = String::new();
    for line in FIRST_JOURNAL {
        let line = line.replace("PREVIOUS", &previous);
        let digest = Sha256::digest(line.as_bytes());
        previous =
            digest.iter().fold("sha256:".to_owned(), |all, byte| all + &format!("{byte:02x}"));
        text += &format!("{line}\n");
    }
    folder.write(journal, &text);
    let said = folder.run(&["history"]).ended(0).out;
    for words in [
        "run r1 on ci",
        "exit 0",
        "cy@acme.example joins Support as agent",
        "by ops@agency.example",
        "18:15:03Z already",
    ] {
        assert!(said.contains(words), "no `{words}` in {said}");
    }
    folder.write(journal, text.replace("journal/v1", "journal/v0"));
    let said = folder.run(&["history"]).ended(1).out;
    assert!(
        said.contains(
            "the file says `rolecall.journal/v0`; this rolecall reads `rolecall.journal/v1`"
        ),
        "{said}"
    );
}

#[test]
fn plans_of_different_platforms_are_not_compared() {
    let folder = saved();
    let (sandbox, other) = (Sandbox::start(), Folder::agency());
    sandbox.run(&other, &["plan", "--out", "plan.json"]).ended(0);
    folder.write("other.json", other.read("plan.json"));
    let said = folder.run(&["diff", "plan.json", "other.json"]).ended(64);
    said.one_error(
        "the plans are for different platforms: sandbox at sandbox:, and respond-io-console at",
    );
}

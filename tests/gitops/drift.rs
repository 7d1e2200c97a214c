use crate::common::Folder;
use std::fs;

#[test]
fn what_somebody_did_by_hand_is_told_and_exits_with_2() {
    let folder = Folder::example("agency");
    folder.run(&["apply", "--yes"]);
    let state = folder.read(".rolecall/sandbox.json");
    let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
    let reception =
        state.pointer_mut("/organizations/0/workspaces").unwrap().as_array_mut().unwrap();
    let reception = reception.iter_mut().find(|it| it["name"] == "Reception").unwrap();
    let agent = reception["users"].as_array_mut().unwrap();
    let agent = agent.iter_mut().find(|it| it["user"] == 13).unwrap();
    agent["role"] = "owner".into();
    fs::write(folder.path().join(".rolecall/sandbox.json"), state.to_string()).unwrap();

    let said = folder.run(&["drift", "--org", "acme-dental"]).ended(2);
    assert!(
        said.out.contains("eve@acme.example is in Reception as owner; the manifest says"),
        "{}",
        said.out
    );
    let said = folder.run(&["drift", "--org", "acme-dental", "--format", "markdown"]).ended(2);
    assert!(said.out.contains("as owner; the manifest says"), "{}", said.out);
    let said = folder.run(&["drift", "--org", "acme-dental", "--format", "html"]).ended(2);
    assert!(said.out.starts_with("<!DOCTYPE html>") || said.out.starts_with("<!doctype html>"));
    let said = folder.run(&["drift", "--org", "acme-dental", "--format", "json"]).ended(2);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["format"], "rolecall.drift/v1");
    assert_eq!(json["plan"]["organizations"][0]["name"], "acme-dental");
}

#[test]
fn an_organization_that_no_manifest_declares_any_more_is_named() {
    let folder = Folder::example("agency");
    folder.run(&["apply", "--yes"]);
    fs::remove_file(folder.path().join("clients/bloom.yaml")).unwrap();
    let said = folder.run(&["drift", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["forgotten"], serde_json::json!(["bloom"]));
    let said = folder.run(&["drift"]);
    assert!(said.out.contains("bloom"), "{}", said.out);
}

#[test]
fn renaming_a_manifest_forgets_nothing() {
    let folder = Folder::example("agency");
    folder.run(&["apply", "--yes"]);
    let text = folder.read("clients/bloom.yaml").replace("{name: bloom}", "{name: bloom-flowers}");
    fs::write(folder.path().join("clients/bloom.yaml"), text).unwrap();
    let said = folder.run(&["drift", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["forgotten"], serde_json::json!([]));
}

#[test]
fn saved_drift_is_shown_in_any_format_as_it_was_told() {
    let folder = Folder::example("agency");
    let day = ["--now", "2026-11-23"];
    let words = [&["drift", "--out", "drift.json", "--format", "json"][..], &day].concat();
    let json = folder.run(&words).ended(2).out;
    assert_eq!(folder.read("drift.json"), json);
    for format in ["text", "json", "markdown", "html", "mermaid"] {
        let told = folder.run(&[&["drift", "--format", format][..], &day].concat()).ended(2).out;
        let shown = folder.run(&["show", "drift.json", "--format", format]).ended(0).out;
        // Planned again, it is as old as it is, and that is all the difference.
        let same = |text: &str| {
            text.lines().filter(|it| !it.contains("createdAt")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(same(&shown), same(&told), "{format}");
    }
    let drawn = folder.run(&["show", "drift.json", "--format", "mermaid"]).ended(0).out;
    assert!(drawn.contains("wave 1"), "{drawn}");
}

#[test]
fn saved_drift_of_another_version_edited_or_cut_short_is_refused_with_what_is_wrong() {
    let folder = Folder::example("agency");
    let json = folder.run(&["drift", "--format", "json"]).ended(2).out;
    for (text, code, words) in [
        (json.replace("drift/v1", "drift/v2"), 1, "the file says `rolecall.drift/v2`"),
        (json.replace("plan/v1", "plan/v2"), 1, "the file says `rolecall.plan/v2`"),
        (json.replace("fay@bloom.example", "eve@evil.example"), 3, "was changed after it was made"),
        (json.replace("\"forgotten\"", "\"forgiven\""), 1, "nothing here is called `forgiven`"),
        (json[..json.len() / 2].to_owned(), 1, "not a readable plan, report or account of drift"),
        (json.replace("rolecall.drift/v1", "else/v1"), 1, "`rolecall.drift/v1`"),
        ("[]".to_owned(), 1, "the file says `no format`"),
    ] {
        folder.write("drift.json", &text);
        let said = folder.run(&["show", "drift.json"]).ended(code);
        assert!(said.out.is_empty() && said.err.contains(words), "no `{words}` in {}", said.err);
    }
}

#[test]
fn an_invitation_is_stale_once_the_manifest_would_have_it_sent_again() {
    let folder = Folder::example("agency");
    folder.run(&["apply", "--yes"]);
    let words = ["drift", "--org", "acme-dental"];
    folder.run(&words).ended(0);
    let later = folder.run(&[&words[..], &["--now", "2030-01-01"]].concat()).ended(2);
    let stale = "eve@acme.example was invited on ";
    assert!(later.out.contains(stale), "{}", later.out);
    // Without a number of days nothing is said to be stale: somebody who was invited is as the manifest says.
    let text = folder.read("clients/acme-dental.yaml");
    let limit = "  invitations: {resendAfterDays: 14}\n";
    assert!(text.contains(limit), "{text}");
    folder.write("clients/acme-dental.yaml", text.replace(limit, ""));
    let later = folder.run(&[&words[..], &["--now", "2030-01-01"]].concat()).ended(0);
    assert!(!later.out.contains("has not accepted"), "{}", later.out);
}

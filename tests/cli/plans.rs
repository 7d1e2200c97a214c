use crate::support::Folder;
use serde_json::Value;

/// A plan of one day as JSON, without the time it was made.
fn plan(folder: &Folder, words: &[&str]) -> String {
    let mut all = vec!["plan", "--format", "json", "--now", "2026-11-23"];
    all.extend(words);
    let said = folder.run(&all).ended(0);
    let mut plan: Value = serde_json::from_str(&said.out).unwrap();
    plan.as_object_mut().unwrap().remove("createdAt");
    plan.to_string()
}

#[test]
fn plans_are_the_same_bytes_on_every_run() {
    let folder = Folder::agency();
    let first = plan(&folder, &[]);
    for _ in 0..3 {
        assert_eq!(plan(&folder, &[]), first);
    }
}

#[test]
fn with_a_given_time_even_the_time_is_the_same() {
    let folder = Folder::agency();
    let words = ["plan", "--format", "json", "--now", "2026-11-23"];
    assert_eq!(folder.run(&words).ended(0).out, folder.run(&words).ended(0).out);
}

#[test]
fn the_names_and_the_order_of_files_do_not_matter() {
    let (straight, shuffled) = (Folder::agency(), Folder::agency());
    for (from, to) in [
        ("clients/acme-dental.yaml", "zz.yaml"),
        ("clients/bloom.yaml", "aa/deep/b.yml"),
        ("groups/agency-support.yaml", "clients/zzz.yaml"),
    ] {
        let text = shuffled.read(from);
        std::fs::remove_file(shuffled.file(from)).unwrap();
        shuffled.write(to, text);
    }
    // Only the places are different, and with them the ids.
    let bare = |text: String| -> Value {
        let mut plan: Value = serde_json::from_str(&text).unwrap();
        plan.as_object_mut().unwrap().remove("id");
        for organization in plan["organizations"].as_array_mut().unwrap() {
            for list in ["steps", "warnings"] {
                for item in organization[list].as_array_mut().unwrap() {
                    item.as_object_mut().unwrap().remove("source");
                }
            }
        }
        plan
    };
    assert_eq!(bare(plan(&straight, &[])), bare(plan(&shuffled, &[])));
}

#[test]
fn the_order_of_the_servers_answers_does_not_matter() {
    let (straight, turned) = (Folder::agency(), Folder::agency());
    let mut state: Value = serde_json::from_str(&turned.read("platform.json")).unwrap();
    state["organizations"].as_array_mut().unwrap().reverse();
    for organization in state["organizations"].as_array_mut().unwrap() {
        organization["users"].as_array_mut().unwrap().reverse();
        organization["workspaces"].as_array_mut().unwrap().reverse();
    }
    turned.write("platform.json", state.to_string());
    assert_eq!(plan(&straight, &[]), plan(&turned, &[]));
}

#[test]
fn a_snapshot_stands_in_for_the_platform() {
    let folder = Folder::agency();
    folder.run(&["snapshot", "--out", "snapshot.json"]).ended(0);
    let live = plan(&folder, &[]);
    std::fs::remove_file(folder.file("platform.json")).unwrap();
    let offline: Value =
        serde_json::from_str(&plan(&folder, &["--snapshot", "snapshot.json"])).unwrap();
    let live: Value = serde_json::from_str(&live).unwrap();
    assert_eq!(offline["organizations"], live["organizations"]);
}

#[test]
fn a_redacted_snapshot_has_no_address_and_the_same_structure() {
    let folder = Folder::agency();
    folder.run(&["snapshot", "--out", "open.json"]).ended(0);
    folder.run(&["snapshot", "--redact", "--out", "redacted.json"]).ended(0);
    let (open, redacted) = (folder.read("open.json"), folder.read("redacted.json"));
    assert!(open.contains("dan@bloom.example"));
    assert!(!redacted.contains("agency.example") && !redacted.contains("bloom.example"));
    for word in ["\"owner\"", "\"pending\"", "show_only_mine", "@"] {
        assert_eq!(open.matches(word).count(), redacted.matches(word).count(), "{word}");
    }
}

#[test]
fn a_plan_from_a_redacted_snapshot_has_the_same_steps() {
    let folder = Folder::agency();
    let steps = |more: &[&str], file: &str| {
        folder.run(&[&["snapshot", "--out", file], more].concat()).ended(0);
        let said = folder.run(&["plan", "--snapshot", file, "--format", "json"]).ended(0);
        let plan: Value = serde_json::from_str(&said.out).unwrap();
        (plan["summary"].clone(), said.err)
    };
    let (open, said) = steps(&[], "open.json");
    assert!(!said.contains("redacted"), "{said}");
    let (redacted, said) = steps(&["--redact"], "redacted.json");
    assert_eq!(open, redacted);
    assert!(said.contains("the snapshot is redacted"), "{said}");
}

#[test]
fn files_with_addresses_are_private() {
    let folder = Folder::agency();
    folder.run(&["plan", "--out", "plan.json"]).ended(0);
    folder.run(&["snapshot", "--out", "snapshot.json"]).ended(0);
    folder.run(&["apply", "--yes", "--report", "report.json"]).ended(0);
    #[cfg(unix)]
    for name in ["plan.json", "snapshot.json", "report.json", ".rolecall/sandbox.json"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.file(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn every_format_shows_every_organization() {
    let folder = Folder::agency();
    folder.run(&["plan", "--out", "plan.json"]).ended(0);
    for format in ["text", "json", "markdown", "html", "mermaid"] {
        let live = folder.run(&["plan", "--format", format]).ended(0).out;
        let saved = folder.run(&["show", "plan.json", "--format", format]).ended(0).out;
        for text in [live, saved] {
            for name in ["acme-dental", "bloom", "cedar-school"] {
                assert!(text.contains(name), "{format} without {name}:\n{text}");
            }
        }
    }
}

/// RC107 is told by the plan, since only that knows the contacts; a comment on the line takes it out all the same.
#[test]
fn a_comment_allows_what_only_the_plan_tells_of_its_line() {
    const ACME: &str = "clients/acme-dental.yaml";
    const TOLD: &str = "more than its limit";
    let folder = Folder::agency();
    folder.edit(ACME, "contactLimit: 5000", "contactLimit: 1");
    assert!(folder.run(&["plan", ACME]).ended(0).out.contains(TOLD));
    folder.edit(
        ACME,
        "contactLimit: 1",
        "contactLimit: 1  # rolecall: allow RC107 because it is being emptied",
    );
    let said = folder.run(&["plan", ACME]).ended(0).out;
    assert!(!said.contains(TOLD), "{said}");
    assert!(said.contains("contact limit unlimited → 1"), "{said}");
}

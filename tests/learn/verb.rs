//! The verb from outside: what it writes, what it refuses, and how it ends.

use crate::common::{Folder, Said};
use crate::console::Dialect;
use crate::export::{CANARIES, Exporter, har};
use crate::person::Taken;
use crate::schema::misfits;
use crate::session::tape;
use rolecall::learn::script::Script;

const PROJECT: &str = "apiVersion: rolecall/v1
kind: Project
metadata: {name: test}
spec: {platform: respond-io-console, staff: ['*@agency.example']}
";

fn none() -> Vec<String> {
    Vec::new()
}

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.write("rolecall.yaml", PROJECT);
    let acme = "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: acme}\nspec: {id: 239021, name: Acme}\n";
    folder.write("acme.yaml", acme);
    folder
}

/// A folder with a script in it, as the command writes it.
fn scripted(extra: &[&str]) -> (Folder, Said) {
    let folder = folder();
    let words = [
        &[
            "learn",
            "script",
            "--org-id",
            "239021",
            "--probe-email",
            "qa+{n}@agency.example",
            "--now",
            "2026-11-20",
        ],
        extra,
    ]
    .concat();
    let said = folder.run(&words);
    (folder, said)
}

fn script_of(folder: &Folder) -> Script {
    serde_json::from_str(&folder.read(".rolecall/learn.json")).unwrap()
}

fn recorded(dialect: Dialect, folder: &Folder) -> Vec<Taken> {
    tape(dialect, &script_of(folder), true)
}

#[test]
fn a_script_is_followed_recorded_and_learned() {
    let (folder, said) = scripted(&["--organization-name", "Acme Dental"]);
    let said = said.ended(0);
    assert!(said.err.contains("invitation e-mails go to qa+"), "{}", said.err);
    assert!(
        said.out.contains("invite-4") && said.out.contains("If you stop half-way"),
        "{}",
        said.out
    );
    let tape = recorded(Dialect::PLAIN, &folder);
    folder.write("session.har", har(&tape, Exporter::Firefox));
    let out = ["learn", "session.har", "--out", "platforms/console.yaml"];
    let learned = folder.run(&out).ended(0);
    assert!(
        learned.out.contains("✓ inviteOrganizationUser: POST /people, seen"),
        "{}",
        learned.out
    );
    assert!(learned.out.contains("differs from respond-io-console in"), "{}", learned.out);
    let file = folder.read("platforms/console.yaml");
    assert!(
        file.contains("extends: respond-io-console") && file.contains("evidence: recorded"),
        "{file}"
    );
    folder.run(&["validate"]).ended(0);
    // Once more: nothing to do. Something else there: shown, and kept.
    assert!(folder.run(&out).ended(0).err.contains("nothing to do"));
    folder.write("platforms/console.yaml", file.replace("/people", "/persons"));
    let shown = folder.run(&out).ended(64);
    assert!(shown.out.contains("-") && shown.err.contains("--force"), "{}", shown.err);
    folder.run(&[&out[..], &["--force"]].concat()).ended(0);
    assert_eq!(folder.read("platforms/console.yaml"), file);
    let json = folder.run(&["learn", "session.har", "--format", "json"]).ended(0);
    let shown: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert!(shown["operations"]["createWorkspace"]["seen"].as_u64().unwrap() >= 2, "{shown:#}");
    assert_eq!(misfits("learned", &shown), none());
    let script = serde_json::from_str(&folder.read(".rolecall/learn.json")).unwrap();
    assert_eq!(misfits("learn", &script), none());
    for canary in CANARIES {
        for text in [&learned.out, &learned.err, &file, &json.out, &json.err] {
            assert!(!text.contains(canary), "{canary}");
        }
    }
}

#[test]
fn what_is_missing_is_told_with_the_steps_to_record_again() {
    let (folder, said) = scripted(&[]);
    said.ended(0);
    let tape = recorded(Dialect::PLAIN, &folder);
    folder.write("session.har", har(&tape[..tape.len() / 2], Exporter::Chrome));
    let said = folder.run(&["learn", "session.har"]).ended(2);
    assert!(said.out.contains("✗ deleteWorkspace: no later read shows"), "{}", said.out);
    assert!(said.out.contains("record again: delete-1, delete-2"), "{}", said.out);
    let json = folder.run(&["learn", "session.har", "--format", "json"]).ended(2);
    let mut shown: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(shown["operations"]["deleteWorkspace"]["missing"]["reason"], "no_effect");
    assert_eq!(misfits("learned", &shown), none());
    shown["operations"]["deleteWorkspace"]["missing"]["reason"] = "bad_luck".into();
    assert!(!misfits("learned", &shown).is_empty());
}

#[test]
fn probe_addresses_that_are_nobodys_need_a_yes() {
    let folder = folder();
    let words = ["learn", "script", "--org-id", "239021", "--probe-email", "qa+{n}@other.example"];
    let said = folder.run(&words).ended(64);
    assert!(said.err.contains("`staff`"), "{}", said.err);
    folder.run(&[&words[..], &["--yes"]].concat()).ended(0);
    for (probe, why) in [("qa@agency.example", "{n}"), ("{n}", "no e-mail address")] {
        let said =
            folder.run(&["learn", "script", "--org-id", "1", "--probe-email", probe]).ended(64);
        assert!(said.err.contains(why), "{}", said.err);
    }
}

#[test]
fn bad_recordings_are_one_clear_error() {
    let (folder, said) = scripted(&[]);
    said.ended(0);
    let good = har(&recorded(Dialect::PLAIN, &folder), Exporter::Chrome);
    let text = String::from_utf8(good.clone()).unwrap();
    let other =
        text.replace("qa+", "xy+").replace("rolecall", "somebody").replace("239021", "555555");
    let limits: Vec<u64> = script_of(&folder)
        .steps
        .iter()
        .filter_map(|step| step.values.contact_limit?.number())
        .collect();
    let other = limits.iter().fold(other, |text, limit| text.replace(&limit.to_string(), "11"));
    for (name, bytes, why) in [
        ("empty.har", Vec::new(), "no HAR"),
        ("text.har", b"hello".to_vec(), "no HAR"),
        ("list.har", b"[]".to_vec(), "no HAR"),
        ("other.har", b"{\"log\": {}}".to_vec(), "no `log.entries`"),
        ("site.har", other.into_bytes(), "nothing of the script is in the recording"),
        (
            "old.har",
            text.replace("2026-11-20T", "2020-11-20T").into_bytes(),
            "before the script was made",
        ),
    ] {
        folder.write(name, bytes);
        let said = folder.run(&["learn", name]).ended(1);
        assert!(said.err.contains(why), "{name}: {}", said.err);
        assert!(said.err.contains("help:"), "{name}: {}", said.err);
    }
    folder.write("good.har", good);
    let said = folder.run(&["learn", "good.har", "--host", "elsewhere.example"]).ended(1);
    assert!(said.err.contains("what did went to"), "{}", said.err);
    let said = folder.run(&["learn", "good.har", "--script", "none.json"]).ended(1);
    assert!(said.err.contains("there is no script"), "{}", said.err);
    folder.write("two.json", "{\"format\": \"rolecall.learn/v2\"}");
    let said = folder.run(&["learn", "good.har", "--script", "two.json"]).ended(1);
    assert!(said.err.contains("rolecall.learn/v2"), "{}", said.err);
    let said = folder.run(&["learn", "good.har", "--out", "../console.yaml"]).ended(64);
    assert!(said.err.contains("outside of the project"), "{}", said.err);
    let said = folder.run(&["learn", "good.har", "--out", "respond-io-console.yaml"]).ended(64);
    assert!(said.err.contains("built-in"), "{}", said.err);
    for out in ["rolecall.yaml", "platforms/rolecall.yaml"] {
        let said = folder.run(&["learn", "good.har", "--out", out, "--force"]).ended(64);
        assert!(said.err.contains("the place of a Project"), "{}", said.err);
    }
    folder.run(&["learn"]).ended(64);
}

/// Half a gigabyte of what a browser does besides. Bars (release): 30 s, 300 MB.
#[test]
#[ignore = "writes 500 MB; run by name, with --release for its bars"]
#[cfg(target_os = "linux")]
#[expect(clippy::print_stdout, reason = "its figures are for the README")]
fn half_a_gigabyte() {
    use std::io::Write as _;
    let (folder, said) = scripted(&[]);
    said.ended(0);
    let good =
        String::from_utf8(har(&recorded(Dialect::PLAIN, &folder), Exporter::Chrome)).unwrap();
    let (head, entries) = good.split_once("\"entries\":[").unwrap();
    let mut file = std::fs::File::create(folder.path().join("big.har")).unwrap();
    write!(file, "{head}\"entries\":[").unwrap();
    let text =
        serde_json::json!("{\"items\":[".to_owned() + &"{\"name\":\"somebody\"},".repeat(12_000));
    let entry = format!(
        "{{\"startedDateTime\":\"2026-11-20T09:00:00Z\",\"request\":{{\"method\":\"GET\",\"url\":\"https://console.example/inbox\",\"headers\":[]}},\"response\":{{\"status\":200,\"content\":{{\"size\":9,\"mimeType\":\"application/json\",\"text\":{text}}}}}}},"
    );
    for _ in 0..(500 << 20) / entry.len() {
        file.write_all(entry.as_bytes()).unwrap();
    }
    file.write_all(entries.as_bytes()).unwrap();
    drop(file);
    let started = std::time::Instant::now();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .args(["learn", "big.har"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    let status = loop {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::yield_now();
    };
    let seconds = started.elapsed().as_secs_f64();
    println!("{seconds:.1} s, {} MB", peak >> 10);
    assert!(status.success() || status.code() == Some(2), "{status}");
    assert!(peak <= 300 << 10, "{} MB", peak >> 10);
    let bar = if cfg!(debug_assertions) { 300.0 } else { 30.0 };
    assert!(seconds <= bar, "{seconds:.1} s");
}

//! A server sends every secret back, in every encoding, at every operation: none is in what comes out, nor in any file.

use crate::common::{Folder, rolecall, said};
use crate::echo::{Echo, PASSWORD, Shape, encodings};
use rolecall::sandbox::Endpoint;
use serde_json::{Value, json};
use std::path::Path;

fn project() -> Folder {
    let folder = Folder::example("agency");
    let head = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: agency}\nspec:\n";
    let spec = "  platform: respond-io-console\n  allowAssumed: true\n  rate: {perSecond: 1000}\n  \
                timeouts: {request: 5s, retry: 100ms, readBack: 100ms, verify: 100ms}\n  \
                staff: ['*@agency.example']\n";
    folder.write("rolecall.yaml", format!("{head}{spec}"));
    folder
}

fn files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), found);
        } else if entry.file_name() != RECORDING {
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
            found.push((entry.path().display().to_string(), text));
        }
    }
}

/// Runs rolecall, and searches all that came of it; answers how often a secret was taken out.
fn run(echo: &Echo, folder: &Folder, words: &[&str], case: &str) -> usize {
    let mut command = rolecall();
    command.current_dir(folder.path()).args(["--base-url", echo.url(), "-vvv"]).args(words);
    command.env("ROLECALL_EMAIL", "ops@agency.example").env("ROLECALL_PASSWORD", PASSWORD);
    let said = said(&mut command);
    assert!(!said.err.contains("panicked"), "{case}: {}", said.err);
    let mut all = vec![("stdout".to_owned(), said.out), ("stderr".to_owned(), said.err)];
    files(folder.path(), &mut all);
    for secret in echo.secrets() {
        for encoded in encodings(&secret) {
            // A piece of it is one too: what was cut may end in the middle of a secret. Before it in the last ones stands
            // who logs in, in up to 28 characters.
            let before = if encoded.starts_with("b3BzQGFnZW5j") { 28 } else { 0 };
            let piece = encoded.chars().skip(before).take(12).collect::<String>();
            for (place, text) in &all {
                assert!(
                    !text.contains(&piece),
                    "{case}, {words:?}: {piece} is in {place}:\n{text}"
                );
            }
        }
    }
    all.iter().map(|(_, text)| text.matches("[secret]").count()).sum()
}

const APPLY: &[&str] = &[
    "apply",
    "--yes",
    "--allow-workspace-deletion",
    "--max-removals",
    "100%",
    "--report",
    "report.json",
];

#[test]
fn at_every_read() {
    at_every_operation(true);
}

#[test]
fn at_every_write_and_log_in() {
    at_every_operation(false);
}

/// Each operation of the console, and each way in which a secret comes back from it.
fn operations(of_reads: bool) -> Vec<(Endpoint, Shape)> {
    let mut all = Vec::new();
    for endpoint in Endpoint::ALL.iter().filter(|it| !it.path().starts_with("/v2")) {
        let reads = endpoint.name().starts_with("get") || endpoint.name().starts_with("list");
        // What fails a read is tried again, which takes long: how a log-in and a write fail stands for it.
        let slow =
            |shape: &Shape| reads && matches!(shape, Shape::Trouble | Shape::Page | Shape::Cut);
        let shapes = Shape::ALL.into_iter().filter(|shape| reads == of_reads && !slow(shape));
        all.extend(shapes.map(|shape| (*endpoint, shape)));
    }
    all
}

fn at_every_operation(of_reads: bool) {
    let (echo, mut taken_out, cases) = (Echo::start(), 0, operations(of_reads));
    for (endpoint, shape) in &cases {
        echo.echo(*shape, Some(*endpoint));
        let case = format!("{} {shape:?}", endpoint.name());
        let folder = project();
        taken_out += run(&echo, &folder, APPLY, &case);
        if *shape == Shape::Names {
            taken_out += run(&echo, &folder, &["history"], &case);
        }
    }
    assert!(taken_out > cases.len(), "{taken_out} in {}", cases.len());
}

/// Where all operations at once, or the log-in alone, send secrets back, and how.
const WAYS: &[(Option<Endpoint>, &[Shape])] =
    &[(None, &Shape::ALL), (Some(Endpoint::Login), Shape::ALL.split_at(4).0)];

/// Verbs that show what came, however it came.
const FEW: &[&[&str]] = &[
    &["plan", "--format", "json"],
    &["doctor"],
    &["snapshot", "--out", "seen.json"],
    &["import", "--org-id", "239021"],
];

/// All verbs, in an order in which each has the files that it reads.
const EVERY: &[&[&str]] = &[
    &["plan", "--out", "plan.json"],
    &["plan", "--format", "json"],
    &["plan", "--format", "markdown"],
    &["plan", "--format", "html"],
    &["plan", "--format", "mermaid"],
    &["drift", "--format", "json"],
    &["drift"],
    &["access"],
    &["access", "--format", "json", "--out", "access.json"],
    &["access", "--format", "html"],
    &["offboard", "hal@bloom.example"],
    &["offboard", "hal@bloom.example", "--format", "json"],
    &["adopt", "--with-power"],
    &["adopt", "--format", "json"],
    &["doctor"],
    &["doctor", "--format", "json"],
    &["show", "plan.json", "--format", "html"],
    &["diff", "plan.json", "plan.json"],
    &["plan", "--out", "-"],
    &["apply", "--yes", "--progress", "json", "--report", "-"],
    &["validate", "--format", "json"],
    &["render"],
    &["import"],
    &["snapshot", "--out", "seen.json"],
    &["import", "--org-id", "239021"],
    &["import", "--org-id", "555", "--out", "imported"],
];

/// Learning from a recording of such a console.
const LEARN: &[&[&str]] = &[
    &["learn", "script", "--org-id", "239021", "--probe-email", "qa+{n}@agency.example"],
    &["learn", RECORDING],
    &["learn", RECORDING, "--format", "json", "--out", "platforms/console.yaml"],
    &["learn", RECORDING, "--host", "console.example"],
];

/// It has the secrets, so it is not among the files that are searched.
const RECORDING: &str = "recording.har";

fn verbs(shape: Shape) -> &'static [&'static [&'static str]] {
    if shape == Shape::Names { EVERY } else { FEW }
}

/// Secrets at each operation, and by each verb.
pub(crate) fn cases() -> usize {
    let by_verb =
        |(_, shapes): &(_, &[Shape])| shapes.iter().map(|it| verbs(*it).len()).sum::<usize>();
    let by_verbs = WAYS.iter().map(by_verb).sum::<usize>() + LEARN.len();
    operations(true).len() + operations(false).len() + by_verbs
}

#[test]
fn by_every_verb() {
    let echo = Echo::start();
    for (at, shapes) in WAYS {
        for shape in *shapes {
            echo.echo(*shape, *at);
            let folder = project();
            let case = format!("all {shape:?}");
            let taken_out: usize =
                verbs(*shape).iter().map(|verb| run(&echo, &folder, verb, &case)).sum();
            // What is cut off, or no JSON, has none to take out.
            let has_some = matches!(shape, Shape::ErrorInside | Shape::Trouble | Shape::Names);
            assert!(taken_out > 0 || !has_some, "{case}");
        }
    }
}

/// What a browser recorded that followed a script: each step is answered with secrets, and sends them.
fn recording(script: &Value) -> String {
    let encoded = encodings(PASSWORD);
    let steps = script["steps"].as_array().unwrap().iter().zip(encoded.iter().cycle());
    let entry = |(step, secret): (&Value, &String)| {
        let header = |name: &str, value: &str| json!({"name": name, "value": value});
        let body = json!({"person": step["values"], "key": PASSWORD, "turn": secret, secret: 1});
        let headers = [header("authorization", secret), header("x-key", PASSWORD)];
        let content = json!({"mimeType": "application/json", "text": body.to_string()});
        json!({
            "startedDateTime": "2100-01-01T09:00:00Z",
            "request": {
                "method": "POST",
                "url": format!("https://console.example/people?key={}", encoded[1]),
                "headers": headers,
                "postData": content,
            },
            "response": {"status": 200, "headers": headers, "content": content},
        })
    };
    let entries: Vec<_> = steps.map(entry).collect();
    json!({"log": {"version": "1.2", "creator": {"name": PASSWORD}, "entries": entries}})
        .to_string()
}

#[test]
fn by_learn() {
    let (echo, folder) = (Echo::start(), project());
    let (script, learn) = LEARN.split_first().unwrap();
    run(&echo, &folder, script, "script");
    let script = serde_json::from_str(&folder.read(".rolecall/learn.json")).unwrap();
    folder.write(RECORDING, recording(&script));
    for words in learn {
        run(&echo, &folder, words, "learn");
        let said = folder.run(words).ended(1);
        assert!(said.out.contains("inviteOrganizationUser"), "{}", said.out);
    }
}

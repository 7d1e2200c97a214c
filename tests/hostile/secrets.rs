//! A server sends every secret back, in every encoding, at every operation: none is in what comes out, nor in any file.

use crate::common::{Folder, rolecall, said};
use crate::echo::{Echo, PASSWORD, Shape, encodings};
use rolecall::sandbox::Endpoint;
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
        } else {
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

fn at_every_operation(of_reads: bool) {
    let (echo, mut taken_out, mut cases) = (Echo::start(), 0, 0);
    let console = Endpoint::ALL.iter().filter(|it| !it.path().starts_with("/v2"));
    for endpoint in console {
        let reads = endpoint.name().starts_with("get") || endpoint.name().starts_with("list");
        if reads != of_reads {
            continue;
        }
        // What fails a read is tried again, which takes long: how a log-in and a write fail stands for it.
        let slow =
            |shape: &Shape| reads && matches!(shape, Shape::Trouble | Shape::Page | Shape::Cut);
        for shape in Shape::ALL.into_iter().filter(|shape| !slow(shape)) {
            echo.echo(shape, Some(*endpoint));
            let case = format!("{} {shape:?}", endpoint.name());
            let folder = project();
            taken_out += run(&echo, &folder, APPLY, &case);
            if shape == Shape::Names {
                taken_out += run(&echo, &folder, &["history"], &case);
            }
            cases += 1;
        }
    }
    assert!(cases >= if of_reads { 15 } else { 60 }, "{cases}");
    assert!(taken_out > cases, "{taken_out} in {cases}");
}

#[test]
fn by_every_verb() {
    let echo = Echo::start();
    let few: &[&[&str]] = &[
        &["plan", "--format", "json"],
        &["doctor"],
        &["snapshot", "--out", "seen.json"],
        &["import", "--org-id", "239021"],
    ];
    let all: &[&[&str]] = &[
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
    for (at, shapes) in [(None, &Shape::ALL[..]), (Some(Endpoint::Login), &Shape::ALL[..4])] {
        for shape in shapes {
            echo.echo(*shape, at);
            let folder = project();
            let case = format!("all {shape:?}");
            let verbs = if *shape == Shape::Names { all } else { few };
            let taken_out: usize = verbs.iter().map(|verb| run(&echo, &folder, verb, &case)).sum();
            // What is cut off, or no JSON, has none to take out.
            let has_some = matches!(shape, Shape::ErrorInside | Shape::Trouble | Shape::Names);
            assert!(taken_out > 0 || !has_some, "{case}");
        }
    }
}

use crate::support::Folder;
use std::process::{Command, Stdio};

#[test]
fn quiet_leaves_data_and_errors() {
    let folder = Folder::agency();
    let said = folder.run(&["apply", "--yes", "--quiet"]).ended(0);
    assert!(said.err.is_empty(), "{}", said.err);
    assert!(said.out.contains("verified"));
    let said = folder.run(&["--quiet", "plan", "nowhere"]).ended(64);
    assert!(said.err.contains("nowhere"));
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let folder = Folder::agency();
    let escape = '\u{1b}';
    assert!(!folder.run(&["plan"]).out.contains(escape));
    assert!(folder.run(&["plan", "--color", "always"]).out.contains(escape));
    assert!(!folder.run(&["plan", "--color", "never"]).out.contains(escape));
    let asked = folder.run_with(&["plan", "--color", "always"], &[("NO_COLOR", "1")]);
    assert!(asked.out.contains(escape), "a flag beats the environment");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::agency();
    for words in [&["plan", "--format", "json"][..], &["--help"], &["completions", "bash"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .args(words)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {said}");
        assert!(said.is_empty(), "{words:?}: {said}");
    }
}

#[test]
fn an_apply_whose_reader_is_gone_still_ends_verified() {
    let folder = Folder::agency();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .args(["apply", "--yes", "--report", "report.json"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(folder.read("report.json").contains("\"verified\": true"));
}

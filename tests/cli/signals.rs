use crate::support::{Folder, Sandbox};
use rolecall::sandbox::Faults;
use serde_json::Value;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// An apply whose writes hang in the sandbox, as soon as the first one does.
fn hanging(folder: &Folder, sandbox: &Sandbox) -> Child {
    sandbox.server.set_faults(Faults::parse("op=writes,hold=before").unwrap());
    let child = sandbox
        .command(&["apply", "--yes", "--allow-assumed", "--report", "report.json"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until(|| sandbox.server.holds() > 0);
    child
}

fn wait_until(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it never came to that");
        std::thread::yield_now();
    }
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits for the end; its code and what it said on stderr.
fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn statuses(folder: &Folder) -> Vec<String> {
    let report: Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    let organizations = report["organizations"].as_array().unwrap();
    let steps = organizations.iter().flat_map(|it| it["steps"].as_array().unwrap());
    steps.map(|it| it["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_first_signal_lets_calls_finish_and_starts_nothing_new() {
    for signal in ["-INT", "-TERM"] {
        let (folder, sandbox) = (Folder::agency(), Sandbox::start());
        folder.edit("rolecall.yaml", "safety:", "timeouts: {request: 1s, readBack: 1s}\n  safety:");
        let child = hanging(&folder, &sandbox);
        send(signal, &child);
        // What hangs is given up after its time, and looked up: then the run ends.
        let (code, said) = end(child);
        assert_eq!(code, Some(130), "{said}");
        assert!(said.contains("stopping"), "{said}");
        let statuses = statuses(&folder);
        assert!(statuses.iter().any(|it| it == "not_attempted"), "{statuses:?}");

        sandbox.server.set_faults(Faults::none());
        sandbox.run(&folder, &["apply", "--yes", "--allow-assumed"]).ended(0);
        let again = sandbox.run(&folder, &["apply", "--yes", "--allow-assumed"]).ended(0);
        assert!(again.out.contains("nothing to do"), "{}", again.out);
    }
}

#[test]
fn the_second_signal_ends_at_once() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let mut child = hanging(&folder, &sandbox);
    send("-INT", &child);
    let mut said = child.stderr.take().unwrap();
    let mut seen = String::new();
    while !seen.contains("stopping") {
        let mut some = [0; 256];
        let read = std::io::Read::read(&mut said, &mut some).unwrap();
        assert!(read > 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&some[..read]));
    }
    let begun = Instant::now();
    send("-INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn while_it_reads_a_signal_ends_it_at_once() {
    for (signal, words) in [
        ("-INT", &["plan"][..]),
        ("-TERM", &["plan"]),
        ("-TERM", &["apply", "--yes"]),
        ("-INT", &["drift"]),
        ("-TERM", &["doctor"]),
        ("-TERM", &["snapshot", "--out", "-"]),
    ] {
        let (folder, sandbox) = (Folder::agency(), Sandbox::start());
        sandbox.server.set_faults(Faults::parse("op=reads,hold=before").unwrap());
        let mut command = sandbox.command(words);
        let child = command.current_dir(folder.path()).stderr(Stdio::piped()).spawn().unwrap();
        wait_until(|| sandbox.server.holds() > 0);
        send(signal, &child);
        let (code, said) = end(child);
        assert_eq!(code, Some(130), "{words:?}: {said}");
        assert!(said.contains("nothing was changed"), "{words:?}: {said}");
        assert!(!folder.file(".rolecall/journal").exists(), "{words:?}");
    }
}

#[test]
fn a_signal_while_reading_ends_with_130_and_changes_nothing() {
    for verb in [&["apply", "--yes", "--report", "report.json"][..], &["plan"], &["drift"]] {
        let (folder, sandbox) = (Folder::agency(), Sandbox::start());
        sandbox.server.set_faults(Faults::parse("op=reads,hold=before").unwrap());
        let child = sandbox
            .command(verb)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        wait_until(|| sandbox.server.holds() > 0);
        send("-TERM", &child);
        let (code, said) = end(child);
        assert_eq!(code, Some(130), "{verb:?}: {said}");
        if verb[0] == "apply" {
            let report: Value = serde_json::from_str(&folder.read("report.json")).unwrap();
            assert_eq!((&report["exit"], &report["interrupted"]), (&130.into(), &true.into()));
        }
    }
}

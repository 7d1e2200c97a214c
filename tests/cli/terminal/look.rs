use super::Terminal;
use crate::support::{Folder, Sandbox};
use rolecall::sandbox::Faults;
use std::process::Command;

/// What begins a colour.
const COLOR: &str = "\u{1b}[3";

fn plan(folder: &Folder, words: &[&str], variable: Option<(&str, &str)>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.arg("plan").args(words).envs(variable).current_dir(folder.path());
    Terminal::of(&command).end().with(0)
}

#[test]
fn a_terminal_has_colours_unless_somebody_minds() {
    let folder = Folder::agency();
    assert!(plan(&folder, &[], None).contains(COLOR));
    for (words, variable) in [
        (&["--color", "never"][..], None),
        (&[], Some(("NO_COLOR", "1"))),
        (&[], Some(("TERM", "dumb"))),
    ] {
        let said = plan(&folder, words, variable);
        assert!(!said.contains(COLOR), "{words:?} {variable:?}: {said}");
    }
    let said = plan(&folder, &["--color", "always"], Some(("NO_COLOR", "1")));
    assert!(said.contains(COLOR), "a flag beats the environment");
}

#[test]
fn errors_are_coloured_too_and_machines_get_none() {
    let folder = Folder::agency();
    let said = Terminal::new(&folder, &["plan", "nowhere"]).end().with(64);
    assert!(said.contains(COLOR), "{said}");
    let json = plan(&folder, &["--format", "json", "--quiet"], None);
    serde_json::from_str::<serde_json::Value>(&json).unwrap();
}

#[test]
fn a_bar_counts_steps_on_a_terminal_and_plain_lines_elsewhere() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    sandbox.server.set_faults(Faults::parse("op=writes,latency=300").unwrap());
    let words = ["apply", "--org", "bloom", "--yes", "--allow-assumed"];
    let mut terminal = Terminal::of(sandbox.command(&words).current_dir(folder.path()));
    terminal.says("/6 steps");
    let said = terminal.end().with(0);
    assert!(said.contains("verified") && !said.contains("done bloom/1"), "{said}");

    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let said = sandbox.run(&folder, &words).ended(0);
    assert!(!said.err.contains(['\r', '\u{1b}']), "{}", said.err);
    assert!(said.err.contains("  done bloom/1"), "{}", said.err);
}

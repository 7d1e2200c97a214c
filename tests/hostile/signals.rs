//! SIGTERM and Ctrl-C end every verb with 130, whatever it is at. The verb waits for a file: a pipe into which nobody
//! writes, or for a terminal, or works on many manifests.

use crate::common::{Folder, rolecall};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// SIGINT and SIGTERM, by number.
const SIGNALS: [u32; 2] = [2, 15];

/// Verbs that wait for a file.
const WAITING: &[&[&str]] = &[
    &["show", "pipe"],
    &["diff", "pipe", "pipe"],
    &["plan", "--snapshot", "pipe"],
    &["apply", "--plan", "pipe", "--yes"],
    &["onboard", "pipe", "--template", "t", "--out", "clients"],
];

/// Verbs that read manifests for long.
const READING: &[&[&str]] = &[&["validate"], &["render"], &["history"], &["import"], &["plan"]];

/// Each verb with each signal.
pub(crate) fn cases() -> usize {
    (WAITING.len() + READING.len()) * SIGNALS.len()
}

fn kill(child: &Child, signal: u32) {
    let (signal, pid) = (format!("-{signal}"), child.id().to_string());
    assert!(Command::new("kill").args([&signal, &pid]).status().unwrap().success());
}

/// Waits until the process catches the signal: before that, it would die of it.
fn catches(child: &mut Child, signal: u32) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) && child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        let caught = status.unwrap_or_default();
        let caught =
            caught.lines().find_map(|it| it.strip_prefix("SigCgt:")?.trim().to_owned().into());
        let caught: String = caught.unwrap_or_default();
        if u64::from_str_radix(&caught, 16).is_ok_and(|mask| mask & (1 << (signal - 1)) != 0) {
            return true;
        }
        std::thread::yield_now();
    }
    false
}

fn ends_with_130(folder: &Folder, verb: &[&str]) {
    for signal in SIGNALS {
        let mut command = Command::new(rolecall().get_program());
        command.current_dir(folder.path()).args(verb);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        assert!(catches(&mut child, signal), "{verb:?} catches no {signal}");
        kill(&child, signal);
        let ended = child.wait().unwrap();
        assert_eq!(ended.code(), Some(130), "{verb:?} at {signal}: {ended:?}");
    }
}

#[test]
fn verbs_that_wait_for_a_file() {
    let folder = Folder::example("agency");
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    for verb in WAITING {
        ends_with_130(&folder, verb);
    }
}

#[test]
fn verbs_that_read_manifests() {
    let folder = Folder::empty();
    folder.write(
        "rolecall.yaml",
        "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: p}\nspec: {platform: sandbox}\n",
    );
    let organization = |number| {
        format!(
            "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: o{number}}}\nspec: {{id: {}}}\n",
            number + 1
        )
    };
    let many: Vec<_> = (0..8_000).map(organization).collect();
    folder.write("many.yaml", many.join("---\n"));
    for verb in READING {
        ends_with_130(&folder, verb);
    }
}

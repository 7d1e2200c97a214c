//! Flags and credentials that are meant to make a run wait, crash, or tell what it should not.

use crate::common::{Folder, rolecall, said};
use std::time::{Duration, Instant};

/// Values of flags that no run may crash on, nor wait for.
const FLAGS: &[(&str, &[&str])] = &[
    (
        "--lock-timeout",
        &[
            "9223372036854775807s",
            "18446744073709551615s",
            "1e400s",
            "-1s",
            "",
            "999999999999h",
            "1ns",
            "s",
            "0.0000001s",
        ],
    ),
    ("--parallelism", &["0", "-1", "18446744073709551616", "1.5", "x", ""]),
    (
        "--shard",
        &["0/1", "2/1", "1/0", "/", "1/", "/1", "1/18446744073709551616", "-1/2", "1/2/3", "x/y"],
    ),
    ("--batch", &["0", "-1", "99999999999999999999", "x"]),
    ("--max-organizations", &["0", "-1", "99999999999999999999", "x"]),
    ("--max-removals", &["-1", "101%", "1e3", "%", "99999999999999999999", "x%", "-0%"]),
    (
        "--now",
        &[
            "0",
            "9999-12-31T23:59:60Z",
            "-9999-01-01",
            "99999-01-01",
            "2026-02-30",
            "now",
            "1e9",
            "",
        ],
    ),
    ("--org", &["", "..", "a/b", "A", "-", "x y", "\u{202e}x", "*"]),
    ("--canary", &["", "..", "nobody", "A b"]),
    ("--platform", &["nobody", "../x.yaml", "/etc/passwd", "\u{1b}[31m", "http://evil.example"]),
    (
        "--base-url",
        &[
            "x",
            "ftp://a",
            "http://evil.example",
            "https://user:marked-secret@evil.example",
            "https://",
            "file:///etc/passwd",
            "https://app.respond.io.evil.example",
            "//evil.example",
            "https://evil.example:99999",
        ],
    ),
    ("--directory", &["none", "/dev/null", "\u{1b}[31m"]),
    ("--plan", &["none", "/dev/null", "."]),
    ("--color", &["x", ""]),
];

#[test]
fn no_flag_crashes_a_run_or_makes_it_wait() {
    for (flag, values) in FLAGS {
        for value in *values {
            let folder = Folder::example("agency");
            let begun = Instant::now();
            let mut command = rolecall();
            let words = format!("{flag}={value}");
            command.current_dir(folder.path()).args(["apply", "--yes", &words]);
            command.env("ROLECALL_TOKEN", "marked-secret-token");
            let said = said(&mut command);
            let all = said.out.clone() + &said.err;
            assert!(!said.err.contains("panicked"), "{words}: {}", said.err);
            assert!([0, 1, 3, 4, 64].contains(&said.code), "{words}: {} {all}", said.code);
            assert!(begun.elapsed() < Duration::from_secs(20), "{words}");
            assert!(!all.contains('\u{1b}') && !all.contains('\u{202e}'), "{words}: {all}");
            assert!(!all.contains("marked-secret"), "{words}: {all}");
        }
    }
}

/// Where a Project could send or get a credential, and what has to come of it.
const CREDENTIALS: &[(&str, &str)] = &[
    ("{default: {tokenFile: /dev/zero}}", "no regular file"),
    ("{default: {tokenFile: /dev/stdin}}", "no regular file"),
    ("{default: {tokenFile: .}}", "no regular file"),
    ("{default: {tokenFile: none}}", "can't be read"),
    ("{default: {tokenFile: large}}", "65536 bytes or more"),
    ("{default: {tokenFile: pipe}}", "no regular file"),
    ("{default: {tokenCommand: [sleep, '60']}}", "did not end within"),
    ("{default: {tokenCommand: [cat]}}", "empty token"),
    ("{default: {tokenCommand: ['no-such-program']}}", "can't be started"),
    ("{default: {tokenCommand: [false]}}", "failed"),
    ("{default: {tokenCommand: [sh, -c, 'echo $ROLECALL_PASSWORD']}}", "empty token"),
    ("{default: {tokenCommand: [sh, -c, 'echo $ROLECALL_OTHER']}}", "empty token"),
    ("{default: {tokenCommand: [sh, -c, 'printf \"two words\"']}}", "is no token"),
    ("{default: {tokenCommand: [sh, -c, 'printf \"\\\\377\"']}}", "no text"),
    ("{default: {tokenEnv: NOT_THERE}}", "not set"),
];

#[cfg(unix)]
#[test]
fn credentials_come_from_where_they_may_and_in_time() {
    for (credentials, why) in CREDENTIALS {
        let folder = Folder::example("agency");
        let head = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: p}\nspec:\n";
        let spec = "  platform: respond-io-console\n  timeouts: {request: 300ms, retry: 100ms}\n";
        folder.write("rolecall.yaml", format!("{head}{spec}  credentials: {credentials}\n"));
        folder.write("large", "x".repeat(70_000));
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
        let begun = Instant::now();
        let mut command = rolecall();
        command.current_dir(folder.path()).args(["--base-url", "http://127.0.0.1:1", "plan"]);
        command.env("ROLECALL_PASSWORD", "marked-secret").env("ROLECALL_OTHER", "marked-secret");
        let said = said(&mut command);
        let all = said.out + &said.err;
        assert_eq!(said.code, 1, "{credentials}: {all}");
        assert!(all.contains(why), "{credentials}: no `{why}` in {all}");
        assert!(!all.contains("marked-secret"), "{credentials}: {all}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{credentials}");
    }
}

/// What names a file to read or a command to run, in every kind of manifest that is no Project.
const NAMES_A_FILE: [&str; 6] = [
    "credentials: {default: {tokenCommand: [touch, ran]}}",
    "credentials: {default: {tokenFile: secret}}",
    "credential: {tokenCommand: [touch, ran]}",
    "tokenCommand: [touch, ran]",
    "sandbox: {seed: secret}",
    "store: 'file:///tmp'",
];
const OTHER_KINDS: [&str; 5] = ["Organization", "Client", "Template", "Group", "Platform"];

#[test]
fn nothing_but_the_project_names_a_file_or_a_command() {
    for kind in OTHER_KINDS {
        for field in NAMES_A_FILE {
            let folder = Folder::example("agency");
            folder.write("secret", "marked-secret");
            let head = format!("apiVersion: rolecall/v1\nkind: {kind}\nmetadata: {{name: mine}}\n");
            folder.write("clients/mine.yaml", format!("{head}spec:\n  {field}\n"));
            for verb in [&["validate"][..], &["plan"], &["apply", "--yes"], &["drift"]] {
                let said = folder.run(verb);
                let all = said.out + &said.err;
                assert_eq!(said.code, 4, "{kind} {field} {verb:?}: {all}");
                let place = "clients/mine.yaml:5:3";
                assert!(all.contains(place), "{kind} {field} {verb:?}: {all}");
                assert!(!all.contains("marked-secret"), "{kind} {field} {verb:?}: {all}");
                assert!(!folder.path().join("ran").exists(), "{kind} {field} {verb:?}: it ran");
            }
        }
    }
}

const BUILT_IN: [&str; 3] = ["respond-io-console", "respond-io-developer", "sandbox"];
const READERS: [&str; 5] = ["validate", "plan", "apply", "drift", "doctor"];

/// Flags with each value, credentials, what names a file, and names of Platforms with each verb.
pub(crate) fn cases() -> usize {
    let flags: usize = FLAGS.iter().map(|(_, values)| values.len()).sum();
    let files = OTHER_KINDS.len() * NAMES_A_FILE.len();
    flags + CREDENTIALS.len() + files + BUILT_IN.len() * READERS.len()
}

/// A Platform of the project that takes the name of a built-in one.
#[test]
fn a_platform_may_not_have_the_name_of_a_built_in_one() {
    for name in BUILT_IN {
        for verb in READERS {
            let folder = Folder::example("agency");
            let text = format!(
                "apiVersion: rolecall/v1\nkind: Platform\nmetadata: {{name: {name}}}\nspec: {{extends: respond-io-console}}\n"
            );
            folder.write("clients/mine.yaml", text);
            let said = folder.run(&[verb]);
            let all = said.out + &said.err;
            assert_eq!(said.code, 4, "{name} {verb}: {all}");
            assert!(all.contains("clients/mine.yaml:3:"), "{name} {verb}: {all}");
            assert!(all.contains("the name of a built-in Platform"), "{name} {verb}: {all}");
        }
    }
}

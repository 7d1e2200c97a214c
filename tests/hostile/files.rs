//! Files that are no files, and names that are more than names: links, devices, pipes, and what is read of them.

use crate::common::{Folder, Said, rolecall, said};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::process::Command;
use std::time::Duration;

/// Where each verb writes or reads something that is no file, or a file whose name is more than a name.
pub(crate) fn cases() -> usize {
    // A device by a link and by its name, two links, a plain file, stdout, and a folder.
    let written = WRITERS.len() * 7;
    let stored = STORE.len() * LEADING_OUT.len() * OF_STORE.len() + IN_STORE.len() * NO_FILE.len();
    // One more verb names the file itself.
    written + stored + NAMES.len() * (NAMING.len() + 1)
}

fn agency() -> Folder {
    Folder::example("agency")
}

/// Verbs that write a file where they are told.
const WRITERS: &[&[&str]] = &[
    &["plan", "--out"],
    &["drift", "--out"],
    &["snapshot", "--out"],
    &["apply", "--yes", "--report"],
];

fn write(folder: &Folder, verb: &[&str], to: &str) -> Said {
    let said = folder.run(&[verb, &[to][..]].concat());
    assert!([0, 2].contains(&said.code), "{verb:?} {to}: {}{}", said.out, said.err);
    said
}

#[test]
fn what_is_written_goes_through_devices_and_links_and_never_replaces_them() {
    for verb in WRITERS {
        let folder = agency();
        let device = folder.path().join("device");
        symlink("/dev/null", &device).unwrap();
        write(&folder, verb, "device");
        assert!(device.is_symlink(), "{verb:?}");
        write(&folder, verb, "/dev/null");
        let null = std::fs::metadata("/dev/null").unwrap();
        assert!(null.file_type().is_char_device(), "{verb:?} replaced the device");

        folder.write("kept/target.json", "old");
        symlink("kept/target.json", folder.path().join("link.json")).unwrap();
        write(&folder, verb, "link.json");
        assert!(folder.path().join("link.json").is_symlink(), "{verb:?}");
        assert!(folder.read("kept/target.json").contains("rolecall."), "{verb:?}");
        symlink("kept/new.json", folder.path().join("dangling.json")).unwrap();
        write(&folder, verb, "dangling.json");
        assert!(folder.read("kept/new.json").contains("rolecall."), "{verb:?}");

        write(&folder, verb, "plain.json");
        let access = std::fs::metadata(folder.path().join("plain.json")).unwrap().permissions();
        assert_eq!(access.mode() & 0o777, 0o600, "{verb:?}");
        let beside = folder.names(".").into_iter().filter(|it| it.starts_with(".plain"));
        assert_eq!(beside.count(), 0, "{verb:?}");
        // What is for people goes to stderr then, so that a program can read the rest.
        let out = write(&folder, verb, "-").out;
        let file: serde_json::Value = serde_json::from_str(&out).expect("stdout is the file");
        assert!(file["format"].as_str().unwrap().starts_with("rolecall."), "{verb:?}: {out}");
        assert!(!folder.path().join("-").exists(), "{verb:?}");
    }
}

#[test]
fn a_pipe_is_written_to() {
    let folder = agency();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reading = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    write(&folder, &["plan", "--out"], "pipe");
    assert!(reading.join().unwrap().contains("rolecall.plan/v1"));
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
}

#[test]
fn a_folder_is_no_file_to_write() {
    for verb in WRITERS {
        let folder = agency();
        folder.write("folder/x", "");
        let said = folder.run(&[verb, &["folder"][..]].concat());
        assert!(
            said.code != 0 && said.err.contains("can't write folder"),
            "{verb:?}: {}",
            said.err
        );
        assert_eq!(folder.names("folder"), ["x"]);
    }
}

/// Folders of the store, where a link leads them, and the verbs that use it.
const STORE: [&str; 3] = [".rolecall", ".rolecall/journal", ".rolecall/locks"];
const LEADING_OUT: [&str; 4] = ["/tmp", "elsewhere", "/dev/null", "nowhere"];
const OF_STORE: [&[&str]; 5] =
    [&["plan"], &["apply", "--yes"], &["drift"], &["doctor"], &["history"]];

#[test]
fn the_store_is_a_real_folder_of_the_project() {
    for place in STORE {
        for target in LEADING_OUT {
            let folder = agency();
            folder.write("elsewhere/kept", "");
            if place != ".rolecall" {
                std::fs::create_dir(folder.path().join(".rolecall")).unwrap();
            }
            symlink(target, folder.path().join(place)).unwrap();
            for verb in OF_STORE {
                // The embedded platform keeps its state there too, and is as careful.
                let said = folder.run(verb);
                assert_ne!(said.code, 0, "{place} → {target} {verb:?}: {}{}", said.out, said.err);
                assert_eq!(folder.names("elsewhere"), ["kept"], "{place} → {target} {verb:?}");
            }
        }
    }
}

const IN_STORE: [&str; 6] = [
    ".rolecall/journal/20200101T000000.000Z-1.jsonl",
    ".rolecall/locks/organization-239021.json",
    ".rolecall/locks/organization-239021.json.new",
    ".rolecall/locks/organization-239021.lock",
    ".rolecall/sandbox.json.new",
    ".rolecall/sandbox.json.lock",
];
const NO_FILE: [&str; 4] = ["/dev/zero", "pipe", "../../kept", "/proc/self/environ"];

/// Files of the store, where a pull request put something else in their place.
#[test]
fn files_of_the_store_are_files() {
    for place in IN_STORE {
        for target in NO_FILE {
            let folder = agency();
            folder.write("kept", "kept");
            folder.write(".rolecall/kept", "kept");
            folder.write(place, "");
            let there = folder.path().join(place);
            std::fs::remove_file(&there).unwrap();
            match target {
                "pipe" => assert!(Command::new("mkfifo").arg(&there).status().unwrap().success()),
                target => symlink(target, &there).unwrap(),
            }
            let all: [&[&str]; 3] = [&["apply", "--yes"], &["drift"], &["history"]];
            let verbs = if place.contains("journal") { &all[..] } else { &all[..1] };
            for verb in verbs {
                let mut command = rolecall();
                command.current_dir(folder.path()).args(*verb);
                command.env("MARKED", "marked-secret").timeout(Duration::from_secs(20));
                let said = said(&mut command);
                // A device is never read to its end, nor a pipe waited for.
                assert_ne!(said.code, -1, "{verb:?} {place} → {target}: {}{}", said.out, said.err);
                let all = said.out + &said.err;
                assert!(!all.contains("marked-secret"), "{verb:?} {place} → {target}: {all}");
            }
            assert_eq!(folder.read("kept"), "kept", "{place} → {target}");
            assert_eq!(folder.read(".rolecall/kept"), "kept", "{place} → {target}");
        }
    }
}

/// Names of files that would forge a line, hide, or be a command of a runner.
const NAMES: &[&str] = &[
    "x\n::add-mask::a\n.yaml",
    "x\r\n##[error]forged\r\n.yaml",
    "x\n##vso[task.setvariable variable=a]b.yaml",
    "\u{1b}[2K\u{1b}[31mred.yaml",
    "\u{202e}lmay.x.yaml",
    "a\u{200b}b.yaml",
    "a\u{2028}error: forged\u{2029}.yaml",
    "a\tb.yaml",
    "a\u{7f}\u{9b}31m.yaml",
    "x\nerror[RC001]: forged\n.yaml",
    "'; touch STOLEN; '.yaml",
    "$(touch STOLEN).yaml",
    "`touch STOLEN`.yaml",
    "%0A::error::forged.yaml",
    "-rf.yaml",
    "--help.yaml",
    "a b.yaml",
    "<script>alert(1)</script>.yaml",
    "a|b.yaml",
    "[x](https://evil.example).yaml",
    "\u{e0041}\u{feff}.yaml",
    "é\u{301}.yaml",
    "~.yaml",
];

/// Verbs that name a file that is wrong.
const NAMING: &[&[&str]] = &[
    &["validate"],
    &["validate", "--format", "json"],
    &["validate", "--format", "sarif"],
    &["validate", "--format", "github"],
    &["plan"],
    &["render"],
];

fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{e0041}')
}

#[test]
fn file_names_are_escaped_in_every_diagnostic_and_on_every_stream() {
    let wrong =
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: x}\nspec: {id: many}\n";
    for name in NAMES {
        let folder = agency();
        folder.write(&format!("clients/{name}"), wrong);
        let path = format!("clients/{name}");
        for words in NAMING.iter().copied().chain([&["validate", path.as_str()][..]]) {
            let said = folder.run(words);
            assert_eq!(said.code, 4, "{name:?} {words:?}: {}{}", said.out, said.err);
            let all = said.out.clone() + &said.err;
            let hidden: String = all.chars().filter(|c| is_hidden(*c)).collect();
            assert!(hidden.is_empty(), "{name:?} {words:?}: {hidden:?} in\n{all}");
            for forged in [
                "\n::add-mask",
                "\n##[error]forged",
                "\n##vso[",
                "\nerror: forged",
                "\nerror[RC001]: forged",
            ] {
                assert!(!all.contains(forged), "{name:?} {words:?}:\n{all}");
            }
            if words.contains(&"json") || words.contains(&"sarif") {
                serde_json::from_str::<serde_json::Value>(&said.out).unwrap();
            }
        }
        assert!(!folder.path().join("STOLEN").exists());
    }
}

#[test]
fn a_name_that_is_no_unicode_is_an_error_and_no_panic() {
    let folder = agency();
    let name = OsString::from_vec(b"clients/\xff\xfe.yaml".to_vec());
    std::fs::write(folder.path().join(name), "a: 1\n").unwrap();
    for verb in ["validate", "plan", "render"] {
        let said = folder.run(&[verb]);
        assert!(!said.err.contains("panicked"), "{verb}: {}", said.err);
    }
}

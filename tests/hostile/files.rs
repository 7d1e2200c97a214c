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
    written + stored + NAMES.len() * (NAMING.len() + 1) + NO_FILES.len() * GIVEN.len() + CAPS.len()
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

/// Verbs that read a file of rolecall.
const GIVEN: [&[&str]; 3] = [&["show"], &["apply", "--yes", "--plan"], &["plan", "--snapshot"]];

/// What is given where a file of rolecall is expected.
const NO_FILES: &[&str] = &[
    "/dev/null",
    "/proc/self/environ",
    "/proc/self/mem",
    ".",
    "none",
    "rolecall.yaml",
    "utf16.json",
    "binary",
];

#[test]
fn what_is_no_file_of_ours_is_one_error() {
    let folder = agency();
    folder.write("utf16.json", [0xff, 0xfe, b'{', 0, 0, 0xd8]);
    folder.write("binary", [0, 159, 146, 150]);
    folder.write("in.csv", "name\n");
    for file in NO_FILES {
        for verb in GIVEN {
            let words = [verb, &[*file]].concat();
            let mut command = rolecall();
            let command =
                command.current_dir(folder.path()).args(&words).env("MARKED", "marked-secret");
            let said = said(command);
            assert!(
                [1, 64].contains(&said.code),
                "{words:?}: {} {}{}",
                said.code,
                said.out,
                said.err
            );
            assert!(
                !said.err.contains("panicked") && !said.err.contains("marked-secret"),
                "{words:?}: {}",
                said.err
            );
            assert_eq!(
                said.err.lines().filter(|it| it.starts_with("error")).count(),
                1,
                "{words:?}: {}",
                said.err
            );
        }
    }
}

/// Each way of giving a saved file, a table or a recording, and how much of it is read at most.
const CAPS: &[(&[&str], &str)] = &[
    (&["show", "huge"], "1 GiB"),
    (&["diff", "huge", "huge"], "1 GiB"),
    (&["merge", "huge", "--out", "-"], "1 GiB"),
    (&["apply", "--yes", "--plan", "huge"], "1 GiB"),
    (&["onboard", "huge", "--template", "agency-client", "--out", "clients"], "8 MiB"),
    (&["plan", "--snapshot", "huge"], "4 GiB"),
    (&["access", "--from", "huge"], "4 GiB"),
    (&["learn", "huge"], "512 MiB"),
    (&["learn", "none.har", "--script", "huge"], "1 GiB"),
];

#[test]
fn what_is_too_large_is_told_and_not_read() {
    let folder = agency();
    let huge = std::fs::File::create(folder.path().join("huge")).unwrap();
    // It has no blocks on the disk.
    huge.set_len(5 << 30).unwrap();
    let script = ["learn", "script", "--org-id", "1", "--probe-email", "qa+{n}@agency.example"];
    folder.run(&[&script[..], &["--yes"]].concat()).ended(0);
    for (words, cap) in CAPS {
        let said = folder.run(words);
        // A table is as long as a manifest at most, and refused as one.
        assert_eq!(said.code, if *cap == "8 MiB" { 4 } else { 1 }, "{words:?}: {}", said.err);
        let told = format!("larger than {cap}");
        assert_eq!(said.err.matches(&told).count(), 1, "{words:?}: no `{told}` in {}", said.err);
        assert!(said.err.starts_with("error: huge"), "{words:?}: {}", said.err);
    }
}

/// What runs left in the folder has a cap as well: it is told of the one file, and all others are read.
#[test]
fn a_file_of_the_store_that_is_too_large_is_told_and_not_read() {
    let folder = agency();
    folder.run(&["apply", "--yes", "--org", "bloom"]).ended(0);
    let run = folder.names(".rolecall/reports").remove(0);
    let run = run.strip_suffix(".json").unwrap();
    let huge = |name: &str| {
        let path = folder.path().join(".rolecall").join(name);
        std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .unwrap()
            .set_len(2 << 30)
            .unwrap();
    };
    let journal = "20261101T000000.000Z-0123456789ab.jsonl";
    huge(&format!("journal/{journal}"));
    let history = folder.run(&["history"]).ended(1);
    let told = format!("{journal}: can't be read: it is larger than 1 GiB\n");
    assert!(history.out.ends_with(&told) && history.out.contains("bloom/1"), "{}", history.out);
    huge(&format!("reports/{run}.json"));
    let report = folder.run(&["show", &format!("store:{run}")]).ended(1);
    assert!(report.err.contains(": it is larger than 1 GiB\n"), "{}", report.err);
    huge("sandbox.json");
    let plan = folder.run(&["plan"]).ended(1);
    assert!(plan.err.contains("sandbox.json: it is larger than 1 GiB\n"), "{}", plan.err);
}

/// What a run is given has a cap together too, which is told before any of it is read: they are not even JSON.
#[test]
fn files_that_are_too_large_together_are_told_and_not_read() {
    let folder = agency();
    let script = ["learn", "script", "--org-id", "1", "--probe-email", "qa+{n}@agency.example"];
    folder.run(&[&script[..], &["--yes"]].concat()).ended(0);
    for (verb, each, enough) in [("merge", 1 << 30, 5), ("learn", 512 << 20, 9)] {
        let names: Vec<_> = (1..=enough).map(|number| format!("{verb}-{number}")).collect();
        for name in &names {
            // They have no blocks on the disk.
            std::fs::File::create(folder.path().join(name)).unwrap().set_len(each).unwrap();
        }
        let words: Vec<_> = std::iter::once(verb).chain(names.iter().map(String::as_str)).collect();
        let said = folder.run(&words).ended(1);
        let told = format!("error: up to {verb}-{enough}, the files have more than 4 GiB\n");
        assert!(said.err.starts_with(&told) && said.out.is_empty(), "{}", said.err);
    }
}

#[test]
fn a_file_may_begin_with_a_byte_order_mark_or_be_utf_16() {
    let folder = agency();
    folder.run(&["plan", "--out", "plan.json"]).ended(0);
    folder.run(&["snapshot", "--out", "snapshot.json"]).ended(0);
    folder.write("drift.json", folder.run(&["drift", "--format", "json"]).ended(2).out);
    let offline = |snapshot: &str, out: &str| {
        let now = ["--now", "2026-11-26"];
        let words = ["plan", "--snapshot", snapshot, "--out", out];
        folder.run(&[&words[..], &now].concat()).ended(0);
    };
    offline("snapshot.json", "offline.json");
    let ways = |text: &str| {
        let units = || [0xfeff].into_iter().chain(text.encode_utf16());
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        [little, big, [b"\xef\xbb\xbf", text.replace('\n', "\r\n").as_bytes()].concat()]
    };
    for bytes in ways(&folder.read("snapshot.json")) {
        folder.write("other.json", bytes);
        offline("other.json", "again.json");
        let without_time = |name: &str| {
            let mut plan: serde_json::Value = serde_json::from_str(&folder.read(name)).unwrap();
            plan.as_object_mut().unwrap().remove("createdAt");
            plan
        };
        assert_eq!(without_time("again.json"), without_time("offline.json"));
    }
    for bytes in ways(&folder.read("drift.json")) {
        folder.write("other.json", bytes);
        let shown = folder.run(&["show", "other.json", "--format", "json"]).ended(0);
        assert_eq!(shown.out, folder.read("drift.json"));
    }
    let text = folder.read("plan.json");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("unmarked.json", wide);
    let said = folder.run(&["show", "unmarked.json"]).ended(1);
    assert!(said.err.contains("UTF-16 without a byte order mark"), "{}", said.err);
    let little: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [little, big, marked] {
        folder.write("other.json", bytes);
        let shown = folder.run(&["show", "other.json", "--format", "json"]).ended(0);
        assert_eq!(shown.out, text);
    }
    for (file, bytes) in ["a.json", "b.json", "c.json"].into_iter().zip(ways(&text)) {
        folder.write(file, bytes);
        folder.run(&["diff", "plan.json", file]).ended(0);
    }
    folder.write("saved.json", &ways(&text)[0]);
    folder.run(&["apply", "--plan", "saved.json", "--yes", "--report", "report.json"]).ended(0);
    for bytes in ways(&folder.read("report.json")) {
        folder.write("other.json", bytes);
        let shown = folder.run(&["show", "other.json", "--format", "json"]).ended(0);
        assert_eq!(shown.out, folder.read("report.json"));
    }
}

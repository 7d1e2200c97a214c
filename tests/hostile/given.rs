//! What is given as a saved plan, report, snapshot, table or recording: what is none, how large it may be, and in which
//! encodings it may come.

use crate::common::{Folder, rolecall, said};

pub(crate) fn cases() -> usize {
    NO_FILES.len() * GIVEN.len() + CAPS.len()
}

fn agency() -> Folder {
    Folder::example("agency")
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

//! The pure rooms stay pure: values in, values out. Whoever needs a file, a clock or the network passes
//! in what it said.

use std::fs;
use std::path::{Path, PathBuf};

const PURE: &[&str] = &["model", "manifest", "plan", "people", "render", "learn"];

/// What only the outer rooms may name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env::",
    "std::net",
    "std::process",
    "std::io::std",
    // Threads that end with the call only share work.
    "thread::spawn",
    "thread::sleep",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "Zoned::now",
    "ZonedDateTime::now",
    "tokio",
    "reqwest",
    "axum",
    "async fn",
    ".await",
];

#[test]
fn pure_rooms_name_no_outside_world() {
    let mut found = Vec::new();
    let mut files = 0;
    for room in PURE {
        for file in rust_files(&Path::new("src").join(room)) {
            files += 1;
            let text = fs::read_to_string(&file).unwrap();
            for (number, line) in code_lines(&text) {
                for word in IMPURE.iter().filter(|word| line.contains(**word)) {
                    found.push(format!("{}:{number}: {word}", file.display()));
                }
            }
        }
    }
    assert!(files >= PURE.len(), "the rooms were not found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_the_command_line_prints() {
    let library = rust_files(Path::new("src"))
        .into_iter()
        .filter(|file| !file.starts_with("src/cli") && file.as_path() != Path::new("src/main.rs"));
    for file in library {
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in code_lines(&text) {
            let prints = ["io::stdout", "io::stderr", "println!", "eprint"];
            let found = prints.iter().find(|word| line.contains(**word));
            assert!(found.is_none(), "{}:{number}: {line}", file.display());
        }
    }
}

#[test]
fn the_core_does_not_use_the_sandbox() {
    for room in
        ["model", "manifest", "plan", "people", "render", "learn", "platform", "apply", "store"]
    {
        for file in rust_files(&Path::new("src").join(room)) {
            let text = fs::read_to_string(&file).unwrap();
            for (number, line) in code_lines(&text) {
                assert!(!line.contains("crate::sandbox"), "{}:{number}", file.display());
            }
        }
    }
}

#[test]
fn the_top_level_holds_just_this() {
    const THERE: &[&str] = &[
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "benches",
        "examples",
        "schemas",
        "src",
        "target",
        "tests",
    ];
    for entry in fs::read_dir(".").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || THERE.contains(&name.as_str()), "{name}");
    }
}

/// Lines that are code: comments say what they like, and so do tests at a file's end.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line));
    lines
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs")
            && !path.ends_with("tests.rs")
            && !path.components().any(|part| part.as_os_str() == "tests")
        {
            files.push(path);
        }
    }
    files.sort();
    files
}

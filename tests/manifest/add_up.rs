//! What manifests add up to, and what is told about wrong ones.

use crate::elsewhere::reads_the_same;
use jiff::civil::date;
use rolecall::manifest::{self, Code, Loaded, SourceFile};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/manifest").join(name)
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
    files.sort();
    files
}

fn load(path: &Path) -> Loaded {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    manifest::load(&[SourceFile { path: name, text }], date(2026, 11, 23))
}

fn snapshot(folder: &Path, name: &str, content: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, content));
}

/// Every file in `wrong/` is told about as its snapshot says; together they meet every code.
#[test]
fn wrong_manifests_are_told_about() {
    let folder = folder("wrong");
    let mut met = BTreeSet::new();
    for path in yaml_files(&folder) {
        let loaded = load(&path);
        assert!(!loaded.diagnostics.is_empty(), "{path:?}");
        met.extend(loaded.diagnostics.iter().map(|it| it.code));
        let notes = loaded
            .notes
            .iter()
            .map(|it| format!("note: {}:{}: {}\n", it.file, it.line, it.message));
        let told = manifest::text(&loaded.diagnostics, false) + &notes.collect::<String>();
        snapshot(&folder, &path.file_stem().unwrap().to_string_lossy(), &told);
    }
    let elsewhere = [Code::NestedProject, Code::ContactLimitTooLow, Code::InvalidProfile];
    let missing: Vec<_> =
        Code::ALL.iter().filter(|code| !met.contains(code) && !elsewhere.contains(code)).collect();
    assert_eq!(missing, Vec::<&Code>::new());
}

/// Every file in `valid/` adds up to what its snapshot says.
#[test]
fn valid_manifests_add_up() {
    let folder = folder("valid");
    for path in yaml_files(&folder) {
        let loaded = load(&path);
        assert_eq!(manifest::text(&loaded.diagnostics, false), "", "{path:?}");
        let Loaded { project, organizations, platforms, diagnostics: _, notes, .. } = &loaded;
        let shown = format!("{project:#?}\n{organizations:#?}\n{platforms:#?}\n{notes:#?}");
        snapshot(&folder, &path.file_stem().unwrap().to_string_lossy(), &shown);
    }
}

/// What `render` writes adds up to the same organizations, and reads as its snapshot.
#[test]
fn rendered_organizations_say_the_same() {
    let folder = folder("valid");
    for path in yaml_files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let mut files = vec![SourceFile { path: name, text }];
        let today = date(2026, 11, 23);
        let (rendered, loaded) = manifest::render(&files, today);
        rendered.iter().for_each(|it| reads_the_same(&it.text));
        let texts: Vec<_> = rendered.iter().map(|it| it.text.as_str()).collect();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        snapshot(&folder, &format!("{stem}.rendered"), &texts.join("---\n"));

        let keep = |document: &&str| {
            !["kind: Organization", "kind: Client"].iter().any(|it| document.contains(it))
        };
        let rest: Vec<_> = files[0].text.split("---\n").filter(keep).map(str::to_owned).collect();
        files[0].text = rest.join("---\n");
        let rendered = rendered
            .into_iter()
            .map(|it| SourceFile { path: format!("{}.yaml", it.name), text: it.text });
        files.extend(rendered);
        let again = manifest::load(&files, today);
        assert_eq!(
            again.organizations.len(),
            loaded.organizations.len(),
            "{}",
            manifest::text(&again.diagnostics, false)
        );
        for (a, b) in loaded.organizations.iter().zip(&again.organizations) {
            assert_eq!(without_sources(&format!("{a:#?}")), without_sources(&format!("{b:#?}")));
        }
    }
}

/// A debug text without the places in it.
fn without_sources(shown: &str) -> String {
    let mut kept = String::new();
    let mut inside = None;
    for line in shown.lines() {
        let indent = line.len() - line.trim_start().len();
        match inside {
            Some(end) if indent > end => {}
            Some(_) => inside = None,
            None if line.trim_start().starts_with("source: Source {") => inside = Some(indent),
            // Comments that allow a lint stand in the manifests alone.
            None if line.trim_start() == "lints: []," => {}
            None if line.trim_start() == "lints: [" => inside = Some(indent),
            None => kept += &format!("{line}\n"),
        }
    }
    kept
}

/// From the day after its last one, a line is as if it weren't there; up to then, as if it had no date.
#[test]
fn a_line_whose_day_is_over_is_as_if_it_were_not_there() {
    let people = |loaded: &Loaded| {
        let mut shown = String::new();
        for it in &loaded.organizations {
            shown += &format!("{:#?}\n{:#?}\n", it.users, it.hand_overs);
            let workspaces = it.workspaces.iter().map(|it| format!("{:#?}\n", it.users));
            shown += &workspaces.collect::<String>();
        }
        without_sources(&shown)
    };
    let dateless = |shown: String| {
        let shown = shown.replace("until: None,", "");
        let parts =
            shown.split("until: Some(").map(|it| it.trim_start().trim_start_matches("2026-11-22,"));
        parts.flat_map(str::split_whitespace).filter(|it| *it != "),").collect::<String>()
    };
    let text = fs::read_to_string(folder("valid").join("design.yaml")).unwrap();
    let text = text.replace("minAdmins: 2", "minAdmins: 1");
    let text = text.replace(
        "users: [Bo@agency.example, eve@agency.example]",
        "users:\n    - {email: Bo@agency.example}\n    - {email: eve@agency.example}",
    );
    let read = |text: &str, day| {
        manifest::load(&[SourceFile { path: "x.yaml".to_owned(), text: text.to_owned() }], day)
    };
    let (last, after) = (date(2026, 11, 22), date(2026, 11, 23));
    let lines: Vec<&str> = text.lines().collect();
    let mut tried = 0;
    for (number, line) in lines.iter().enumerate() {
        let lists = ["- {email:", "- {group:"].iter().any(|it| line.trim().starts_with(it));
        if !lists || line.contains("reassign") {
            continue;
        }
        let with = |line: &str| {
            let mut all = lines.clone();
            all[number] = line;
            all.join("\n")
        };
        let dated = with(&format!("{}, until: 2026-11-22}}", line.strip_suffix('}').unwrap()));
        let without = with("");
        let ended = read(&dated, after);
        assert!(!ended.has_errors(), "{dated}{}", manifest::text(&ended.diagnostics, false));
        assert_eq!(people(&ended), people(&read(&without, after)), "{dated}");
        assert_eq!(
            dateless(people(&read(&dated, last))),
            dateless(people(&read(&text, last))),
            "{dated}"
        );
        tried += 1;
    }
    assert!(tried >= 8, "{tried} lines");
}

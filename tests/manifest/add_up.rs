//! What manifests add up to, and what is told about wrong ones.

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

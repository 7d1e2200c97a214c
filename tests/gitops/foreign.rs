//! Files in the project's folder that are somebody else's.

use crate::common::Folder;

const ORGANIZATION: &str =
    "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: late}\nspec: {id: 77}\n";

#[test]
fn what_is_no_manifest_is_passed_over_with_a_note() {
    let folder = Folder::example("reseller");
    let huge = format!("openapi: 3.1.0\npaths:\n{}", "  /a: {get: {}}\n".repeat(700_000));
    folder.write("openapi.yaml", &huge);
    folder.write("chart.yml", "{{- if .Values.x }}\nkind: [\n{{- end }}\n");
    std::fs::write(folder.path().join("latin.yaml"), b"name: caf\xe9\n").unwrap();
    let said = folder.run(&["validate"]).ended(0);
    for note in [
        "openapi.yaml:1: passed over: it is larger than 8 MiB",
        "chart.yml:1: no manifest",
        "latin.yaml:1: passed over: line 1 is not UTF-8: the file looks like Latin-1",
    ] {
        assert!(said.err.contains(note), "{note}: {}", said.err);
    }
    // One that says that it is ours has to be right.
    std::fs::write(folder.path().join("latin.yaml"), b"apiVersion: rolecall/v1 # caf\xe9\n")
        .unwrap();
    // It is told with all that is wrong elsewhere, in every format, and what may be in it isn't missed.
    folder.write("rolecall.yaml", folder.read("rolecall.yaml") + "  surprise: 1\n");
    folder.write(
        "lost.yaml",
        ORGANIZATION.replace("{id: 77}", "{id: 77, users: [{group: in-latin, role: admin}]}"),
    );
    for format in ["text", "json", "sarif", "github"] {
        let said = folder.run(&["validate", "--format", format]).ended(4);
        for words in ["latin.yaml", "line 1 is not UTF-8", "surprise"] {
            assert!(said.out.contains(words), "{format}: {}", said.out);
        }
        assert!(!said.out.contains("in-latin"), "{format}: {}", said.out);
    }
}

#[test]
fn a_misspelt_api_version_is_told_in_every_format() {
    for (from, to) in [
        ("apiVersion: rolecall/v1", "piVersion: rolecall/v1"),
        ("apiVersion: rolecall/v1", "apiversion: rolecall/v1"),
        ("apiVersion: rolecall/v1", "apiVersion: Rolecall/v1"),
        ("apiVersion: rolecall/v1", "apiVersion: rolecal/v1"),
        ("apiVersion: rolecall/v1", "apiVersion: v1/rolecall"),
    ] {
        let folder = Folder::example("reseller");
        folder.write("late.yaml", ORGANIZATION.replace(from, to));
        for format in ["text", "json", "sarif", "github"] {
            let said = folder.run(&["validate", "--format", format]).ended(0);
            assert!(
                said.out.contains("RC118") && said.out.contains("late.yaml"),
                "{to} as {format}: {}",
                said.out
            );
        }
    }
}

#[test]
fn the_project_leaves_folders_out_and_reads_any_ending_and_encoding() {
    let folder = Folder::example("reseller");
    folder.write("fixtures/broken.yaml", "apiVersion: rolecall/v1\nkind: [\n");
    folder.run(&["validate"]).ended(4);
    let project =
        folder.read("rolecall.yaml").replacen("spec:\n", "spec:\n  exclude: [fixtures]\n", 1);
    folder.write("rolecall.yaml", &project);
    folder.run(&["validate"]).ended(0);
    let wide: Vec<u8> = ORGANIZATION.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("LATE.YML"), [&[0xff, 0xfe], wide.as_slice()].concat())
        .unwrap();
    assert!(folder.run(&["render", "--org", "late"]).ended(0).out.contains("id: 77"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_only_and_what_is_no_file_is_not_opened() {
    use std::os::unix::fs::symlink;
    let folder = Folder::example("reseller");
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("a.yaml"), ORGANIZATION).unwrap();
    folder.write(".kept/late.txt", ORGANIZATION);
    symlink(folder.path().join(".kept/late.txt"), folder.path().join("one.yaml")).unwrap();
    symlink(folder.path().join(".kept/late.txt"), folder.path().join("two.yaml")).unwrap();
    symlink(folder.path().join("clients"), folder.path().join("again")).unwrap();
    symlink(elsewhere.path(), folder.path().join("out")).unwrap();
    symlink("/proc/self/environ", folder.path().join("secret.yaml")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.yaml")).status();
    assert!(pipe.unwrap().success());
    let said = folder.run(&["validate"]).ended(0);
    assert!(
        said.out.contains("7 organizations") || said.err.contains("7 organizations"),
        "{}",
        said.out
    );
    for note in [
        "out:1: passed over: it is a link that leads out",
        "secret.yaml:1: passed over",
        "pipe.yaml:1: passed over: it is no regular file",
    ] {
        assert!(said.err.contains(note), "{note}: {}", said.err);
    }
}

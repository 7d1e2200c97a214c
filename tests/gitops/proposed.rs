//! Planning what a branch proposes, by what is merged.

use crate::common::Folder;
use std::fs;

/// The example twice: as it is merged, and as a branch has it.
fn checkouts() -> (Folder, String) {
    let folder = Folder::example("agency");
    fs::create_dir(folder.path().join("base")).unwrap();
    for name in folder.names("").iter().filter(|it| *it != "base") {
        fs::rename(folder.path().join(name), folder.path().join("base").join(name)).unwrap();
    }
    let other = Folder::example("agency");
    fs::rename(other.path(), folder.path().join("proposed")).unwrap();
    let bloom = folder.read("proposed/clients/bloom.yaml");
    (folder, bloom)
}

#[test]
fn the_proposed_manifests_are_planned_wherever_they_are() {
    let (folder, bloom) = checkouts();
    let words = ["plan", "--directory", "base", "--proposed", "proposed", "--org", "bloom"];
    let same = folder.run(&words).ended(0);
    assert!(!same.out.contains("hal@bloom.example: "), "{}", same.out);
    fs::remove_file(folder.path().join("proposed/clients/bloom.yaml")).unwrap();
    let moved = bloom.replace("hal@bloom.example, role: agent", "hal@bloom.example, role: manager");
    assert_ne!(moved, bloom);
    folder.write("proposed/elsewhere/deep/bloom.yaml", moved);
    let said = folder.run(&words).ended(0);
    assert!(said.out.contains("hal@bloom.example"), "{}", said.out);
    assert!(said.out.contains("elsewhere/deep/bloom.yaml:"), "{}", said.out);
    assert!(!said.err.contains("warning"), "{}", said.err);
}

#[test]
fn where_credentials_go_is_not_the_branchs_and_told_first() {
    let (folder, _) = checkouts();
    let project = folder.read("proposed/rolecall.yaml");
    let evil = project.replace("spec:\n", "spec:\n  baseUrl: https://evil.example\n  credentials: {default: {tokenCommand: [touch, stolen]}}\n");
    assert_ne!(evil, project);
    folder.write("proposed/rolecall.yaml", &evil);
    folder.write(
        "proposed/clients/`x`<b>.yaml",
        "apiVersion: rolecall/v1\nkind: Platform\nmetadata: {name: ours}\nspec: {extends: respond-io-console}\n",
    );
    let words = ["plan", "--directory", "base", "--proposed", "proposed", "--format", "markdown"];
    let said = folder.run(&words).ended(0);
    assert!(
        said.out.starts_with("> [!WARNING]\n> this changes where credentials go"),
        "{}",
        said.out
    );
    let told = said.out.split_once("\n\n").unwrap().0;
    for words in [
        "`rolecall.yaml`: `Project: baseUrl`, `Project: credentials`",
        "`Platform ours`",
        "``clients/`x`<b>.yaml``",
    ] {
        assert!(told.contains(words), "no {words} in {told}");
    }
    assert!(said.out.contains("bloom"), "{}", said.out);
    let text = folder.run(&words[..5]).ended(0);
    assert!(text.err.contains("Project: baseUrl"), "{}", text.err);
    assert!(!folder.path().join("stolen").exists() && !folder.path().join("base/stolen").exists());
}

#[test]
fn errors_of_the_branch_are_those_of_its_files() {
    let (folder, bloom) = checkouts();
    folder.write("proposed/clients/bloom.yaml", bloom.replace("role: agent", "role: agnt"));
    let words = ["plan", "--directory", "base", "--proposed", "proposed"];
    let said = folder.run(&words).ended(4);
    assert!(said.err.contains("clients/bloom.yaml"), "{}", said.err);
    folder.run(&["plan", "--directory", "base", "--proposed", "nowhere"]).ended(64);
}

#[test]
fn manifests_that_no_project_holds_are_named() {
    let (folder, bloom) = checkouts();
    // Each checkout is a repository with the project in a folder of it.
    for checkout in ["base", "proposed"] {
        fs::rename(folder.path().join(checkout), folder.path().join("agency")).unwrap();
        fs::create_dir_all(folder.path().join(checkout).join(".git")).unwrap();
        fs::rename(folder.path().join("agency"), folder.path().join(checkout).join("agency"))
            .unwrap();
        folder.write(&format!("{checkout}/old/there before.yaml"), &bloom);
        folder.write(&format!("{checkout}/other/rolecall.yaml"), "kind: Project\n");
    }
    folder.write("proposed/other/of another project.yaml", &bloom);
    folder.write("proposed/charts/values.yaml", "kind: Chart\n");
    let words = ["plan", "--directory", "base/agency", "--proposed", "proposed/agency"];
    let markdown = [&words[..], &["--format", "markdown"]].concat();
    let nothing = folder.run(&markdown).ended(0);
    assert!(!nothing.out.contains("no project's folder"), "{}", nothing.out);
    folder.write("proposed/client`s/bloom.yaml", &bloom);
    folder.write("proposed/old/there before.yaml", format!("{bloom}\n"));
    let told = "> [!WARNING]\n> these manifests are in no project's folder: nothing is planned for them\n>\n\
        > - ``client`s/bloom.yaml``\n> - `old/there before.yaml`\n\n";
    let said = folder.run(&markdown).ended(0);
    assert!(said.out.starts_with(told), "{}", said.out);
    let said = folder.run(&words).ended(0);
    assert!(said.err.contains("  client`s/bloom.yaml\n"), "{}", said.err);
}

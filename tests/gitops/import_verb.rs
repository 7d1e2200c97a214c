use crate::scene::{agency, read, rolecall, write};
use std::fs;

#[test]
fn what_is_imported_is_in_sync() {
    let folder = agency();
    for id in ["239021", "239044", "239077"] {
        let said = rolecall(&folder, &["import", "--org-id", id, "--out", "clients", "--force"]);
        assert!(said.ends(0).err.contains("planning with it: nothing to do"));
    }
    let plan = rolecall(&folder, &["plan", "--exit-code"]).ends(0);
    assert!(plan.out.contains("nothing to do"), "{}", plan.out);
    rolecall(&folder, &["drift"]).ends(0);
}

#[test]
fn a_group_of_the_project_stands_for_its_people() {
    let folder = agency();
    rolecall(&folder, &["apply", "--yes"]);
    let said = rolecall(&folder, &["import", "--org-id", "239021"]).ends(0);
    assert!(said.out.contains("- {group: agency-support, role: manager}"), "{}", said.out);
}

#[test]
fn a_file_that_is_there_is_shown_and_kept() {
    let folder = agency();
    let before = read(&folder, "clients/bloom.yaml");
    let words = ["import", "--org-id", "239044", "--out", "clients"];
    let said = rolecall(&folder, &words).ends(64);
    assert!(said.out.contains("-  name: Bloom Flowers\n+  name: Bloom & Co\n"), "{}", said.out);
    assert!(said.err.contains("--force"), "{}", said.err);
    assert_eq!(read(&folder, "clients/bloom.yaml"), before);

    rolecall(&folder, &[&words[..], &["--force"]].concat()).ends(0);
    let after = read(&folder, "clients/bloom.yaml");
    assert!(after.contains("name: Bloom & Co"));
    let said = rolecall(&folder, &words).ends(0);
    assert!(said.err.contains("clients/bloom.yaml: nothing to do"), "{}", said.err);
}

#[test]
fn an_organization_that_is_declared_elsewhere_is_not_declared_twice() {
    let folder = agency();
    let said =
        rolecall(&folder, &["import", "--org-id", "239044", "--out", "organizations"]).ends(64);
    assert!(said.err.contains("clients/bloom.yaml"), "{}", said.err);
    assert!(!folder.path().join("organizations").exists());

    let more =
        "---\napiVersion: rolecall/v1\nkind: Group\nmetadata: {name: more}\nspec: {users: []}\n";
    let both = read(&folder, "clients/bloom.yaml") + more;
    write(&folder, "clients/bloom.yaml", &both);
    let words = ["import", "--org-id", "239044", "--out", "clients", "--force"];
    rolecall(&folder, &words).ends(64);
    assert_eq!(read(&folder, "clients/bloom.yaml"), both);
}

#[test]
fn a_new_file_is_named_as_the_organization() {
    let folder = agency();
    fs::remove_file(folder.path().join("clients/bloom.yaml")).unwrap();
    rolecall(&folder, &["import", "--org-id", "239044", "--out", "new/folder"]).ends(0);
    assert!(read(&folder, "new/folder/bloom-co.yaml").contains("id: 239044"));
}

#[test]
fn nothing_is_written_outside_of_the_project() {
    let folder = agency();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::remove_file(folder.path().join("clients/bloom.yaml")).unwrap();
    let mut ways = vec!["..".to_owned(), elsewhere.path().display().to_string()];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("link")).unwrap();
        ways.push("link".to_owned());
    }
    for way in ways {
        let words = ["import", "--org-id", "239044", "--out", &way, "--force"];
        let said = rolecall(&folder, &words).ends(64);
        assert!(said.err.contains("outside of the project"), "{}", said.err);
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn an_organization_that_is_not_there_is_an_error() {
    let folder = agency();
    rolecall(&folder, &["import", "--org-id", "5"]).ends(1);
    rolecall(&folder, &["import", "--org-id", "0"]).ends(64);
    rolecall(&folder, &["import", "--org-id", "239044", "--credentials", "nobody"]).ends(64);
}

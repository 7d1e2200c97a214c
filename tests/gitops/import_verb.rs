use crate::common::Folder;
use std::fs;

#[test]
fn what_is_imported_is_in_sync() {
    let folder = Folder::example("agency");
    for id in ["239021", "239044", "239077"] {
        let said = folder.run(&["import", "--org-id", id, "--out", "clients", "--force"]);
        assert!(said.ended(0).err.contains("planning with it: nothing to do"));
    }
    let plan = folder.run(&["plan", "--exit-code"]).ended(0);
    assert!(plan.out.contains("nothing to do"), "{}", plan.out);
    folder.run(&["drift"]).ended(0);
}

#[test]
fn a_group_of_the_project_stands_for_its_people() {
    let folder = Folder::example("agency");
    folder.run(&["apply", "--yes"]);
    let said = folder.run(&["import", "--org-id", "239021"]).ended(0);
    assert!(said.out.contains("- {group: agency-support, role: manager}"), "{}", said.out);
}

#[test]
fn a_file_that_is_there_is_shown_and_kept() {
    let folder = Folder::example("agency");
    let before = folder.read("clients/bloom.yaml");
    let words = ["import", "--org-id", "239044", "--out", "clients"];
    let said = folder.run(&words).ended(64);
    assert!(said.out.contains("-  name: Bloom Flowers\n+  name: Bloom & Co\n"), "{}", said.out);
    assert!(said.err.contains("--force"), "{}", said.err);
    assert_eq!(folder.read("clients/bloom.yaml"), before);

    folder.run(&[&words[..], &["--force"]].concat()).ended(0);
    let after = folder.read("clients/bloom.yaml");
    assert!(after.contains("name: Bloom & Co"));
    let said = folder.run(&words).ended(0);
    assert!(said.err.contains("clients/bloom.yaml: nothing to do"), "{}", said.err);
}

#[test]
fn an_organization_that_is_declared_elsewhere_is_not_declared_twice() {
    let folder = Folder::example("agency");
    let said = folder.run(&["import", "--org-id", "239044", "--out", "organizations"]).ended(64);
    assert!(said.err.contains("clients/bloom.yaml"), "{}", said.err);
    assert!(!folder.path().join("organizations").exists());

    let more =
        "---\napiVersion: rolecall/v1\nkind: Group\nmetadata: {name: more}\nspec: {users: []}\n";
    let both = folder.read("clients/bloom.yaml") + more;
    folder.write("clients/bloom.yaml", &both);
    let words = ["import", "--org-id", "239044", "--out", "clients", "--force"];
    folder.run(&words).ended(64);
    assert_eq!(folder.read("clients/bloom.yaml"), both);
}

#[test]
fn a_new_file_is_named_as_the_organization() {
    let folder = Folder::example("agency");
    fs::remove_file(folder.path().join("clients/bloom.yaml")).unwrap();
    folder.run(&["import", "--org-id", "239044", "--out", "new/folder"]).ended(0);
    assert!(folder.read("new/folder/bloom-co.yaml").contains("id: 239044"));
}

#[test]
fn nothing_is_written_outside_of_the_project() {
    let folder = Folder::example("agency");
    let elsewhere = Folder::empty();
    fs::remove_file(folder.path().join("clients/bloom.yaml")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("link")).unwrap();
    let link = cfg!(unix).then(|| "link".to_owned());
    let ways = ["..".to_owned(), elsewhere.path().display().to_string()];
    for way in ways.into_iter().chain(link) {
        let words = ["import", "--org-id", "239044", "--out", &way, "--force"];
        let said = folder.run(&words).ended(64);
        assert!(said.err.contains("outside of the project"), "{}", said.err);
    }
    assert_eq!(elsewhere.names(""), [""; 0]);
}

#[test]
fn an_organization_that_is_not_there_is_an_error() {
    let folder = Folder::example("agency");
    folder.run(&["import", "--org-id", "5"]).ended(1);
    folder.run(&["import", "--org-id", "0"]).ended(64);
    folder.run(&["import", "--org-id", "239044", "--credentials", "nobody"]).ended(64);
}

/// A runner of workflows takes some texts for commands, also in what is written of a client's names.
#[test]
fn names_are_no_commands_in_the_log_of_a_runner() {
    let folder = Folder::example("agency");
    let mut platform: serde_json::Value =
        serde_json::from_str(&folder.read("platform.json")).unwrap();
    let bloom = &mut platform["organizations"][1];
    bloom["name"] = "x ::stop-commands::t ##[error]forged ##vso[task.a b=c]d".into();
    bloom["workspaces"][0]["name"] = "\"##[group]y\n::error::z".into();
    folder.write("platform.json", platform.to_string());
    let words = ["import", "--org-id", "239044", "--out", "clients"];
    // Alone, and as the change of a file that is there.
    for (words, code) in [(&words[..3], 0), (&words[..], 64)] {
        let said = folder.run(words).ended(code);
        let all = said.out + &said.err;
        assert!(all.contains("forged"), "{all}");
        assert!(!all.contains("##[") && !all.contains("##vso["), "{all}");
        let begins = |line: &str| line.trim_start_matches([' ', '+', '-']).starts_with("::");
        assert!(!all.lines().any(begins), "{all}");
    }
    folder.run(&[&words[..], &["--force"]].concat()).ended(0);
    let plan = folder.run(&["--org", "bloom", "plan", "--exit-code"]).ended(0);
    assert!(plan.out.contains("nothing to do"), "{}", plan.out);
}

/// Neither a client's name nor a flag puts a manifest in the place of a Project.
#[test]
fn no_manifest_takes_the_place_of_a_project() {
    let folder = Folder::example("agency");
    let mut platform: serde_json::Value =
        serde_json::from_str(&folder.read("platform.json")).unwrap();
    platform["organizations"][1]["name"] = "Rolecall".into();
    folder.write("platform.json", platform.to_string());
    fs::remove_file(folder.path().join("clients/bloom.yaml")).unwrap();
    let project = folder.read("rolecall.yaml");
    for out in [".", "new"] {
        folder.run(&["import", "--org-id", "239044", "--out", out, "--force"]).ended(0);
        let file = format!("{out}/organization-239044.yaml");
        assert!(folder.read(&file).contains("id: 239044"));
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    assert_eq!(folder.read("rolecall.yaml"), project);
    assert_eq!(folder.names("new"), [""; 0]);
}

#[test]
fn an_id_that_is_a_text_is_looked_for_as_well() {
    let folder = Folder::example("agency");
    let said = folder.run(&["import", "--org-id", "Org_7"]).ended(1);
    assert!(said.err.contains("404 There is no such organization"), "{}", said.err);
}

use crate::common::Folder;
use std::fs;

#[test]
fn what_it_writes_is_valid_and_can_be_planned_at_once() {
    let folder = Folder::empty();
    folder.run(&["init", "--platform", "sandbox", "--ci", "github"]).ended(0);
    let said = folder.run(&["validate"]).ended(0);
    assert!(said.err.contains("valid: 1 organization, 0 warnings"), "{}", said.err);
    let said = folder.run(&["apply", "--yes"]).ended(0);
    assert!(said.out.contains("verified"), "{}", said.out);
}

#[test]
fn a_project_for_an_account_is_valid_too() {
    let folder = Folder::empty();
    for ci in ["gitlab", "none"] {
        folder.run(&["init", "--ci", ci, "--name", "my-clients"]).ended(0);
        folder.run(&["validate"]).ended(0);
    }
    assert!(folder.read("rolecall.yaml").contains("metadata: {name: my-clients}"));
    assert!(folder.read("rolecall.yaml").contains("platform: respond-io-console"));
    assert!(folder.path().join(".gitlab-ci.yml").exists());
    assert!(!folder.path().join(".github").exists());
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let folder = Folder::empty();
    folder.write(".gitignore", "mine\n");
    folder.write("organizations/example.yaml", "not YAML: [");
    let said = folder.run(&["init", "--ci", "none"]).ended(0);
    assert!(said.out.contains("kept     .gitignore"), "{}", said.out);
    assert!(said.out.contains("kept     organizations/example.yaml"), "{}", said.out);
    assert!(said.out.contains("written  rolecall.yaml"), "{}", said.out);
    assert_eq!(folder.read(".gitignore"), "mine\n");
    assert_eq!(folder.read("organizations/example.yaml"), "not YAML: [");
    let said = folder.run(&["init", "--ci", "none", "--name", "another"]).ended(0);
    assert!(!said.out.contains("written"), "{}", said.out);
    assert!(!folder.read("rolecall.yaml").contains("another"));
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    let (folder, elsewhere) = (Folder::empty(), Folder::empty());
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(".github")).unwrap();
    folder.run(&["init", "--ci", "github"]).ended(64);
    assert_eq!(elsewhere.names(""), [""; 0]);
}

#[test]
fn it_begins_with_an_organization_that_there_is() {
    let folder = Folder::empty();
    folder.run(&["init", "--platform", "sandbox", "--ci", "none", "--from-org", "100001"]).ended(0);
    assert!(folder.read("organizations/example.yaml").contains("# Organization 100001"));
    let said = folder.run(&["plan", "--exit-code"]).ended(0);
    assert!(said.out.contains("nothing to do"), "{}", said.out);
}

#[test]
fn a_project_is_not_begun_inside_of_another() {
    let folder = Folder::empty();
    folder.run(&["init", "--ci", "none"]).ended(0);
    fs::create_dir(folder.path().join("inner")).unwrap();
    folder.run(&["init", "--ci", "none", "--directory", "inner"]).ended(64);
    assert_eq!(folder.names("inner"), [""; 0]);
}

#[cfg(unix)]
#[test]
fn scripts_can_be_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::empty();
    folder.run(&["init", "--ci", "github"]).ended(0);
    folder.run(&["init", "--ci", "gitlab"]).ended(0);
    for path in
        [".githooks/pre-commit", ".github/actions/rolecall/run.sh", ".gitlab/rolecall-note.sh"]
    {
        let mode = fs::metadata(folder.path().join(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o100, 0o100, "{path}");
    }
}

#[test]
fn the_workflows_install_this_release_and_pin_what_they_use() {
    let folder = Folder::empty();
    folder.run(&["init", "--ci", "github"]).ended(0);
    let version = format!("version: {}", env!("CARGO_PKG_VERSION"));
    for entry in fs::read_dir(folder.path().join(".github/workflows")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(text.contains(&version), "{text}");
        for line in text.lines().filter(|line| line.contains("uses: ")) {
            let used = line.split_once("uses: ").unwrap().1;
            let pinned = used.split_once('@').is_some_and(|(_, digest)| {
                let digest = digest.split(' ').next().unwrap();
                digest.len() == 40 && digest.chars().all(|c| c.is_ascii_hexdigit())
            });
            assert!(pinned || used.starts_with("./"), "{line}");
        }
    }
}

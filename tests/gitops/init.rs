use crate::common::Folder;
use crate::elsewhere::reads_the_same;
use std::fs;

#[test]
fn what_it_writes_is_valid_and_can_be_planned_at_once() {
    let folder = Folder::empty();
    folder.run(&["init", "--platform", "sandbox", "--ci", "github"]).ended(0);
    let said = folder.run(&["validate"]).ended(0);
    assert!(said.err.contains("valid: 1 organization, 0 warnings"), "{}", said.err);
    for file in ["rolecall.yaml", "organizations/example.yaml"] {
        reads_the_same(&folder.read(file));
    }
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

const REV: &str = "0123456789abcdef0123456789abcdef01234567";
const TOOL: [&str; 4] =
    ["--tool-repository", "https://git.example/agency/rolecall", "--tool-rev", REV];

#[test]
fn the_workflows_pin_what_they_use_and_name_nobody_elses_repository() {
    for ci in ["github", "gitlab"] {
        let folder = Folder::empty();
        folder.run(&["init", "--ci", ci]).ended(0);
        for path in written(&folder) {
            let text = folder.read(&path);
            for line in text.lines().filter(|line| line.contains("uses: ")) {
                let used = line.split_once("uses: ").unwrap().1;
                let pinned = used.split_once('@').is_some_and(|(_, digest)| {
                    let digest = digest.split(' ').next().unwrap();
                    digest.len() == 40 && digest.chars().all(|c| c.is_ascii_hexdigit())
                });
                assert!(pinned || used.starts_with("./"), "{line}");
            }
            let unclaimed = ["github.com/rolecall", "crates.io", "--version \"="];
            assert!(!unclaimed.iter().any(|it| text.contains(it)), "{path}: {text}");
        }
    }
}

/// What `init` wrote for CI.
fn written(folder: &Folder) -> Vec<String> {
    let folders = [".github/workflows", ".github/actions/rolecall", ".gitlab"];
    let there = folders.into_iter().filter(|it| folder.path().join(it).exists());
    there
        .flat_map(|it| folder.names(it).into_iter().map(move |name| format!("{it}/{name}")))
        .collect()
}

#[test]
fn ci_installs_what_was_named_and_nothing_else() {
    let folder = Folder::empty();
    folder.run(&[&["init", "--ci", "github"], &TOOL[..]].concat()).ended(0);
    let action = folder.read(".github/actions/rolecall/action.yml");
    for (input, value) in [("repository", TOOL[1]), ("rev", REV), ("version", ""), ("sha256", "")] {
        let default = format!("default: \"{value}\"");
        let after = action.split_once(&format!("\n  {input}:\n")).unwrap().1;
        assert!(after.split_once("default: ").is_some_and(|_| after.contains(&default)), "{after}");
        assert_eq!(after.lines().find(|it| it.contains("default: ")).unwrap().trim(), default);
    }
    let digest = "0".repeat(64);
    let words = [
        "init",
        "--ci",
        "gitlab",
        TOOL[0],
        "https://git.example/r.tar.gz",
        "--tool-sha256",
        &digest,
    ];
    folder.run(&words).ended(0);
    let pipeline = folder.read(".gitlab/rolecall.yml");
    for line in [
        "ROLECALL_REPOSITORY: \"https://git.example/r.tar.gz\"".to_owned(),
        "ROLECALL_REV: \"\"".to_owned(),
        format!("ROLECALL_VERSION: \"{}\"", env!("CARGO_PKG_VERSION")),
        format!("ROLECALL_SHA256: \"{digest}\""),
    ] {
        assert!(pipeline.contains(&line), "no {line} in {pipeline}");
    }
    for words in [&TOOL[..2], &TOOL[2..], &["--tool-repository", TOOL[1], "--tool-rev", "main"]] {
        let folder = Folder::empty();
        folder.run(&[&["init", "--ci", "github"], words].concat()).ended(64);
        assert_eq!(folder.names(""), [""; 0]);
    }
}

#[test]
fn a_project_in_a_folder_has_its_workflows_at_the_root() {
    let repository = Folder::empty();
    fs::create_dir_all(repository.path().join(".git")).unwrap();
    for project in ["clients/eu", "us"] {
        fs::create_dir_all(repository.path().join(project)).unwrap();
        for ci in ["github", "gitlab"] {
            let words = ["init", "--platform", "sandbox", "--ci", ci, "--directory", project];
            let said = repository.run(&[&words[..], &TOOL].concat()).ended(0);
            assert!(said.out.contains(&format!(" {project}/rolecall.yaml")), "{}", said.out);
            assert!(!repository.path().join(project).join(".github").exists());
        }
        repository.run(&["plan", project]).ended(0);
    }
    let plan = repository.read(".github/workflows/rolecall-plan-clients-eu.yml");
    for line in
        ["name: rolecall plan (clients/eu)", "directory: base/clients/eu", "/proposed/clients/eu"]
    {
        assert!(plan.contains(line), "no {line} in {plan}");
    }
    let drift = repository.read(".github/workflows/rolecall-drift-us.yml");
    assert!(drift.contains("directory: us\n") && drift.contains("manifests in us\n"), "{drift}");
    let apply = repository.read(".github/workflows/rolecall-apply-us.yml");
    assert!(apply.contains("path: us/.rolecall/journal"), "{apply}");
    let pipeline = repository.read(".gitlab/rolecall-us.yml");
    for line in [
        "\nrolecall-plan-us:\n",
        "    PROJECT: us\n",
        "needs: [rolecall-install-us, rolecall-plan-main-us]",
        "extends: .rolecall-us\n",
    ] {
        assert!(pipeline.contains(line), "no {line} in {pipeline}");
    }
    assert!(
        !pipeline
            .lines()
            .any(|it| it.starts_with("rolecall-plan:") || it == "  extends: .rolecall")
    );
    // Both projects' pipelines are included.
    assert!(repository.read(".gitlab-ci.yml").contains("local: .gitlab/rolecall*.yml"));
    let doctor = ["doctor", "--ci", "--directory", "us"];
    assert!(!repository.run(&doctor).out.contains("include"));
    repository.write(".gitlab-ci.yml", "stages: [test]\n");
    let said = repository.run(&doctor).ended(1);
    assert!(said.out.contains("WRONG  .gitlab-ci.yml: it does not include"), "{}", said.out);

    let odd = Folder::empty();
    fs::create_dir_all(odd.path().join(".git")).unwrap();
    fs::create_dir_all(odd.path().join("a: b")).unwrap();
    odd.run(&["init", "--ci", "github", "--directory", "a: b"]).ended(64);
    odd.run(&["init", "--ci", "none", "--directory", "a: b"]).ended(0);
}

#[test]
fn what_init_writes_keeps_credentials_and_the_doctor_sees_what_does_not() {
    for ci in ["github", "gitlab"] {
        let folder = Folder::empty();
        let bare = folder.run(&["doctor", "--ci"]).ended(1);
        assert!(bare.out.contains("no workflow or pipeline runs rolecall"), "{}", bare.out);
        let said = folder.run(&["init", "--ci", ci]).ended(0);
        assert!(
            said.err.contains("rolecall-apply") && said.err.contains("doctor --ci"),
            "{}",
            said.err
        );
        let empty = folder.run(&["doctor", "--ci"]).ended(1);
        assert!(
            empty.out.contains("doesn't say where rolecall is installed from"),
            "{}",
            empty.out
        );
        let folder = Folder::empty();
        folder.run(&[&["init", "--ci", ci], &TOOL[..]].concat()).ended(0);
        let said = folder.run(&["doctor", "--ci"]).ended(0);
        assert!(said.out.contains("has its credential from an environment"), "{}", said.out);
    }
    let worse = [
        (
            "plan",
            "    environment: rolecall-plan\n",
            "",
            "job plan has a credential and no environment",
        ),
        ("plan", "on: pull_request_target", "on: pull_request", "that a pull request can change"),
        ("drift", "default_branch", "master_branch", "can be started from any branch"),
        (
            "apply",
            "@3d3c42e5aac5ba805825da76410c181273ba90b1",
            "@v7",
            "is not pinned by a full digest",
        ),
        (
            "drift",
            "permissions: {}",
            "env: {A: \"${{ secrets.A }}\"}",
            "gives a secret to every job",
        ),
    ];
    for (verb, from, to, told) in worse {
        let folder = Folder::empty();
        folder.run(&[&["init", "--ci", "github"], &TOOL[..]].concat()).ended(0);
        let path = format!(".github/workflows/rolecall-{verb}.yml");
        let text = folder.read(&path);
        assert!(text.contains(from), "{from}");
        folder.write(&path, text.replace(from, to));
        let said = folder.run(&["doctor", "--ci"]).ended(1);
        assert!(said.out.contains(told), "{}", said.out);
        let json = folder.run(&["doctor", "--ci", "--format", "json"]).ended(1);
        let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!(json["wrong"].as_array().unwrap().len(), said.out.matches("WRONG").count());
    }
}

#[test]
fn a_workflow_that_is_too_large_or_no_file_is_told_and_not_read() {
    let folder = Folder::empty();
    folder.run(&[&["init", "--ci", "github"], &TOOL[..]].concat()).ended(0);
    for path in [".github/workflows/huge.yml", ".github/actions/rolecall/action.yml"] {
        let path = folder.path().join(path);
        fs::File::create(path).unwrap().set_len(5 << 30).unwrap();
    }
    let said = folder.run(&["doctor", "--ci"]).ended(1);
    for told in ["huge.yml: it is larger than 8 MiB", "action.yml: it is larger than 8 MiB"] {
        assert!(said.out.contains(told), "no `{told}` in {}", said.out);
    }
}

//! What is live gets into the manifests: what is shown, what is written, and what is named.

use crate::support::{Folder, Sandbox};
use rolecall::sandbox::Faults;
use serde_json::Value;

const NOW: [&str; 2] = ["--now", "2026-11-23"];

fn words<'w>(words: &[&'w str]) -> Vec<&'w str> {
    ["adopt"].iter().chain(words).chain(&NOW).copied().collect()
}

fn json(folder: &Folder, code: i32, given: &[&str]) -> Value {
    let all: Vec<_> = given.iter().chain(&["--format", "json"]).copied().collect();
    let said = folder.run(&words(&all)).ended(code);
    let file = serde_json::from_str(&said.out).unwrap();
    let schema = folder.run(&["schema", "adopt"]).ended(0).out;
    let fits = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let wrong: Vec<_> = fits.iter_errors(&file).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    file
}

#[test]
fn it_is_shown_and_written_when_told_and_planning_has_nothing_but_what_is_named() {
    let folder = Folder::agency();
    let before = folder.read("clients/acme-dental.yaml");
    let said = folder.run(&words(&["--with-power"])).ended(2);
    for part in [
        "cy@acme.example has Reception as agent (clients/acme-dental.yaml)",
        "a group gives it; take them out of the group",
        "-  name: Bloom Flowers\n+  name: Bloom & Co\n",
        "workspace Store is called \"Shop floor\" (clients/bloom.yaml)",
        "lee@agency.example has Admissions as owner (clients/cedar-school.yaml)",
    ] {
        assert!(said.out.contains(part), "no `{part}` in:\n{}", said.out);
    }
    assert!(said.err.contains("3 files to write: `--write` writes them all"), "{}", said.err);
    assert_eq!(folder.read("clients/acme-dental.yaml"), before);

    let shown = json(&folder, 2, &["--with-power"]);
    let written = json(&folder, 0, &["--with-power", "--write"]);
    assert_eq!((&shown["written"], &written["written"]), (&false.into(), &true.into()));
    assert_eq!(shown["files"], written["files"]);
    let again = json(&folder, 0, &["--with-power", "--write"]);
    assert_eq!((&again["adopted"], &again["written"]), (&Value::Array(vec![]), &false.into()));
    let left: Vec<&str> =
        again["left"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
    let drift = folder.run(&["drift", "--format", "json", NOW[0], NOW[1]]).ended(2);
    let drift: Value = serde_json::from_str(&drift.out).unwrap();
    for organization in drift["plan"]["organizations"].as_array().unwrap() {
        for step in organization["steps"].as_array().unwrap() {
            let users = step["users"].as_array().into_iter().flatten().map(|it| &it["email"]);
            for email in users.chain([&step["email"]]).filter_map(Value::as_str) {
                assert!(left.iter().any(|it| it.contains(email)), "{email}: {left:#?}");
            }
        }
    }
}

#[test]
fn power_has_to_be_asked_for() {
    let folder = Folder::agency();
    let said = folder.run(&words(&["--org", "bloom", "--write"])).ended(3);
    assert!(said.out.contains("power is adopted only with `--with-power`"), "{}", said.out);
    assert!(said.err.contains("written: 1 file"), "{}", said.err);
    let text = folder.read("clients/bloom.yaml");
    assert!(
        text.contains("name: Bloom & Co") && text.contains("gil@agency.example, role: user_admin")
    );
    folder.run(&words(&["--org", "bloom", "--write", "--with-power"])).ended(0);
    assert!(folder.read("clients/bloom.yaml").contains("{email: gil@agency.example, role: admin}"));
}

#[test]
fn import_updates_the_manifest_of_one_organization_as_adopt_does() {
    let (adopted, imported) = (Folder::agency(), Folder::agency());
    let update = ["import", "--org-id", "239044", "--update", NOW[0], NOW[1]];
    let with = |more: &[&'static str]| [&update[..], more].concat();
    let by_adopt = adopted.run(&words(&["--org", "bloom", "--with-power"])).ended(2);
    let by_import = imported.run(&with(&["--with-power"])).ended(2);
    assert_eq!((by_import.out, by_import.err), (by_adopt.out, by_adopt.err));
    imported.run(&update).ended(3);

    let others = imported.read("clients/cedar-school.yaml");
    adopted.run(&words(&["--org", "bloom", "--with-power", "--write"])).ended(0);
    imported.run(&with(&["--with-power", "--write"])).ended(0);
    assert!(imported.read("clients/bloom.yaml").contains("name: Bloom & Co"));
    assert_eq!(imported.read("clients/bloom.yaml"), adopted.read("clients/bloom.yaml"));
    assert_eq!(imported.read("clients/cedar-school.yaml"), others);
    imported.run(&with(&["--with-power"])).ended(0);

    imported
        .run(&["import", "--org-id", "5", "--update"])
        .ended(64)
        .one_error("no manifest declares");
    imported.run(&with(&["--out", "clients"])).ended(64);
    imported.run(&["import", "--org-id", "239044", "--write"]).ended(64);
}

#[test]
fn a_part_alone() {
    let folder = Folder::agency();
    let limits = json(&folder, 2, &["--only", "limits"]);
    let adopted = limits["adopted"].as_array().unwrap();
    assert_eq!((adopted.len(), limits["left"].as_array().unwrap().len()), (1, 0));
    assert!(adopted[0]["what"].as_str().unwrap().contains("contact limit unlimited"));
    let workspaces = json(&folder, 2, &["--only", "workspaces", "--org", "bloom"]);
    let adopted = workspaces["adopted"].as_array().unwrap();
    assert!(adopted.iter().all(|it| !it["what"].as_str().unwrap().contains('@')), "{adopted:?}");
    folder.run(&words(&["--only", "people", "clients/bloom.yaml"])).ended(3);
}

#[test]
fn what_was_read_in_part_proves_nothing() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    sandbox.server.set_faults(Faults::parse("op=listOrganizationUsers,total=+1").unwrap());
    let said = sandbox.run(&folder, &words(&["--only", "people", "--with-power"]));
    assert!(said.out.contains("it was not read in full"), "{}", said.out);
    assert!(
        !said.out.contains("does not have Reception (clients/acme-dental.yaml)"),
        "{}",
        said.out
    );
    assert!(said.out.contains("not read in full:\n    the organization's users"), "{}", said.out);
}

#[test]
fn wrong_input() {
    let folder = Folder::agency();
    folder.run(&words(&["--only", "names"])).ended(64);
    folder.run(&words(&["--org", "nobody"])).ended(64);
    folder.edit("clients/bloom.yaml", "role: agent", "role: agnt");
    folder.run(&words(&["--write"])).ended(4);
}

#[test]
fn a_file_that_changed_meanwhile_or_is_read_only_keeps_all_as_they_are() {
    let folder = Folder::agency();
    let file = folder.file("clients/cedar-school.yaml");
    let mut rights = std::fs::metadata(&file).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&file, rights).unwrap();
    let before = folder.read("clients/bloom.yaml");
    folder.run(&words(&["--write", "--with-power"])).ended(1).one_error("is read-only");
    assert_eq!(folder.read("clients/bloom.yaml"), before);
}

#[test]
fn names_of_others_forge_nothing() {
    let folder = Folder::agency();
    let hostile = "::error:: ##[S \\u202e";
    folder.edit("platform.json", "\"Bloom & Co\"", &format!("\"{hostile}\""));
    folder.edit("platform.json", "\"Shop floor\"", &format!("\"{hostile}\""));
    for format in ["text", "json"] {
        let all = ["--org", "bloom", "--only", "workspaces", "--format", format];
        let said = folder.run(&words(&all));
        assert!([0, 2].contains(&said.code), "{}", said.err);
        let shown = said.out + &said.err;
        assert!(shown.contains("error:"), "{shown}");
        assert!(!shown.contains('\u{202e}'), "{shown}");
        let forged = |line: &str| line.trim_start_matches([' ', '+', '-']).starts_with("::");
        assert!(!shown.lines().any(forged), "{shown}");
    }
}

#[test]
fn organizations_that_share_a_file_are_adopted_as_those_of_their_own() {
    let (apart, together) = (Folder::agency(), Folder::agency());
    let names = ["acme-dental", "bloom", "cedar-school"].map(|it| format!("clients/{it}.yaml"));
    let joined = |folder: &Folder| names.each_ref().map(|it| folder.read(it)).join("---\n");
    let all = joined(&together).replace('\n', "\r\n");
    for name in &names {
        std::fs::remove_file(together.file(name)).unwrap();
    }
    together.write("clients/all.yaml", all);
    let write = ["--with-power", "--write"];
    let of = |folder: &Folder| {
        let mut file = json(folder, 0, &write);
        let left = file["left"].take();
        let left = left.as_array().unwrap().iter().map(|it| it["what"].to_string());
        (file["adopted"].as_array().unwrap().len(), left.collect::<Vec<_>>())
    };
    assert_eq!(of(&apart), of(&together));
    assert_eq!(together.read("clients/all.yaml").replace("\r\n", "\n"), joined(&apart));
    assert_eq!(of(&together).0, 0);
}

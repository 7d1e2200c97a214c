//! Somebody leaves: what is shown, what is written, and when it is refused.

use crate::support::{Folder, Sandbox};
use rolecall::sandbox::Faults;
use serde_json::Value;

const NOW: [&str; 2] = ["--now", "2026-11-23"];

fn words<'w>(words: &[&'w str]) -> Vec<&'w str> {
    ["offboard"].iter().chain(words).chain(&NOW).copied().collect()
}

fn json(folder: &Folder, code: i32, given: &[&str]) -> Value {
    let all: Vec<_> = given.iter().chain(&["--format", "json"]).copied().collect();
    let said = folder.run(&words(&all)).ended(code);
    let file = serde_json::from_str(&said.out).unwrap();
    let schema = folder.run(&["schema", "offboard"]).ended(0).out;
    let fits = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let wrong: Vec<_> = fits.iter_errors(&file).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    file
}

#[test]
fn one_command_shows_the_whole_of_it_and_writes_when_told() {
    let folder = Folder::agency();
    let before = folder.read("clients/bloom.yaml");
    let hal = ["hal@bloom.example", "--hand-contacts-to", "fay@bloom.example"];
    let said = folder.run(&words(&hal)).ended(2);
    for part in [
        "bloom: Store as agent (clients/bloom.yaml:18)",
        "on the platform, and in no manifest:\n    bloom: \"Pop-up 2024\" as agent",
        "-        - {email: hal@bloom.example, role: agent}",
        "+    - {email: hal@bloom.example, reassignContactsTo: fay@bloom.example}",
        "hal@bloom.example loses Store; their contacts there go to fay@bloom.example",
    ] {
        assert!(said.out.contains(part), "no `{part}` in:\n{}", said.out);
    }
    assert!(!said.out.contains("acme-dental"), "{}", said.out);
    assert_eq!(folder.read("clients/bloom.yaml"), before);

    let shown = json(&folder, 2, &hal);
    let all: Vec<_> = hal.iter().chain(&["--write"]).copied().collect();
    let written = json(&folder, 0, &all);
    assert_eq!((&shown["written"], &written["written"]), (&false.into(), &true.into()));
    assert_eq!(shown["files"], written["files"]);
    // The plan is the one that the manifests make from now on.
    let plan = folder.run(&["plan", "--org", "bloom", "--format", "json", NOW[0], NOW[1]]).ended(0);
    let plan: Value = serde_json::from_str(&plan.out).unwrap();
    assert_eq!(plan["organizations"], shown["plan"]["organizations"]);
    assert_eq!(plan["manifests"], shown["plan"]["manifests"]);
    let again = json(&folder, 0, &all);
    assert_eq!((&again["written"], &again["there"]), (&false.into(), &Value::Array(vec![])));
}

#[test]
fn a_snapshot_says_the_same_as_the_platform() {
    let folder = Folder::agency();
    folder.run(&["snapshot", "--out", "seen.json"]).ended(0);
    let live = json(&folder, 2, &["raj@cedar.example", "temp@cedar.example"]);
    let saved = ["raj@cedar.example", "temp@cedar.example", "--snapshot", "seen.json"];
    assert_eq!(json(&folder, 2, &saved), live);
    let elsewhere = live["elsewhere"].as_array().unwrap();
    assert_eq!((elsewhere.len(), &elsewhere[0]["person"]), (1, &"temp@cedar.example".into()));
}

#[test]
fn the_last_admin_and_owner_are_refused_unless_partly() {
    let folder = Folder::agency();
    let said = folder.run(&words(&["kim@agency.example", "--write"])).ended(3);
    assert!(
        said.out.contains("bloom would have too few admins; could take over: gil@"),
        "{}",
        said.out
    );
    assert!(said.out.contains("Store of bloom would have no listed owner"), "{}", said.out);
    assert!(
        !said.out.contains("the plan") && said.err.contains("nothing was written"),
        "{}",
        said.err
    );
    let file = json(&folder, 3, &["gil@agency.example", "hal@bloom.example"]);
    assert_eq!((&file["refused"][0]["rule"], &file["plan"]), (&"last_owner".into(), &Value::Null));
    let partly = ["gil@agency.example", "hal@bloom.example", "--partly", "--write"];
    folder.run(&words(&partly)).ended(0);
    let text = folder.read("clients/bloom.yaml");
    assert!(text.contains("gil@agency.example, role: owner"), "{text}");
    assert!(
        !text.contains("hal@") && !text.contains("gil@agency.example, role: user_admin"),
        "{text}"
    );
}

#[test]
fn an_end_instead_of_taking_out() {
    let folder = Folder::agency();
    let until = ["lee@agency.example", "--until", "2027-02-01", "--write"];
    folder.run(&words(&until)).ended(0);
    let group = folder.read("groups/agency-support.yaml");
    assert!(
        group.contains("    - {email: lee@agency.example, until: 2027-02-01}\n    - mo@"),
        "{group}"
    );
    folder.run(&words(&until)).ended(0);
    let later = folder.run(&words(&["pat@acme.example", "--until", "2037-01-01"])).ended(0);
    assert!(later.out.contains("it ends by then already"), "{}", later.out);
}

#[test]
fn wrong_input() {
    let folder = Folder::agency();
    for (given, why) in [
        (&["nobody"][..], "no `@`"),
        (&["a\u{200b}@x.example"], "U+200B"),
        (&["a@x.example", "--until", "2026-11-22"], "2026-11-22 is over"),
        (&["a@x.example", "--until", "tomorrow"], "2027-01-31"),
        (&["a@x.example", "--until", "2026-12-01T10:00"], "2027-01-31"),
        (&["a@x.example", "b@x.example", "--hand-contacts-to", "B@x.example"], "leaves, and can't"),
        (&["a@x.example", "--org", "bloom"], "leaves everywhere"),
        (&[], "EMAIL"),
    ] {
        let said = folder.run(&words(given)).ended(64);
        assert!(said.err.contains(why), "{given:?}: {}", said.err);
    }
    let nowhere = folder.run(&words(&["who@nowhere.example"])).ended(0);
    assert!(nowhere.out.contains("no manifest gives them anything"), "{}", nowhere.out);
    assert!(nowhere.err.contains("nothing to write"), "{}", nowhere.err);
    folder.edit("clients/bloom.yaml", "role: agent", "role: agnt");
    folder.run(&words(&["hal@bloom.example", "--write"])).ended(4);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_keeps_all_as_they_are() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::agency();
    let group = folder.file("groups/agency-support.yaml");
    std::fs::set_permissions(&group, std::fs::Permissions::from_mode(0o444)).unwrap();
    let before = folder.read("clients/cedar-school.yaml");
    let said = folder.run(&words(&["lee@agency.example", "--write"])).ended(1);
    said.one_error("is read-only");
    assert_eq!(folder.read("clients/cedar-school.yaml"), before);
}

#[test]
fn names_of_others_forge_nothing() {
    let folder = Folder::agency();
    folder.edit("clients/bloom.yaml", "name: Weddings", "name: \"::error:: ##[S \\u202e\"");
    folder.write(
        "x.yaml",
        "apiVersion: rolecall/v1\nkind: Group\nmetadata: {name: g}\nspec: {users: [fay@bloom.example]} # ::error:: fay@bloom.example \u{202e}\n",
    );
    for format in ["text", "json"] {
        let fay = ["fay@bloom.example", "--hand-contacts-to", "hal@bloom.example"];
        let said = folder.run(&words(&[&fay[..], &["--format", format]].concat())).ended(2);
        let shown = said.out + &said.err;
        assert!(!shown.contains('\u{202e}'), "{shown}");
        assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{shown}");
    }
}

#[test]
fn what_was_read_in_part_is_said_and_is_no_proof() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    sandbox.server.set_faults(Faults::parse("op=listOrganizationUsers,total=+1").unwrap());
    let said = sandbox.run(&folder, &words(&["who@nowhere.example"]));
    assert_eq!(said.code, 5, "{}", said.err);
    let told = "not read in full, so they may be there too\n  acme-dental:\n    the organization's users: ";
    assert!(said.out.contains(told), "{}", said.out);
    assert_eq!(sandbox.run(&folder, &words(&["hal@bloom.example"])).code, 2);
    assert_eq!(sandbox.run(&folder, &words(&["hal@bloom.example", "--write"])).code, 5);
}

#[test]
fn a_snapshot_says_where_they_are_besides_in_organizations_of_no_manifest() {
    let folder = Folder::agency();
    folder.run(&["snapshot", "--out", "seen.json"]).ended(0);
    std::fs::remove_file(folder.file("clients/bloom.yaml")).unwrap();
    let hal = json(&folder, 0, &["hal@bloom.example", "--snapshot", "seen.json"]);
    let elsewhere = hal["elsewhere"].as_array().unwrap();
    assert!(elsewhere.iter().any(|it| it["organizationId"] == 239_044), "{elsewhere:?}");
    assert_eq!(hal["plan"]["organizations"], Value::Array(vec![]));
}

#[test]
fn partly_waits_to_be_written_too_and_many_places_are_counted() {
    let folder = Folder::agency();
    folder.run(&words(&["gil@agency.example", "hal@bloom.example", "--partly"])).ended(2);
    let comments = "# hal@bloom.example\n".repeat(25);
    folder.write("x.yaml", format!("{comments}apiVersion: rolecall/v1\nkind: Group\nmetadata: {{name: g}}\nspec: {{users: [fay@bloom.example]}}\n"));
    let said = folder.run(&words(&["hal@bloom.example"])).ended(2);
    assert_eq!(said.out.matches("a comment names them").count(), 20, "{}", said.out);
    assert!(said.out.contains("    and 5 more places; all with `--format json`\n"), "{}", said.out);
    let file = json(&folder, 2, &["hal@bloom.example"]);
    assert_eq!(file["named"].as_array().unwrap().len(), 25);
}

use crate::schema::misfits;
use crate::support::{AGENCY, Folder};
use serde_json::Value;
use std::fs;

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn the_schemas_of_the_repository_are_what_the_types_say() {
    let folder = Folder::empty();
    folder.run(&["schema", "--out", "."]).ended(0);
    let mut count = 0;
    for entry in fs::read_dir(folder.path()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let kept = format!("{}/schemas/{name}", env!("CARGO_MANIFEST_DIR"));
        let kept = fs::read_to_string(&kept).unwrap_or_default().replace("\r\n", "\n");
        assert!(kept == folder.read(&name), "run `rolecall schema --out schemas` ({name})");
        count += 1;
    }
    let kept = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")).unwrap();
    let kept = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(count, kept.filter(|name| name.ends_with(".schema.json")).count());
}

#[test]
fn every_manifest_of_the_example_fits_and_a_wrong_one_does_not() {
    for name in ["rolecall.yaml", "groups/agency-support.yaml", "clients/bloom.yaml"] {
        let text = fs::read_to_string(format!("{AGENCY}/{name}")).unwrap();
        let mut manifest: Value = serde_saphyr::from_str(&text).unwrap();
        assert_eq!(misfits("manifest", &manifest), none(), "{name}");
        let kind = manifest["kind"].as_str().unwrap().to_lowercase();
        assert_eq!(misfits(&kind, &manifest), none(), "{name}");
        manifest["spec"]["surprise"] = true.into();
        assert!(!misfits(&kind, &manifest).is_empty(), "{name}");
    }
}

#[test]
fn every_file_that_is_written_fits() {
    let folder = Folder::agency();
    folder.run(&["plan", "--out", "plan.json"]).ended(0);
    folder.run(&["snapshot", "--out", "snapshot.json"]).ended(0);
    folder.write("drift.json", folder.run(&["drift", "--format", "json"]).ended(2).out);
    folder.run(&["apply", "--yes", "--report", "report.json"]).ended(0);
    for (schema, file) in [
        ("plan", "plan.json"),
        ("snapshot", "snapshot.json"),
        ("report", "report.json"),
        ("drift", "drift.json"),
        ("sandbox", "platform.json"),
        ("sandbox", ".rolecall/sandbox.json"),
    ] {
        let value: Value = serde_json::from_str(&folder.read(file)).unwrap();
        assert_eq!(misfits(schema, &value), none(), "{file}");
    }
    let journals = fs::read_dir(folder.file(".rolecall/journal")).unwrap();
    let journal = journals.map(|it| it.unwrap().path()).next().unwrap();
    for line in fs::read_to_string(journal).unwrap().lines() {
        assert_eq!(misfits("journal", &serde_json::from_str(line).unwrap()), none(), "{line}");
    }
}

#[test]
fn what_doctor_and_history_say_fits_their_schemas() {
    let folder = Folder::agency();
    let json = |words: &[&str], exit: i32| -> Value {
        let said = folder.run(&[words, &["--format", "json"]].concat()).ended(exit).out;
        serde_json::from_str(&said).unwrap()
    };
    let well = json(&["doctor"], 0);
    assert_eq!(misfits("doctor", &well), none());
    assert!(!well["examination"]["organizations"].as_array().unwrap().is_empty());
    let failing = json(
        &["doctor", "--platform", "respond-io-console", "--base-url", "http://127.0.0.1:9"],
        1,
    );
    assert_eq!(misfits("doctor", &failing), none());
    assert_eq!(misfits("doctor", &json(&["doctor", "--ci"], 1)), none());
    assert!(!misfits("doctor", &json(&["validate"], 0)).is_empty());

    assert_eq!(misfits("history", &json(&["history"], 0)), none());
    folder.run(&["apply", "--yes"]).ended(0);
    let history = json(&["history"], 0);
    assert!(!history["runs"][0]["steps"].as_array().unwrap().is_empty());
    assert_eq!(misfits("history", &history), none());
}

#[test]
fn what_validate_says_fits_its_schema() {
    let folder = Folder::example("agency");
    folder.write(
        "wrong.yaml",
        "apiVersion: rolecall/v1\nkind: Group\nmetadata: {name: g}\nspec: {users: [nobody]}\n",
    );
    let said = folder.run(&["validate", "--format", "json"]).ended(4).out;
    let value: Value = serde_json::from_str(&said).unwrap();
    assert!(!value.as_array().unwrap().is_empty());
    assert_eq!(misfits("validate", &value), Vec::<String>::new());
}

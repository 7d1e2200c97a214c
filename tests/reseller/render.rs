use crate::support::Folder;
use serde_json::Value;

/// What would be done for each organization, without the lines of the manifests that it is for.
fn plan(folder: &Folder) -> Vec<Value> {
    let text = folder.run_today(&["plan", "--format", "json"]).ended(0).out;
    let mut plan: Value = serde_json::from_str(&text).unwrap();
    let organizations = plan["organizations"].as_array_mut().unwrap();
    for organization in organizations.iter_mut() {
        without_sources(organization);
    }
    std::mem::take(organizations)
}

fn without_sources(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| key != "source" && key != "warnings");
            fields.values_mut().for_each(without_sources);
        }
        Value::Array(items) => {
            // Comments that allow a lint stay in the client's file.
            items.retain(|item| item["kind"] != "lint");
            items.iter_mut().for_each(without_sources);
        }
        _ => {}
    }
}

#[test]
fn what_comes_out_plans_the_same() {
    let folder = Folder::reseller();
    let before = plan(&folder);
    assert_eq!(before.len(), 6);
    let rendered = folder.run_today(&["render"]).ended(0).out;
    folder.remove("clients");
    folder.remove("templates");
    folder.write("organizations.yaml", &rendered);
    folder.run_today(&["validate"]).ended(0);
    assert_eq!(plan(&folder), before);
}

#[test]
fn paths_and_names_choose() {
    let folder = Folder::reseller();
    let names = |words: &[&str]| -> Vec<String> {
        let said = folder.run_today(words).ended(0).out;
        let heads = said.lines().filter_map(|line| line.strip_prefix("metadata: {name: "));
        heads.map(|it| it.trim_end_matches('}').to_owned()).collect()
    };
    assert_eq!(names(&["render", "--org", "aster-spa"]), ["aster-spa"]);
    assert_eq!(names(&["render", "clients/elm-clinic.yaml"]), ["elm-clinic"]);
    assert_eq!(names(&["render"]).len(), 6);
    let said = folder.run_today(&["render", "--org", "aster-spa"]).ended(0).out;
    assert!(said.contains("clients/aster-spa.yaml:") && said.contains("templates/"), "{said}");
    folder.run_today(&["render", "--org", "nobody"]).ended(64);
}

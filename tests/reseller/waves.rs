use crate::support::Folder;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What became of each organization in the last run, by its steps.
fn became(folder: &Folder) -> BTreeMap<String, Vec<String>> {
    let report: Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    let organizations = report["organizations"].as_array().unwrap().iter();
    let statuses = |it: &Value| {
        let steps = it["steps"].as_array().unwrap().iter();
        let mut all: Vec<_> =
            steps.map(|step| step["status"].as_str().unwrap().to_owned()).collect();
        all.sort();
        all.dedup();
        all
    };
    organizations.map(|it| (it["name"].as_str().unwrap().to_owned(), statuses(it))).collect()
}

fn apply(folder: &Folder, more: &[&str], code: i32) -> BTreeMap<String, Vec<String>> {
    let mut words = vec!["apply", "--yes", "--report", "report.json"];
    words.extend(more);
    folder.run_today(&words).ended(code);
    became(folder)
}

#[test]
fn a_canary_that_fails_stops_the_rest_and_running_again_goes_on() {
    let folder = Folder::reseller();
    let canary = folder.read("clients/aster-spa.yaml");
    folder.write("clients/aster-spa.yaml", canary.replace("240101", "999"));
    let words = ["--canary", "aster-spa", "--batch", "2"];
    let first = apply(&folder, &words, 1);
    for (name, steps) in first.iter().filter(|(name, _)| *name != "aster-spa") {
        assert!(steps.iter().all(|it| it == "not_attempted" || it == "held"), "{name}: {steps:?}");
        assert!(steps.contains(&"not_attempted".to_owned()), "{name}: {steps:?}");
    }
    assert_eq!(first.len(), 6);
    folder.write("clients/aster-spa.yaml", canary);
    let second = apply(&folder, &words, 0);
    assert_eq!(second.len(), 6);
    assert!(second.values().all(|steps| steps.contains(&"done".to_owned())), "{second:?}");
    let third = apply(&folder, &[], 0);
    assert!(third.values().flatten().all(|step| step == "held"), "{third:?}");
}

#[test]
fn so_many_organizations_at_a_time_until_all_are_done() {
    let folder = Folder::reseller();
    let done = |run: &BTreeMap<String, Vec<String>>| -> Vec<String> {
        let done = run.iter().filter(|(_, steps)| steps.contains(&"done".to_owned()));
        done.map(|(name, _)| name.clone()).collect()
    };
    let most = ["--max-organizations", "4"];
    assert_eq!(
        done(&apply(&folder, &most, 0)),
        ["aster-spa", "birch-motors", "clover-cafe", "dune-travel"]
    );
    assert_eq!(done(&apply(&folder, &most, 0)), ["elm-clinic", "fjord-books"]);
}

#[test]
fn shards_share_the_organizations() {
    let folder = Folder::reseller();
    let mut all: Vec<String> = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let run = apply(&folder, &["--shard", shard], 0);
        all.extend(run.into_keys());
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6);
    folder.run_today(&["apply", "--yes", "--shard", "4/3"]).ended(64);
}

/// Sixty clients of one template, and what a change of it looks like.
#[test]
fn a_template_edit_over_sixty_clients_is_reviewed_on_one_screen() {
    const CLIENTS: usize = 60;
    let folder = Folder::reseller();
    folder.remove("clients");
    let mut table = "name,organizationId,marketingOptOutRequested,brand,manager\n".to_owned();
    let mut platform: Value = serde_json::from_str(&folder.read("platform.json")).unwrap();
    let one = platform["organizations"][0].clone();
    platform["organizations"] = (0..CLIENTS)
        .map(|number| {
            let mut organization = one.clone();
            organization["id"] = json!(300_000 + number);
            organization["workspaces"][0]["id"] = json!(600_000 + number);
            table += &format!(
                "client-{number},{},2026-10-01,Client {number},m@c{number}.example\n",
                300_000 + number
            );
            organization
        })
        .collect();
    folder.write("platform.json", platform.to_string());
    folder.write("clients.csv", &table);
    folder
        .run_today(&["onboard", "clients.csv", "--template", "single-branch", "--out", "clients"])
        .ended(0);
    folder.run_today(&["apply", "--yes", "--canary", "client-7", "--batch", "25"]).ended(0);

    let template = folder.read("templates/single-branch.yaml");
    let edited = template.replace("{group: care, role: manager}", "{group: care, role: agent}");
    assert_ne!(edited, template);
    folder.write("templates/single-branch.yaml", edited);
    for format in ["text", "markdown"] {
        let plan = folder.run_today(&["plan", "--format", format]).ended(0).out;
        let lines = plan.lines().count();
        assert!(lines < 100, "{lines} lines of {format}:\n{plan}");
        assert!(plan.contains("60 organizations"), "{plan}");
    }
}

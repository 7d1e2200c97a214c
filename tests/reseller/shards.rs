//! A fleet that is cut into shards, and put together again.

use crate::support::Folder;
use rolecall::plan::Plan;
use serde_json::{Value, json};
use std::path::Path;

const CLIENTS: usize = 40;

/// Forty clients of one template, some of which the platform does not have.
fn fleet() -> Folder {
    let folder = Folder::reseller();
    folder.remove("clients");
    let mut table = "name,organizationId,marketingOptOutRequested,brand,manager\n".to_owned();
    let mut platform: Value = serde_json::from_str(&folder.read("platform.json")).unwrap();
    let one = platform["organizations"][0].clone();
    let mut organizations = Vec::new();
    for number in 0..CLIENTS {
        let id = 300_000 + number;
        table += &format!("client-{number},{id},2026-10-01,Client {number},m@c{number}.example\n");
        if number % 13 == 5 {
            continue;
        }
        let mut organization = one.clone();
        organization["id"] = json!(id);
        organization["workspaces"][0]["id"] = json!(600_000 + number);
        organizations.push(organization);
    }
    platform["organizations"] = organizations.into();
    folder.write("platform.json", platform.to_string());
    folder.write("clients.csv", &table);
    let onboard = ["onboard", "clients.csv", "--template", "single-branch", "--out", "clients"];
    folder.run_today(&onboard).ended(0);
    folder
}

/// What each of so many shards says with these words, as files.
fn cut(folder: &Folder, words: &[&str], of: usize) -> Vec<String> {
    let shards = (1..=of).map(|index| {
        let file = format!("{}-{index}-of-{of}.json", words[0]);
        let shard = format!("{index}/{of}");
        let said = folder.run_today(&[words, &["--shard", &shard, "--out", &file]].concat());
        assert!([0, 1, 2].contains(&said.code), "{}", said.err);
        file
    });
    shards.collect()
}

fn merge(folder: &Folder, files: &[String], out: &str) {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    folder.run_today(&[&["merge"], &files[..], &["--out", out]].concat()).ended(0);
}

/// A file without what follows from how long its plan takes, and that.
fn timeless(folder: &Folder, file: &str, plan: &str) -> (Value, f64) {
    let mut file: Value = serde_json::from_str(&folder.read(file)).unwrap();
    let plan = file.pointer_mut(plan).unwrap();
    plan["id"] = Value::Null;
    let seconds = plan["summary"]["estimatedSeconds"].take();
    (file, seconds.as_f64().unwrap())
}

#[test]
fn plans_and_drift_of_all_shards_make_those_of_the_fleet() {
    let folder = fleet();
    // What is not there is said alike each time of a file.
    folder.run_today(&["snapshot", "--out", "seen.json"]).ended(1);
    let plan = ["plan", "--snapshot", "seen.json"];
    folder.run_today(&[&plan[..], &["--out", "whole.json"]].concat()).ended(1);
    for of in [1, 2, 5] {
        let mut files = cut(&folder, &plan, of);
        files.reverse();
        merge(&folder, &files, "merged.json");
        let (whole, took) = timeless(&folder, "whole.json", "");
        let (merged, together) = timeless(&folder, "merged.json", "");
        assert_eq!(merged, whole, "{of} shards");
        // They run at the same time.
        let parts = files.iter().map(|file| timeless(&folder, file, "").1);
        assert_eq!(together, parts.fold(0.0, f64::max), "{of} shards");
        assert!(took == together || (of > 1 && took > together), "{took} and {together}");
    }
    (0..CLIENTS)
        .filter(|number| number % 13 == 5)
        .for_each(|number| folder.remove(&format!("clients/client-{number}.yaml")));
    folder.run_today(&["drift", "--out", "drift.json"]).ended(2);
    merge(&folder, &cut(&folder, &["drift"], 5), "merged-drift.json");
    let drift = |file| timeless(&folder, file, "/plan").0;
    assert_eq!(drift("merged-drift.json"), drift("drift.json"));
    let plan: Value = serde_json::from_str(&folder.read("plan-1-of-5.json")).unwrap();
    assert_eq!(plan["shard"], json!({"index": 1, "of": 5}));
    // One of these is empty, and there is nothing to do in it.
    for shard in ["1/2", "2/2"] {
        for verb in [&["plan"][..], &["drift"], &["access"], &["apply", "--yes"]] {
            let said = folder.run_today(&[verb, &["--org", "client-0", "--shard", shard]].concat());
            let has_it = said.out.contains("client-0");
            assert!(said.code == 0 || (has_it && verb[0] == "drift"), "{}", said.err);
        }
    }
}

#[test]
fn each_shard_runs_its_part_of_the_merged_plan() {
    let folder = fleet();
    merge(&folder, &cut(&folder, &["plan"], 3), "merged.json");
    let reports = reports(&folder, "merged.json", 3);
    merge(&folder, &reports, "report.json");
    let report: Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    let organizations = report["organizations"].as_array().unwrap();
    assert_eq!(organizations.len(), CLIENTS);
    let verified = organizations.iter().filter(|it| it["verified"] == true).count();
    assert_eq!((verified, &report["shard"]), (CLIENTS - 3, &Value::Null));
    let parts: Vec<Value> =
        reports.iter().map(|it| serde_json::from_str(&folder.read(it)).unwrap()).collect();
    assert!(parts.iter().all(|it| it["plan"] == report["plan"]));
    assert_eq!(parts[1]["shard"], json!({"index": 2, "of": 3}));
    folder.run(&["show", "report.json"]).ended(0);
    let again = folder.run_today(&["plan", "--format", "json"]).ended(1);
    let again: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(again["summary"]["automatic"], 0);
}

#[test]
fn what_does_not_make_one_is_refused() {
    let folder = fleet();
    let plans = cut(&folder, &["plan"], 3);
    let drift = cut(&folder, &["drift"], 3);
    folder.run_today(&["plan", "--out", "all.json"]);
    folder.run_today(&["plan", "--shard", "3/3", "--allow-assumed", "--out", "assumed.json"]);
    folder.run(&["plan", "--shard", "3/3", "--now", "2027-03-01", "--out", "later.json"]);
    let text = folder.read("groups/care.yaml");
    folder.write("groups/care.yaml", text.clone() + "# changed\n");
    folder.run_today(&["plan", "--shard", "3/3", "--out", "changed.json"]);
    folder.write("groups/care.yaml", text);
    folder.write("edited.json", folder.read(&plans[2]).replacen("\"reads\": ", "\"reads\": 1", 1));
    // What follows from a step's action can't be edited either, in a plan or in the plan that stands in drift.
    for (from, to) in [(&plans[2], "retold.json"), (&drift[2], "retold-drift.json")] {
        let retold =
            folder.read(from).replacen("\"effect\": \"grant\"", "\"effect\": \"revoke\"", 1);
        assert_ne!(retold, folder.read(from));
        folder.write(to, retold);
    }
    let [one, two, three] = [&plans[0], &plans[1], &plans[2]].map(String::as_str);
    for (files, code, why) in [
        (&[one, two][..], 1, "a shard is missing: 3/3"),
        (&[one], 1, "shards are missing: 2/3, 3/3"),
        (&[one, two, three, two], 1, "shard 2/3 is there twice"),
        (&[one, two, "all.json"], 1, "says no shard"),
        (&[one, two, "assumed.json"], 1, "different options"),
        (&[one, two, "later.json"], 1, "different options"),
        (&[one, two, "changed.json"], 1, "different manifests"),
        (&[one, two, drift[2].as_str()], 1, "merge files of one kind"),
        (&[one, two, "edited.json"], 3, "changed after it was made"),
        (&[one, two, "retold.json"], 3, "changed after it was made"),
        (&[drift[0].as_str(), &drift[1], "retold-drift.json"], 3, "changed after it was made"),
        (&[one, "rolecall.yaml"], 1, "can't be used"),
        (&[one, "none.json"], 1, "can't read"),
        (&[], 64, "FILE"),
    ] {
        let said = folder.run(&[&["merge"], files].concat()).ended(code);
        assert!(said.err.contains(why), "{files:?}: {}", said.err);
        assert_eq!(said.out, "", "{files:?}");
    }
    let said = folder.run(&["apply", "--plan", one, "--yes", "--shard", "2/3"]).ended(64);
    assert!(said.err.contains("the plan is of shard 1/3"), "{}", said.err);
    assert!(!Path::new(&folder.path().join("none.json")).exists());
}

/// `auto/N` is the shard of one job of a Kubernetes Indexed Job, which counts from 0.
#[test]
fn a_job_takes_the_shard_of_its_index() {
    let folder = fleet();
    folder.run_today(&["plan", "--shard", "2/3", "--out", "second.json"]);
    let auto = |index: Option<&str>, shard: &str| {
        let mut command = crate::common::rolecall();
        command.current_dir(folder.path()).env_remove("JOB_COMPLETION_INDEX");
        command.envs(index.map(|index| ("JOB_COMPLETION_INDEX", index)));
        let words = ["--now", "2026-11-23", "plan", "--shard", shard, "--out", "auto.json"];
        crate::common::said(command.args(words))
    };
    assert_eq!(auto(Some("1"), "auto/3").code, 1, "some are not there");
    let id = |name: &str| Plan::from_json(&folder.read(name)).unwrap().id;
    assert_eq!(id("auto.json"), id("second.json"));
    folder.remove("auto.json");
    for (index, shard, why) in [
        (None, "auto/3", "JOB_COMPLETION_INDEX is not set"),
        (Some("x"), "auto/3", "JOB_COMPLETION_INDEX is no number"),
        (Some("-1"), "auto/3", "JOB_COMPLETION_INDEX is no number"),
        (Some("3"), "auto/3", "a shard is `I/N`, with I from 1 to N"),
        (Some("18446744073709551615"), "auto/3", "JOB_COMPLETION_INDEX is too large"),
        (Some("1"), "auto/0", "a shard is `I/N`, with I from 1 to N"),
        (Some("1"), "auto/", "a shard is `I/N`, with I from 1 to N"),
    ] {
        let said = auto(index, shard).ended(64);
        assert!(said.err.contains(why), "{index:?} {shard}: {}", said.err);
        assert!(!folder.path().join("auto.json").exists());
    }
}

/// Where the plan stands in a file, if it is one or has one.
fn plan_in(file: &mut Value) -> Option<&mut Value> {
    match file["format"].as_str() {
        Some("rolecall.plan/v1") => Some(file),
        Some("rolecall.drift/v1") => Some(&mut file["plan"]),
        _ => None,
    }
}

/// Writes a file again with something changed, as a run could have written it: a plan has the id that fits it.
fn write_changed(folder: &Folder, from: &str, to: &str, change: impl FnOnce(&mut Value)) {
    let mut file: Value = serde_json::from_str(&folder.read(from)).unwrap();
    match plan_in(&mut file) {
        Some(place) => {
            change(place);
            let mut plan: Plan = serde_json::from_value(place.clone()).unwrap();
            plan.id = plan.digest();
            *place = serde_json::to_value(plan).unwrap();
        }
        None => change(&mut file),
    }
    folder.write(to, file.to_string());
}

/// They don't make one, and nothing is written.
#[track_caller]
fn refused(folder: &Folder, files: &[&str], why: &str) {
    let said = folder.run(&[&["merge"], files, &["--out", "none.json"]].concat()).ended(1);
    assert!(said.err.contains(why), "{files:?}: {}", said.err);
    assert!(said.out.is_empty() && !folder.path().join("none.json").exists(), "{files:?}");
}

/// Reports of each shard of a merged plan.
fn reports(folder: &Folder, plan: &str, of: usize) -> Vec<String> {
    let reports = (1..=of).map(|index| {
        let (shard, report) = (format!("{index}/{of}"), format!("report-{index}-of-{of}.json"));
        let words = ["apply", "--plan", plan, "--yes", "--shard", &shard, "--report", &report];
        let said = folder.run(&words);
        assert!([0, 1, 5].contains(&said.code), "{}", said.err);
        report
    });
    reports.collect()
}

#[test]
fn what_another_fleet_or_another_rolecall_wrote_is_refused() {
    let folder = fleet();
    let (plans, drift) = (cut(&folder, &["plan"], 2), cut(&folder, &["drift"], 2));
    merge(&folder, &plans, "merged.json");
    let reports = reports(&folder, "merged.json", 2);
    let changes = [
        ("/platform/profile", "elsewhere", "they are of different platforms"),
        ("/platform/baseUrl", "https://elsewhere.example", "they are of different platforms"),
        ("/tool", "rolecall 0.0.1", "they are of different versions of rolecall"),
    ];
    for files in [&plans, &drift] {
        for (place, other, why) in changes {
            write_changed(&folder, &files[1], "other.json", |plan| {
                *plan.pointer_mut(place).unwrap() = json!(other);
            });
            refused(&folder, &[&files[0], "other.json"], why);
        }
    }
    // A report says by the id of its plan what the plan says of all that.
    for (place, other, _) in changes {
        write_changed(&folder, "merged.json", "other-plan.json", |plan| {
            *plan.pointer_mut(place).unwrap() = json!(other);
        });
        let plan = Plan::from_json(&folder.read("other-plan.json")).unwrap();
        write_changed(&folder, &reports[1], "other.json", |it| it["plan"] = json!(plan.id));
        refused(&folder, &[&reports[0], "other.json"], "they are of different plans");
    }
}

#[test]
fn shards_of_different_sets_and_shards_that_overlap_are_refused() {
    let folder = fleet();
    let kinds = |of| [cut(&folder, &["plan"], of), cut(&folder, &["drift"], of)];
    let ([plans, drift], [plans_of_3, drift_of_3]) = (kinds(2), kinds(3));
    merge(&folder, &plans, "merged.json");
    let (reports, reports_of_3) =
        (reports(&folder, "merged.json", 2), reports(&folder, "merged.json", 3));
    for (halves, thirds) in [(&plans, plans_of_3), (&drift, drift_of_3), (&reports, reports_of_3)] {
        let why = "one is of shard 1/2, and another of 2/3";
        refused(&folder, &[&halves[0], &thirds[1], &thirds[2]], why);
        let mut other: Value = serde_json::from_str(&folder.read(&halves[1])).unwrap();
        let other = plan_in(&mut other).map(|it| it.clone()).unwrap_or(other);
        let foreign = other["organizations"][0].clone();
        let why = format!(
            "what shard 1/2 wrote has {}, which is of another one",
            foreign["name"].as_str().unwrap()
        );
        // One of the other shard's beside its own: also where it is in the file of its own shard.
        write_changed(&folder, &halves[0], "more.json", |it| add(it, foreign));
        refused(&folder, &["more.json", &halves[1]], &why);
        // All of the one under the name of the other.
        write_changed(&folder, &halves[1], "twice.json", |it| it["shard"]["index"] = json!(1));
        refused(&folder, &["twice.json", &halves[1]], &why);
    }
    for name in &drift {
        let mut file: Value = serde_json::from_str(&folder.read(name)).unwrap();
        file["forgotten"] = json!(["gone"]);
        folder.write(&format!("both-{name}"), file.to_string());
    }
    let [one, two] = [0, 1].map(|index| format!("both-{}", drift[index]));
    refused(&folder, &[&one, &two], "gone is in two of them");
    // Of an organization that could not be planned, a report knows no more than its name.
    for name in &reports {
        write_changed(&folder, name, &format!("both-{name}"), |it| {
            let unknown =
                json!({"name": "nobody", "verified": false, "steps": [], "standing": "error"});
            add(it, unknown);
            it["exit"] = json!(1);
        });
    }
    let [one, two] = [0, 1].map(|index| format!("both-{}", reports[index]));
    refused(&folder, &[&one, &two], "nobody is in two of them");
}

/// Adds an organization, where its name says.
fn add(file: &mut Value, organization: Value) {
    let organizations = file["organizations"].as_array_mut().unwrap();
    organizations.push(organization);
    organizations.sort_by_key(|it| it["name"].as_str().unwrap().to_owned());
}

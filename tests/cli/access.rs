//! Who may get in where, from each source and in each format.

use crate::support::Folder;
use serde_json::Value;

const NOW: [&str; 2] = ["--now", "2026-11-23"];

fn access(folder: &Folder, words: &[&str]) -> String {
    let all: Vec<_> = ["access"].iter().chain(words).chain(&NOW).copied().collect();
    folder.run(&all).ended(0).out
}

fn json(folder: &Folder, words: &[&str]) -> Value {
    let all: Vec<_> = words.iter().chain(&["--format", "json"]).copied().collect();
    serde_json::from_str(&access(folder, &all)).unwrap()
}

fn rows<'v>(file: &'v Value, person: &str) -> Vec<&'v Value> {
    file["rows"].as_array().unwrap().iter().filter(|row| row["person"] == person).collect()
}

#[test]
fn live_access_has_the_line_that_gives_it_or_none() {
    let folder = Folder::agency();
    let file = json(&folder, &[]);
    let fits = jsonschema::validator_for(
        &serde_json::from_str(&folder.run(&["schema", "access"]).ended(0).out).unwrap(),
    );
    let wrong: Vec<_> = fits.unwrap().iter_errors(&file).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());

    let dan = rows(&file, "dan@bloom.example");
    assert_eq!(dan.len(), 2);
    assert!(dan.iter().all(|row| row["source"] == "no manifest"));
    assert_eq!(dan[0]["lastActive"], "2026-08-30T17:20:00Z");
    // The workspace has another name in the manifest, and is the same one.
    let hal = rows(&file, "hal@bloom.example");
    assert_eq!(hal[1]["workspace"], "Shop floor");
    assert_eq!(hal[1]["source"], "clients/bloom.yaml:18");
    assert_eq!(hal[1]["restrictions"], serde_json::json!(["show_only_mine"]));
    let ops = rows(&file, "ops@agency.example");
    assert!(ops.iter().all(|row| row["how"] == "admin of the organization"));
    assert_eq!(ops.len(), 7, "an admin reaches every workspace");
    let eve = rows(&file, "eve@acme.example");
    assert_eq!((&eve[0]["status"], &eve[0]["staff"]), (&"pending".into(), &false.into()));
    let together = &file["together"];
    assert_eq!((&together["seatsUsed"], &together["seatsBought"]), (&20.into(), &32.into()));
    assert_eq!(together["admins"], 7);
}

#[test]
fn a_snapshot_says_the_same_as_the_platform() {
    let folder = Folder::agency();
    folder.run(&["snapshot", "--out", "snapshot.json"]).ended(0);
    let (live, mut saved) = (json(&folder, &[]), json(&folder, &["--from", "snapshot.json"]));
    saved["from"] = "live".into();
    assert_eq!(live, saved);
    folder.write("wrong.json", "{\"format\":\"rolecall.plan/v1\",\"organizations\":[]}");
    let said = folder.run(&["access", "--from", "wrong.json"]).ended(1);
    assert!(said.err.contains("rolecall.plan/v1"), "{}", said.err);
    folder.write("cut.json", &folder.read("snapshot.json")[..2000]);
    folder.run(&["access", "--from", "cut.json"]).ended(1);
    assert!(access(&folder, &["--from", "snapshot.json", "--org", "bloom"]).contains("Weddings"));
}

#[test]
fn manifests_say_what_they_give_and_where() {
    let folder = Folder::agency();
    let file = json(&folder, &["--from", "manifests", "--person", "LEE@*"]);
    let lee = rows(&file, "lee@agency.example");
    let sources: Vec<_> = lee.iter().map(|row| row["source"].as_str().unwrap()).collect();
    assert!(sources[0].contains("(from groups/agency-support.yaml:7)"), "{sources:?}");
    assert!(lee.iter().all(|row| row["status"].is_null()));
    assert_eq!(file["together"]["people"], 1);
}

#[test]
fn who_was_not_seen_is_told_with_the_seats_it_takes() {
    let folder = Folder::agency();
    let file = json(&folder, &["--inactive", "90"]);
    let people: std::collections::BTreeSet<_> = file["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["person"].as_str().unwrap())
        .collect();
    let wanted = [
        "Cy@acme.example",
        "eve@acme.example",
        "gil@agency.example",
        "raj@cedar.example",
        "temp@cedar.example",
    ];
    assert_eq!(people, wanted.into(), "not known is not inactive");
    assert_eq!(
        (&file["together"]["seatsFreed"], &file["together"]["lastActiveNotKnown"]),
        (&5.into(), &1.into())
    );
    // The last day of it: seen on 2026-08-30 at 17:20.
    let seen = |days: &str| rows(&json(&folder, &["--inactive", days]), "dan@bloom.example").len();
    assert_eq!((seen("84"), seen("85")), (2, 0));
}

#[test]
fn every_format_names_everybody() {
    let folder = Folder::agency();
    for format in ["text", "csv", "html", "markdown"] {
        let shown = access(&folder, &["--format", format]);
        for person in ["dan@bloom.example", "temp@cedar.example", "eve@acme.example"] {
            assert!(shown.contains(person), "{format}: {shown}");
        }
    }
    let file = ["--format", "html", "--out", "page.html"];
    assert_eq!(access(&folder, &file), "");
    let page = folder.read("page.html");
    assert!(page.ends_with("</html>\n") && !page.contains("<script"), "{page}");
    let table = access(&folder, &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 14);
    assert!(reader.records().all(|record| record.unwrap().len() == 14));
}

#[test]
fn a_long_file_is_what_stdout_gets_and_takes_its_place_whole_or_not_at_all() {
    let folder = Folder::agency();
    folder.run(&["snapshot", "--out", "seen.json"]).ended(0);
    let seen: Value = serde_json::from_str(&folder.read("seen.json")).unwrap();
    let one = &seen["organizations"][0];
    let many: Vec<String> = (0..200)
        .map(|id| {
            let mut one = one.clone();
            one["id"] = (900_000 + id).into();
            one.to_string()
        })
        .collect();
    let file = |end: &str| {
        format!("{{\"format\":\"rolecall.snapshot/v1\",\"organizations\":[{}{end}", many.join(","))
    };
    folder.write("many.json", file("]}"));
    folder.write("broken.json", file(",{}]}"));
    for format in ["text", "csv", "json", "html", "markdown"] {
        let from = ["--from", "many.json", "--format", format];
        let shown = access(&folder, &from);
        assert!(shown.len() > 1 << 17, "it fits in one piece: {}", shown.len());
        assert_eq!(access(&folder, &[&from[..], &["--out", "out"]].concat()), "");
        assert_eq!(folder.read("out"), shown, "{format}");
        let broken = ["access", "--from", "broken.json", "--format", format, "--out", "out"];
        folder.run(&broken).ended(1);
        assert_eq!(folder.read("out"), shown, "{format}");
    }
    let names = std::fs::read_dir(folder.file(".")).unwrap().map(|it| it.unwrap().file_name());
    let left: Vec<_> = names.filter(|it| it.to_string_lossy().starts_with(".out")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn manifests_do_not_say_who_was_seen() {
    let said = Folder::agency().run(&["access", "--from", "manifests", "--inactive", "90"]);
    said.ended(64).one_error("manifests don't say when somebody was last seen");
}

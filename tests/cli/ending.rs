//! Access that ends by a date, from the file to the platform and back out.

use crate::support::Folder;

const BEFORE: [&str; 2] = ["--now", "2036-11-01T00:00:00Z"];
const LAST: [&str; 2] = ["--now", "2036-12-31T23:59:59Z"];
const AFTER: [&str; 2] = ["--now", "2037-01-01T00:00:00Z"];
const ACME: &str = "clients/acme-dental.yaml";

fn words<'a>(verb: &[&'a str], now: [&'a str; 2]) -> Vec<&'a str> {
    verb.iter().copied().chain(now).collect()
}

/// The example, where nobody is invited again as time goes by.
fn agency() -> Folder {
    let folder = Folder::agency();
    folder.edit(ACME, "  invitations: {resendAfterDays: 14}\n", "");
    folder
}

#[test]
fn access_is_given_until_its_day_and_taken_the_day_after() {
    let folder = agency();
    let plan = folder.run(&words(&["plan", ACME], BEFORE)).ended(0);
    let given = "pat@acme.example joins Recalls as agent (invitation e-mail), until 2036-12-31";
    assert!(plan.out.contains(given), "{}", plan.out);
    folder.run(&words(&["apply", ACME, "--yes"], BEFORE)).ended(0);

    folder.run(&words(&["drift", ACME], LAST)).ended(0);
    let drift = folder.run(&words(&["drift", ACME], AFTER)).ended(2);
    let there = "pat@acme.example is in Recalls as agent; the manifest doesn't list them there (listed until 2036-12-31)";
    assert!(
        drift.out.split_whitespace().collect::<Vec<_>>().join(" ").contains(there),
        "{}",
        drift.out
    );

    folder.run(&words(&["plan", ACME, "--out", "plan.json"], AFTER)).ended(0);
    let shown = folder.run(&["show", "plan.json"]).ended(0);
    let taken = "pat@acme.example loses Recalls; their contacts there become unassigned (listed until 2036-12-31)";
    assert!(
        shown.out.split_whitespace().collect::<Vec<_>>().join(" ").contains(taken),
        "{}",
        shown.out
    );
    let applied = folder.run(&["apply", "--plan", "plan.json", "--yes"]).ended(0);
    assert!(applied.out.contains("verified"), "{}", applied.out);
    folder.run(&words(&["drift", ACME], AFTER)).ended(0);
}

#[test]
fn a_plan_that_gives_access_to_another_day_is_stale() {
    let folder = Folder::agency();
    folder.run(&words(&["plan", ACME, "--out", "plan.json"], BEFORE)).ended(0);
    folder.edit(ACME, "until: 2036-12-31", "until: 2099-12-31");
    let said = folder.run(&["apply", "--plan", "plan.json", "--yes"]).ended(3);
    assert!(said.err.contains("pat@acme.example"), "{}", said.err);
}

#[test]
fn what_ends_soon_or_has_ended_is_warned_about() {
    let folder = Folder::agency();
    let told = |now: &str| folder.run(&["validate", "--now", now]).ended(0).out.contains("RC119");
    assert!(!told("2036-12-16T23:59:59Z"));
    assert!(told("2036-12-17T00:00:00Z"));
    assert!(told("2040-01-01T00:00:00Z"));
}

#[test]
fn ended_access_is_left_alone_where_nobody_is_removed() {
    let folder = agency();
    folder.edit(ACME, "spec:\n", "spec:\n  policy: {users: additive}\n");
    folder.run(&words(&["apply", ACME, "--yes"], BEFORE)).ended(0);
    let plan = folder.run(&words(&["plan", ACME], AFTER)).ended(0);
    let left = "pat@acme.example still has Recalls, though their day there was 2036-12-31";
    assert!(
        plan.out.split_whitespace().collect::<Vec<_>>().join(" ").contains(left),
        "{}",
        plan.out
    );
    assert!(plan.out.contains("nothing to do"), "{}", plan.out);
}

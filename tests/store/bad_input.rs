//! What a store has, does or is called that it should not.

use crate::common::{Folder, rolecall, said};
use crate::permission::platform;
use crate::s3::{Asked, BUCKET, Fault, S3};
use crate::support::dead;
use crate::verbs::{agency, run};
use std::collections::BTreeSet;
use std::time::Duration;

const LOCK: &str = "a prefix/ünï/locks/sandbox-239021.json";

/// Text as it was before lines were broken.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes the project's timeouts.
fn timeouts(folder: &Folder, timeouts: &str) {
    let project = folder.read("rolecall.yaml");
    folder.write(
        "rolecall.yaml",
        project.replace("spec:\n", &format!("spec:\n  timeouts: {timeouts}\n")),
    );
}

#[test]
fn a_wrong_bucket_is_told_by_every_verb() {
    let s3 = S3::start();
    let folder = Folder::example("agency");
    let plan = format!("store:{}", "ab".repeat(32));
    let prune = ["history", "prune", "--before", "2999-01-01"];
    let verbs: [&[&str]; 10] = [
        &["apply", "--yes"],
        &["apply", "--yes", "--plan", &plan],
        &["plan", "--out", "store:"],
        &["show", &plan],
        &["diff", &plan, &plan],
        &["merge", &plan],
        &["drift"],
        &["history"],
        &prune,
        &["doctor"],
    ];
    for words in verbs {
        let mut command = rolecall();
        command.current_dir(folder.path()).envs(s3.variables()).args(words);
        let said = said(command.args(["--store", "s3://other/x"])).ended(1);
        let all = joined(&format!("{}{}", said.out, said.err));
        assert!(all.contains("NoSuchBucket"), "{words:?}: {all}");
        assert!(all.contains("there is no such bucket: look at `store`"), "{words:?}: {all}");
        assert_eq!(platform(&folder), None, "{words:?}");
    }
}

/// The other organizations are worked on.
#[test]
fn a_lock_that_is_no_lease_keeps_its_organization_as_it_is() {
    for text in ["", "not JSON", "[]", r#"{"format":"rolecall.lock/v2","state":"released"}"#] {
        let s3 = S3::start();
        s3.write(LOCK, text);
        let (folder, applied) = agency(&s3, &["apply", "--yes"]);
        assert_eq!(applied.code, 1, "{applied:?}");
        let all = joined(&applied.out);
        let told = "can't lock s3://fleet/a prefix/ünï/locks/sandbox-239021.json: it is no lock of this rolecall";
        assert!(all.contains(told), "{all}");
        assert!(all.contains("delete it once no run works on that organization"), "{all}");
        assert_eq!(s3.read(LOCK).as_deref(), Some(text), "it stays as it is");
        let plan = run(&folder, &s3, &["plan", "--format", "json"]);
        let plan: serde_json::Value = serde_json::from_str(&plan.out).unwrap();
        for it in plan["organizations"].as_array().unwrap() {
            let open =
                it["steps"].as_array().unwrap().iter().any(|it| it["execution"] == "automatic");
            assert_eq!(open, it["name"] == "acme-dental", "{it}");
        }
        s3.remove(LOCK);
        assert_eq!(run(&folder, &s3, &["apply", "--yes"]).code, 0);
    }
}

#[test]
fn where_a_store_tells_no_times_a_dead_holders_lease_is_watched_to_its_end() {
    let s3 = S3::start();
    s3.tell_no_times();
    s3.write(LOCK, &dead("x").replace("60000", "1200"));
    let (folder, busy) = agency(&s3, &["apply", "--yes"]);
    assert_eq!(busy.code, 1, "{busy:?}");
    assert!(joined(&busy.out).contains("locked by run x (process 1 on ci)"), "{}", busy.out);
    let waited = run(&folder, &s3, &["apply", "--yes", "--lock-timeout", "20s"]);
    assert_eq!(waited.code, 0, "{waited:?}");
    let history = run(&folder, &s3, &["history"]);
    assert_eq!(history.code, 0, "{history:?}");
}

/// Nothing that rolecall can't trust is done: no lock is written, and nobody's access changes.
#[test]
fn a_store_that_ignores_conditions_is_used_for_nothing() {
    let s3 = S3::start();
    s3.ignore_conditions();
    let (folder, applied) = agency(&s3, &["apply", "--yes"]);
    assert_eq!((applied.code, platform(&folder)), (1, None), "{applied:?}");
    assert!(applied.err.contains("help: locks in it would guard nothing"), "{}", applied.err);
    assert_eq!(s3.names(), Vec::<String>::new());
}

#[test]
fn an_object_missing_in_the_middle_of_a_journal_is_named() {
    let s3 = S3::start();
    let (folder, applied) = agency(&s3, &["apply", "--yes"]);
    assert_eq!(applied.code, 0, "{applied:?}");
    let objects: Vec<_> = s3.names().into_iter().filter(|it| it.contains("/journal/")).collect();
    assert!(objects.len() > 3, "{objects:?}");
    let middle = &objects[1];
    s3.remove(middle);
    let history = run(&folder, &s3, &["history"]);
    assert_eq!(history.code, 1, "{history:?}");
    assert!(history.out.contains("on it is NOT what was written"), "{}", history.out);
    let json = run(&folder, &s3, &["history", "--format", "json"]);
    assert_eq!(json.code, 1, "{json:?}");
    assert!(json.out.contains(&format!("s3://{BUCKET}/{middle} is missing")), "{}", json.out);
    // It is history, and no run rests on it.
    let again = run(&folder, &s3, &["apply", "--yes"]);
    assert!(again.code == 0 && again.out.contains("nothing to do"), "{again:?}");
    // Nor does drift, which reads who was applied once.
    assert!([0, 2].contains(&run(&folder, &s3, &["drift"]).code));
}

/// The credential ends between two requests, wherever that is: what is done is known, and the next run does the rest.
#[test]
fn a_credential_may_expire_at_any_request() {
    let s3 = S3::start();
    let (_, whole) = agency(&s3, &["apply", "--yes", "--parallelism", "1"]);
    assert_eq!(whole.code, 0, "{whole:?}");
    let requests = s3.asked().len();
    for last in (1..requests).step_by(9) {
        let s3 = S3::start();
        s3.faults(move |asked| match asked.number > last {
            true => Fault::Status(400, "ExpiredToken"),
            false => Fault::None,
        });
        let folder = Folder::example("agency");
        let words = ["apply", "--yes", "--parallelism", "1", "--report", "report.json"];
        let ended = run(&folder, &s3, &words);
        let all = joined(&format!("{}{}", ended.out, ended.err));
        assert!([1, 5].contains(&ended.code), "after {last}: {ended:?}");
        assert!(all.contains("credential has expired"), "after {last}: {all}");
        // Only what was in the journal before was sent, so that what is left is what the plan says now.
        s3.faults(|_| Fault::None);
        s3.pass(Duration::from_secs(70));
        let again = run(&folder, &s3, &["apply", "--yes"]);
        assert_eq!(again.code, 0, "after {last}: {again:?}");
        let plan = run(&folder, &s3, &["plan", "--exit-code"]);
        assert_eq!(plan.code, 0, "after {last}: {plan:?}");
    }
}

/// A lock that can't be renewed is held to the end of its lease, and nothing begins after that.
#[test]
fn a_credential_that_expires_while_a_lock_is_renewed_ends_the_work_with_the_lease() {
    let s3 = S3::start();
    let folder = Folder::example("agency");
    timeouts(&folder, "{lease: 1s, request: 1s, retry: 1s}");
    let mut written = BTreeSet::new();
    s3.faults(move |asked: &Asked| {
        let renewal = asked.method == "PUT"
            && asked.key.contains("/locks/")
            && !written.insert(asked.key.clone());
        match (renewal, asked.key.contains("/000002.jsonl")) {
            (true, _) => Fault::Status(400, "ExpiredToken"),
            // The first wave's intents take longer to be stored than the lease lasts.
            (false, true) => Fault::Slow(Duration::from_millis(900)),
            _ => Fault::None,
        }
    });
    let words = ["apply", "--yes", "--parallelism", "1", "--report", "report.json"];
    let ended = run(&folder, &s3, &words);
    assert_eq!(ended.code, 5, "{ended:?}");
    let all = joined(&ended.out);
    let why = "the lock could not be renewed: can't write s3://fleet/a prefix/ünï/locks/sandbox-239021.json: it answers 400, ExpiredToken";
    assert!(all.contains(why) && all.contains("get a new one and run again"), "{all}");
    let report: serde_json::Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    let statuses = |name: &str| {
        let organizations = report["organizations"].as_array().unwrap();
        let one = organizations.iter().find(|it| it["name"] == name).unwrap();
        let steps = one["steps"].as_array().unwrap().iter();
        steps.map(|it| it["status"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(Vec::from_iter(statuses("acme-dental")), ["failed", "not_attempted"], "{all}");
    assert!(statuses("bloom").contains("done"), "{all}");
    // The lock was not given back: its lease ends by the store's clock.
    s3.faults(|_| Fault::None);
    s3.pass(Duration::from_secs(5));
    let again = run(&folder, &s3, &["apply", "--yes"]);
    assert_eq!(again.code, 0, "{again:?}");
}

/// In the flag and in the Project alike: said without being repeated, and nothing is asked of a store.
#[test]
fn odd_prefixes_are_refused_and_others_are_taken_as_they_are() {
    let s3 = S3::start();
    let folder = Folder::example("agency");
    let apply = |store: &str| {
        let mut command = rolecall();
        command.current_dir(folder.path()).envs(s3.variables());
        said(command.args(["plan", "--out", "store:", "--store", store]))
    };
    for (prefix, why) in [
        ("..", "each part of a prefix"),
        ("a/../b", "each part of a prefix"),
        ("a/./b", "each part of a prefix"),
        ("a//b", "each part of a prefix"),
        ("/a", "each part of a prefix"),
        ("a//", "each part of a prefix"),
        ("a%2Fb", "a prefix can't have `%` in it"),
        ("a%2e%2e", "a prefix can't have `%` in it"),
        ("a?b", "credentials don't belong in it"),
        ("a#b", "a prefix can't have `#` in it"),
        ("a\\b", "a prefix can't have `\\` in it"),
        ("a*", "a prefix can't have `*` in it"),
        ("a\nb", "a prefix can't have U+000A in it"),
        ("a\u{1b}[31m", "a prefix can't have U+001B in it"),
        ("a\u{85}b", "a prefix can't have U+0085 in it"),
        ("a\u{202e}b", "a prefix can't have U+202E in it"),
        ("a\u{200b}b", "a prefix can't have U+200B in it"),
    ] {
        let store = format!("s3://{BUCKET}/{prefix}");
        let flag = apply(&store).ended(64);
        assert!(flag.err.contains(why), "{prefix:?}: {}", flag.err);
        assert!(flag.err.contains("help: "), "{prefix:?}: {}", flag.err);
        let odd = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{200b}".contains(c);
        assert!(!flag.err.contains(odd), "{prefix:?}: {}", flag.err);
        let project = Folder::example("agency");
        let quoted = serde_json::to_string(&store).unwrap();
        let text = project.read("rolecall.yaml");
        project.write(
            "rolecall.yaml",
            text.replace("spec:\n", &format!("spec:\n  store: {quoted}\n")),
        );
        let file = project.run(&["validate"]).ended(4);
        let all = format!("{}{}", file.out, file.err);
        assert!(all.contains(why) && !all.contains(odd), "{prefix:?}: {all}");
    }
    assert_eq!(s3.asked().len(), 0);
    for prefix in ["a b", " a", "a+b&c=d;e,f", "Büro/日本語", "a:b@c!$'()", "...", "a/b/"] {
        let store = format!("s3://{BUCKET}/{prefix}");
        let kept = apply(&store);
        let plans = format!("{}/plans/", prefix.trim_end_matches('/'));
        let names = s3.names();
        assert!(
            kept.code == 0 && names.iter().any(|it| it.starts_with(&plans)),
            "{prefix:?}: {kept:?} {names:?}"
        );
        names.iter().for_each(|name| s3.remove(name));
    }
}

//! A credential that may not make one kind of request: what is said, how the run ends, and that nothing is done by half.

use crate::common::{Folder, Said};
use crate::s3::{Asked, Fault, S3};
use crate::verbs::{agency, run};

/// What the platform has, of which the embedded one keeps a file once something was changed.
pub(crate) fn platform(folder: &Folder) -> Option<String> {
    std::fs::read_to_string(folder.path().join(".rolecall/sandbox.json")).ok()
}

fn deny(s3: &S3, method: &'static str, list: bool, part: &'static str) {
    s3.faults(move |asked: &Asked| {
        let whole = format!("{}/", asked.key);
        match asked.method == method && asked.list == list && whole.contains(part) {
            true => Fault::Status(403, "AccessDenied"),
            false => Fault::None,
        }
    });
}

#[track_caller]
fn denied(said: &Said, case: &str, what: &str) {
    assert_eq!(said.code, 1, "{case}: {said:?}");
    let all = format!("{}{}", said.out, said.err);
    // Lines are broken where the page is full.
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!all.contains("panicked"), "{case}: {all}");
    assert!(all.contains(what) && all.contains("403, AccessDenied"), "{case}: `{what}`\n{all}");
    assert!(all.contains("rolecall doctor"), "{case}: {all}");
}

/// Nothing is sent before the lock is taken and the journal has what is about to be done.
#[test]
fn a_run_that_may_not_lock_or_journal_does_nothing() {
    for (method, part, what) in [
        ("PUT", "/probe/", "can't keep locks in s3://fleet/a prefix/ünï/locks"),
        ("GET", "/probe/", "can't keep locks in s3://fleet/a prefix/ünï/locks"),
        ("GET", "/locks/", "can't read s3://fleet/a prefix/ünï/locks/sandbox-"),
        ("PUT", "/locks/", "can't write s3://fleet/a prefix/ünï/locks/sandbox-"),
        ("PUT", "/journal/", "can't write the journal s3://fleet/a prefix/ünï/journal/"),
        ("PUT", "/000002.jsonl", "can't write the journal s3://fleet/a prefix/ünï/journal/"),
    ] {
        let case = format!("{method} {part}");
        let s3 = S3::start();
        let folder = Folder::example("agency");
        let before = run(&folder, &s3, &["plan", "--format", "json"]).out;
        deny(&s3, method, false, part);
        let applied = run(&folder, &s3, &["apply", "--yes", "--report", "report.json"]);
        denied(&applied, &case, what);
        assert_eq!(platform(&folder), None, "{case}: something was sent");
        s3.faults(|_| Fault::None);
        let after = run(&folder, &s3, &["plan", "--format", "json"]).out;
        let id = |plan: &str| {
            serde_json::from_str::<serde_json::Value>(plan).unwrap()["summary"].clone()
        };
        assert_eq!(id(&after), id(&before), "{case}");
        // What it took it gave back: the next one does all of it at once.
        let again = run(&folder, &s3, &["apply", "--yes"]);
        assert_eq!(again.code, 0, "{case}: {again:?}");
    }
}

/// What was done is done and in the journal, and the run says that its report is not where it should be.
#[test]
fn a_run_whose_report_may_not_be_kept_says_so_after_its_work() {
    let s3 = S3::start();
    deny(&s3, "PUT", false, "/reports/");
    let (folder, applied) = agency(&s3, &["apply", "--yes"]);
    denied(&applied, "PUT reports", "can't write s3://fleet/a prefix/ünï/reports/");
    assert!(applied.out.contains("done"), "{}", applied.out);
    s3.faults(|_| Fault::None);
    let history = run(&folder, &s3, &["history"]);
    assert!(history.code == 0 && history.out.contains("exit 0"), "{history:?}");
    let again = run(&folder, &s3, &["apply", "--yes"]);
    assert!(again.code == 0 && again.out.contains("nothing to do"), "{again:?}");
}

/// A run lists and deletes nothing that it can't do without.
#[test]
fn a_run_needs_neither_lists_nor_deletions() {
    for (method, list) in [("GET", true), ("DELETE", false)] {
        let s3 = S3::start();
        deny(&s3, method, list, "/");
        let (_, applied) = agency(&s3, &["apply", "--yes"]);
        assert_eq!(applied.code, 0, "{method}: {applied:?}");
    }
}

#[test]
fn each_verb_says_which_request_it_may_not_make() {
    let s3 = S3::start();
    let (folder, planned) = agency(&s3, &["plan", "--out", "store:"]);
    assert_eq!(planned.code, 0, "{planned:?}");
    let plan = s3.names().remove(0);
    let plan = format!("store:{}", plan.rsplit('/').next().unwrap().trim_end_matches(".json"));
    assert_eq!(run(&folder, &s3, &["apply", "--yes", "--plan", &plan]).code, 0);
    let report = s3.names().into_iter().find(|it| it.contains("/reports/")).unwrap();
    let report = format!("store:{}", report.rsplit('/').next().unwrap().trim_end_matches(".json"));
    let (kept, done) = (s3.names(), platform(&folder));
    let cases: &[(&str, bool, &str, &[&str], &str)] = &[
        (
            "PUT",
            false,
            "/plans/",
            &["plan", "--out", "store:"],
            "can't write s3://fleet/a prefix/ünï/plans/",
        ),
        ("GET", false, "/plans/", &["show", &plan], "can't read s3://fleet/a prefix/ünï/plans/"),
        ("GET", false, "/plans/", &["merge", &plan], "can't read s3://fleet/a prefix/ünï/plans/"),
        (
            "GET",
            false,
            "/plans/",
            &["diff", &plan, &plan],
            "can't read s3://fleet/a prefix/ünï/plans/",
        ),
        (
            "GET",
            false,
            "/plans/",
            &["apply", "--yes", "--plan", &plan],
            "can't read s3://fleet/a prefix/ünï/plans/",
        ),
        (
            "GET",
            false,
            "/reports/",
            &["show", &report],
            "can't read s3://fleet/a prefix/ünï/reports/",
        ),
        ("GET", true, "/journal/", &["history"], "can't list s3://fleet/a prefix/ünï/journal"),
        ("GET", true, "/journal/", &["drift"], "can't list s3://fleet/a prefix/ünï/journal"),
        (
            "GET",
            true,
            "/reports/",
            &["history", "prune", "--before", "2999-01-01"],
            "can't list s3://fleet/a prefix/ünï/reports",
        ),
        (
            "DELETE",
            false,
            "/journal/",
            &["history", "prune", "--before", "2999-01-01"],
            "can't delete s3://fleet/a prefix/ünï/journal/",
        ),
    ];
    for (method, list, part, words, what) in cases {
        deny(&s3, method, *list, part);
        let said = run(&folder, &s3, words);
        denied(&said, &format!("{method} {part}: {words:?}"), what);
        assert_eq!(platform(&folder), done, "{words:?}");
        let left: Vec<_> = s3.names().into_iter().filter(|it| !it.contains("/probe/")).collect();
        assert_eq!(left, kept, "{words:?}");
    }
    for (method, list, request, code) in
        [("PUT", false, "create", 1), ("GET", true, "list", 1), ("DELETE", false, "delete", 0)]
    {
        deny(&s3, method, list, "/probe/");
        let doctor = run(&folder, &s3, &["doctor"]);
        // Who may not delete can't prune, and nothing else.
        assert_eq!(doctor.code, code, "{doctor:?}");
        let told = format!(
            "\n  {request}: does NOT work: it answers 403, AccessDenied: as the test wants it\n"
        );
        assert!(doctor.out.contains(&told), "{}", doctor.out);
    }
    // One journal of several can't be read: which one, and why.
    deny(&s3, "GET", false, "/journal/");
    let history = run(&folder, &s3, &["history"]);
    let why = "can't be read: it answers 403, AccessDenied";
    assert!(history.code == 1 && history.out.contains(why), "{history:?}");
}

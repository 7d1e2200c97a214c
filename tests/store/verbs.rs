//! The verbs on a store in a bucket, as a user runs them.

use crate::common::{Folder, Said, rolecall, said};
use crate::s3::{BUCKET, Fault, S3, SECRET};

/// The example, with its store in the bucket.
pub(crate) fn agency(s3: &S3, words: &[&str]) -> (Folder, Said) {
    let folder = Folder::example("agency");
    let done = run(&folder, s3, words);
    (folder, done)
}

pub(crate) fn run(folder: &Folder, s3: &S3, words: &[&str]) -> Said {
    let mut command = rolecall();
    command.current_dir(folder.path()).envs(s3.variables()).args(words);
    let said = said(command.args(["--store", &format!("s3://{BUCKET}/a prefix/ünï")]));
    let all = format!("{}{}", said.out, said.err);
    assert!(!all.contains(SECRET), "the secret is shown");
    said
}

#[test]
fn a_plan_is_kept_shown_and_applied_from_the_store() {
    let s3 = S3::start();
    let (folder, planned) = agency(&s3, &["plan", "--out", "store:"]);
    assert_eq!(planned.code, 0, "{planned:?}");
    let plans: Vec<_> = s3.names();
    let [plan] = plans.as_slice() else { panic!("{plans:?}") };
    let id = plan.strip_prefix("a prefix/ünï/plans/").expect(plan).strip_suffix(".json").unwrap();
    let name = format!("store:{id}");
    assert!(planned.out.contains(&name), "the command that applies it: {}", planned.out);
    assert_eq!(run(&folder, &s3, &["show", &name]).code, 0);

    let kept = s3.read(plan).unwrap();
    let waves: std::collections::BTreeSet<(String, u64)> = {
        let plan: serde_json::Value = serde_json::from_str(&kept).unwrap();
        let organizations = plan["organizations"].as_array().unwrap();
        let steps = organizations
            .iter()
            .flat_map(|it| it["steps"].as_array().unwrap().iter().map(move |step| (it, step)));
        steps
            .filter_map(|(it, step)| Some((it["name"].to_string(), step["wave"].as_u64()?)))
            .collect()
    };
    s3.asked();
    let applied = run(&folder, &s3, &["apply", "--plan", &name, "--yes"]);
    assert_eq!(applied.code, 0, "{applied:?}");
    let mut asked = std::collections::BTreeMap::new();
    for it in s3.asked() {
        let kind = it.key.split('/').nth(2).unwrap_or_default().to_owned();
        *asked.entry(kind).or_insert(0) += 1;
    }
    // Three organizations have something to do; the probe is six requests and its removal.
    assert_eq!((asked["locks"], asked["reports"], asked["plans"]), (9, 1, 1), "{asked:?}");
    assert!(asked["probe"] <= 8, "{asked:?}");
    // The start and the end, and for each wave what is about to be done and what came of it.
    assert!(asked["journal"] <= 2 + 2 * waves.len(), "{asked:?}, {} waves", waves.len());
    let names = s3.names();
    let run_name = names.iter().find_map(|it| it.strip_prefix("a prefix/ünï/reports/")).unwrap();
    let run_name = run_name.strip_suffix(".json").unwrap();
    assert_eq!(run(&folder, &s3, &["show", &format!("store:{run_name}")]).code, 0);
    assert!(!folder.path().join(".rolecall/journal").exists(), "nothing of it is on this disk");

    let history = run(&folder, &s3, &["history"]);
    assert_eq!(history.code, 0, "{history:?}");
    assert!(history.out.contains(run_name), "{}", history.out);
    s3.asked();
    let again = run(&folder, &s3, &["apply", "--yes"]);
    assert!(again.out.contains("nothing to do"), "{again:?}");
    let asked = s3.asked();
    assert!(
        asked.iter().all(|it| it.key.contains("/probe/")),
        "in sync costs the probe alone: {asked:?}"
    );

    let pruned = run(&folder, &s3, &["history", "prune", "--before", "2999-01-01"]);
    assert_eq!(pruned.out, "deleted: 1 journal, 1 report, 1 plan\n", "{pruned:?}");
    let left = s3.names();
    assert!(left.iter().all(|it| it.contains("/locks/")) && left.len() == 3, "{left:?}");
}

/// Whoever may write to the bucket can't have another plan applied than the one that was reviewed.
#[test]
fn another_plan_in_its_place_is_refused() {
    let s3 = S3::start();
    let (folder, _) = agency(&s3, &["plan", "--out", "store:"]);
    let first = s3.names().remove(0);
    let other = run(&folder, &s3, &["plan", "--out", "store:", "--max-removals", "90%"]);
    assert_eq!(other.code, 0, "{other:?}");
    let second = s3.names().into_iter().find(|name| *name != first).unwrap();
    s3.write(&first, &s3.read(&second).unwrap());
    let id = first.rsplit('/').next().unwrap().strip_suffix(".json").unwrap();
    for words in [&["apply", "--yes", "--plan"][..], &["show"]] {
        let name = format!("store:{id}");
        let refused = run(&folder, &s3, &[words, &[name.as_str()]].concat());
        assert_eq!(refused.code, 3, "{refused:?}");
        assert!(refused.err.contains("is another plan: sha256:"), "{}", refused.err);
    }
}

#[test]
fn nothing_is_done_on_a_store_that_ignores_conditions() {
    let s3 = S3::start();
    s3.ignore_conditions();
    let (folder, applied) = agency(&s3, &["apply", "--yes"]);
    assert_eq!(applied.code, 1, "{applied:?}");
    assert!(applied.err.contains("it ignores conditions"), "{}", applied.err);
    let doctor = run(&folder, &s3, &["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(
        doctor.out.contains("conditional create: does NOT work: it ignores conditions"),
        "{}",
        doctor.out
    );
}

#[test]
fn doctor_tries_the_store() {
    let s3 = S3::start();
    let (_, doctor) = agency(&s3, &["doctor"]);
    assert_eq!(doctor.code, 0, "{doctor:?}");
    let all = "store s3://fleet/a prefix/ünï\n  create: works\n  conditional create: works\n  conditional replace: works\n  list: works\n  delete: works\n";
    assert!(doctor.out.contains(all), "{}", doctor.out);
}

#[test]
fn a_wrong_bucket_and_no_permission_are_told_before_anything_is_done() {
    let s3 = S3::start();
    let folder = Folder::example("agency");
    let mut command = rolecall();
    command.current_dir(folder.path()).envs(s3.variables());
    let wrong = said(command.args(["apply", "--yes", "--store", "s3://other/x"]));
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(
        wrong.err.contains("NoSuchBucket") && wrong.err.contains("there is no such bucket"),
        "{}",
        wrong.err
    );
    s3.faults(|_| Fault::Status(403, "AccessDenied"));
    let denied = run(&folder, &s3, &["apply", "--yes"]);
    assert_eq!(denied.code, 1);
    assert!(denied.err.contains("AccessDenied"), "{}", denied.err);
}

#[test]
fn a_run_whose_store_goes_away_stops_and_says_what_it_knows() {
    let s3 = S3::start();
    let folder = Folder::example("agency");
    let project = folder.read("rolecall.yaml");
    folder.write("rolecall.yaml", project.replace("spec:\n", "spec:\n  timeouts: {retry: 1s}\n"));
    s3.faults(|asked| match asked.key.contains("/000003.jsonl") {
        true => Fault::Status(400, "ExpiredToken"),
        false => Fault::None,
    });
    let applied = run(&folder, &s3, &["apply", "--yes", "--parallelism", "1"]);
    assert!([1, 5].contains(&applied.code), "{applied:?}");
    assert!(
        applied.err.contains("credential has expired")
            || applied.out.contains("credential has expired"),
        "{applied:?}"
    );
    s3.faults(|_| Fault::None);
    let again = run(&folder, &s3, &["apply", "--yes"]);
    assert_eq!(again.code, 0, "{again:?}");
}

/// What can't be stored is written beside the project: not where a link of a pull request leads.
#[cfg(unix)]
#[test]
fn the_folder_beside_it_is_a_real_one() {
    let s3 = S3::start();
    let (folder, elsewhere) = (Folder::example("agency"), Folder::empty());
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(".rolecall")).unwrap();
    let refused = run(&folder, &s3, &["history"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("is no folder, or a link"), "{}", refused.err);
}

#[test]
fn plain_http_goes_to_this_machine_alone() {
    let folder = Folder::example("agency");
    let mut command = rolecall();
    command.current_dir(folder.path()).envs(S3::start().variables());
    command.env("AWS_ENDPOINT_URL", "http://store.example").env("AWS_ALLOW_HTTP", "true");
    let said = said(command.args(["history", "--store", "s3://fleet"]));
    assert_eq!(said.code, 1);
    assert!(said.err.contains("plain HTTP to another machine"), "{}", said.err);
}

#[test]
fn what_is_no_store_is_refused_without_repeating_it() {
    let folder = Folder::example("agency");
    for wrong in ["s3://key:hunter22@fleet/x", "ftp://hunter22", "az://fleet/x?sig=hunter22"] {
        let flag = folder.run(&["history", "--store", wrong]);
        assert_eq!(flag.code, 64, "{flag:?}");
        assert!(!flag.err.contains("hunter22"), "{}", flag.err);
        let project = Folder::example("agency");
        let text =
            project.read("rolecall.yaml").replace("spec:\n", &format!("spec:\n  store: {wrong}\n"));
        project.write("rolecall.yaml", text);
        let said = project.run(&["validate"]);
        assert_eq!(said.code, 4, "{said:?}");
        assert!(
            said.err.contains("rolecall.yaml:8:") || said.out.contains("rolecall.yaml:8:"),
            "{said:?}"
        );
        assert!(!format!("{}{}", said.out, said.err).contains("hunter22"), "{said:?}");
    }
}

use crate::support::*;
use jiff::Timestamp;
use rolecall::apply::journal::{Entry, Filter, Integrity, JournalFile, Start, history};
use rolecall::apply::{Clock, Journal};
use rolecall::model::{Email, NamePattern};
use rolecall::platform::Redaction;
use rolecall::store::{NewLog, Store as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn journals(folder: &Path) -> Vec<PathBuf> {
    let folder = folder.join(".rolecall/journal");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

async fn a_run(scene: &Scene) -> String {
    let fake = Fake::new(acme()).faults(|number, _| match number {
        1 => Fault::Partial(1),
        _ => Fault::None,
    });
    let plan = plan("acme", &[(1, add(support(), &["cy", "di"]), &[]), (2, revoke_bo(None), &[])]);
    scene.apply(&fake, &plan).await;
    fs::read_to_string(journals(scene.folder.path()).pop().unwrap()).unwrap()
}

/// The text without digests and the version, which differ from release to release.
fn timeless(text: &str) -> String {
    let text = text.replace(env!("CARGO_PKG_VERSION"), "0.0.0");
    let mut parts = text.split("sha256:");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        text + "sha256:…" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit())
    })
}

#[tokio::test(start_paused = true)]
async fn records_are_as_the_design_says() {
    let scene = Scene::new();
    insta::assert_snapshot!(timeless(&a_run(&scene).await));
    let name = journals(scene.folder.path())[0].file_name().unwrap().to_owned();
    assert_eq!(name, "20261123T181500.000Z-0123456789ab.jsonl");
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn nobody_else_may_read_what_names_people() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::new();
    a_run(&scene).await;
    let mut folders = vec![scene.folder.path().join(".rolecall")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
                let mode = fs::metadata(&path).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{}", path.display());
            }
        }
    }
    assert_eq!(files, 3);
}

#[tokio::test(start_paused = true)]
async fn a_cut_or_edited_journal_is_recognised() {
    let text = a_run(&Scene::new()).await;
    let whole = JournalFile::read(text.as_bytes()).unwrap();
    assert_eq!(whole.integrity, Integrity::Whole);
    for cut in 0..=text.len() {
        let file = JournalFile::read(&text.as_bytes()[..cut]).unwrap();
        let ends_with_a_line = cut == 0 || text.as_bytes()[cut - 1] == b'\n';
        let expected = match () {
            () if cut == text.len() => Integrity::Whole,
            () if ends_with_a_line => Integrity::Unended,
            () => Integrity::Torn,
        };
        assert_eq!(file.integrity, expected, "cut at {cut}");
        assert_eq!(file.records[..], whole.records[..file.records.len()]);
    }
    let edited = text.replacen("di@acme.example", "dx@acme.example", 1);
    assert!(matches!(
        JournalFile::read(edited.as_bytes()).unwrap().integrity,
        Integrity::Broken { line: 3, .. }
    ));
    let longer = format!("{text}{}\n", text.lines().last().unwrap());
    let after_the_end = JournalFile::read(longer.as_bytes()).unwrap();
    let why = "it stands after the end".to_owned();
    assert_eq!(after_the_end.integrity, Integrity::Broken { line: whole.records.len() + 1, why });
    let mut lines: Vec<_> = text.lines().collect();
    lines.remove(2);
    let shorter = format!("{}\n", lines.join("\n"));
    let file = JournalFile::read(shorter.as_bytes()).unwrap();
    assert_eq!(
        file.integrity,
        Integrity::Broken { line: 3, why: "record 4 follows record 2".to_owned() }
    );
    assert_eq!(file.records.len(), 2);
}

#[test]
fn another_format_is_refused_by_name() {
    let line = "{\"format\":\"rolecall.journal/v2\",\"seq\":1}\n";
    let error = JournalFile::read(line.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        error,
        "the file says `rolecall.journal/v2`; this rolecall reads `rolecall.journal/v1`"
    );
    assert!(JournalFile::read(b"hello\n").is_err());
}

#[tokio::test(start_paused = true)]
async fn history_tells_runs_and_steps_and_filters() {
    let mut scene = Scene::new();
    a_run(&scene).await;
    scene.run = "r2";
    let fake = Fake::new(acme());
    scene.apply(&fake, &plan("other", &[(1, invite("ed"), &[])])).await;
    fs::write(scene.folder.path().join(".rolecall/journal/x.jsonl"), "{}\n").unwrap();
    let store = scene.store();
    let all = history(&store, &Filter::default()).await.unwrap();
    assert_eq!(all.runs.iter().map(|run| run.run.as_str()).collect::<Vec<_>>(), ["r1", "r2"]);
    assert_eq!(all.unreadable.keys().collect::<Vec<_>>(), ["x.jsonl"]);
    let steps = &all.runs[0].steps;
    assert_eq!(steps[0].attempts.len(), 2);
    assert_eq!(steps[0].attempts[0].outcome.unwrap().word(), "not_done");
    assert_eq!(steps[0].attempts[1].outcome.unwrap().word(), "done");
    assert_eq!(steps[0].actor, Some(email("ops")));
    assert_eq!(all.runs[0].exit, Some(0));
    let about = |name: &str| Filter { person: Some(email(name)), ..Filter::default() };
    for (filter, runs, count) in [
        (about("bo"), vec!["r1"], 1),
        (about("ed"), vec!["r2"], 1),
        (
            Filter {
                organizations: vec![NamePattern::parse("oth*").unwrap()],
                ..Filter::default()
            },
            vec!["r2"],
            1,
        ),
        (Filter { since: "2026-11-24T00:00:00Z".parse().ok(), ..Filter::default() }, vec![], 0),
        (
            Filter { until: "2026-11-24T00:00:00Z".parse().ok(), ..Filter::default() },
            vec!["r1", "r2"],
            3,
        ),
    ] {
        let found = history(&store, &filter).await.unwrap().runs;
        assert_eq!(found.iter().map(|run| run.run.as_str()).collect::<Vec<_>>(), runs);
        assert_eq!(found.iter().map(|run| run.steps.len()).sum::<usize>(), count, "{filter:?}");
    }
}

#[tokio::test]
async fn many_records_at_once_stay_one_chain() {
    let scene = Scene::new();
    let log = scene
        .store()
        .create_log(&NewLog { run: "r", plan: "p", time: Timestamp::now() })
        .await
        .unwrap();
    let start = Start {
        plan: plan_id(),
        tool: String::new(),
        host: String::new(),
        pid: 1,
        organizations: Vec::new(),
    };
    let journal = Journal::begin(log, "r".to_owned(), start, Clock::system(), Redaction::default())
        .await
        .unwrap();
    let journal = Arc::new(journal);
    let tasks = (1..=300).map(|number| {
        let journal = Arc::clone(&journal);
        tokio::spawn(async move {
            let steps = plan("acme", &[(1, invite("cy"), &[])]).steps;
            let intent = Entry::intent(&slug("acme"), &steps[0], number, serde_json::Map::new());
            journal.durable(intent).await.unwrap();
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    Arc::into_inner(journal).unwrap().end(0).await.unwrap();
    assert_eq!(scene.records().await.len(), 302);
}

/// A folder where a file is in the way of the journal.
#[tokio::test(start_paused = true)]
async fn without_a_journal_nothing_is_sent() {
    let scene = Scene::new();
    fs::create_dir(scene.folder.path().join(".rolecall")).unwrap();
    fs::write(scene.folder.path().join(".rolecall/journal"), "in the way").unwrap();
    let fake = Fake::new(acme());
    let job = job(&fake, plan("acme", &[(1, invite("cy"), &[])]));
    let replan = |_: &_, _: &_| Err("is not asked".to_owned());
    let store = scene.store();
    let apply = rolecall::apply::Apply {
        platform: &fake,
        replan: &Manifests(desired(&[], 1), replan),
        store: &store,
        holder: scene.holder(),
        clock: Clock::system(),
        settings: scene.settings,
        progress: &rolecall::apply::Silent,
        stop: scene.switch.watch(),
    };
    let stages = rolecall::apply::Schedule::default().stages(vec![job]);
    let report = apply.run(&plan_id(), stages).await;
    assert_eq!(fake.calls().len(), 0);
    assert_eq!(report.exit, 1);
    let error = report.error.unwrap();
    assert!(error.starts_with("can't write the journal "), "{error}");
    assert_eq!(report.organizations[0].steps[0].status.word(), "not_attempted");
}

#[test]
fn people_are_found_however_their_address_is_written() {
    assert_eq!(Email::seen("BO@acme.example"), email("bo"));
}

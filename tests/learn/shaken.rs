//! Recordings that are not as they should be: never wrong, and what is missing is said.

use crate::console::{Dialect, HeirIn};
use crate::export::{CANARIES, Exporter, entry, har, text};
use crate::judge::wrong;
use crate::person::Taken;
use crate::session::{Lesson, learn, load, script, tape};
use rolecall::learn::infer::Reason;
use rolecall::learn::script::Script;
use rolecall::model::Operation;

const NUMBERS: [usize; 6] = [3, 14, 40, 77, 101, 160];

pub(crate) fn each(mut with: impl FnMut(Dialect, &Script, Vec<Taken>)) {
    for number in NUMBERS {
        let dialect = Dialect::number(number);
        let script = script(number as u64);
        let tape = tape(dialect, &script, number % 2 == 1);
        with(dialect, &script, tape);
    }
}

#[track_caller]
pub(crate) fn sound(dialect: Dialect, lesson: &Lesson) {
    let wrong = wrong(dialect, lesson);
    assert!(wrong.is_empty(), "{dialect:?}\n{}\n{}", wrong[0], lesson.file);
    for (operation, missing) in &lesson.findings.missing {
        let said = !missing.why.told().is_empty();
        assert!(
            said && (!missing.again.is_empty() || !missing.why.can_be_recorded()),
            "{operation}"
        );
    }
}

#[test]
fn shuffled_entries_are_put_in_order() {
    each(|dialect, script, tape| {
        let mut entries: Vec<_> = tape.iter().map(|it| entry(it, Exporter::Chrome)).collect();
        let straight = learn(script, &[text(entries.clone(), Exporter::Chrome)]);
        let half = entries.len() / 2;
        entries.rotate_left(half);
        entries.reverse();
        let lesson = learn(script, &[text(entries, Exporter::Chrome)]);
        assert_eq!(lesson.file, straight.file);
        sound(dialect, &lesson);
    });
}

#[test]
fn a_recording_given_twice_or_in_two_files_says_the_same() {
    each(|dialect, script, tape| {
        let whole = har(&tape, Exporter::Firefox);
        let once = learn(script, std::slice::from_ref(&whole));
        let twice = learn(script, &[whole.clone(), whole]);
        assert_eq!(once.file, twice.file);
        let (first, second) = tape.split_at(tape.len() / 3);
        let parts = [har(second, Exporter::Firefox), har(first, Exporter::Firefox)];
        let lesson = learn(script, &parts);
        assert_eq!(once.file, lesson.file);
        sound(dialect, &lesson);
    });
}

#[test]
fn a_recording_that_ends_early_says_less() {
    each(|dialect, script, tape| {
        for share in [1, 3, 6, 9] {
            let cut = &tape[..tape.len() * share / 10];
            sound(dialect, &learn(script, &[har(cut, Exporter::Playwright)]));
        }
        let whole = har(&tape, Exporter::Playwright);
        let lesson = learn(script, &[whole[..whole.len() * 2 / 3].to_vec()]);
        assert!(!lesson.findings.learned.is_empty());
        sound(dialect, &lesson);
    });
}

#[test]
fn steps_that_are_missing_are_never_guessed() {
    for number in NUMBERS {
        let dialect = Dialect::number(number);
        let script = script(number as u64);
        let whole = tape(dialect, &script, true);
        // Every few requests, one is missing: a page that was not recorded.
        for (first, every) in [(0, 2), (1, 2), (1, 3), (2, 3), (3, 5), (2, 7), (4, 9)] {
            let some: Vec<_> = whole
                .iter()
                .enumerate()
                .filter(|(at, _)| at % every != first)
                .map(|(_, it)| it.clone())
                .collect();
            sound(dialect, &learn(&script, &[har(&some, Exporter::Safari)]));
        }
        // One kind of request is missing wholly.
        for method in ["POST", "PUT", "DELETE"] {
            let some: Vec<_> = whole.iter().filter(|it| it.method != method).cloned().collect();
            sound(dialect, &learn(&script, &[har(&some, Exporter::Safari)]));
        }
    }
}

#[test]
fn a_console_that_says_yes_to_everything_teaches_no_write() {
    each(|dialect, script, tape| {
        let mut first: std::collections::BTreeMap<(String, String, Option<String>), String> =
            Default::default();
        let frozen: Vec<_> = tape
            .into_iter()
            .map(|mut it| {
                let is_read = it.method == "GET" || it.url.contains("/list");
                it.status = 200;
                if is_read {
                    let key = (it.method.clone(), it.url.clone(), it.body.clone());
                    it.answer = first.entry(key).or_insert(it.answer).clone();
                } else {
                    it.answer = "{\"ok\": true, \"state\": \"fine\"}".to_owned();
                }
                it
            })
            .collect();
        let lesson = learn(script, &[har(&frozen, Exporter::Chrome)]);
        let writes: Vec<_> = lesson.findings.learned.keys().filter(|it| !it.is_read()).collect();
        assert!(writes.is_empty(), "{dialect:?}: {writes:?}");
    });
}

#[test]
fn bodies_that_the_exporter_left_out_are_said_and_not_guessed() {
    each(|dialect, script, tape| {
        let entries = tape.iter().enumerate().map(|(at, it)| {
            let mut entry = entry(it, Exporter::Chrome);
            if at.is_multiple_of(4) {
                entry["response"]["content"] =
                    serde_json::json!({"size": 90, "mimeType": "application/json"});
            }
            if at.is_multiple_of(5) && it.body.is_some() {
                entry["request"]["postData"]["text"] = serde_json::json!("{\"ema");
            }
            entry
        });
        let lesson = learn(script, &[text(entries.collect(), Exporter::Chrome)]);
        sound(dialect, &lesson);
    });
}

#[test]
fn a_call_that_could_be_it_as_well_keeps_the_operation_by_hand() {
    each(|_, script, tape| {
        // The page asks first whether somebody may be removed; which of the two calls did it nobody can tell.
        let mut doubled = Vec::new();
        for it in &tape {
            if it.method == "DELETE" {
                let mut asks = it.clone();
                asks.at -= 50;
                asks.method = "POST".to_owned();
                asks.url = match it.url.split_once('?') {
                    Some((path, query)) => format!("{path}/may-go?{query}"),
                    None => format!("{}/may-go", it.url),
                };
                doubled.push(asks);
            }
            doubled.push(it.clone());
        }
        let lesson = learn(script, &[har(&doubled, Exporter::Chrome)]);
        for operation in [Operation::RemoveOrganizationUser, Operation::DeleteWorkspace] {
            let why = lesson.findings.missing.get(&operation).map(|it| it.why.clone());
            assert_eq!(why, Some(Reason::SeveralRequests), "{operation}");
        }
    });
}

#[test]
fn signed_requests_and_graphql_are_beyond_a_profile() {
    each(|_, script, tape| {
        let signed: Vec<_> = tape
            .iter()
            .map(|it| {
                let mut it = it.clone();
                it.headers.push(("x-signature".to_owned(), format!("{:x}", it.at * 31)));
                it
            })
            .collect();
        let lesson = learn(script, &[har(&signed, Exporter::Chrome)]);
        assert!(lesson.findings.learned.keys().all(|it| it.is_read()));
        let why = |operation| lesson.findings.missing.get(&operation).map(|it| &it.why);
        assert!(matches!(why(Operation::InviteOrganizationUser), Some(Reason::Signed(_))));
    });
}

#[test]
fn every_exporter_says_the_same() {
    each(|dialect, script, tape| {
        let lessons = Exporter::ALL.map(|by| (by, learn(script, &[har(&tape, by)])));
        for (by, lesson) in &lessons {
            let file = &lesson.file;
            match (by, dialect.heir) {
                // It leaves out what a DELETE carries.
                (Exporter::Mitmproxy, HeirIn::Body) => {
                    let why = &lesson.findings.missing[&Operation::RevokeWorkspaceAccess].why;
                    assert_eq!(*why, Reason::CutBodies);
                    sound(dialect, lesson);
                }
                _ => assert_eq!(*file, lessons[0].1.file),
            }
            for canary in CANARIES {
                assert!(!file.contains(canary), "{canary}");
            }
            load(file).unwrap();
        }
    });
}

#[test]
fn ids_that_coincide_are_ambiguous() {
    each(|dialect, script, tape| {
        // The organization's id is that of a user too.
        let lesson = learn(script, &[har(&tape, Exporter::Chrome)]);
        let id = crate::session::ORGANIZATION;
        let coinciding: Vec<_> = tape
            .iter()
            .map(|it| {
                let mut it = it.clone();
                it.answer = it.answer.replace("\"id\":1,", &format!("\"id\":{id},"));
                it.answer = it.answer.replace("\"id\":1}", &format!("\"id\":{id}}}"));
                it
            })
            .collect();
        let other = learn(script, &[har(&coinciding, Exporter::Chrome)]);
        assert!(other.findings.learned.len() <= lesson.findings.learned.len());
        sound(dialect, &other);
    });
}

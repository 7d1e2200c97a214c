//! Whole sessions of an odd kind: two tabs, GraphQL, bodies that are broken throughout, somebody else's script.

use crate::console::{Dialect, State};
use crate::export::{Exporter, entry, har, text};
use crate::person::{Page, Taken};
use crate::session::{before, learn, script, tape};
use crate::shaken::{each, sound};
use rolecall::learn::infer::Reason;
use rolecall::learn::script::See;
use rolecall::model::Operation;
use serde_json::json;

#[test]
fn two_tabs_that_share_the_steps_say_what_one_does() {
    each(|dialect, script, tape| {
        let whole = learn(script, &[har(&tape, Exporter::Firefox)]);
        let tab = |which: usize| {
            let its = tape.iter().enumerate().filter(|(at, _)| at / 5 % 2 == which);
            har(&its.map(|(_, it)| it.clone()).collect::<Vec<_>>(), Exporter::Firefox)
        };
        let lesson = learn(script, &[tab(1), tab(0)]);
        assert_eq!(lesson.file, whole.file);
        sound(dialect, &lesson);
    });
}

#[test]
fn a_tab_that_lags_behind_teaches_nothing_wrong() {
    each(|dialect, script, tape| {
        let lags = |it: &Taken| it.method == "GET" || it.url.contains("/list");
        // It asked before the change and heard after it, or has been answered from before it.
        for late in [-3, 40] {
            let mut both = tape.clone();
            both.extend(
                tape.iter()
                    .filter(|it| lags(it))
                    .map(|it| Taken { at: it.at + late, ..it.clone() }),
            );
            sound(dialect, &learn(script, &[har(&both, Exporter::Chrome)]));
        }
    });
}

/// A second tab shows another organization of the same console, whose people and workspaces have the same ids.
#[test]
fn a_tab_of_another_organization_teaches_nothing_wrong() {
    each(|dialect, script, tape| {
        let mut other =
            State::new("Other", &[("boss@other.example", "admin"), ("it@other.example", "member")])
                .with("Alpha", &[("boss@other.example", "owner")]);
        let mut page = Page::new(dialect, 777_001, &mut other);
        for step in script.steps.iter().filter(|it| it.see.is_some()) {
            let mut step = step.clone();
            if step.see == Some(See::WorkspaceUsers) {
                step.values.workspace = Some("Alpha".to_owned());
            }
            page.step(&step);
        }
        let theirs = std::mem::take(&mut page.tape);
        let last = |tape: &[Taken]| tape.iter().map(|it| it.at).max().unwrap_or(1);
        let (ours_end, theirs_end) = (last(&tape), last(&theirs));
        let spread = |it: &Taken| Taken { at: it.at * ours_end / theirs_end, ..it.clone() };
        let both = [
            har(&tape, Exporter::Chrome),
            har(&theirs.iter().map(spread).collect::<Vec<_>>(), Exporter::Chrome),
        ];
        let lesson = learn(script, &both);
        sound(dialect, &lesson);
        assert!(
            !lesson.file.contains("777001") && !lesson.file.contains("other.example"),
            "{}",
            lesson.file
        );
    });
}

/// The same session as a console would show it that has one address for everything.
fn graphql(it: &Taken) -> Taken {
    let (path, query) = it.url.split_once('?').unwrap_or((&it.url, ""));
    let path = path.trim_start_matches(crate::person::ORIGIN);
    let body =
        it.body.as_deref().map(|body| serde_json::from_str(body).unwrap_or_else(|_| json!(body)));
    let kind = if it.method == "GET" || path.ends_with("/list") { "query" } else { "mutation" };
    let asked = json!({
        "operationName": kind, "query": format!("{kind} Do($in: In!) {{ do(in: $in) {{ result }} }}"),
        "variables": {"in": {"method": it.method, "path": path, "query": query, "body": body}},
    });
    let answer: serde_json::Value = serde_json::from_str(&it.answer).unwrap_or_default();
    Taken {
        method: "POST".to_owned(),
        url: format!("{}/graphql", crate::person::ORIGIN),
        body: Some(asked.to_string()),
        form: false,
        answer: json!({"data": {"do": {"result": answer}}}).to_string(),
        ..it.clone()
    }
}

#[test]
fn a_console_of_graphql_stays_by_hand() {
    each(|dialect, script, tape| {
        let all: Vec<_> = tape.iter().map(graphql).collect();
        let lesson = learn(script, &[har(&all, Exporter::Chrome)]);
        assert!(lesson.findings.learned.is_empty(), "{dialect:?}: {}", lesson.file);
        for (operation, missing) in &lesson.findings.missing {
            assert_eq!(missing.why, Reason::GraphQl, "{dialect:?}: {operation}");
            assert!(missing.again.is_empty(), "{operation}");
        }
        // Where lists are asked for as ever, the changes alone are beyond a profile.
        let is_read = |it: &Taken| it.method == "GET" || it.url.contains("/list");
        let mixed: Vec<_> =
            tape.iter().map(|it| if is_read(it) { it.clone() } else { graphql(it) }).collect();
        let lesson = learn(script, &[har(&mixed, Exporter::Chrome)]);
        let writes: Vec<_> = lesson.findings.learned.keys().filter(|it| !it.is_read()).collect();
        assert!(writes.is_empty(), "{dialect:?}: {writes:?}");
        assert!(lesson.findings.learned.contains_key(&Operation::ListWorkspaces), "{dialect:?}");
        let why = lesson.findings.missing.get(&Operation::InviteOrganizationUser).map(|it| &it.why);
        assert_eq!(why, Some(&Reason::GraphQl), "{dialect:?}");
        sound(dialect, &lesson);
    });
}

/// What somebody calls it, and what becomes of an answer.
type Break<'a> = (&'a str, &'a dyn Fn(&str) -> String);

#[test]
fn base64_that_is_none_in_a_whole_session_is_said() {
    use base64::Engine as _;
    let pack = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let breaks: [Break; 4] = [
        ("no base64", &|_| "%%%".to_owned()),
        ("cut in a group of four", &|answer| {
            let packed = pack(answer.as_bytes());
            packed[..packed.len() / 8 * 4 + 1].to_owned()
        }),
        ("cut between two", &|answer| {
            let packed = pack(answer.as_bytes());
            packed[..packed.len() / 8 * 4].to_owned()
        }),
        ("no text", &|answer| pack(&[&[0xff, 0xfe], answer.as_bytes()].concat())),
    ];
    each(|dialect, script, tape| {
        for (name, broken) in breaks {
            let pack = |it: &Taken| {
                let mut entry = entry(it, Exporter::Mitmproxy);
                entry["response"]["content"]["text"] = json!(broken(&it.answer));
                entry["response"]["content"]["encoding"] = json!("base64");
                entry
            };
            let lesson =
                learn(script, &[text(tape.iter().map(pack).collect(), Exporter::Mitmproxy)]);
            assert!(lesson.findings.learned.is_empty(), "{dialect:?}, {name}: {}", lesson.file);
            let why =
                lesson.findings.missing.get(&Operation::ListOrganizationUsers).map(|it| &it.why);
            assert_eq!(why, Some(&Reason::CutBodies), "{dialect:?}, {name}");
            if name != "no text" {
                continue;
            }
            let some = |(at, it): (usize, &Taken)| {
                if at % 3 == 0 { pack(it) } else { entry(it, Exporter::Mitmproxy) }
            };
            let some = tape.iter().enumerate().map(some).collect();
            sound(dialect, &learn(script, &[text(some, Exporter::Mitmproxy)]));
        }
    });
}

#[test]
fn the_script_of_another_organization_teaches_nothing() {
    let dialect = Dialect::PLAIN;
    let followed = script(11);
    let tape = tape(dialect, &followed, true);
    let mut other = followed.clone();
    other.organization = rolecall::model::OrganizationId::new(555_555);
    // The values are those that went over the wire, but for an organization that isn't in any of it.
    let lesson = learn(&other, &[har(&tape, Exporter::Chrome)]);
    sound(dialect, &lesson);
    assert!(!lesson.file.contains("239021"), "{}", lesson.file);
    // Neither people, names nor the organization are those of this script.
    let stranger = script(12);
    let shared = before().users.len();
    assert!(shared > 0 && stranger.people() != followed.people());
    let lesson = learn(&stranger, &[har(&tape, Exporter::Chrome)]);
    let writes: Vec<_> = lesson.findings.learned.keys().filter(|it| !it.is_read()).collect();
    assert!(writes.is_empty(), "{writes:?}");
}

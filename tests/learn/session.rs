//! One console, one script, one recording, and what is learned from it.

use crate::console::{Dialect, State};
use crate::export::{Exporter, har, started};
use crate::person::{ORIGIN, Page, Taken};
use rolecall::learn::file::{About, platform};
use rolecall::learn::infer::{Findings, infer};
use rolecall::learn::recording::{Collector, Marks, Overview, Recording};
use rolecall::learn::script::{Probes, Script, steps};
use rolecall::manifest::{PlatformChoice, SourceFile, text};
use rolecall::model::{Operation, OrganizationId};
use rolecall::platform::{Profile, Recorded};
use std::sync::LazyLock;

pub(crate) const ORGANIZATION: u64 = 239_021;

/// An organization with people and workspaces of its own, enough for a second page of each.
pub(crate) fn before() -> State {
    let users = [
        ("owner@agency.example", "admin"),
        ("boss@agency.example", "admin"),
        ("canary.person@elsewhere.example", "member"),
        ("dee@acme.example", "billing_admin"),
        ("flo@acme.example", "member"),
    ];
    State::new("Acme Dental", &users)
        .with("Alpha", &[("flo@acme.example", "owner")])
        .with("Beta", &[])
        .with("Gamma", &[("dee@acme.example", "agent")])
}

/// The profile that is extended: read once for all lessons.
pub(crate) fn base() -> &'static Profile {
    static BASE: LazyLock<Profile> = LazyLock::new(|| {
        Profile::load(&PlatformChoice::BuiltIn("respond-io-console".to_owned()), &[]).unwrap()
    });
    &BASE
}

pub(crate) fn script(tag: u64) -> Script {
    let organization = OrganizationId::new(ORGANIZATION);
    let probes = Probes::new("qa+{n}@agency.example", organization, tag).unwrap();
    steps(organization, Some("Acme Dental"), &probes, &base().clicks(), started())
}

/// What goes over the wire while somebody follows the script.
pub(crate) fn tape(dialect: Dialect, script: &Script, reloads: bool) -> Vec<Taken> {
    let mut state = before();
    let mut page = Page::new(dialect, ORGANIZATION, &mut state);
    page.reloads = reloads;
    page.follow(script);
    let tape = std::mem::take(&mut page.tape);
    let left: Vec<_> = state.users.keys().filter(|it| it.starts_with("qa+")).collect();
    assert!(
        left.is_empty() && state.workspaces.len() == 3,
        "the script leaves something: {left:?}"
    );
    assert_eq!(state.name, "Acme Dental");
    tape
}

/// Reads recordings as the command does.
pub(crate) fn read(script: &Script, files: &[Vec<u8>]) -> Recording {
    let marks = Marks::of(script);
    let mut overview = Overview::default();
    for file in files {
        overview.read(file.as_slice(), &marks).unwrap();
    }
    let origin = overview.origin(None).unwrap_or(ORIGIN).to_owned();
    let mut collector = Collector::new(&overview, &marks, &origin);
    for file in files {
        collector.read(file.as_slice()).unwrap();
    }
    collector.finish()
}

/// What was learned, and the file that says so.
pub(crate) struct Lesson {
    pub(crate) findings: Findings,
    pub(crate) file: String,
}

pub(crate) fn learn(script: &Script, files: &[Vec<u8>]) -> Lesson {
    let recording = read(script, files);
    let base = base();
    let findings = infer(script, &recording, base);
    let recorded = Recorded {
        on: jiff::tz::Offset::UTC.to_datetime(started()).date(),
        host: "console.example".to_owned(),
        digest: format!("sha256:{}", "0".repeat(64)),
    };
    let file = platform(
        &findings,
        &About {
            name: "learned",
            base,
            origin: ORIGIN,
            recorded: &recorded,
            operations: Operation::ALL,
        },
    );
    Lesson { findings, file }
}

pub(crate) fn lesson(dialect: Dialect, number: usize) -> Lesson {
    let script = script(number as u64);
    let tape = tape(dialect, &script, number % 2 == 1);
    let exporter = Exporter::ALL[number % Exporter::ALL.len()];
    learn(&script, &[har(&tape, exporter)])
}

/// The profile that a learned file says.
pub(crate) fn load(file: &str) -> Result<Profile, String> {
    let files = [SourceFile { path: "learned.yaml".to_owned(), text: file.to_owned() }];
    let wrong = Profile::check(&files);
    if !wrong.is_empty() {
        return Err(text(&wrong, false));
    }
    Profile::load(&PlatformChoice::File("learned.yaml".to_owned()), &files)
        .map_err(|wrong| text(&wrong, false))
}

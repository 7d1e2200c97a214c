//! The README's transcripts are what rolecall says.
//!
//! They run in a copy of the examples beside an empty folder, which is where trycmd looks for it: in `README.in` beside
//! the page. So the working tree stays as it is. Those of an account of one's own run in a project of a console that is
//! none of ours, with a recording of it.
//! `TRYCMD=overwrite cargo test --test readme` rewrites them.

#[path = "common/mod.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod common;
#[path = "common/console/mod.rs"]
#[expect(dead_code, unused_imports, reason = "other test crates use the rest")]
mod console;
#[path = "learn/export.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod export;
#[path = "learn/person/mod.rs"]
mod person;

use console::{Console, Dialect, State};
use std::fs;
use std::path::Path;

/// The part of the page that is about an account of one's own.
const OWN: &str = "## Your own account\n";

/// The organization of that account.
const ORGANIZATION: u64 = 239_021;

#[test]
fn transcripts_are_true() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let page = fs::read_to_string(repository.join("README.md")).unwrap().replace("\r\n", "\n");
    let (before, own) = page.split_once(OWN).unwrap();
    let (own, after) = own.split_once("\n## ").unwrap();
    let readme = folder.path().join("README.md");
    fs::write(&readme, format!("{before}{OWN}\n## {after}")).unwrap();
    for example in ["examples/agency", "examples/reseller"] {
        copy(&repository.join(example), &folder.path().join("README.in").join(example));
    }
    fs::create_dir(folder.path().join("README.in/my-clients")).unwrap();
    let account = folder.path().join("ACCOUNT.md");
    fs::write(&account, own).unwrap();
    let console = Console::with_page(Dialect::REPLACING, organization(), ORGANIZATION, "");
    own_project(&folder.path().join("ACCOUNT.in"), &console);

    let cases = trycmd::TestCases::new();
    cases.case(&readme).case(&account).env("CONSOLE_TOKEN", "token");
    for variable in ["TOKEN", "EMAIL", "PASSWORD", "BASE_URL", "PLATFORM"] {
        cases.env(format!("ROLECALL_{variable}"), "");
    }
    cases.run();
    drop(cases);
    if std::env::var_os("TRYCMD").is_some_and(|it| it == "overwrite") {
        let [rest, own] = [readme, account].map(|file| fs::read_to_string(file).unwrap());
        let page = rest.replacen(&format!("{OWN}\n## "), &format!("{OWN}{own}\n## "), 1);
        fs::write(repository.join("README.md"), page).unwrap();
    }
}

fn organization() -> State {
    let users = [
        ("ops@agency.example", "admin"),
        ("kim@agency.example", "admin"),
        ("bo@agency.example", "user_admin"),
        ("ana@acme.example", "member"),
        ("dan@acme.example", "member"),
    ];
    State::new("Acme Dental", &users).with(
        "Front desk",
        &[
            ("kim@agency.example", "owner"),
            ("ana@acme.example", "agent"),
            ("dan@acme.example", "agent"),
        ],
    )
}

/// A project for this console, what is to become of its organization, and what a browser records while somebody
/// follows the script that the page makes.
fn own_project(folder: &Path, console: &Console) {
    let write = |name: &str, text: &[u8]| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let project = format!(
        "apiVersion: rolecall/v1
kind: Project
metadata: {{name: my-clients}}
spec:
  platform: respond-io-console
  baseUrl: {}
  staff: ['*@agency.example']
  credentials: {{default: {{tokenEnv: CONSOLE_TOKEN, actor: ops@agency.example}}}}
",
        console.url()
    );
    write("rolecall.yaml", project.as_bytes());
    write("clients/acme.yaml", include_bytes!("fixtures/readme/acme.yaml"));
    let words = "learn script --org-id 239021 --probe-email qa+{n}@agency.example --now 2026-11-20";
    let mut command = common::rolecall();
    command.current_dir(folder).args(words.split(' '));
    command.args(["--organization-name", "Acme Dental"]);
    common::said(&mut command).ended(0);
    let script = fs::read(folder.join(".rolecall/learn.json")).unwrap();
    fs::remove_dir_all(folder.join(".rolecall")).unwrap();
    let mut state = organization();
    let mut page = person::Page::new(Dialect::REPLACING, ORGANIZATION, &mut state);
    page.follow(&serde_json::from_slice(&script).unwrap());
    write("session.har", &export::har(&page.tape, export::Exporter::Chrome));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == ".rolecall" {
            continue;
        }
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

//! One organization, what is to become of it, and whether it did.

use super::{Console, Dialect, Fault, State};
use crate::common::{self, Folder, rolecall};
use std::process::{Command, Stdio};
use std::time::Duration;

pub(crate) const MANIFEST: &str = "apiVersion: rolecall/v1
kind: Organization
metadata: {name: acme}
spec:
  id: 10
  name: Acme Dental
  users:
    - {email: ops@acme.example, role: admin}
    - {email: ana@acme.example, role: admin}
    - {email: dee@acme.example, role: billing_admin}
    - {email: eve@acme.example, role: user_admin}
  workspaces:
    - name: Support
      timezone: Asia/Tokyo
      contactLimit: 500
      users:
        - {email: ana@acme.example, role: owner}
        - {email: bo@acme.example, role: manager, restrictions: [show_only_mine]}
        - {email: fay@acme.example, role: agent, restrictions: []}
        - {email: gus@acme.example, role: agent, restrictions: [restrict_data_export]}
    - name: Sales
      timezone: Europe/Berlin
      users:
        - {email: bo@acme.example, role: agent, restrictions: []}
  departures:
    - {email: cy@acme.example, reassignContactsTo: bo@acme.example}
";

pub(crate) fn before() -> State {
    let users = [
        ("ops@acme.example", "admin"),
        ("ana@acme.example", "admin"),
        ("bo@acme.example", "member"),
        ("cy@acme.example", "member"),
        ("dee@acme.example", "member"),
        ("zoe@other.example", "member"),
    ];
    let support = [
        ("ana@acme.example", "owner"),
        ("bo@acme.example", "agent"),
        ("cy@acme.example", "manager"),
    ];
    State::new("Acme", &users)
        .with("Support", &support)
        .with("Unmanaged", &[("zoe@other.example", "owner")])
}

/// A project for this console, and this organization.
pub(crate) fn project(profile: &str, console: &Console) -> Folder {
    let kept = format!("{MANIFEST}  policy: {{ignore: ['*@other.example']}}\n");
    project_of(profile, console, "ops@acme.example", &kept)
}

/// A project for this console, and another organization.
pub(crate) fn project_of(profile: &str, console: &Console, actor: &str, manifest: &str) -> Folder {
    let folder = Folder::empty();
    let project = format!(
        "apiVersion: rolecall/v1
kind: Project
metadata: {{name: acme}}
spec:
  platform: platforms/own.yaml
  baseUrl: {url}
  credentials: {{default: {{tokenEnv: CONSOLE_TOKEN, actor: {actor}}}}}
  timeouts: {{readBack: 1s, verify: 1s}}
",
        url = console.url()
    );
    folder.write("rolecall.yaml", project);
    folder.write("platforms/own.yaml", profile);
    folder.write("organizations/acme.yaml", manifest);
    folder
}

pub(crate) fn run(folder: &Folder, words: &[&str]) -> common::Said {
    let mut command = rolecall();
    command.env("CONSOLE_TOKEN", "token").current_dir(folder.path()).args(words);
    common::said(&mut command)
}

/// What has to be true in the end, whatever happened on the way.
pub(crate) fn assert_reached(name: &str, console: &Console) {
    let state = console.state();
    assert_eq!(state.name, "Acme Dental", "{name}");
    let users: Vec<_> =
        state.users.iter().map(|(email, user)| (email.as_str(), user.role.as_str())).collect();
    let expected = [
        ("ana@acme.example", "admin"),
        ("bo@acme.example", "member"),
        ("dee@acme.example", "billing_admin"),
        ("eve@acme.example", "user_admin"),
        ("fay@acme.example", "member"),
        ("gus@acme.example", "member"),
        ("ops@acme.example", "admin"),
        ("zoe@other.example", "member"),
    ];
    assert_eq!(users, expected, "{name}");
    let people = |workspace: &str| {
        let access = state.workspace(workspace).access.iter();
        let shown = access.map(|(email, access)| {
            let restrictions: Vec<_> = access.restrictions.iter().map(String::as_str).collect();
            format!(
                "{} {} {}",
                email.split('@').next().unwrap(),
                access.role,
                restrictions.join(",")
            )
        });
        shown.collect::<Vec<_>>()
    };
    let support =
        ["ana owner ", "bo manager show_only_mine", "fay agent ", "gus agent restrict_data_export"];
    assert_eq!(people("Support"), support, "{name}");
    assert_eq!(people("Sales"), ["bo agent "], "{name}");
    assert_eq!(people("Unmanaged"), ["zoe owner "], "{name}: nobody else is touched");
    let support = state.workspace("Support");
    assert_eq!((support.zone.as_str(), support.limit), ("Asia/Tokyo", Some(500)), "{name}");
    assert_eq!(state.workspace("Sales").zone, "Europe/Berlin", "{name}");
    let mut invited = state.invitations.clone();
    invited.sort();
    let once = ["eve@acme.example", "fay@acme.example", "gus@acme.example"];
    assert_eq!(invited, once, "{name}: everybody is invited once");
}

/// Kills a run at this write from now on; false where it had ended before.
pub(crate) fn killed(
    folder: &Folder,
    console: &Console,
    (number, fault): (usize, Fault),
    words: &[&str],
) -> bool {
    console.fail(number, fault);
    let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .args(words)
        .current_dir(folder.path())
        .env("CONSOLE_TOKEN", "token")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut ended = false;
    let hangs = (0..600).any(|_| {
        ended = child.try_wait().unwrap().is_some();
        ended || console.wait_until_it_hangs(Duration::from_millis(50))
    });
    assert!(hangs, "{fault:?} {number}: neither hung nor ended");
    let _ = child.kill();
    child.wait().unwrap();
    !ended
}

/// Runs to the end: what waits for a fresh look or was unknown may take a second run.
pub(crate) fn finish(name: &str, folder: &Folder, console: &Console) {
    for _ in 0..3 {
        let said = run(folder, &["apply", "--yes"]);
        assert!(!said.err.contains("panicked"), "{name}: {}", said.err);
        if said.code == 0 && run(folder, &["plan", "--exit-code"]).code == 0 {
            return assert_reached(name, console);
        }
    }
    let said = run(folder, &["plan"]);
    panic!("{name}: it does not end\n{}\n{}", said.out, said.err);
}

/// Planned, applied, verified, and nothing left; answers how many writes it took.
pub(crate) fn whole(name: &str, dialect: &Dialect, profile: &str) -> usize {
    let console = Console::start(*dialect, before());
    let folder = project(profile, &console);
    let valid = run(&folder, &["validate"]);
    assert_eq!(valid.code, 0, "{name}: {}\n{}", valid.out, valid.err);
    let said = run(&folder, &["apply", "--yes", "--report", "report.json"]);
    assert_eq!(said.code, 0, "{name}: {}\n{}", said.out, said.err);
    let report: serde_json::Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    assert_eq!(report["organizations"][0]["verified"], true, "{name}: {report:#}");
    assert!(!said.out.contains("held"), "{name}: {}\n{profile}", said.out);
    assert_reached(name, &console);
    let writes = console.writes();
    let again = run(&folder, &["plan", "--exit-code"]);
    assert_eq!(again.code, 0, "{name}: {}", again.out);
    assert!(again.out.contains("nothing to do"), "{name}: {}", again.out);
    assert_eq!(console.writes(), writes, "{name}");
    writes
}

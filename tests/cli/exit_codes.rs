//! Every way for a verb to end that its help names, made to happen.

use crate::support::{Folder, SMALL, Sandbox, rolecall, said};
use rolecall::sandbox::Faults;
use std::collections::BTreeSet;

/// The codes that a verb's help names, but those of every verb: 64 and 130 are shown by `usage` and `signals`.
fn named(verb: &str) -> BTreeSet<i32> {
    let help = said(rolecall().args([verb, "--help"])).ended(0).out;
    let endings = help.lines().skip_while(|line| *line != "Exit codes:").skip(1);
    let codes = endings.filter_map(|line| line.split_whitespace().next()?.parse().ok());
    let own = codes.filter(|code| ![64, 130].contains(code)).collect();
    assert!(
        help.contains("\n  64   wrong usage") && help.contains("\n  130  interrupted"),
        "{help}"
    );
    own
}

/// Runs it, and says that its help names the code that it ended with.
struct Verb {
    name: &'static str,
    met: BTreeSet<i32>,
}

impl Verb {
    fn new(name: &'static str) -> Self {
        Self { name, met: BTreeSet::new() }
    }

    #[track_caller]
    fn ends(&mut self, code: i32, folder: &Folder, words: &[&str]) {
        folder.run(&[&[self.name], words].concat()).ended(code);
        self.met.insert(code);
    }

    #[track_caller]
    fn all(self) {
        assert_eq!(self.met, named(self.name), "{}: its help names others", self.name);
    }
}

/// One organization that can be read, and one that can't.
fn unreadable(changed: bool) -> Folder {
    let folder = Folder::agency();
    for name in ["bloom", "cedar-school"] {
        std::fs::remove_file(folder.file(&format!("clients/{name}.yaml"))).unwrap();
    }
    if !changed {
        folder.run(&["apply", "--yes"]).ended(0);
    }
    folder.write("clients/gone.yaml", SMALL.replace("acme", "gone").replace("239021", "999999"));
    folder
}

fn invalid() -> Folder {
    let folder = Folder::agency();
    folder.edit("clients/bloom.yaml", "role: agent", "role: agnt");
    folder
}

/// How it ends where a list does not add up and nothing differs in what was read.
fn incomplete(words: &[&str]) -> i32 {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let org = ["--org", "acme-dental"];
    sandbox.run(&folder, &[&org[..], &["apply", "--yes", "--allow-assumed"]].concat()).ended(0);
    sandbox.server.set_faults(Faults::parse("op=listOrganizationUsers,total=+1").unwrap());
    sandbox.run(&folder, &[&org[..], words].concat()).code
}

fn applied() -> Folder {
    let folder = Folder::agency();
    folder.run(&["apply", "--yes", "--report", "report.json"]).ended(0);
    folder
}

#[test]
fn validate() {
    let mut verb = Verb::new("validate");
    verb.ends(0, &Folder::agency(), &[]);
    verb.ends(4, &invalid(), &[]);
    // What every verb says: a file that can't be read, and the like.
    verb.met.insert(1);
    verb.all();
}

#[test]
fn plan() {
    let mut verb = Verb::new("plan");
    verb.ends(0, &Folder::agency(), &[]);
    verb.ends(1, &unreadable(true), &[]);
    verb.ends(2, &Folder::agency(), &["--exit-code"]);
    verb.ends(0, &applied(), &["--exit-code"]);
    verb.ends(3, &Folder::agency(), &["--max-removals", "0"]);
    verb.ends(4, &invalid(), &[]);
    verb.met.insert(incomplete(&["plan", "--exit-code"]));
    verb.all();
}

#[test]
fn apply() {
    let mut verb = Verb::new("apply");
    verb.ends(0, &Folder::agency(), &["--yes"]);
    verb.ends(1, &unreadable(false), &["--yes"]);
    verb.ends(3, &Folder::agency(), &["--yes", "--max-removals", "0", "--org", "bloom"]);
    verb.ends(4, &invalid(), &["--yes"]);
    let sandbox = Sandbox::start();
    sandbox.server.set_faults(Faults::parse("op=createWorkspace,status=500").unwrap());
    sandbox.run(&Folder::agency(), &["apply", "--yes", "--allow-assumed"]).ended(5);
    verb.met.insert(5);
    verb.ends(6, &Folder::agency(), &["--yes", "--exit-code"]);
    verb.all();
}

#[test]
fn drift() {
    let mut verb = Verb::new("drift");
    verb.ends(2, &Folder::agency(), &[]);
    verb.ends(2, &unreadable(true), &[]);
    verb.ends(4, &invalid(), &[]);
    let still = unreadable(false);
    std::fs::remove_file(still.file("clients/gone.yaml")).unwrap();
    verb.ends(0, &still, &["--org", "acme-dental"]);
    still.write("clients/gone.yaml", SMALL.replace("acme", "gone").replace("239021", "999999"));
    verb.ends(1, &still, &[]);
    verb.met.insert(incomplete(&["drift"]));
    verb.all();
}

#[test]
fn offboard() {
    let mut verb = Verb::new("offboard");
    verb.ends(0, &Folder::agency(), &["nobody@x.example"]);
    verb.ends(0, &Folder::agency(), &["raj@cedar.example", "--write"]);
    verb.ends(1, &unreadable(true), &["ana@acme.example", "--write"]);
    verb.ends(2, &Folder::agency(), &["raj@cedar.example"]);
    verb.ends(3, &Folder::agency(), &["kim@agency.example"]);
    verb.ends(4, &invalid(), &["raj@cedar.example"]);
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    sandbox.server.set_faults(Faults::parse("op=listOrganizationUsers,total=+1").unwrap());
    verb.met.insert(sandbox.run(&folder, &["offboard", "nobody@x.example"]).code);
    verb.all();
}

/// A script, and a recording of two looks at the organizations.
fn looked(steps: &str) -> Folder {
    let folder = Folder::project("{platform: respond-io-console}");
    let script = format!(
        r#"{{"format": "rolecall.learn/v1", "organization": 239021, "createdAt": "2026-11-20T09:00:00Z", "steps": [
            {{"id": "see-1", "operation": "listOrganizations", "see": "organizations",
              "values": {{"name": "Acme Dental"}}, "do": ["open the switch"]}}{steps}]}}"#
    );
    folder.write(".rolecall/learn.json", script);
    let look = |second: u8| {
        let answer = r#"{\"data\": [{\"id\": 239021, \"name\": \"Acme Dental\"}]}"#;
        format!(
            r#"{{"startedDateTime": "2026-11-20T10:00:0{second}Z",
                "request": {{"method": "GET", "url": "https://console.example/auth/user/organizations", "headers": []}},
                "response": {{"status": 200, "content": {{"mimeType": "application/json", "text": "{answer}"}}}}}}"#
        )
    };
    let entries = [look(1), look(2)].join(",");
    folder.write("session.har", format!(r#"{{"log": {{"entries": [{entries}]}}}}"#));
    folder
}

#[test]
fn learn() {
    let mut verb = Verb::new("learn");
    verb.ends(0, &looked(""), &["session.har"]);
    let more = r#", {"id": "rename-1", "operation": "updateOrganization",
        "values": {"name": "Acme Dental"}, "do": ["rename it"]}"#;
    verb.ends(2, &looked(more), &["session.har"]);
    verb.ends(1, &looked(""), &["rolecall.yaml"]);
    verb.all();
}

#[test]
fn adopt() {
    let mut verb = Verb::new("adopt");
    let power = ["--with-power", "--write"];
    verb.ends(2, &Folder::agency(), &["--with-power"]);
    verb.ends(0, &Folder::agency(), &power);
    verb.ends(1, &unreadable(true), &power);
    verb.ends(3, &Folder::agency(), &[]);
    verb.ends(4, &invalid(), &[]);
    verb.met.insert(incomplete(&["adopt"]));
    verb.all();
}

#[test]
fn import() {
    let mut verb = Verb::new("import");
    let update = ["--org-id", "239044", "--update"];
    verb.ends(2, &Folder::agency(), &[&update[..], &["--with-power"]].concat());
    verb.ends(3, &Folder::agency(), &update);
    verb.ends(4, &invalid(), &update);
    verb.ends(0, &Folder::agency(), &[&update[..], &["--with-power", "--write"]].concat());
    verb.ends(1, &unreadable(true), &["--org-id", "999999", "--update"]);
    verb.met.insert(incomplete(&[
        "import",
        "--org-id",
        "239021",
        "--update",
        "--with-power",
        "--write",
    ]));
    verb.all();
}

#[test]
fn those_that_read_and_write_files() {
    let folder = applied();
    folder.run(&["plan", "--out", "plan.json"]).ended(0);
    let mut show = Verb::new("show");
    show.ends(0, &folder, &["plan.json"]);
    show.ends(0, &folder, &["report.json"]);
    show.ends(1, &folder, &["rolecall.yaml"]);
    let mut diff = Verb::new("diff");
    diff.ends(0, &folder, &["plan.json", "plan.json"]);
    Folder::run(&folder, &["plan", "--org", "bloom", "--out", "other.json"]).ended(0);
    diff.ends(2, &folder, &["plan.json", "other.json"]);
    diff.ends(1, &folder, &["plan.json", "none.json"]);
    diff.all();
    folder.edit("plan.json", "\"requests\": ", "\"requests\": 1");
    show.ends(3, &folder, &["plan.json"]);
    show.all();

    let mut merge = Verb::new("merge");
    for file in ["one.json", "drift.json"] {
        let verb = if file == "one.json" { "plan" } else { "drift" };
        folder.run(&[verb, "--shard", "1/1", "--out", file]);
        merge.ends(0, &folder, &[file]);
    }
    merge.ends(1, &folder, &["one.json", "one.json"]);
    folder.edit("one.json", "\"requests\": ", "\"requests\": 1");
    merge.ends(3, &folder, &["one.json"]);
    merge.all();

    let mut snapshot = Verb::new("snapshot");
    snapshot.ends(0, &folder, &["--out", "seen.json"]);
    snapshot.ends(1, &unreadable(true), &["--out", "seen.json"]);
    snapshot.all();

    let mut doctor = Verb::new("doctor");
    doctor.ends(0, &folder, &[]);
    doctor.ends(1, &unreadable(true), &[]);
    doctor.all();

    let mut history = Verb::new("history");
    history.ends(0, &folder, &[]);
    let journal = std::fs::read_dir(folder.file(".rolecall/journal")).unwrap().next().unwrap();
    let journal = journal.unwrap().path();
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, text.lines().next().unwrap().to_owned() + "\n").unwrap();
    history.ends(1, &folder, &[]);
    history.all();
}

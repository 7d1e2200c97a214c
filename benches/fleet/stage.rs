//! A fleet of organizations, its manifests, and a server for it.

use crate::measure::{self, Run};
use rolecall::apply::journal::JournalFile;
use rolecall::sandbox::{Config, Faults, Seed, Server, State};
use secrecy::ExposeSecret as _;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZeroU32;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::Command;

/// How much there is.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    pub(crate) organizations: u64,
    /// In each, all in one workspace.
    pub(crate) people: u64,
    /// Whether everybody is to have another role than they have.
    pub(crate) differs: bool,
}

pub(crate) struct Stage {
    server: Server,
    folder: TempDir,
    /// The environment of a store in a bucket.
    bucket: BTreeMap<String, String>,
}

impl Stage {
    pub(crate) async fn new(
        work: Work,
        per_second: Option<u32>,
        latency: Option<u64>,
        rate: &str,
    ) -> Self {
        Self::within("/tmp", work, per_second, latency, rate).await
    }

    pub(crate) async fn within(
        place: &str,
        work: Work,
        per_second: Option<u32>,
        latency: Option<u64>,
        rate: &str,
    ) -> Self {
        let folder = TempDir::new_in(place).expect("a folder");
        let project = format!(
            "apiVersion: rolecall/v1\nkind: Project\nmetadata: {{name: fleet}}\nspec:\n  platform: respond-io-console\n  allowAssumed: true\n  {rate}\n"
        );
        std::fs::write(folder.path().join("rolecall.yaml"), project).expect("written");
        let mut organizations = Vec::new();
        for number in 0..work.organizations {
            let id = 1000 + number;
            let path = folder.path().join(format!("o{number}.yaml"));
            std::fs::write(path, manifest(id, work)).expect("written");
            organizations.push(organization(id, work));
        }
        let state = format!(
            r#"{{"format":"rolecall.sandbox/v1","actor":"ops@agency.example","organizations":[{}]}}"#,
            organizations.join(",")
        );
        let seed = Seed::State(Box::new(State::parse(state.as_bytes()).expect("a state")));
        let faults = latency.map_or_else(Faults::none, |ms| {
            Faults::parse(&format!("latency={ms}")).expect("a fault")
        });
        let page_cap = NonZeroU32::new(1000).expect("not zero");
        let config = Config {
            per_second: per_second.and_then(NonZeroU32::new),
            page_cap,
            faults,
            ..Config::serving(seed)
        };
        let server = Server::start(config).await.expect("a server");
        Self { server, folder, bucket: BTreeMap::new() }
    }

    /// The same, with locks and journals in a bucket that this environment opens.
    pub(crate) fn keeping(self, bucket: BTreeMap<String, String>) -> Self {
        Self { bucket, ..self }
    }

    pub(crate) async fn apply(&self, arguments: &[&str]) -> Run {
        let mut all = vec!["apply", "--yes", "--quiet", "--max-removals", "100%"];
        all.extend(arguments);
        measure::measure(self.command(&all)).await
    }

    pub(crate) async fn plan(&self) -> Run {
        measure::measure(self.command(&["plan", "--quiet"])).await
    }

    /// How long a saved plan says that its run takes, and how long it took.
    pub(crate) async fn estimated(&self) -> (Duration, Duration) {
        let plan = ["plan", "--quiet", "--max-removals", "100%", "--out", "plan.json"];
        measure::measure(self.command(&plan)).await;
        let apply = ["apply", "--yes", "--quiet", "--plan", "plan.json", "--report", "report.json"];
        measure::measure(self.command(&apply)).await;
        let seconds = |file: &str, pointer: &str| {
            let text = std::fs::read(self.folder.path().join(file)).expect("it is written");
            let json: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
            let number = json.pointer(pointer).and_then(serde_json::Value::as_f64);
            Duration::from_secs_f64(number.expect("a number"))
        };
        (seconds("plan.json", "/summary/estimatedSeconds"), seconds("report.json", "/seconds"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("ROLECALL_BASE_URL", self.server.base_url())
            .env("ROLECALL_EMAIL", "ops@agency.example")
            .env("ROLECALL_PASSWORD", self.server.password().expose_secret())
            .envs(&self.bucket);
        if !self.bucket.is_empty() {
            command.args(["--store", "s3://fleet/bench"]);
        }
        command
    }

    /// From the first intent to the last outcome.
    pub(crate) fn journalled(&self) -> Duration {
        let folder = self.folder.path().join(".rolecall/journal");
        let entry = std::fs::read_dir(folder).expect("journals").next().expect("a journal");
        let bytes = std::fs::read(entry.expect("a journal").path()).expect("readable");
        let journal = JournalFile::read(&bytes).expect("a journal");
        let times: Vec<_> = journal.records.iter().map(|record| record.time).collect();
        let steps = &times[1..times.len() - 1];
        let span = steps[steps.len() - 1].duration_since(steps[0]);
        Duration::try_from(span).expect("forward")
    }

    pub(crate) fn count_requests(&self) -> usize {
        self.server.requests().len()
    }

    pub(crate) fn count_429(&self) -> usize {
        self.server.requests().iter().filter(|it| it.status == Some(429)).count()
    }
}

fn manifest(id: u64, work: Work) -> String {
    let role = if work.differs { "manager" } else { "agent" };
    let mut text = format!(
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: o{id}}}\nspec:\n  id: {id}\n  users:\n    - {{email: ops@agency.example, role: admin}}\n  workspaces:\n    - name: Support\n      users:\n"
    );
    for person in 0..work.people {
        let _ = writeln!(text, "        - {{email: p{person}@acme.example, role: {role}}}");
    }
    text
}

fn organization(id: u64, work: Work) -> String {
    let mut users = vec![
        r#"{"id":1,"email":"ops@agency.example","role":"admin","status":"active"}"#.to_owned(),
    ];
    let mut access = Vec::new();
    for person in 0..work.people {
        let user = person + 2;
        users.push(format!(
            r#"{{"id":{user},"email":"p{person}@acme.example","role":"member","status":"active"}}"#
        ));
        access.push(format!(r#"{{"user":{user},"role":"agent","restrictions":[]}}"#));
    }
    format!(
        r#"{{"id":{id},"name":"O","status":"ACTIVE","isResellerPartner":true,"limits":{{"workspaces":null,"users":null}},"users":[{}],"workspaces":[{{"id":{id},"name":"Support","timezone":"UTC","contactLimit":null,"contacts":0,"users":[{}]}}]}}"#,
        users.join(","),
        access.join(",")
    )
}

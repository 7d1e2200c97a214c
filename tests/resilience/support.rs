//! Running the binary on a project of its own.

use crate::world::World;
use rolecall::apply::journal::{Integrity, JournalFile};
use rolecall::sandbox::{Config, Faults, Seed, Server};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// A project in a folder of its own, and a server for it.
pub(crate) struct Stage {
    pub(crate) server: Server,
    folder: TempDir,
}

/// Fast enough not to wait, and short of patience where the platform stays away.
const PROJECT: &str = "apiVersion: rolecall/v1
kind: Project
metadata: {name: stage}
spec:
  platform: respond-io-console
  allowAssumed: true
  rate: {perSecond: 1000}
  timeouts: {request: 5s, retry: 5s, readBack: 3s, verify: 5s}
  staff: [\"*@agency.example\"]
";

impl Stage {
    pub(crate) async fn new(world: &World, faults: Faults) -> Self {
        let folder = TempDir::new().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("rolecall.yaml", PROJECT);
        for (name, text) in &world.files {
            write(name, text);
        }
        let seed = Seed::State(Box::new(world.state.clone()));
        let server = Server::start(Config { per_second: None, faults, ..Config::serving(seed) });
        Self { server: server.await.unwrap(), folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `rolecall apply`, all allowed.
    pub(crate) fn apply(&self) -> Command {
        let mut command = self.command(&["apply", "--yes", "--allow-workspace-deletion"]);
        command.args(["--max-removals", "100%", "--report"]).arg(self.report_file());
        command
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("ROLECALL_BASE_URL", self.server.base_url())
            .env("ROLECALL_EMAIL", self.server.actor().unwrap().as_str())
            .env("ROLECALL_PASSWORD", self.server.password().expose_secret())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    pub(crate) async fn run(&self) -> Output {
        self.apply().output().await.unwrap()
    }

    /// Runs it to a good end.
    pub(crate) async fn finish(&self, case: &str) {
        let output = self.run().await;
        assert!(output.status.success(), "{case}\n{}", told(&output));
        self.check_journals(case);
    }

    pub(crate) fn spawn(&self) -> Child {
        self.apply().spawn().unwrap()
    }

    pub(crate) fn report_file(&self) -> PathBuf {
        self.path().join("report.json")
    }

    pub(crate) fn report(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.report_file()).unwrap()).unwrap()
    }

    pub(crate) fn journals(&self) -> Vec<PathBuf> {
        let folder = self.path().join(".rolecall/journal");
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
        files.sort();
        files
    }

    /// Every journal reads back, with a chain that holds; only the last line of a killed run may be torn.
    pub(crate) fn check_journals(&self, case: &str) {
        for file in self.journals() {
            let journal = JournalFile::read(&std::fs::read(&file).unwrap()).unwrap();
            let broken = matches!(journal.integrity, Integrity::Broken { .. });
            assert!(!broken, "{case}: {}: {:?}", file.display(), journal.integrity);
        }
    }
}

/// What a run said, for a failing test.
pub(crate) fn told(output: &Output) -> String {
    format!(
        "{}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

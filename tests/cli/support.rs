//! Folders, commands and servers for the tests.

pub(crate) use crate::common::{Folder, Said, rolecall, said};

use camino::Utf8PathBuf;
use rolecall::sandbox::{Config, Seed, Server};
use secrecy::ExposeSecret as _;
use std::path::PathBuf;
use tokio::runtime::Runtime;

/// The example, as it is in the repository.
pub(crate) const AGENCY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/agency");

impl Folder {
    /// A copy of the example.
    pub(crate) fn agency() -> Self {
        Self::example("agency")
    }

    /// A copy of a case.
    pub(crate) fn case(name: &str) -> Self {
        Self::copy_of(&format!("tests/fixtures/cases/{name}"))
    }

    /// A Project with these fields in its `spec`, and one small organization.
    pub(crate) fn project(spec: &str) -> Self {
        let folder = Self::empty();
        let head = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: test}\n";
        folder.write("rolecall.yaml", format!("{head}spec: {{{spec}}}\n"));
        folder.write("acme.yaml", SMALL);
        folder
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Replaces text in a file; the text has to be there.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no `{from}`");
        self.write(name, text.replace(from, to));
    }

    /// Runs rolecall in this folder, with nobody at a terminal and with these variables.
    pub(crate) fn run_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Said {
        let mut command = rolecall();
        command.current_dir(self.path()).args(words).envs(variables.iter().copied());
        said(&mut command)
    }
}

/// One organization that nothing is wrong with.
pub(crate) const SMALL: &str = "\
apiVersion: rolecall/v1
kind: Organization
metadata: {name: acme}
spec:
  id: 239021
  users:
    - {email: ops@agency.example, role: admin}
    - {email: kim@agency.example, role: admin}
    - {email: bo@agency.example, role: user_admin}
";

impl Said {
    /// One error, with these words, and with advice.
    #[track_caller]
    pub(crate) fn one_error(&self, words: &str) {
        let errors = self.err.lines().filter(|line| line.starts_with("error"));
        assert_eq!(errors.count(), 1, "{}", self.err);
        assert!(self.err.contains(words), "no `{words}` in:\n{}", self.err);
        assert!(self.err.contains("help"), "no advice in:\n{}", self.err);
    }
}

/// A sandbox outside of the binary's process, with the example's seed and in memory.
pub(crate) struct Sandbox {
    pub(crate) server: Server,
    /// Serves as long as it is held.
    _runtime: Runtime,
}

impl Sandbox {
    pub(crate) fn start() -> Self {
        Self::of(format!("{AGENCY}/platform.json").into())
    }

    /// One with another seed.
    pub(crate) fn of(seed: Utf8PathBuf) -> Self {
        let runtime = Runtime::new().unwrap();
        let seed = Seed::File(seed);
        // As fast as the embedded one: how the rate is kept is the platform room's to show.
        let server = runtime.block_on(Server::start(Config::embedded(seed))).unwrap();
        Self { server, _runtime: runtime }
    }

    /// rolecall against it, as a process of its own, with e-mail and password.
    #[cfg(unix)]
    pub(crate) fn command(&self, words: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command
            .args(["--platform", "respond-io-console", "--base-url", &self.server.base_url()])
            .args(words)
            .env_remove("ROLECALL_TOKEN")
            .env("ROLECALL_EMAIL", "ops@agency.example")
            .env("ROLECALL_PASSWORD", self.server.password().expose_secret());
        command
    }

    /// Runs rolecall against it, with e-mail and password.
    pub(crate) fn run(&self, folder: &Folder, words: &[&str]) -> Said {
        let url = self.server.base_url();
        let password = self.server.password();
        let mut all = vec!["--platform", "respond-io-console", "--base-url", &url];
        all.extend(words);
        let variables = [
            ("ROLECALL_EMAIL", "ops@agency.example"),
            ("ROLECALL_PASSWORD", password.expose_secret()),
        ];
        folder.run_with(&all, &variables)
    }
}

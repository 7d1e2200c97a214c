//! Folders, commands and servers for the tests.

use assert_cmd::Command;
use rolecall::sandbox::{Config, Seed, Server};
use secrecy::ExposeSecret as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The example, as it is in the repository.
pub(crate) const AGENCY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/agency");

/// A folder that is gone when this is dropped.
pub(crate) struct Folder(TempDir);

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A copy of the example.
    pub(crate) fn agency() -> Self {
        let folder = Self::empty();
        copy(Path::new(AGENCY), folder.path());
        folder
    }

    /// A Project with these fields in its `spec`, and one small organization.
    pub(crate) fn project(spec: &str) -> Self {
        let folder = Self::empty();
        let head = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: test}\n";
        folder.write("rolecall.yaml", format!("{head}spec: {{{spec}}}\n"));
        folder.write("acme.yaml", SMALL);
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.file(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// Replaces text in a file; the text has to be there.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no `{from}`");
        self.write(name, text.replace(from, to));
    }

    /// Runs rolecall in this folder, with nobody at a terminal.
    pub(crate) fn run(&self, words: &[&str]) -> Said {
        self.run_with(words, &[])
    }

    /// The same with variables.
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

/// The binary, with nothing of the machine's own setting in its environment.
pub(crate) fn rolecall() -> Command {
    let mut command = Command::cargo_bin("rolecall").unwrap();
    for variable in
        ["TOKEN", "EMAIL", "PASSWORD", "BASE_URL", "PLATFORM"].map(|it| format!("ROLECALL_{it}"))
    {
        command.env_remove(variable);
    }
    command.env_remove("NO_COLOR");
    command
}

pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl Said {
    /// It ended so, and nothing of rolecall broke on the way.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

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
        let runtime = Runtime::new().unwrap();
        let seed = Seed::File(format!("{AGENCY}/platform.json").into());
        // As fast as the embedded one: how the rate is kept is the platform room's to show.
        let server = runtime.block_on(Server::start(Config::embedded(seed))).unwrap();
        Self { server, _runtime: runtime }
    }

    /// rolecall against it, as a process of its own, with e-mail and password.
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

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name == ".rolecall" {
            continue;
        }
        let (from, to) = (entry.path(), to.join(name));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

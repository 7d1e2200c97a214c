use crate::support::{Folder, rolecall, said};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// `rolecall sandbox`, ended when this is dropped.
struct Serving {
    child: Child,
    /// What it says when it is ready.
    ready: Value,
}

impl Serving {
    fn start(variables: &[(&str, &str)]) -> Self {
        let folder = Folder::agency();
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .args(["--quiet", "sandbox", "--seed", "platform.json"])
            .env_remove("ROLECALL_SANDBOX_PASSWORD")
            .envs(variables.iter().copied())
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, ready: serde_json::from_str(&line).unwrap() }
    }

    fn says(&self, field: &str) -> &str {
        self.ready[field].as_str().unwrap()
    }

    /// How a plan against it ends, by somebody with this password.
    fn plan(&self, password: &str) -> i32 {
        let folder = Folder::agency();
        let mut command = rolecall();
        command
            .args(["--platform", "respond-io-console", "--base-url", self.says("baseUrl"), "plan"])
            .env("ROLECALL_EMAIL", self.says("email"))
            .env("ROLECALL_PASSWORD", password)
            .current_dir(folder.path());
        said(&mut command).code
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn who_reads_what_it_says_can_log_in_and_nobody_else() {
    let serving = Serving::start(&[]);
    assert_eq!(serving.plan(serving.says("password")), 0);
    assert_eq!(serving.plan("guessed"), 1);
}

#[test]
fn its_password_can_be_chosen_and_is_never_that_of_an_account() {
    let account = ("ROLECALL_PASSWORD", "marked-secret");
    let serving = Serving::start(&[account, ("ROLECALL_SANDBOX_PASSWORD", "chosen")]);
    assert_eq!(serving.says("password"), "chosen");
    assert_eq!(serving.plan("chosen"), 0);
    for variables in [&[account][..], &[account, ("ROLECALL_SANDBOX_PASSWORD", "")]] {
        let serving = Serving::start(variables);
        assert!(!serving.ready.to_string().contains("marked-secret"));
        assert!(serving.says("password").len() > 10);
        assert_eq!(serving.plan("marked-secret"), 1);
    }
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_it_is_asked_to() {
    let mut serving = Serving::start(&[]);
    let id = serving.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
}

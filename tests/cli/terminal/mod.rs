//! A real terminal, and somebody at it.

mod apply;
mod complete;
mod init;
mod look;

use crate::support::Folder;
use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use std::path::Path;
use std::process::Command;

/// How long something may take to be said, in milliseconds.
const PATIENCE: Option<u64> = Some(20_000);

/// rolecall, on a terminal of its own.
struct Terminal {
    session: PtySession,
}

/// All that came after what was waited for last, and how it ended.
struct Ended {
    said: String,
    status: WaitStatus,
}

impl Terminal {
    fn new(folder: &Folder, words: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        Self::of(command.args(words).current_dir(folder.path()))
    }

    /// This command, on a terminal of 100 columns that knows colours.
    fn of(command: &Command) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", "stty cols 100 rows 40 && exec \"$@\"", "sh"]);
        shell.arg(command.get_program()).args(command.get_args());
        shell.current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
        for variable in ["TOKEN", "EMAIL", "PASSWORD", "BASE_URL", "PLATFORM"] {
            shell.env_remove(format!("ROLECALL_{variable}"));
        }
        shell.env_remove("NO_COLOR").env("TERM", "xterm-256color");
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        Self { session: spawn_command(shell, PATIENCE).unwrap() }
    }

    /// Waits until this is said; answers what came before it.
    #[track_caller]
    fn says(&mut self, words: &str) -> String {
        self.session.exp_string(words).unwrap_or_else(|error| panic!("{error}"))
    }

    fn types(&mut self, line: &str) {
        self.session.send_line(line).unwrap();
    }

    /// Ctrl and a letter.
    fn presses(&mut self, letter: char) {
        self.session.send_control(letter).unwrap();
    }

    #[track_caller]
    fn end(mut self) -> Ended {
        let said = self.session.exp_eof().unwrap_or_else(|error| panic!("{error}"));
        let status = self.session.process().wait().unwrap();
        assert!(!said.contains("panicked"), "{said}");
        Ended { said, status }
    }
}

impl Ended {
    #[track_caller]
    fn with(self, code: i32) -> String {
        let Self { said, status } = self;
        assert!(matches!(status, WaitStatus::Exited(_, it) if it == code), "{status:?}: {said}");
        said
    }
}

//! Somebody presses Tab in bash.

use super::Terminal;
use crate::support::{Folder, rolecall, said};
use std::path::Path;
use std::process::Command;

#[test]
fn the_name_of_an_organization_is_completed_after_a_space_and_after_an_equals_sign() {
    let folder = Folder::project("platform: sandbox");
    let script = said(rolecall().args(["completions", "bash"])).ended(0).out;
    // Bash shows what is typed where the terminal would.
    let quiet = "stty echo; bind 'set enable-bracketed-paste off'; PS1='> '";
    folder.write("rolecall.bash", format!("{script}{quiet}\n"));
    let mut bash = Command::new("bash");
    let binaries = Path::new(env!("CARGO_BIN_EXE_rolecall")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    bash.args(["--rcfile", "rolecall.bash", "-i"]).current_dir(folder.path());
    bash.env("PATH", format!("{}:{path}", binaries.display()));
    for begun in ["rolecall plan --org a", "rolecall plan --org=a"] {
        let mut terminal = Terminal::of(&bash);
        terminal.says("> ");
        terminal.session.send(&format!("{begun}\t")).unwrap();
        terminal.session.flush().unwrap();
        terminal.says(&format!("{begun}cme "));
        // The line is given up, and so is the shell.
        terminal.presses('u');
        terminal.presses('d');
        terminal.end().with(0);
    }
}

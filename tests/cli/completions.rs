//! What shells offer. The scripts are run by a real bash.

use crate::support::{Folder, SMALL, rolecall, said};
use assert_cmd::Command;
use std::path::Path;

/// Completes the last of these words as bash does.
const COMPLETE: &str = r#"
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_TYPE=9
word=${COMP_WORDS[COMP_CWORD]}
[[ $word != = ]] || word=
_rolecall rolecall "$word" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"#;

impl Folder {
    fn offered(&self, words: &[&str]) -> Vec<String> {
        let script = said(rolecall().args(["completions", "bash"])).ended(0).out;
        self.write("rolecall.bash", script);
        let mut bash = Command::new("bash");
        bash.current_dir(self.path()).args(["--norc", "-c", COMPLETE, "bash"]);
        bash.arg(self.file("rolecall.bash")).args(words);
        let folder = Path::new(env!("CARGO_BIN_EXE_rolecall")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        bash.env("PATH", format!("{}:{path}", folder.display()));
        let said = said(&mut bash).ended(0);
        said.out.lines().map(str::to_owned).collect()
    }
}

fn two_organizations(spec: &str) -> Folder {
    let folder = Folder::project(spec);
    folder.write("bloom.yaml", SMALL.replace("acme", "bloom").replace("239021", "239022"));
    folder
}

#[test]
fn names_of_organizations_are_offered() {
    let folder = two_organizations("platform: sandbox");
    for verb in ["plan", "apply", "drift", "history"] {
        assert_eq!(folder.offered(&["rolecall", verb, "--org", ""]), ["acme", "bloom"], "{verb}");
    }
    assert_eq!(folder.offered(&["rolecall", "--org", "b"]), ["bloom"]);
    assert_eq!(folder.offered(&["rolecall", "apply", "--canary", "ac"]), ["acme"]);
    let elsewhere = Folder::empty();
    let path = folder.path().to_str().unwrap();
    let words = ["rolecall", "--directory", path, "plan", "--org", ""];
    assert_eq!(elsewhere.offered(&words), ["acme", "bloom"]);
    assert_eq!(elsewhere.offered(&["rolecall", "plan", "--org", ""]), [""]);
}

/// Bash breaks a line at `=`, and hands these on as three words.
#[test]
fn names_after_an_equals_sign_are_offered() {
    let folder = two_organizations("platform: sandbox");
    for flag in ["--org", "--canary"] {
        let offered =
            |more: &[&str]| folder.offered(&[&["rolecall", "apply", flag], more].concat());
        assert_eq!(offered(&["="]), ["acme", "bloom"]);
        assert_eq!(offered(&["=", "b"]), ["bloom"]);
        assert_eq!(offered(&["=", "acme", "--org", "=", "b"]), ["bloom"]);
        assert_eq!(offered(&["=", "x"]), [""]);
    }
    let elsewhere = Folder::empty();
    let path = folder.path().to_str().unwrap();
    let words = ["rolecall", "--directory", "=", path, "plan", "--org", "=", "b"];
    assert_eq!(elsewhere.offered(&words), ["bloom"]);
    assert_eq!(folder.offered(&["rolecall", "plan", "--format", "=", "me"]), ["mermaid"]);
}

#[test]
fn verbs_and_flags_are_offered() {
    let folder = Folder::empty();
    assert_eq!(folder.offered(&["rolecall", "hist"]), ["history"]);
    let flags = folder.offered(&["rolecall", "apply", "--allow-w"]);
    assert_eq!(flags, ["--allow-workspace-deletion"]);
    assert_eq!(folder.offered(&["rolecall", "plan", "--format", "m"]), ["markdown", "mermaid"]);
}

/// A key is pressed in any folder: whatever is in its manifests, nothing is run and nobody is asked.
#[test]
fn nothing_is_run_and_what_is_wrong_elsewhere_hides_no_name() {
    let spec = "platform: respond-io-console, baseUrl: 'http://127.0.0.1:9', \
                credentials: {default: {tokenCommand: [touch, ran]}}";
    let folder = two_organizations(spec);
    folder.write("wrong.yaml", SMALL.replace("acme", "corner").replace("role: admin", "role: x"));
    folder.write("none.yaml", SMALL.replace("acme", "'a;touch ran'"));
    let offered = folder.offered(&["rolecall", "plan", "--org", ""]);
    assert_eq!(offered, ["acme", "bloom", "corner"]);
    assert!(!folder.file("ran").exists());
    assert!(!folder.file(".rolecall").exists());
}

#[test]
fn each_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = said(rolecall().args(["completions", shell])).ended(0).out;
        assert!(script.contains("ROLECALL_COMPLETE"), "{shell}: {script}");
    }
}

//! A marked secret is looked for in everything that comes out.

use crate::support::{Stage, told};
use crate::world::World;
use rolecall::sandbox::Faults;
use secrecy::ExposeSecret as _;
use std::path::Path;

fn files(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(std::fs::read(entry.path()).unwrap());
        }
    }
}

fn contains(text: &[u8], secret: &str) -> bool {
    text.windows(secret.len()).any(|it| it == secret.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_and_no_stream_has_the_password_or_a_token() {
    let faults = "op=writes,p=0.2,seed=1,reset=after;op=reads,p=0.1,seed=2,status=401";
    let stage = Stage::new(&World::agency(), Faults::parse(faults).unwrap()).await;
    let mut came_out = Vec::new();
    for arguments in [
        &["-vvv", "validate"][..],
        &["-vvv", "plan", "--out", "plan.json"],
        &["-vvv", "plan", "--format", "json"],
        &["-vvv", "snapshot", "--out", "snapshot.json"],
        &["-vvv", "apply", "--yes", "--report", "report.json"],
        &["-vvv", "history"],
    ] {
        let output = stage.command(arguments).output().await.unwrap();
        came_out.push(told(&output).into_bytes());
    }
    let mut wrong = stage.command(&["-vvv", "plan"]);
    let wrong = wrong.env("ROLECALL_PASSWORD", "marked-secret-of-a-wrong-password").output().await;
    came_out.push(told(&wrong.unwrap()).into_bytes());
    files(stage.path(), &mut came_out);
    let password = stage.server.password();
    assert!(came_out.len() > 8);
    for text in came_out {
        let text = text.as_slice();
        assert!(!contains(text, password.expose_secret()), "{}", String::from_utf8_lossy(text));
        assert!(!contains(text, "marked-secret-of-a-wrong-password"));
        // Every token of the sandbox begins like any JWT: `{"alg":` in base64.
        assert!(!contains(text, "eyJhbGciOi"), "{}", String::from_utf8_lossy(text));
    }
}

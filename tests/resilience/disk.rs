//! No journal, no call.

use crate::support::{Stage, told};
use crate::world::World;
use rolecall::sandbox::{Endpoint, Faults};
use std::process::Output;

fn refused(stage: &Stage, output: &Output, said: &str) {
    let told = told(output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(said), "{told}");
    let counts = stage.server.counts();
    let writes = counts.iter().filter(|(it, _)| it.is_write() && **it != Endpoint::Login);
    assert_eq!(writes.count(), 0, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_stands_where_the_journals_go() {
    let stage = Stage::new(&World::agency(), Faults::none()).await;
    std::fs::create_dir(stage.path().join(".rolecall")).unwrap();
    std::fs::write(stage.path().join(".rolecall/journal"), "").unwrap();
    refused(&stage, &stage.run().await, "journal");
}

/// Root may write anywhere, so the folder is on a file system that is read only for everybody.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_folder_can_not_be_written_to() {
    let stage = Stage::new(&World::agency(), Faults::none()).await;
    std::os::unix::fs::symlink("/proc/self", stage.path().join(".rolecall")).unwrap();
    refused(&stage, &stage.run().await, ".rolecall");
}

/// A disk without room for one byte.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_disk_is_full_before_the_first_intent() {
    let stage = Stage::new(&World::agency(), Faults::none()).await;
    // Every file of the run is cut off at no bytes at all: the shell's own limit on the size of files.
    let mut command = tokio::process::Command::new("sh");
    let apply = stage.command(&["apply", "--yes"]);
    let apply = apply.as_std();
    command.args(["-c", "ulimit -f 0; trap '' XFSZ; exec \"$@\"", "sh"]);
    command.arg(apply.get_program()).args(apply.get_args()).current_dir(stage.path()).env_clear();
    for (name, value) in apply.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    let output = command.output().await.unwrap();
    refused(&stage, &output, "journal");
}

//! The whole command against consoles that speak unlike the built-in one: planned, applied, verified, planned again;
//! killed at every write, and with every answer lost.

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod common;
#[path = "../common/console/mod.rs"]
#[expect(dead_code, unused_imports, reason = "other test crates use the rest")]
mod console;

use console::acme::{before, finish, project, whole};
use console::{Console, Dialect, Fault};
use std::process::{Command, Stdio};
use std::time::Duration;

const UNLIKE: [(&str, Dialect); 3] = [
    ("one by one", Dialect::ONE_BY_ONE),
    ("replacing", Dialect::REPLACING),
    ("by e-mail", Dialect::BY_EMAIL),
];

#[test]
fn planned_applied_verified_and_nothing_left() {
    for (name, dialect) in &UNLIKE {
        whole(name, dialect, &dialect.profile("own"));
    }
    whole("plain", &Dialect::PLAIN, &Dialect::PLAIN.profile("own"));
}

#[test]
fn consoles_of_all_kinds() {
    for number in (0..20).map(|number| number * 137 + 11) {
        let dialect = Dialect::number(number);
        whole(&format!("{number}: {dialect:?}"), &dialect, &dialect.profile("own"));
    }
}

#[test]
fn a_run_that_is_killed_at_any_write_is_finished_by_the_next() {
    for (name, dialect) in &UNLIKE {
        for fault in [Fault::HangsBefore, Fault::HangsAfter] {
            for number in 1.. {
                let console = Console::start(*dialect, before());
                let folder = project(&dialect.profile("own"), &console);
                console.fail(number, fault);
                let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
                    .args(["apply", "--yes"])
                    .current_dir(folder.path())
                    .env("CONSOLE_TOKEN", "token")
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                let hangs = (0..600).any(|_| {
                    console.wait_until_it_hangs(Duration::from_millis(50))
                        || child.try_wait().unwrap().is_some()
                });
                assert!(hangs, "{name} {fault:?} {number}: neither hung nor ended");
                let ended = child.try_wait().unwrap().is_some();
                let _ = child.kill();
                child.wait().unwrap();
                finish(&format!("{name}, {fault:?} at write {number}"), &folder, &console);
                if ended {
                    assert!(number > 10, "{name}: only {number} writes");
                    break;
                }
            }
        }
    }
}

#[test]
fn a_lost_answer_is_looked_up_and_never_repeated_blindly() {
    for (name, dialect) in &UNLIKE {
        for fault in [Fault::LostBefore, Fault::LostAfter] {
            for number in 1.. {
                let console = Console::start(*dialect, before());
                let folder = project(&dialect.profile("own"), &console);
                console.fail(number, fault);
                finish(&format!("{name}, {fault:?} at write {number}"), &folder, &console);
                if console.writes() < number {
                    assert!(number > 10, "{name}: only {number} writes");
                    break;
                }
            }
        }
    }
}

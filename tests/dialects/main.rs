//! The whole command against consoles that speak unlike the built-in one: what the other suites hold of planning,
//! applying, crashes and lost answers holds over each of [`UNLIKE`], whatever profile the platform needs.
//!
//! | suite | what runs over each of these profiles |
//! |---|---|
//! | `plan/tests/worlds`, `resilience`: planning | `worlds`: generated organizations end as they do over the built-in profile |
//! | `apply`, `resilience`: applying | planned, applied, verified, and nothing left; twenty more consoles of all kinds |
//! | `apply/crash`, `resilience/crash` | killed before and after every write of the example, and of generated organizations at one |
//! | `apply/lost_answers`, `resilience/lost` | likewise with answers lost |

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod common;
#[path = "../common/console/mod.rs"]
#[expect(dead_code, unused_imports, reason = "other test crates use the rest")]
mod console;
#[path = "../resilience/support.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod support;
#[path = "../resilience/world.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod world;
mod worlds;

use console::acme::{before, finish, killed, project, whole};
use console::{Console, Dialect, Fault};

/// One person a call; writes that replace the object; users by address, without ids.
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
                let there_was = killed(&folder, &console, (number, fault), &["apply", "--yes"]);
                finish(&format!("{name}, {fault:?} at write {number}"), &folder, &console);
                if !there_was {
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

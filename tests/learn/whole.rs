//! From nothing to an organization as its manifest says, over a console that nobody described.

use crate::common::{Folder, rolecall, said};
use crate::console::acme::{before, finish, killed, project, whole};
use crate::console::{Console, Dialect, Fault, HeirIn};
use crate::export::{Exporter, har};
use crate::session::{ORGANIZATION, script, tape};

/// The Platform file that the command writes for a console of this dialect.
pub(crate) fn learned(dialect: Dialect, number: usize) -> String {
    let script = script(number as u64);
    let tape = tape(dialect, &script, number.is_multiple_of(2));
    let folder = Folder::empty();
    folder.write(
        "rolecall.yaml",
        "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: x}\nspec: {platform: respond-io-console}\n",
    );
    folder.write(".rolecall/learn.json", serde_json::to_string(&script).unwrap());
    let exporter = match Exporter::ALL[number % Exporter::ALL.len()] {
        // It leaves out what a DELETE carries.
        Exporter::Mitmproxy if dialect.heir == HeirIn::Body => Exporter::Playwright,
        exporter => exporter,
    };
    folder.write("session.har", har(&tape, exporter));
    let mut command = rolecall();
    command.current_dir(folder.path()).args([
        "learn",
        "session.har",
        "--out",
        "platforms/own.yaml",
    ]);
    let said = said(&mut command);
    let all = if dialect.invited_at { 0 } else { 2 };
    assert_eq!(said.code, all, "{dialect:?}\n{}\n{}", said.out, said.err);
    assert_eq!(ORGANIZATION, 239_021);
    folder.read("platforms/own.yaml")
}

#[test]
fn learned_planned_applied_verified_and_nothing_left() {
    for number in (0..20).map(|number| number * 9 + 1) {
        let dialect = Dialect::number(number);
        whole(&format!("{number}: {dialect:?}"), &dialect, &learned(dialect, number));
    }
}

#[test]
fn a_run_with_a_learned_file_is_finished_wherever_it_was_killed() {
    let dialect = Dialect::REPLACING;
    let profile = learned(dialect, 7);
    for fault in [Fault::HangsBefore, Fault::HangsAfter] {
        for number in 1.. {
            let console = Console::start(dialect, before());
            let folder = project(&profile, &console);
            let there_was = killed(&folder, &console, (number, fault), &["apply", "--yes"]);
            finish(&format!("{fault:?} at write {number}"), &folder, &console);
            if !there_was {
                assert!(number > 10, "only {number} writes");
                break;
            }
        }
    }
}

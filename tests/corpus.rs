//! What the fuzzer once found worth keeping, asked again without it. It is kept in one archive:
//! `tar -xzf corpus.tar.gz --one-top-level=corpus` in `tests/fuzz` lays it out for the fuzzer.

#[path = "fuzz/checks.rs"]
mod checks;

use flate2::read::GzDecoder;
use std::fs::File;
use std::io::Read as _;

fn over(target: &str, check: impl Fn(&[u8])) {
    let archive = File::open("tests/fuzz/corpus.tar.gz").unwrap();
    let mut archive = tar::Archive::new(GzDecoder::new(archive));
    let mut asked = 0;
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        if entry.path().unwrap().starts_with(target) {
            let mut input = Vec::new();
            entry.read_to_end(&mut input).unwrap();
            check(&input);
            asked += 1;
        }
    }
    assert!(asked >= 20, "the corpus of {target} is there: {asked}");
}

#[test]
fn every_kept_manifest_is_read_or_refused_at_a_line() {
    over("parse", checks::parse);
}

#[test]
fn no_kept_value_changes_the_structure() {
    over("template", checks::template);
}

#[test]
fn every_kept_table_is_read_or_refused_at_a_line() {
    over("table", checks::table);
}

#[test]
fn no_kept_answer_breaks_the_client_or_brings_a_secret_out() {
    over("answers", checks::answers);
}

#[test]
fn every_kept_recording_is_learned_soundly_or_refused_and_brings_no_token_out() {
    over("har", checks::har);
}

//! What the fuzzer once found worth keeping, asked again without it.

#[path = "fuzz/checks.rs"]
mod checks;

use std::path::Path;

fn over(folder: &str, check: impl Fn(&[u8])) {
    let folder = Path::new("tests/fuzz/corpus").join(folder);
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(files.len() > 50, "the corpus is there");
    files.iter().for_each(|it| check(&std::fs::read(it).unwrap()));
}

#[test]
fn every_kept_manifest_is_read_or_refused_at_a_line() {
    over("parse", checks::parse);
}

#[test]
fn no_kept_value_changes_the_structure() {
    over("template", checks::template);
}

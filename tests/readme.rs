//! The README's transcripts are what rolecall says.
//!
//! They run in a copy of the examples beside an empty folder, which is where trycmd looks for it: in `README.in` beside the page. So the
//! working tree stays as it is.
//! `TRYCMD=overwrite cargo test --test readme` rewrites them.

use std::fs;
use std::path::Path;

#[test]
fn transcripts_are_true() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let readme = folder.path().join("README.md");
    fs::copy(repository.join("README.md"), &readme).unwrap();
    for example in ["examples/agency", "examples/reseller"] {
        copy(&repository.join(example), &folder.path().join("README.in").join(example));
    }
    fs::create_dir(folder.path().join("README.in/my-clients")).unwrap();

    let cases = trycmd::TestCases::new();
    cases.case(&readme);
    for variable in ["TOKEN", "EMAIL", "PASSWORD", "BASE_URL", "PLATFORM"] {
        cases.env(format!("ROLECALL_{variable}"), "");
    }
    cases.run();
    drop(cases);
    if std::env::var_os("TRYCMD").is_some_and(|it| it == "overwrite") {
        fs::copy(readme, repository.join("README.md")).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == ".rolecall" {
            continue;
        }
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

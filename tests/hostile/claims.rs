//! The threat model names the test that shows each claim; every one of them is there.

use std::fs;

const MODEL: &str = include_str!("../../.github/SECURITY.md");

#[test]
fn every_test_that_is_named_is_there_and_every_claim_names_one() {
    let mut tests = 0;
    let rows = MODEL.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| claim"));
    for row in rows {
        let named: Vec<_> = row.split('`').filter(|it| it.contains(".rs: ")).collect();
        assert!(!named.is_empty(), "no test shows\n{row}");
        for name in named {
            let (file, test) = name.split_once(": ").unwrap();
            let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
            let found = text.find(&format!("fn {test}(")).unwrap_or_else(|| panic!("no {name}"));
            // Its attributes and comment.
            let line = text[..found].rfind('\n').unwrap_or_default();
            let above = text[..line].lines().rev().map(str::trim);
            let above: Vec<_> =
                above.take_while(|it| it.starts_with("#[") || it.starts_with("//")).collect();
            let has = |word: &str| above.iter().any(|it| it.starts_with("#[") && it.contains(word));
            assert!(has("test]") || has("test("), "{name} is no test: {above:?}");
            assert!(!has("#[ignore"), "{name} is not run with the others");
            tests += 1;
        }
    }
    assert!(tests >= 30, "{tests}");
}

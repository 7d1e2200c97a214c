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
            let before = text[..found].trim_end().lines().last().unwrap_or_default().trim();
            let is_test =
                before.contains("test]") || before.contains("test(") || before.ends_with("async");
            let above = text[..found].lines().rev().skip(1).take(3).any(|it| it.contains("test"));
            assert!(is_test || above, "{name} is no test: {before}");
            tests += 1;
        }
    }
    assert!(tests >= 30, "{tests}");
}

//! How many cases the tables of this suite hold, by group: the tables themselves are counted, as the tests go through them.

use crate::{certificates, files, given, nested, secrets, signals, waits};

/// What DESIGN's review of hostile inputs grows to.
const AT_LEAST: usize = 400;

#[test]
#[expect(clippy::print_stdout, reason = "the count is what this test is for")]
fn all_groups_together_hold_at_least_400_cases() {
    let groups = [
        ("Projects inside of a Project", nested::cases()),
        ("secrets that come back", secrets::cases()),
        ("links, devices, pipes, names of files", files::cases()),
        ("what is given as a saved file", given::cases()),
        ("certificates", certificates::REFUSED),
        ("signals", signals::cases()),
        ("flags, credentials, names of Platforms", waits::cases()),
    ];
    for (group, cases) in groups {
        println!("{cases:>4} {group}");
        assert!(cases > 0, "{group}");
    }
    let all: usize = groups.iter().map(|(_, cases)| cases).sum();
    println!("{all:>4} in all");
    assert!(all >= AT_LEAST, "{all}");
}

//! Examples that are texts: a heading `== NAME`, and what is shown.

use std::fmt::Write as _;

/// Manifests that give a diagnostic. A comment names the file where there are several.
pub(super) const DIAGNOSTICS: &str = concat!(include_str!("errors.txt"), include_str!("lints.txt"));

/// What leads to a hold, and the hold as it stands in the plan file.
pub(super) const HOLDS: &str = include_str!("holds.txt");

/// The text under a heading.
pub(super) fn under<'t>(texts: &'t str, name: &str) -> Option<&'t str> {
    let sections = texts.split("== ").filter_map(|section| section.split_once('\n'));
    sections.filter(|(heading, _)| *heading == name).map(|(_, text)| text).next()
}

/// The text under a heading, as the end of an explanation.
pub(super) fn example(texts: &str, name: &str) -> String {
    let mut out = String::from("\nFor example:\n");
    for line in under(texts, name).unwrap_or_default().lines() {
        let _ = writeln!(out, "{}", format!("  {line}").trim_end());
    }
    out
}

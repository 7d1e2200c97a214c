//! What was learned, for people.

use super::learned::{Learned, LearnedOperation};
use crate::cli::error::count;
use rolecall::manifest::escape;
use std::fmt::Write as _;

pub(super) fn text(lesson: &Learned) -> String {
    let Learned { api, entries, used, is_cut, passed_over, compared_with, operations, next } =
        lesson;
    let mut out = format!(
        "{} recorded, {used} of them of the script, at {}\n",
        count(*entries, "request"),
        escape(api)
    );
    for (why, number) in passed_over {
        let _ = writeln!(out, "  {number:>6} {}", why.told());
    }
    if *is_cut {
        out.push_str("  a recording ends in the middle: what was behind that is missing\n");
    }
    out.push('\n');
    for (operation, told) in operations {
        let LearnedOperation { goes, seen, differs, gaps, missing } = told;
        if let Some(goes) = goes {
            let _ = writeln!(out, "✓ {operation}: {}, seen {seen} times", escape(goes));
            let _ = match differs.as_deref() {
                Some([]) => writeln!(out, "    agrees with {}", escape(compared_with)),
                Some(fields) => {
                    writeln!(
                        out,
                        "    differs from {} in {}",
                        escape(compared_with),
                        fields.join(", ")
                    )
                }
                None => writeln!(out, "    {} can't do it", escape(compared_with)),
            };
            if !gaps.is_empty() {
                let _ = writeln!(out, "    not found: {}", gaps.join(", "));
            }
        }
        if let Some(missing) = missing {
            let _ = writeln!(out, "✗ {operation}: {}", escape(&missing.why.told()));
            match missing.again.as_slice() {
                [] => out.push_str("    it stays by hand\n"),
                steps => _ = writeln!(out, "    record again: {}", steps.join(", ")),
            }
        }
    }
    out.push('\n');
    for line in next {
        let _ = writeln!(out, "next: {}", escape(line));
    }
    out
}

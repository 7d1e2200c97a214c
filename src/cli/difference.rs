//! What would change in a file, for somebody who decides whether it may.

use super::escape::one_line;
use anstyle::AnsiColor;
use similar::{ChangeTag, TextDiff};

/// What would change in the file, in lines. What can't be seen in them is made visible.
pub(crate) fn difference(old: &str, new: &str, file: &str, how: &str, color: bool) -> String {
    let file = one_line(file);
    let mut out = format!("--- {file}\n+++ {file}, {how}\n");
    for hunk in TextDiff::from_lines(old, new).unified_diff().context_radius(3).iter_hunks() {
        out.push_str(&format!("{}\n", hunk.header()));
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
                ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
                ChangeTag::Equal => (' ', anstyle::Style::new()),
            };
            let line = change.value().trim_end_matches(['\n', '\r']);
            let line = line.split('\t').map(one_line).collect::<Vec<_>>().join("\t");
            match color && sign != ' ' {
                true => out.push_str(&format!("{style}{sign}{line}{style:#}\n")),
                false => out.push_str(&format!("{sign}{line}\n")),
            }
        }
    }
    out
}
